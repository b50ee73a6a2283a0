"""What a condition of a calendar can see: the owner's values for one occurrence, and the law of a day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from mandate_flow.domain.calendar.picture import Picture
from mandate_flow.domain.calendar.state import Calendar
from mandate_flow.domain.expression import Unknown
from mandate_flow.domain.law import LawBook

DECEMBER: Final = 12
GRANTS: Final = frozenset({"cash_grants", "earlier_cash_grants"})
DECLARED: Final = "declared_cash_grants"
"""What a structure says it received from all administrations: it may know of more than the register does."""


@dataclass(frozen=True, slots=True)
class CalendarScope:
    """Implements `expression.Scope`; what people wrote in the calendar goes before what was found elsewhere."""

    picture: Picture
    calendar: Calendar
    law: LawBook
    day: date
    law_day: date
    occurrence: str = ""

    def look_up(self, name: str) -> object:
        """The value behind a name, or Unknown(name)."""
        missing = Unknown(frozenset((name,)))
        head, _, key = name.partition(".")
        if head == "law":
            cited = self.law.cite(key, self.law_day)
            return missing if cited is None or cited.quantity.value is None else cited.quantity.value
        if name == "day":
            return self.day
        if name == "occurrence":
            return self.occurrence
        if name in GRANTS:
            return self.grants(self.occurrence) if name == "cash_grants" else self._earlier_grants()
        written = self.calendar.facts.get((name, self.occurrence))
        if written is not None:
            return written
        found = self.picture.value(name, self.occurrence)
        if found is None and name == "fiscal_year_end":
            found = self._year_end()
        return missing if found is None else found

    def every(self, fact: str) -> Mapping[str, object]:
        """What is known of a name, by occurrence."""
        known: dict[str, object] = {year: value for (name, year), value in self.picture.values.items() if name == fact}
        return known | {year: value for (name, year), value in self.calendar.facts.items() if name == fact}

    def grants(self, year: str) -> Decimal:
        """Cash grants of a fiscal year: the greater of what the files show and what the structure declares."""
        found = (self.picture.value("cash_grants", year), self.calendar.facts.get((DECLARED, year)))
        return max((one for one in found if isinstance(one, Decimal)), default=Decimal(0))

    def _earlier_grants(self) -> Decimal:
        years = {year for _, year in (*self.picture.values, *self.calendar.facts) if year.isdigit()}
        return max((self.grants(year) for year in years if year < self.occurrence), default=Decimal(0))

    def _year_end(self) -> date | None:
        if not self.occurrence.isdigit():
            return None
        month = self.picture.values.get(("fiscal_year_end_month", ""))
        number = int(month) if isinstance(month, Decimal) and 1 <= month <= DECEMBER else DECEMBER
        return date(int(self.occurrence), number, monthrange(int(self.occurrence), number)[1])
