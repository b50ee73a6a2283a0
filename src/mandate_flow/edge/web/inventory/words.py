"""The words of the inventory: verdicts, risks, natures, questions, and a sentence for each reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from mandate_flow.domain.inventory import Answer, Instrument, Reason, Risk, Verdict
from mandate_flow.edge.web.formats import long_day, money


@dataclass(frozen=True, slots=True)
class Mark:
    """A verdict or a risk as a badge: a shape, a word, a tone; colour is never alone."""

    shape: str
    word: str
    tone: str

    @property
    def text(self) -> str:
        """Shape and word."""
        return f"{self.shape} {self.word}"


VERDICTS: Final[Mapping[Verdict, Mark]] = {
    Verdict.MANDATE_NEEDED: Mark("▲", "Mandat nécessaire", "bad"),
    Verdict.UNKNOWN: Mark("?", "À qualifier", "warn"),
    Verdict.DE_MINIMIS: Mark("◐", "De minimis", ""),
    Verdict.COVERED: Mark("✓", "Sous mandat", "ok"),
    Verdict.NO_AID: Mark("○", "Hors aide d’État", "ok"),
}
RISKS: Final[Mapping[Risk, Mark]] = {
    Risk.HIGH: Mark("■", "risque élevé", "bad"),
    Risk.MEDIUM: Mark("◧", "risque moyen", "warn"),
    Risk.LOW: Mark("□", "risque faible", ""),
}
INSTRUMENTS: Final[Mapping[Instrument, str]] = {
    Instrument.GRANT: "Subvention",
    Instrument.CONTRACT: "Contrat",
    Instrument.PREMISES: "Locaux",
    Instrument.STAFF: "Personnel",
    Instrument.GUARANTEE: "Garantie",
    Instrument.FEE_WAIVER: "Gratuité ou remise",
}
INSTRUMENT_HELP: Final[Mapping[Instrument, str]] = {
    Instrument.GRANT: "Une somme versée, même pour le fonctionnement.",
    Instrument.CONTRACT: "Un prix payé contre une prestation : marché, délégation, commande.",
    Instrument.PREMISES: "Un local ou un terrain prêté, ou loué en dessous de son prix.",
    Instrument.STAFF: "Des agents mis à disposition.",
    Instrument.GUARANTEE: "Un emprunt garanti : comptez l’équivalent-subvention, et non l’emprunt.",
    Instrument.FEE_WAIVER: "Une redevance, un loyer ou un service que l’organisme ne paie pas.",
}
ANSWERS: Final[Mapping[Answer, str]] = {Answer.YES: "Oui", Answer.NO: "Non", Answer.UNKNOWN: "Je ne sais pas encore"}
STARTS: Final[Mapping[Verdict, str]] = {
    Verdict.NO_AID: "hors aide d’État",
    Verdict.DE_MINIMIS: "de minimis",
    Verdict.MANDATE_NEEDED: "mandat nécessaire",
    Verdict.COVERED: "sous mandat",
    Verdict.UNKNOWN: "encore à qualifier",
}


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the triage; `law` names what it is asked for."""

    label: str
    help: str
    law: str


QUESTIONS: Final[Mapping[str, Question]] = {
    "economic": Question(
        "Ce service est-il proposé sur un marché ?",
        "Oui si les usagers en paient une part réelle, ou si d’autres offrent un service comparable : le statut "
        "associatif et l’absence de bénéfice n’y changent rien. Non s’il est gratuit, ouvert à tous par solidarité et "
        "sans offre comparable, ou s’il relève de la puissance publique.",
        "tfeu.aid_elements",
    ),
    "own_need": Question(
        "La collectivité achète-t-elle pour ses propres besoins ?",
        "Oui si elle a défini ce qu’elle veut et paie un prix pour elle-même : entretenir ses bâtiments, former ses "
        "agents. Non si les habitants en profitent et si l’organisme a eu l’initiative.",
        "code_commande_publique.public_contract",
    ),
    "local": Question(
        "L’effet reste-t-il purement local ?",
        "Trois conditions ensemble : un territoire limité ; pas d’usagers venus d’un autre État ; presque aucun effet "
        "sur des investisseurs étrangers. La frontière belge oblige à s’en expliquer. Un petit montant ne suffit pas.",
        "notion_of_aid.local_effect",
    ),
}
MANDATE: Final = Question(
    "Un acte écrit confie-t-il déjà ce service à l’organisme ?",
    "Oui si une délibération et une convention définissent ses obligations, la durée et le calcul de ce qui lui est "
    "versé. La seule demande de subvention n’est jamais un mandat.",
    "sgei_decision.scope",
)

_SENTENCES: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "not_economic": lambda _: (
        "L’activité n’est pas économique : elle est hors du droit des aides d’État. Gardez ce motif par écrit et "
        "revoyez-le chaque année."
    ),
    "bought": lambda _: (
        "C’est un achat : les règles de la commande publique s’appliquent, et non celles des aides d’État."
    ),
    "local": lambda _: (
        "L’effet est dit purement local : les échanges entre États ne sont pas affectés. Près de la frontière, ce "
        "motif est fragile ; gardez-en les preuves."
    ),
    "declared_act": lambda given: (
        f"Un acte est déclaré ({given['act'] or 'sans référence'}). Ce registre ne l’a pas vu : vérifiez qu’il définit "
        "les obligations, la durée et la compensation."
    ),
    "own_file": lambda given: f"Le dossier {given['ref']} confie ce service par un mandat.",
    "other_file": lambda given: (
        f"Le dossier {given['ref']} mandate cet organisme : vérifiez qu’il s’agit bien du même service."
    ),
    "before_mandate": lambda given: (
        f"{money(given['amount'])} ont été donnés en dehors des dates du mandat : il ne les couvre pas."
    ),
    "outside_period": lambda given: (
        f"Rien n’a été donné entre le {long_day(given['first'])} et le {long_day(given['last'])} : cette ligne ne "
        "compte plus dans les plafonds."
    ),
    "not_qualified": lambda _: (
        "Personne n’a encore dit si l’activité est économique. En attendant, l’aide compte dans les plafonds."
    ),
    "maybe_bought": lambda _: (
        "C’est un contrat : s’il répond aux besoins de la collectivité, c’est un achat ; sinon, c’est une aide."
    ),
    "economic": lambda _: (
        "L’activité est économique : l’organisme est une entreprise au sens du traité, quel que soit son statut."
    ),
    "no_ceiling": lambda _: "Aucun plafond n’est connu à cette date.",
    "above_ceiling": lambda given: (
        f"Sur trois ans et tous financeurs réunis, l’organisme a reçu {money(given['total'])} sans mandat, soit "
        f"{money(given['excess'])} au-delà du plafond de {money(given['limit'])}."
    ),
    "within_ceiling": lambda given: (
        f"Sur trois ans et tous financeurs réunis, l’organisme a reçu {money(given['total'])} sans mandat ; le plafond "
        f"est de {money(given['limit'])}, il reste {money(given['left'])}."
    ),
    "register": lambda given: (
        f"Une aide de minimis s’inscrit au registre dans les {given['days']} jours ouvrables qui suivent l’octroi."
    ),
    "entrust": lambda given: (
        f"Si le service est d’intérêt général et confié par écrit, le plafond passe à {money(given['limit'])} : "
        f"{money(given['total'])} y tiennent. Ouvrez un dossier pour définir les obligations et signer l’acte."
    ),
    "decision": lambda given: (
        f"Même confiée par écrit, l’aide ({money(given['total'])}) dépasse {money(given['limit'])} : il faut un mandat "
        "complet selon la décision SIEG, sinon une notification. Ouvrez un dossier."
    ),
}


def sentence(reason: Reason) -> str:
    """The French sentence of a reason."""
    figures: Mapping[str, Decimal | date | str] = reason.figures
    return _SENTENCES[reason.code](figures)
