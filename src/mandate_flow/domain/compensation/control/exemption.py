"""The two exemptions from the periodic check of the 2025 Decision: what each asks to be shown, and what remains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from mandate_flow.domain.compensation.amounts import HUNDRED, Missing
from mandate_flow.domain.law import Text


class ExemptionKind(StrEnum):
    """Which exemption; the value is the law quantity it rests on."""

    BUSINESS_PLAN = "exempt_business_plan"  # a lump sum set beforehand on a proper business plan
    REINVESTMENT = "exempt_reinvestment"  # a body devoted to the service, little other income, profits reinvested

    @property
    def law(self) -> str:
        """The law key."""
        return f"sgei_decision.{self.value}"


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing to show; `met` None: not known yet, and `name` is the fact that would tell."""

    name: str
    says: Text
    met: bool | None


@dataclass(frozen=True, slots=True)
class Exemption:
    """It holds when every condition is met. The agreed profit stays to be checked under the first."""

    kind: ExemptionKind
    conditions: tuple[Condition, ...]

    @property
    def holds(self) -> bool | Missing:
        """False as soon as a condition fails; Missing names what is not known."""
        if any(one.met is False for one in self.conditions):
            return False
        unknown = tuple(one.name for one in self.conditions if one.met is None)
        return Missing(unknown) if unknown else True


@dataclass(frozen=True, slots=True)
class Income:
    """A body's income in a year, in euros: all of it, and what comes from other commercial activities."""

    total: Decimal | None
    other_commercial: Decimal | None


def business_plan(*, lump_sum: bool | None, plan_deposited: bool, profit_within: bool | None) -> Exemption:
    """The need was anticipated as a lump sum on a proper business plan: only the agreed profit is checked."""
    return Exemption(
        ExemptionKind.BUSINESS_PLAN,
        (
            Condition("compensation_lump_sum", LUMP_SUM, lump_sum),
            Condition("business_plan", PLAN, plan_deposited or None),
            Condition("profit_rate", AGREED_PROFIT, profit_within),
        ),
    )


def reinvestment(
    incomes: Mapping[int, Income], share_limit: Decimal | None, *, mainly_service: bool | None, reinvests: bool | None
) -> Exemption:
    """The body essentially provides the service, its other income stays within `share_limit` % and profits go back."""
    return Exemption(
        ExemptionKind.REINVESTMENT,
        (
            Condition("mainly_the_service", MAINLY, mainly_service),
            *(
                Condition(f"other_income@{year}", _below(year), _within(one, share_limit))
                for year, one in sorted(incomes.items())
            ),
            Condition("profits_reinvested", REINVESTED, reinvests),
        ),
    )


def _within(income: Income, limit: Decimal | None) -> bool | None:
    if income.total is None or income.other_commercial is None or limit is None:
        return None
    return income.other_commercial * HUNDRED <= income.total * limit


def _below(year: int) -> Text:
    return {
        "fr": f"En {year}, les autres recettes commerciales restent sous la part permise de toutes les recettes.",
        "en": f"In {year}, other commercial income stays below the allowed share of all income.",
        "nl": f"In {year} blijven andere commerciële inkomsten onder het toegestane deel van alle inkomsten.",
    }


LUMP_SUM: Text = {
    "fr": "La compensation est une somme forfaitaire fixée à l’avance.",
    "en": "The compensation is a lump sum set beforehand.",
    "nl": "De compensatie is een vooraf vastgesteld forfait.",
}
PLAN: Text = {
    "fr": "Un plan d’affaires sérieux, déposé avec le dossier, montre ce besoin.",
    "en": "A proper business plan, deposited with the file, shows that need.",
    "nl": "Een degelijk ondernemingsplan, bij het dossier gevoegd, toont die behoefte.",
}
AGREED_PROFIT: Text = {
    "fr": "Le bénéfice convenu reste dans la limite.",
    "en": "The agreed profit stays within the limit.",
    "nl": "De overeengekomen winst blijft binnen de grens.",
}
MAINLY: Text = {
    "fr": "L’organisme rend essentiellement le service confié.",
    "en": "The body essentially provides the entrusted service.",
    "nl": "De organisatie levert hoofdzakelijk de toegewezen dienst.",
}
REINVESTED: Text = {
    "fr": "Ses statuts l’obligent à réinvestir ses bénéfices dans ce service.",
    "en": "Its statutes oblige it to reinvest its profits in that service.",
    "nl": "Haar statuten verplichten haar de winst in die dienst te herinvesteren.",
}
