"""What a condition can see: the facts, documents, dates and law of one file, for one occurrence."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from mandate_flow.domain.compensation import Missing
from mandate_flow.domain.compensation.names import money_name
from mandate_flow.domain.compensation.picture import Picture, picture
from mandate_flow.domain.deadline import DeadlineStatus
from mandate_flow.domain.deminimis.picture import NAMES as AID_NAMES
from mandate_flow.domain.deminimis.picture import NOBODY_LOOKED, AidPicture
from mandate_flow.domain.expression import Unknown
from mandate_flow.domain.file import CONTROL, File, ThreadStatus
from mandate_flow.domain.law import Citation, LawBook
from mandate_flow.domain.payment import Payment
from mandate_flow.domain.rates import NO_RATES, RateBook
from mandate_flow.domain.value import Erased
from mandate_flow.domain.workflow.definition import Definition, LawOn, Per
from mandate_flow.domain.workflow.meetings import HELD, day_of, meeting_days, meetings
from mandate_flow.domain.workflow.payment_names import payment_name
from mandate_flow.domain.workflow.rated import NAMES as RATE_NAMES
from mandate_flow.domain.workflow.rated import rate_of

DECEMBER: Final = 12


@dataclass(slots=True)
class FileScope:
    """Implements `expression.Scope`. `law_day` chooses the law; `day` is the day of the act."""

    definition: Definition
    file: File
    law: LawBook
    day: date
    law_day: date
    occurrence: str = ""
    seen: dict[str, Citation] = field(default_factory=dict)
    aid: AidPicture = NOBODY_LOOKED
    rates: RateBook = NO_RATES
    payment: Payment | None = None
    pictured: Picture | None = None

    def look_up(self, name: str) -> object:
        """The value behind a name, or Unknown(name)."""
        kind = self.definition.facts.get(name)
        if kind is not None:
            return self._fact(name, self.occurrence if kind.per else "")
        head, _, rest = name.partition(".")
        if head == "documents":
            return self._deposited(rest)
        if head == "law":
            return self._quantity(rest)
        if head == "entered":
            found = self.file.entered.get(rest)
            return Unknown(frozenset((name,))) if found is None else found
        return self._beyond(name, head, rest)

    def _beyond(self, name: str, head: str, rest: str) -> object:
        """What is neither an answer, a document, a quantity nor a state."""
        if head == "taken":
            found = self.file.taken.get((rest, self.occurrence)) or self.file.taken.get((rest, ""))
            return Unknown(frozenset((name,))) if found is None else found
        if head in _COUNTED:
            return _count(self.file, rest, _COUNTED[head])
        if head == "meetings":
            return self._meetings(rest)
        return self._special(name, head, rest)

    def every(self, fact: str) -> Mapping[str, object]:
        """The known values of a repeated fact, by occurrence."""
        return {
            occurrence: one.value
            for (name, occurrence), one in self.file.facts.items()
            if name == fact and not isinstance(one.value, Erased)
        }

    def _fact(self, name: str, occurrence: str) -> object:
        found = self.file.facts.get((name, occurrence))
        if found is None:
            return Unknown(frozenset((name,)))
        return found.value  # an erased value is known to have been given; comparing it gives unknown

    def _deposited(self, kind: str) -> bool:
        per = self.definition.documents[kind].per if kind in self.definition.documents else None
        return bool(self.file.deposited(kind, self.occurrence if per else ""))

    def _quantity(self, key: str) -> object:
        cited = self.law.cite(key, self.law_day)
        if cited is None or cited.quantity.value is None:
            return Unknown(frozenset((f"law.{key}",)))
        self.seen[key] = cited
        return cited.quantity.value

    def _meetings(self, kind: str) -> Decimal:
        """How many meetings were held, of one kind or (`held`) of all."""
        some = [one for one in meetings(self.definition, self.file) if one.held(self.day)]
        return Decimal(len(some) if kind == HELD else sum(one.kind == kind for one in some))

    def _aid(self, name: str) -> object:
        found = self.aid.figure(name, self.law_day, self.law, aid_amount(self.file), self.file.id)
        return Unknown(frozenset((f"aid.{name}",))) if found is None else found

    def _fiscal_year_end(self) -> object:
        """The last day of the month the fiscal year ends in (fact `fiscal_year_end_month`, December by default)."""
        if not self.occurrence.isdigit():
            return Unknown(frozenset(("fiscal_year_end",)))
        month = self._fact("fiscal_year_end_month", "")
        number = int(month) if isinstance(month, Decimal) and 1 <= month <= DECEMBER else DECEMBER
        return date(int(self.occurrence), number, monthrange(int(self.occurrence), number)[1])

    def _due(self, code: str) -> object:
        """The day of a deadline that is still open; unknown once it is met, waived or without object."""
        rule = self.definition.deadlines.get(code)
        held = self.file.deadlines.get((code, self.occurrence if rule and rule.per else ""))
        open_one = held is not None and held.status is DeadlineStatus.OPEN
        return held.due if held is not None and open_one else Unknown(frozenset((f"due.{code}",)))

    def _rate(self, name: str) -> object:
        rate = rate_of(name, self.file, self.rates, self.law_day)
        return Unknown(frozenset((f"rates.{name}",))) if rate is None else rate.rate

    def _money(self, name: str) -> object:
        """An amount of the occurrence's year, always under the law of entrustment."""
        if self.pictured is None:
            on, _ = law_day(self.definition, self.file, LawOn.ENTRUSTMENT, self.occurrence, self.day)
            self.pictured = picture(self.file, self.law, on)
        found = money_name(self.pictured, self.file, self.occurrence, name)
        if isinstance(found, Missing):
            return Unknown(frozenset(one.partition("@")[0] for one in found.names))
        if name.startswith(("period", "carried")):
            self.seen.update((cited.key, cited) for cited in self.pictured.law)
        return found

    def _special(self, name: str, head: str, rest: str) -> object:
        match head:
            case "rates" if rest in RATE_NAMES:
                return self._rate(rest)
            case "aid" if rest in AID_NAMES:
                return self._aid(rest)
            case "due":
                return self._due(rest)
            case "payment" if self.payment is not None:
                return payment_name(self.file, self.payment, rest)
            case "money":
                return self._money(rest)
        return self._fixed(name)

    def _fixed(self, name: str) -> object:
        match name:
            case "day" | "occurrence":
                return getattr(self, name)
            case "state":
                return self.file.state
            case "last_payment_on":
                paid = (one.on for one in self.file.payments.values() if not one.cancelled)
                return max(paid, default=Unknown(frozenset((name,))))
            case "fiscal_year_end":
                return self._fiscal_year_end()
            case "meeting_day":
                return day_of(self.occurrence) or Unknown(frozenset((name,)))
        return _number(self.file, name)


_COUNTED: Final = {"open": ThreadStatus.OPEN, "closed": ThreadStatus.CLOSED}
"""`open.recovery`, `closed.recovery`: how many occurrences of a thread stand so."""


def _number(file: File, name: str) -> object:
    match name:
        case "open_controls":
            return _count(file, CONTROL, ThreadStatus.OPEN)
        case "closed_controls":
            return _count(file, CONTROL, ThreadStatus.CLOSED)
        case "authorities":
            return Decimal(len(file.authorities))
        case "structures":
            return Decimal(len(file.structures))
    return Unknown(frozenset((name,)))


def _count(file: File, thread: str, wanted: ThreadStatus) -> Decimal:
    return Decimal(sum(name == thread and status is wanted for (name, _), status in file.threads.items()))


def aid_amount(file: File) -> Decimal | None:
    """What the file would grant as de minimis aid: all years together when that was asked, else the yearly amount."""
    for name in ("deminimis_amount", "yearly_amount"):
        found = file.fact(name)
        if found is not None and isinstance(found.value, Decimal):
            return found.value
    return None


def law_day(definition: Definition, file: File, law_on: LawOn, occurrence: str, day: date) -> tuple[date, bool]:
    """The day whose law applies, and whether it is provisional (the date that counts is not known yet)."""
    for name in definition.dates.get(law_on, ()):
        found = file.fact(name, occurrence) or file.fact(name)
        if found is not None and isinstance(found.value, date):
            return found.value, name not in definition.certain.get(law_on, ())
    return day, law_on in (LawOn.ENTRUSTMENT, LawOn.GRANT)


def occurrences(definition: Definition, file: File, per: Per | None, asked: str) -> Iterator[str]:
    """Over what a requirement, document or deadline repeats; `asked` is the occurrence of the command."""
    if per is None:
        yield ""
    elif per is Per.AUTHORITY:
        yield from file.authorities
    elif per is Per.STRUCTURE:
        yield from file.structures
    elif per is Per.FISCAL_YEAR:
        yield from (asked,) if asked else fiscal_years(file)
    else:
        yield from (asked,) if asked else meeting_days(definition, file)


def fiscal_years(file: File) -> tuple[str, ...]:
    """The fiscal years of the mandate, those of a control or another thread included; at most sixty."""
    start, end = file.fact("mandate_start"), file.fact("mandate_end")
    years = {occurrence for _, occurrence in file.threads if occurrence.isdigit()}
    if start is not None and end is not None and isinstance(start.value, date) and isinstance(end.value, date):
        years.update(str(year) for year in range(start.value.year, min(end.value.year, start.value.year + 59) + 1))
    return tuple(sorted(years))


class LawNames:
    """`law.text.quantity` inside a sentence: attribute access on the law of a day."""

    def __init__(self, book: LawBook, day: date, prefix: str = "") -> None:
        self._book, self._day, self._prefix = book, day, prefix

    def __getattr__(self, name: str) -> object:
        if not self._prefix:
            return LawNames(self._book, self._day, name)
        cited = self._book.cite(f"{self._prefix}.{name}", self._day)
        return None if cited is None else cited.quantity.value


class ScopeNames:
    """`aid.name`, `due.name` or `payment.name` inside a sentence: what a scope sees; None when it is not known."""

    def __init__(self, scope: FileScope, family: str) -> None:
        self._scope, self._family = scope, family

    def __getattr__(self, name: str) -> object:
        found = self._scope.look_up(f"{self._family}.{name}")
        return None if isinstance(found, Unknown) else found
