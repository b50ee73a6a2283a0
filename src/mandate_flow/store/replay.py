"""Replays every event and compares what they make with the rows: the rows are for speed, the events are the truth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any, Final, TypeAlias

from mandate_flow.domain.audit.chain import Finding, Row, SealedValue
from mandate_flow.domain.audit.seal import reopen
from mandate_flow.domain.calendar.state import BLANK, Calendar, fold_calendar
from mandate_flow.domain.deminimis import NO_ENTRIES, Entries, fold
from mandate_flow.domain.event import GENESIS, Event, StreamKind
from mandate_flow.domain.file import File
from mandate_flow.domain.inventory.line import NO_LINES, Line, fold_lines
from mandate_flow.domain.register import Member, fold_member
from mandate_flow.domain.said import said
from mandate_flow.domain.workflow.evolve import evolve
from mandate_flow.store.aid_comparison import different_aid
from mandate_flow.store.calendar_comparison import different_calendars
from mandate_flow.store.comparison import different_files, different_members
from mandate_flow.store.inventory_comparison import different_lines
from mandate_flow.store.rates_comparison import check_rates
from mandate_flow.store.territories_comparison import check_territories
from mandate_flow.store.unit import Unit

BATCH: Final = 200
State: TypeAlias = File | Member

_CANNOT: Final = said("Cet événement ne peut pas suivre ceux qui le précèdent.")


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a stream's events make of its thing, and when the last one was recorded."""

    kind: StreamKind
    state: State
    version: int
    head: bytes
    at: datetime
    entries: Entries = NO_ENTRIES
    lines: Mapping[str, Line] = field(default_factory=dict)
    calendar: Calendar = BLANK


def advance(state: State | None, event: Event) -> State:
    """The state after `event`, for a file or a member of a register. Raises ValueError when it cannot follow."""
    try:
        if event.stream.kind is StreamKind.FILE:
            return evolve(state if isinstance(state, File) else None, event)
        return fold_member(None if isinstance(state, File) else state, event)
    except (LookupError, TypeError, AttributeError, ArithmeticError) as error:
        raise ValueError(f"{event.stream} {event.seq}: {error}") from error


def check_rows(unit: Unit) -> Iterator[Finding]:
    """Every row that is not what its events make, named by stream, version and column. Needs no content folder."""
    batch: list[Replayed] = []
    walk = unit.log.walk(lossy=True)
    for (kind, name), rows in groupby(walk, key=lambda one: (one[0].stream_kind, one[0].stream_id)):
        if kind == StreamKind.SYSTEM:
            yield from _of_system(unit, name, rows)
            continue
        if kind not in _WITH_ROWS:
            continue
        done = _replay(f"{kind}/{name}", rows)
        if isinstance(done, Finding):
            yield done
            continue
        if len(batch) == BATCH or (batch and batch[0].kind is not done.kind):
            yield from _compare(unit, batch)
            batch = []
        batch.append(done)
    yield from _compare(unit, batch)
    yield from check_rates(unit)
    yield from check_territories(unit)


_WITH_ROWS: Final = frozenset({StreamKind.FILE, StreamKind.AUTHORITY, StreamKind.STRUCTURE, StreamKind.PERSON})


def _replay(name: str, rows: Iterator[tuple[Row, Any]]) -> Replayed | Finding:
    state: State | None = None
    entries, lines, calendar = NO_ENTRIES, NO_LINES, BLANK
    event: Event | None = None
    fault: Finding | None = None
    for row, values in rows:  # read to the end even after a fault: the walk goes on with the next stream
        if fault is not None:
            continue
        try:
            event = reopen(row.raw, _texts(values), id=row.id)
            state = advance(state, event)
            entries, lines = fold(entries, event), fold_lines(lines, event)
            calendar = fold_calendar(calendar, event)
        except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError):
            fault = Finding(name, row.seq, "outcome", _CANNOT)
    if fault is not None or state is None or event is None:
        return fault or Finding(name, 0, "outcome", _CANNOT)
    return Replayed(event.stream.kind, state, event.seq, event.hash or GENESIS, event.at, entries, lines, calendar)


def _of_system(unit: Unit, name: str, rows: Iterator[tuple[Row, Any]]) -> Iterator[Finding]:
    """The system has no row of its own; one of its streams makes a calendar."""
    calendar, version, fault = BLANK, 0, 0
    for row, values in rows:  # read to the end even after a fault, as above
        if fault:
            continue
        try:
            calendar, version = fold_calendar(calendar, reopen(row.raw, _texts(values), id=row.id)), row.seq
        except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError):
            fault = row.seq
    if fault:
        yield Finding(f"{StreamKind.SYSTEM.value}/{name}", fault, "outcome", _CANNOT)
    else:
        yield from different_calendars(unit.connection, StreamKind.SYSTEM, {name: (calendar, version)})


def _texts(values: list[SealedValue]) -> Mapping[str, str]:
    return {one.path: one.value for one in values}


def _compare(unit: Unit, batch: list[Replayed]) -> Iterator[Finding]:
    if not batch:
        return
    if batch[0].kind is StreamKind.FILE:
        made = {one.state.id: (one.state, one.at) for one in batch if isinstance(one.state, File)}
        yield from different_files(unit.connection, made)
    else:
        members = {one.state.id: (one.state, one.version, one.head) for one in batch if not isinstance(one.state, File)}
        yield from different_members(unit.connection, batch[0].kind, members)
    if batch[0].kind in (StreamKind.FILE, StreamKind.STRUCTURE):
        made_here = {one.state.id: (one.entries, one.version) for one in batch}
        yield from different_aid(unit.connection, batch[0].kind, made_here)
    if batch[0].kind in (StreamKind.AUTHORITY, StreamKind.STRUCTURE):
        held = {one.state.id: (one.calendar, one.version) for one in batch}
        yield from different_calendars(unit.connection, batch[0].kind, held)
    if batch[0].kind is StreamKind.AUTHORITY:
        yield from different_lines(unit.connection, {one.state.id: (one.lines, one.version) for one in batch})
