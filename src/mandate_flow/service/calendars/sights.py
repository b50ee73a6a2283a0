"""Everything a calendar is computed from, loaded for one owner or for all of them at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, TypeVar

from mandate_flow.domain.calendar import SYSTEM_CALENDAR, Around, Calendar, CalendarDefinition, Picture, Sight
from mandate_flow.domain.calendar.see import Findings, picture_of_authority, picture_of_structure, picture_of_system
from mandate_flow.domain.calendar.state import BLANK
from mandate_flow.domain.deminimis import Grant
from mandate_flow.domain.event import Stream, StreamKind
from mandate_flow.domain.file import File
from mandate_flow.domain.inventory import Line
from mandate_flow.domain.law import LawBook
from mandate_flow.domain.register import Authority, Structure
from mandate_flow.service.desk import Desk
from mandate_flow.store.unit import Unit

T = TypeVar("T")
DECISION: Final = "sgei_decision"
CENTRAL: Final = "register_over"
"""The quantity that only the decision with a central register holds."""


@dataclass(slots=True)
class _Loaded:
    """What every owner shares, loaded once, by owner id."""

    files_of_structures: Mapping[str, list[File]]
    files_of_authorities: Mapping[str, list[File]]
    grants_to: Mapping[str, list[Grant]]
    grants_by: Mapping[str, list[Grant]]
    lines: Mapping[str, list[Line]]


def sight_of(desk: Desk, unit: Unit, owner: Stream, day: date) -> Sight:
    """One calendar, held still until the transaction ends, and what it is computed from. Raises NotFound."""
    calendar = unit.calendars.locked(owner)
    picture, retired = _seen_alone(desk, unit, owner)
    return _sight(desk, owner, picture, calendar, day, retired=retired)


def look_at(desk: Desk, unit: Unit, owner: Stream, day: date) -> Sight:
    """The same for whoever only reads. Raises NotFound."""
    picture, retired = _seen_alone(desk, unit, owner)
    return _sight(desk, owner, picture, unit.calendars.get(owner), day, retired=retired)


def every_sight(desk: Desk, unit: Unit, day: date) -> Iterator[Sight]:
    """Every calendar there is or may be: structures, authorities, the system; each file is read once."""
    held, loaded = unit.calendars.all(), _load(unit)
    since = decision_since(desk.library.law)
    for structure in unit.registers.structures(retired=True):
        owner = Stream(StreamKind.STRUCTURE, structure.id)
        found = Findings(_of(loaded.files_of_structures, structure.id), _of(loaded.grants_to, structure.id))
        picture = picture_of_structure(structure, found)
        yield _sight(desk, owner, picture, held.get(owner, BLANK), day, retired=structure.retired)
    for authority in unit.registers.authorities(retired=True):
        owner = Stream(StreamKind.AUTHORITY, authority.id)
        found = Findings(
            _of(loaded.files_of_authorities, authority.id),
            _of(loaded.grants_by, authority.id),
            _of(loaded.lines, authority.id),
            since,
        )
        picture = picture_of_authority(authority, found)
        yield _sight(desk, owner, picture, held.get(owner, BLANK), day, retired=authority.retired)
    system = picture_of_system(SYSTEM_CALENDAR, _of_system(unit))
    yield _sight(desk, SYSTEM_CALENDAR, system, held.get(SYSTEM_CALENDAR, BLANK), day)


def decision_since(law: LawBook) -> date | None:
    """From which day on a mandate falls under the decision that asks for a central register."""
    text = law.texts.get(DECISION)
    days = [entry.since for entry in text.entries if CENTRAL in entry.quantities] if text else []
    return min(days, default=None)


def _sight(
    desk: Desk, owner: Stream, picture: Picture, calendar: Calendar, day: date, *, retired: bool = False
) -> Sight:
    """Whoever has left its register owes nothing more: what was open lapses."""
    definition: CalendarDefinition = desk.library.calendars
    if retired:
        definition = replace(definition, rules={})
    return Sight(definition, replace(picture, owner=owner), calendar, Around(desk.library.law, desk.workdays, day))


def _seen_alone(desk: Desk, unit: Unit, owner: Stream) -> tuple[Picture, bool]:
    member: Structure | Authority
    if owner.kind is StreamKind.STRUCTURE:
        member = unit.registers.structure(owner.id)
        found = Findings(unit.files.of_structure(owner.id), unit.aid.of((owner.id,)))
        return picture_of_structure(member, found), member.retired
    if owner.kind is StreamKind.AUTHORITY:
        member = unit.registers.authority(owner.id)
        found = Findings(
            unit.files.of_authority(owner.id),
            unit.aid.by(owner.id),
            unit.inventory.of_authority(owner.id),
            decision_since(desk.library.law),
        )
        return picture_of_authority(member, found), member.retired
    return picture_of_system(owner, _of_system(unit)), False


def _of_system(unit: Unit) -> Findings:
    return Findings(swap_days=unit.rates.book().half_years())


def _load(unit: Unit) -> _Loaded:
    by_structure: dict[str, list[File]] = defaultdict(list)
    by_authority: dict[str, list[File]] = defaultdict(list)
    for file in unit.files.every():
        for one in file.structures:
            by_structure[one].append(file)
        for one in file.authorities:
            by_authority[one].append(file)
    grants = unit.aid.every()
    return _Loaded(
        by_structure,
        by_authority,
        _grouped((one.structure, one) for one in grants),
        _grouped((one.authority, one) for one in grants if one.authority),
        _grouped((one.authority, one) for one in unit.inventory.all()),
    )


def _grouped(pairs: Iterable[tuple[str, T]]) -> Mapping[str, list[T]]:
    found: dict[str, list[T]] = defaultdict(list)
    for name, one in pairs:
        found[name].append(one)
    return found


def _of(found: Mapping[str, list[T]], name: str) -> tuple[T, ...]:
    return tuple(found.get(name, ()))
