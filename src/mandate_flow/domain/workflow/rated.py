"""The reference rate of a mandate: which one the register gives, why it gives none, what a signature keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from mandate_flow.domain.event import Draft
from mandate_flow.domain.expression import Expression
from mandate_flow.domain.expression.spans import years
from mandate_flow.domain.file import File
from mandate_flow.domain.rates import Gap, Rate, RateBook
from mandate_flow.domain.value import FactType, to_json
from mandate_flow.domain.workflow.definition import Definition, Step

NAMES: Final = ("swap", "base")
"""After `rates.`: the swap rate of the mandate and the base rate of the Commission, on the day of the entrustment."""
HEAD: Final = "rates."
TYPED: Final = "swap_rate"
"""The fact that a person types the swap rate of the mandate in."""
NO_DURATION: Final = "duration"


@dataclass(frozen=True, slots=True)
class RateNames:
    """`rates.name` inside a sentence: swap, base, and of the swap rate its period, maturity, source and `fictitious`.

    `why` is "" when there is a swap rate, else duration, empty, between, beyond or below. None: not known.
    """

    file: File
    book: RateBook
    on: date

    @property
    def swap(self) -> Decimal | None:
        """The swap rate in percent."""
        return found.rate if (found := self._swap()) else None

    @property
    def base(self) -> Decimal | None:
        """The base rate in percent."""
        return found.rate if (found := self.book.base(self.on)) else None

    @property
    def since(self) -> date | None:
        """First day of its period."""
        return found.since if (found := self._swap()) else None

    @property
    def until(self) -> date | None:
        """Last day of its period."""
        return found.until if (found := self._swap()) else None

    @property
    def source(self) -> str | None:
        """Where it was read."""
        return found.source if (found := self._swap()) else None

    @property
    def fictitious(self) -> str:
        """A word when it is invented, "" when it is not."""
        return "fictif" if (found := self._swap()) and found.fictitious else ""

    @property
    def maturity(self) -> Decimal | None:
        """The duration of the mandate in years."""
        return maturity_of(self.file)

    @property
    def why(self) -> str:
        """Why there is no swap rate."""
        return why_none(self.file, self.book, self.on)

    def _swap(self) -> Rate | None:
        return rate_of("swap", self.file, self.book, self.on)


def maturity_of(file: File) -> Decimal | None:
    """The duration of the mandate in years, None before its days are given."""
    start, end = file.fact("mandate_start"), file.fact("mandate_end")
    if start is None or end is None or not isinstance(start.value, date) or not isinstance(end.value, date):
        return None
    return years(start.value, end.value)


def rate_of(name: str, file: File, book: RateBook, on: date) -> Rate | None:
    """The rate behind `rates.name`, for a mandate entrusted on that day."""
    if name == "base":
        return book.base(on)
    maturity = maturity_of(file)
    if maturity is None or maturity != maturity.to_integral_value():
        return None
    return book.swap(on, int(maturity))


def why_none(file: File, book: RateBook, on: date) -> str:
    """Why the register gives no swap rate for this mandate; "" when it gives one."""
    maturity = maturity_of(file)
    if maturity is None:
        return Gap.EMPTY.value if not book.table(on) else NO_DURATION
    gap = book.gap(on, maturity)
    return gap.value if gap else ""


def looks_at_rates(definition: Definition, step: Step | None) -> bool:
    """Whether a condition of this step asks for a rate: only then is the register read."""
    codes = step.requires if step else ()
    asked = (definition.requirements[code] for code in codes)
    return any(_asks(one.when) or _asks(one.that) for one in asked)


def keeping(definition: Definition, file: File, step: Step, draft: Draft, book: RateBook, on: date) -> Draft:
    """The draft of a step that looked at rates, with what the register gave that day and what was typed.

    A correction of the register never reaches it.
    """
    if not looks_at_rates(definition, step):
        return draft
    typed = file.fact(TYPED)
    used = typed.value if typed is not None and isinstance(typed.value, Decimal) else None
    kept = {
        "on": on.isoformat(),
        "swap": _kept(rate_of("swap", file, book, on)),
        "why": why_none(file, book, on),
        "typed": None if used is None else to_json(FactType.PERCENTAGE, used),
    }
    return replace(draft, outcome={**draft.outcome, "rates": kept})


def _kept(rate: Rate | None) -> Mapping[str, Any] | None:
    if rate is None:
        return None
    return {
        "id": rate.id,
        "version": rate.version,
        "rate": to_json(FactType.PERCENTAGE, rate.rate),
        "maturity": rate.maturity,
        "since": rate.since.isoformat(),
        "until": rate.until.isoformat() if rate.until else None,
        "source": rate.source,
        "fictitious": rate.fictitious,
    }


def _asks(condition: Expression | None) -> bool:
    return condition is not None and any(name.startswith(HEAD) for name in condition.names)
