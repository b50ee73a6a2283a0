"""A control period in French words: where it stands, what the law makes of it, and when one must decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mandate_flow.domain.compensation import Missing, Outcome, Period, PeriodCheck
from mandate_flow.domain.compensation.picture import Picture
from mandate_flow.domain.workflow.definition import Definition
from mandate_flow.edge.web.formats import money
from mandate_flow.edge.web.language import N_, _, in_language, ngettext

SAID: Final = {
    Outcome.NONE: (N_("Pas d’excédent"), "ok"),
    Outcome.CARRY: (N_("Excédent reportable"), "warn"),
    Outcome.REPAY: (N_("Excédent à rembourser"), "bad"),
    Outcome.EXEMPT: (N_("Dispensé de contrôle"), "ok"),
}
UNDER_WAY: Final = {
    Outcome.NONE: (N_("En cours, sans excédent"), "ok"),
    Outcome.CARRY: (N_("En cours, excédent sous la limite"), "warn"),
    Outcome.REPAY: (N_("En cours, excédent au-delà de la limite"), "warn"),
    Outcome.EXEMPT: (N_("Dispensé de contrôle"), "ok"),
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
    if first == last:
        return _("Exercice {year}, fin du mandat", year=first) if period.last else _("Exercice {year}", year=first)
    if period.last:
        return _("Exercices {first} à {last}, fin du mandat", first=first, last=last)
    return _("Exercices {first} à {last}", first=first, last=last)


def missing_words(definition: Definition, found: Missing) -> str:
    """What is lacking, by the labels of the questions."""
    return ", ".join(dict.fromkeys(_label(definition, name) for name in found.names))


def _label(definition: Definition, name: str) -> str:
    bare, _at, year = name.partition("@")
    kind = definition.facts.get(bare)
    if kind is not None:
        said = _("« {words} »", words=in_language(kind.label))
    else:
        said = _(NAMES.get(bare, bare))
    return f"{said} ({year})" if year else said


NAMES: Final = {
    "paid": N_("les versements"),
    "law.sgei_decision.tolerance": N_("la tolérance de report, que le texte de ce jour ne donne pas"),
    "law.sgei_decision.control_years": N_("l’intervalle des contrôles, que le texte de ce jour ne donne pas"),
    "law.sgei_decision.profit_cap_bp": N_("la marge au-dessus du taux de swap, que le texte de ce jour ne donne pas"),
    "business_plan": N_("le budget prévisionnel déposé"),
}


BEFORE: Final = "paid@"
"""What a check lacks when a year of an earlier period has no result yet: its accounts, whatever was paid."""


def _words(period: Period, check: PeriodCheck | Missing, definition: Definition) -> PeriodWords:
    title = title_of(period)
    if isinstance(check, Missing):
        return PeriodWords(period, title, None, _("À venir"), "", _lacking(check, definition))
    if not check.complete:
        word, tone = UNDER_WAY[check.outcome]
        return PeriodWords(period, title, check, _(word), tone, _until(check))
    word, tone = SAID[check.outcome]
    return PeriodWords(period, title, check, _(word), tone, advice(check))


def _lacking(found: Missing, definition: Definition) -> str:
    if found.names == ("paid",):
        return _("Aucun exercice de cette période n’a encore ses comptes.")
    if found.names and all(name.startswith(BEFORE) for name in found.names):
        years = [name.removeprefix(BEFORE) for name in dict.fromkeys(found.names)]
        return ngettext(
            "Attend le résultat de la période précédente : il manque les comptes de l’exercice {years}.",
            "Attend le résultat de la période précédente : il manque les comptes des exercices {years}.",
            len(years),
            years=", ".join(years),
        )
    return _("Rien à comparer encore : il manque {what}.", what=missing_words(definition, found))


def _until(check: PeriodCheck) -> str:
    years = ", ".join(str(year) for year in check.known)
    counted = _("Compte l’exercice {years}.") if len(check.known) == 1 else _("Compte les exercices {years}.")
    until = _("La décision se prend quand les comptes de {year} sont connus.", year=check.period.end)
    return f"{counted.format(years=years)} {until}"


def advice(check: PeriodCheck) -> str:
    """What follows from a complete period."""
    if check.outcome is Outcome.CARRY and check.carry:
        return _(
            "{excess} d’excédent, dans la limite de {limit} : à déduire de la période suivante, ou à rembourser si "
            "vous le décidez.",
            excess=money(check.excess),
            limit=money(check.limit),
        )
    if check.outcome is Outcome.CARRY:
        return _("{amount} à rembourser, comme décidé.", amount=money(check.repay))
    if check.outcome is Outcome.REPAY and check.period.last:
        return _(
            "{amount} à rembourser : au terme du mandat, il n’y a plus de période où reporter.",
            amount=money(check.repay),
        )
    if check.outcome is Outcome.REPAY:
        return _(
            "{amount} à rembourser en entier, et non la seule part au-delà de la limite de {limit}.",
            amount=money(check.repay),
            limit=money(check.limit),
        )
    if check.outcome is Outcome.EXEMPT:
        return _("Le contrôle périodique n’est pas dû ; seul le bénéfice convenu se vérifie.")
    if check.excess < 0:
        return _(
            "Il manque {amount} à l’organisme ; le mandat seul peut prévoir de les lui verser.",
            amount=money(-check.excess),
        )
    return _("Rien à décider.")
