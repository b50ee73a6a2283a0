"""One calendar as its page shows it: what is open, what is closed and why, and what it was computed from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from mandate_flow.domain.calendar import CalendarDefinition, CalendarFact, CalendarRule, OwnerKind, Sight
from mandate_flow.domain.calendar.definition import Basis
from mandate_flow.domain.calendar.picture import NAMES
from mandate_flow.domain.calendar.scope import DECLARED, CalendarScope
from mandate_flow.domain.deadline import TO_KNOW, Deadline, DeadlineKey, DeadlineStatus
from mandate_flow.domain.due.explain import explain
from mandate_flow.domain.errors import Unseen
from mandate_flow.domain.event import Action, Event, Personal, Stream, StreamKind
from mandate_flow.domain.law import LawBook, Text
from mandate_flow.domain.people import Person
from mandate_flow.service.calendars.acts import may_read, may_write
from mandate_flow.service.calendars.sights import look_at
from mandate_flow.service.calendars.words import called, title_of
from mandate_flow.service.desk import Desk
from mandate_flow.service.language import in_language, speaking
from mandate_flow.store.unit import Unit

SAID: Final[Mapping[Action, str]] = {
    Action.CALENDAR_DONE: "note",
    Action.CALENDAR_REOPENED: "reason",
    Action.CALENDAR_EXTENDED: "reason",
    Action.CALENDAR_WAIVED: "reason",
}
"""The acts that say something of one deadline, and where their words are."""
STARTS: Final[Mapping[str, Text]] = {
    Basis.EACH.value: {
        "fr": "date fixée par le texte",
        "en": "date set by the text",
        "nl": "door de tekst bepaalde datum",
    },
    Basis.END_OF.value: {"fr": "dernier jour du texte", "en": "last day of the text", "nl": "laatste dag van de tekst"},
}


@dataclass(frozen=True, slots=True)
class Remark:
    """The last thing somebody said of a deadline: `words` is "" where there were none, or none any more."""

    action: Action
    by: str
    day: date
    words: str


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """A deadline. `trace`: how its day was found, in sentences; `by_act`: a person may say that it is done."""

    deadline: Deadline
    label: str
    help: str
    law: str
    trace: tuple[str, ...]
    remark: Remark | None
    to_know: bool
    by_act: bool
    may_reopen: bool

    @property
    def key(self) -> str:
        """A name for the fields of its forms."""
        return "-".join(part for part in self.deadline.key if part)


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """What a structure's calendar knows of a fiscal year. `known`: cash grants by the files, `counted`: what counts."""

    year: str
    known: Decimal | None
    declared: Decimal | None
    counted: Decimal
    approved: date | None
    published: date | None


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """One calendar, and whether the person may write in it."""

    owner: Stream
    title: str
    open: tuple[CalendarLine, ...]
    closed: tuple[CalendarLine, ...]
    years: tuple[CalendarYear, ...]
    facts: tuple[CalendarFact, ...]
    may_write: bool


def calendar_page(desk: Desk, person: Person, owner: Stream, day: date) -> CalendarPage:
    """The calendar of an owner. Raises NotFound, also when it is not open to the person."""
    with desk.store.read() as unit:
        if not may_read(unit, person, owner):
            raise Unseen
        sight = look_at(desk, unit, owner, day)
        remarks = _remarks(unit, owner)
        lines = [_line(desk, sight, one, remarks.get(one.key), day) for one in sight.calendar.deadlines.values()]
        title = title_of(unit, owner, speaking())
    lines.sort(key=lambda line: (line.deadline.due, line.deadline.code, line.deadline.occurrence))
    opened = tuple(one for one in lines if one.deadline.status is DeadlineStatus.OPEN)
    closed = tuple(reversed([one for one in lines if one.deadline.status is not DeadlineStatus.OPEN]))
    years, facts = _years(sight), desk.library.calendars.facts_of(owner)
    return CalendarPage(owner, title, opened, closed, years, facts, may_write(person, owner))


def triggers(definition: CalendarDefinition, kind: OwnerKind) -> Mapping[str, str]:
    """The words for what deadlines are counted from."""
    names = {name: in_language(one.label) for name, one in NAMES[kind].items()}
    return (
        names
        | {name: in_language(text) for name, text in STARTS.items()}
        | {one.name: in_language(one.label).removesuffix(" le") for one in definition.facts.values()}
    )


def law_of(book: LawBook, rule: CalendarRule | None, day: date) -> str:
    """The first text behind a deadline as it holds on a day, as a jurist cites it."""
    found = (book.cite(key, day) for key in (rule.law if rule else ()))
    words = next((one.words(speaking()) for one in found if one), "")
    return words[:1].upper() + words[1:]


def _line(desk: Desk, sight: Sight, one: Deadline, remark: Remark | None, day: date) -> CalendarLine:
    rule = sight.definition.rules.get(one.code) or desk.library.calendars.rules.get(one.code)
    names = triggers(desk.library.calendars, OwnerKind(sight.picture.owner.kind.value))
    calendar = sight.calendar
    return CalendarLine(
        one,
        called(rule, one.code, one.occurrence, speaking()),
        in_language(rule.help) if rule else "",
        law_of(desk.library.law, rule, day),
        explain(one.trace, speaking(), names),
        remark,
        to_know=one.cadence == TO_KNOW or (rule is not None and not rule.awaited),
        by_act=rule is not None and rule.by_act,
        may_reopen=one.key in calendar.done or one.key in calendar.waived,
    )


def _remarks(unit: Unit, owner: Stream) -> Mapping[DeadlineKey, Remark]:
    found = {}
    names: dict[str, str] = {}
    for event in unit.log.read(owner):
        if event.action in SAID:
            by = names.setdefault(event.actor, unit.registers.name_of(event.actor))
            found[event.outcome["code"], event.outcome["occurrence"]] = _remark(event, by)
    return found


def _remark(event: Event, by: str) -> Remark:
    words = event.outcome.get(SAID[event.action])
    return Remark(event.action, by, event.day, words.value if isinstance(words, Personal) else "")


def _years(sight: Sight) -> tuple[CalendarYear, ...]:
    """The fiscal years of a structure, the latest first."""
    if sight.picture.owner.kind is not StreamKind.STRUCTURE:
        return ()
    years = {*sight.picture.years, *(year for _, year in sight.calendar.facts)}
    return tuple(_year(sight, year) for year in sorted(years, reverse=True))


def _year(sight: Sight, year: str) -> CalendarYear:
    around = sight.around
    scope = CalendarScope(sight.picture, sight.calendar, around.law, around.day, around.day, year)
    known, declared = sight.picture.values.get(("cash_grants", year)), sight.calendar.facts.get((DECLARED, year))
    approved, published = scope.look_up("accounts_approved_on"), scope.look_up("accounts_published_on")
    return CalendarYear(
        year,
        known if isinstance(known, Decimal) else None,
        declared if isinstance(declared, Decimal) else None,
        scope.grants(year),
        approved if isinstance(approved, date) else None,
        published if isinstance(published, date) else None,
    )
