"""The calendars through one connection: read, held still, written with their event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, select

from mandate_flow.domain.calendar.state import BLANK, Calendar, calendar_from_json, calendar_to_json, fold_calendar
from mandate_flow.domain.deadline import Deadline, DeadlineKey, DeadlineStatus
from mandate_flow.domain.event import Draft, Event, Stream, StreamKind
from mandate_flow.store.log import Log
from mandate_flow.store.log_sql import LOCK
from mandate_flow.store.tables import calendars
from mandate_flow.store.wire import JSON_TEXT, Wire, insert, json_from, statement

_READ: Final = statement("SELECT body FROM calendars WHERE owner_kind = ? AND owner_id = ?")
_WRITE: Final = statement(
    insert(
        "calendars",
        ("owner_kind", "owner_id", "body"),
        "ON CONFLICT (owner_kind, owner_id) DO UPDATE SET body = excluded.body",
    )
)
_COLUMNS: Final = ("owner_kind", "owner_id", "code", "occurrence", "due", "status", "cadence", "owed_by")
_MOVING: Final = ("due", "status", "cadence", "owed_by", "next_reminder")
_DEADLINE: Final = statement(
    insert(
        "calendar_deadlines",
        (*_COLUMNS, "next_reminder"),
        "ON CONFLICT (owner_kind, owner_id, code, occurrence) DO UPDATE SET "
        + ", ".join(f"{name} = excluded.{name}" for name in _MOVING),
    )
)


class Calendars:
    """Whoever writes asks for `locked` first, and judges by what it gives."""

    def __init__(self, connection: Connection, wire: Wire, log: Log) -> None:
        self._connection = connection
        self._wire = wire
        self._log = log

    def get(self, owner: Stream) -> Calendar:
        """The calendar of an owner, blank when nothing was ever written in it."""
        found = self._wire.run(_READ, (owner.kind.value, owner.id)).fetchone()
        return BLANK if found is None else calendar_from_json(json_from(found[0]))

    def all(self) -> Mapping[Stream, Calendar]:
        """Every calendar in which something was written."""
        rows = self._connection.execute(select(calendars))
        return {Stream(StreamKind(one.owner_kind), one.owner_id): calendar_from_json(one.body) for one in rows}

    def locked(self, owner: Stream) -> Calendar:
        """The same, and nobody else writes in it before this transaction ends. SQLite has one writer anyway."""
        if not self._wire.sqlite:
            self._wire.run(LOCK, (str(owner),))
        return self.get(owner)

    def record(
        self,
        owner: Stream,
        before: Calendar,
        draft: Draft,
        *,
        actor: str,
        at: datetime,
        day: date,
        reminders: Mapping[DeadlineKey, date | None],
    ) -> tuple[Event, Calendar]:
        """Write an event of a calendar and its rows; `reminders`: the next reminder day of each deadline it tells."""
        event = self._log.append(owner, draft, actor=actor, at=at, day=day)
        after = fold_calendar(before, event)
        self._wire.run(_WRITE, (owner.kind.value, owner.id, JSON_TEXT(calendar_to_json(after))))
        told = [after.deadlines[row["code"], row["occurrence"]] for row in draft.outcome["deadlines"]]
        self._deadlines(owner, told, reminders)
        return event, after

    def _deadlines(self, owner: Stream, told: Iterable[Deadline], reminders: Mapping[DeadlineKey, date | None]) -> None:
        for one in told:
            reminder = reminders.get(one.key) if one.status is DeadlineStatus.OPEN else None
            row = [*deadline_row(owner, one).values(), reminder]
            self._wire.run(_DEADLINE, [self._wire.day(value) if isinstance(value, date) else value for value in row])


def deadline_row(owner: Stream, one: Deadline) -> dict[str, Any]:
    """The columns of a deadline that follow from the calendar alone (all but its next reminder)."""
    values = (owner.kind.value, owner.id, one.code, one.occurrence, one.due, one.status.value, one.cadence, one.owed_by)
    return dict(zip(_COLUMNS, values, strict=True))
