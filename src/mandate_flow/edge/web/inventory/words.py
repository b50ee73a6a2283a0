"""The words of the inventory: verdicts, risks, natures, questions, and a sentence for each reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from mandate_flow.domain.inventory import Answer, Instrument, Reason, Risk, Verdict
from mandate_flow.edge.web.formats import long_day, money
from mandate_flow.edge.web.language import N_, _


@dataclass(frozen=True, slots=True)
class Mark:
    """A verdict or a risk as a badge: a shape, a word, a tone; colour is never alone."""

    shape: str
    word: str
    tone: str

    @property
    def text(self) -> str:
        """Shape and word."""
        return f"{self.shape} {_(self.word)}"


VERDICTS: Final[Mapping[Verdict, Mark]] = {
    Verdict.MANDATE_NEEDED: Mark("▲", N_("Mandat nécessaire"), "bad"),
    Verdict.UNKNOWN: Mark("?", N_("À qualifier"), "warn"),
    Verdict.DE_MINIMIS: Mark("◐", N_("De minimis"), ""),
    Verdict.COVERED: Mark("✓", N_("Sous mandat"), "ok"),
    Verdict.NO_AID: Mark("○", N_("Hors aide d’État"), "ok"),
}
RISKS: Final[Mapping[Risk, Mark]] = {
    Risk.HIGH: Mark("■", N_("risque élevé"), "bad"),
    Risk.MEDIUM: Mark("◧", N_("risque moyen"), "warn"),
    Risk.LOW: Mark("□", N_("risque faible"), ""),
}
INSTRUMENTS: Final[Mapping[Instrument, str]] = {
    Instrument.GRANT: N_("Subvention"),
    Instrument.CONTRACT: N_("Contrat"),
    Instrument.PREMISES: N_("Locaux"),
    Instrument.STAFF: N_("Personnel"),
    Instrument.GUARANTEE: N_("Garantie"),
    Instrument.FEE_WAIVER: N_("Gratuité ou remise"),
}
INSTRUMENT_HELP: Final[Mapping[Instrument, str]] = {
    Instrument.GRANT: N_("Une somme versée, même pour le fonctionnement."),
    Instrument.CONTRACT: N_("Un prix payé contre une prestation : marché, délégation, commande."),
    Instrument.PREMISES: N_("Un local ou un terrain prêté, ou loué en dessous de son prix."),
    Instrument.STAFF: N_("Des agents mis à disposition."),
    Instrument.GUARANTEE: N_("Un emprunt garanti : comptez l’équivalent-subvention, et non l’emprunt."),
    Instrument.FEE_WAIVER: N_("Une redevance, un loyer ou un service que l’organisme ne paie pas."),
}
ANSWERS: Final[Mapping[Answer, str]] = {
    Answer.YES: N_("Oui"),
    Answer.NO: N_("Non"),
    Answer.UNKNOWN: N_("Je ne sais pas encore"),
}
STARTS: Final[Mapping[Verdict, str]] = {
    Verdict.NO_AID: N_("hors aide d’État"),
    Verdict.DE_MINIMIS: N_("de minimis"),
    Verdict.MANDATE_NEEDED: N_("mandat nécessaire"),
    Verdict.COVERED: N_("sous mandat"),
    Verdict.UNKNOWN: N_("encore à qualifier"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the triage; `law` names what it is asked for."""

    label: str
    help: str
    law: str

    def spoken(self) -> Question:
        """The same in the language spoken."""
        return Question(_(self.label), _(self.help), self.law)


QUESTIONS: Final[Mapping[str, Question]] = {
    "economic": Question(
        N_("Ce service est-il proposé sur un marché ?"),
        N_(
            "Oui si les usagers en paient une part réelle, ou si d’autres offrent un service comparable : le "
            "statut associatif et l’absence de bénéfice n’y changent rien. Non s’il est gratuit, ouvert à "
            "tous par solidarité et sans offre comparable, ou s’il relève de la puissance publique."
        ),
        "tfeu.aid_elements",
    ),
    "own_need": Question(
        N_("La collectivité achète-t-elle pour ses propres besoins ?"),
        N_(
            "Oui si elle a défini ce qu’elle veut et paie un prix pour elle-même : entretenir ses bâtiments, "
            "former ses agents. Non si les habitants en profitent et si l’organisme a eu l’initiative."
        ),
        "code_commande_publique.public_contract",
    ),
    "local": Question(
        N_("L’effet reste-t-il purement local ?"),
        N_(
            "Trois conditions ensemble : un territoire limité ; pas d’usagers venus d’un autre État ; presque "
            "aucun effet sur des investisseurs étrangers. La frontière belge oblige à s’en expliquer. Un "
            "petit montant ne suffit pas."
        ),
        "notion_of_aid.local_effect",
    ),
}
MANDATE: Final = Question(
    N_("Un acte écrit confie-t-il déjà ce service à l’organisme ?"),
    N_(
        "Oui si une délibération et une convention définissent ses obligations, la durée et le calcul de "
        "ce qui lui est versé. La seule demande de subvention n’est jamais un mandat."
    ),
    "sgei_decision.scope",
)

_SENTENCES: Final[Mapping[str, str]] = {
    "not_economic": N_(
        "L’activité n’est pas économique : elle est hors du droit des aides d’État. Gardez ce motif par "
        "écrit et revoyez-le chaque année."
    ),
    "bought": N_("C’est un achat : les règles de la commande publique s’appliquent, et non celles des aides d’État."),
    "local": N_(
        "L’effet est dit purement local : les échanges entre États ne sont pas affectés. Près de la "
        "frontière, ce motif est fragile ; gardez-en les preuves."
    ),
    "declared_act": N_(
        "Un acte est déclaré ({act}). Ce registre ne l’a pas vu : vérifiez qu’il définit les obligations, "
        "la durée et la compensation."
    ),
    "own_file": N_("Le dossier {ref} confie ce service par un mandat."),
    "other_file": N_("Le dossier {ref} mandate cet organisme : vérifiez qu’il s’agit bien du même service."),
    "before_mandate": N_("{amount} ont été donnés en dehors des dates du mandat : il ne les couvre pas."),
    "outside_period": N_(
        "Rien n’a été donné entre le {first} et le {last} : cette ligne ne compte plus dans les plafonds."
    ),
    "not_qualified": N_(
        "Personne n’a encore dit si l’activité est économique. En attendant, l’aide compte dans les plafonds."
    ),
    "maybe_bought": N_(
        "C’est un contrat : s’il répond aux besoins de la collectivité, c’est un achat ; sinon, c’est une aide."
    ),
    "economic": N_(
        "L’activité est économique : l’organisme est une entreprise au sens du traité, quel que soit son statut."
    ),
    "no_ceiling": N_("Aucun plafond n’est connu à cette date."),
    "above_ceiling": N_(
        "Sur trois ans et tous financeurs réunis, l’organisme a reçu {total} sans mandat, soit {excess} "
        "au-delà du plafond de {limit}."
    ),
    "within_ceiling": N_(
        "Sur trois ans et tous financeurs réunis, l’organisme a reçu {total} sans mandat ; le plafond est "
        "de {limit}, il reste {left}."
    ),
    "register": N_("Une aide de minimis s’inscrit au registre dans les {days} jours ouvrables qui suivent l’octroi."),
    "entrust": N_(
        "Si le service est d’intérêt général et confié par écrit, le plafond passe à {limit} : {total} y "
        "tiennent. Ouvrez un dossier pour définir les obligations et signer l’acte."
    ),
    "decision": N_(
        "Même confiée par écrit, l’aide ({total}) dépasse {limit} : il faut un mandat complet selon la "
        "décision SIEG, sinon une notification. Ouvrez un dossier."
    ),
}


def sentence(reason: Reason) -> str:
    """The sentence of a reason, in the language spoken."""
    return _(_SENTENCES[reason.code], **{name: _written(name, value) for name, value in reason.figures.items()})


def _written(name: str, value: Decimal | date | str) -> str:
    if isinstance(value, date):
        return long_day(value)
    if name == "act":
        return str(value) or _("sans référence")
    return money(value) if isinstance(value, Decimal) and name != "days" else str(value)
