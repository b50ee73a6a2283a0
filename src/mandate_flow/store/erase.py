"""Erases personal values for good: value and salt go, the row is made again, and the chain still proves the rest."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Final

from mandate_flow.domain.deminimis import NO_ENTRIES, fold
from mandate_flow.domain.errors import NotFound
from mandate_flow.domain.event import Action, Draft, Event, Stream, StreamKind
from mandate_flow.domain.file import File
from mandate_flow.domain.inventory.line import NO_LINES, fold_lines
from mandate_flow.store.replay import State, advance
from mandate_flow.store.unit import Unit
from mandate_flow.store.wire import statement

_KEPT: Final = statement(
    "SELECT e.seq, v.path, e.id FROM events e JOIN event_values v ON v.event_id = e.id"
    " WHERE e.stream_kind = ? AND e.stream_id = ? ORDER BY e.seq, v.path"
)


def kept_values(unit: Unit, stream: Stream) -> dict[tuple[int, str], int]:
    """The personal values still kept of a stream: (seq, path) to the event's id."""
    rows = unit.rows(_KEPT, (stream.kind.value, stream.id))
    return {(int(seq), str(path)): int(event_id) for seq, path, event_id in rows}


def erase(
    unit: Unit, stream: Stream, values: Collection[tuple[int, str]], *, actor: str, at: datetime, day: date
) -> tuple[Event, ...]:
    """Erase the values at (seq, path), each noted by an event of the same stream, and write the stream's row again.

    Raises NotFound when one of them is not kept (any more); then nothing is erased.
    """
    kept = kept_values(unit, stream)
    noted: list[Event] = []
    for seq, path in values:
        event_id = kept.get((seq, path))
        if event_id is None or not unit.log.drop_value(event_id, path):
            raise NotFound(
                "Cette valeur n’est pas gardée, ou ne l’est plus.",
                do="Rechargez la page : elle a peut-être déjà été effacée.",
                where=f"{stream} {seq} {path}",
            )
        draft = Draft(Action.VALUE_ERASED, {"event_seq": seq, "path": path})
        noted.append(unit.log.append(stream, draft, actor=actor, at=at, day=day))
    if noted and stream.kind is not StreamKind.SYSTEM:
        _rewrite(unit, stream)
    return tuple(noted)


def _rewrite(unit: Unit, stream: Stream) -> None:
    state: State | None = None
    entries = NO_ENTRIES
    lines = NO_LINES
    events = unit.log.read(stream)
    for event in events:
        state = advance(state, event)
        entries = fold(entries, event)
        lines = fold_lines(lines, event)
    last = events[-1]
    if isinstance(state, File):
        unit.files.rewrite(state, last.at)
    elif state is not None:
        unit.registers.rewrite(stream.kind, state, last.seq, last.hash)
    if entries:
        unit.aid.rewrite(entries)
    unit.inventory.rewrite(lines.values())
