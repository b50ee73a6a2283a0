"""A control period in French words: where it stands, what the law makes of it, and when one must decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mandate_flow.domain.compensation import Missing, Outcome, Period, PeriodCheck
from mandate_flow.domain.compensation.picture import Picture
from mandate_flow.domain.workflow.definition import Definition
from mandate_flow.edge.web.formats import money

SAID: Final = {
    Outcome.NONE: ("Pas d’excédent", "ok"),
    Outcome.CARRY: ("Excédent reportable", "warn"),
    Outcome.REPAY: ("Excédent à rembourser", "bad"),
    Outcome.EXEMPT: ("Dispensé de contrôle", "ok"),
}
UNDER_WAY: Final = {
    Outcome.NONE: ("En cours, sans excédent", "ok"),
    Outcome.CARRY: ("En cours, excédent sous la limite", "warn"),
    Outcome.REPAY: ("En cours, excédent au-delà de la limite", "warn"),
    Outcome.EXEMPT: ("Dispensé de contrôle", "ok"),
}


@dataclass(frozen=True, slots=True)
class PeriodWords:
    """One period on the page. `check` is None while nothing can be said, and `advice` says why."""

    period: Period
    title: str
    check: PeriodCheck | None
    word: str
    tone: str
    advice: str


def period_words(seen: Picture, definition: Definition) -> tuple[PeriodWords, ...]:
    """Every period of the mandate, in order."""
    return tuple(_words(period, check, definition) for period, check in zip(seen.periods, seen.checks(), strict=True))


def title_of(period: Period) -> str:
    """As in "Exercices 2026 à 2028, fin du mandat"."""
    first, last = period.years[0], period.end
    years = f"Exercice {first}" if first == last else f"Exercices {first} à {last}"
    return f"{years}, fin du mandat" if period.last else years


def missing_words(definition: Definition, found: Missing) -> str:
    """What is lacking, by the labels of the questions."""
    return ", ".join(dict.fromkeys(_label(definition, name) for name in found.names))


def _label(definition: Definition, name: str) -> str:
    bare, _, year = name.partition("@")
    kind = definition.facts.get(bare)
    if kind is not None:
        said = f"« {kind.label['fr']} »"
    else:
        said = NAMES.get(bare, bare)
    return f"{said} ({year})" if year else said


NAMES: Final = {
    "paid": "les versements",
    "law.sgei_decision.tolerance": "la tolérance de report, que le texte de ce jour ne donne pas",
    "law.sgei_decision.control_years": "l’intervalle des contrôles, que le texte de ce jour ne donne pas",
    "law.sgei_decision.profit_cap_bp": "la marge au-dessus du taux de swap, que le texte de ce jour ne donne pas",
    "business_plan": "le budget prévisionnel déposé",
}


def _words(period: Period, check: PeriodCheck | Missing, definition: Definition) -> PeriodWords:
    title = title_of(period)
    if isinstance(check, Missing):
        return PeriodWords(period, title, None, "À venir", "", _lacking(check, definition))
    if not check.complete:
        word, tone = UNDER_WAY[check.outcome]
        return PeriodWords(period, title, check, word, tone, _until(check))
    word, tone = SAID[check.outcome]
    return PeriodWords(period, title, check, word, tone, advice(check))


def _lacking(found: Missing, definition: Definition) -> str:
    if found.names == ("paid",):
        return "Aucun exercice de cette période n’a encore ses comptes."
    return f"Rien à comparer encore : il manque {missing_words(definition, found)}."


def _until(check: PeriodCheck) -> str:
    years = ", ".join(str(year) for year in check.known)
    return f"Compte les exercices {years}. La décision se prend quand les comptes de {check.period.end} sont connus."


def advice(check: PeriodCheck) -> str:
    """What follows from a complete period."""
    if check.outcome is Outcome.CARRY and check.carry:
        return (
            f"{money(check.excess)} d’excédent, dans la limite de {money(check.limit)} : à déduire de la période "
            "suivante, ou à rembourser si vous le décidez."
        )
    if check.outcome is Outcome.CARRY:
        return f"{money(check.repay)} à rembourser, comme décidé."
    if check.outcome is Outcome.REPAY and check.period.last:
        return f"{money(check.repay)} à rembourser : au terme du mandat, il n’y a plus de période où reporter."
    if check.outcome is Outcome.REPAY:
        return (
            f"{money(check.repay)} à rembourser en entier, et non la seule part au-delà de la limite de "
            f"{money(check.limit)}."
        )
    if check.outcome is Outcome.EXEMPT:
        return "Le contrôle périodique n’est pas dû ; seul le bénéfice convenu se vérifie."
    if check.excess < 0:
        return f"Il manque {money(-check.excess)} à l’organisme ; le mandat seul peut prévoir de les lui verser."
    return "Rien à décider."
