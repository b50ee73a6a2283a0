"""The log: every event of every stream, added at the end and never changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from mandate_flow.domain.audit.chain import Row, SealedValue
from mandate_flow.domain.audit.seal import Entropy, Sealed, reopen, seal
from mandate_flow.domain.event import GENESIS, Draft, Event, Stream, StreamKind
from mandate_flow.store import log_sql as sql
from mandate_flow.store.wire import Wire, statement

_RECENT: Final = 100
_BUMPS: Final = {
    StreamKind(kind): statement(f"UPDATE {table} SET version = ?, head = ? WHERE id = ? AND version = ?")  # noqa: S608
    for kind, table in sql.ROWS.items()
}


@dataclass(slots=True)
class Placed:
    """An event on its way: its bytes are known, its id only once it is written."""

    stream: Stream
    seq: int
    at: datetime
    day: date
    actor: str
    draft: Draft
    prev: bytes
    sealed: Sealed
    id: int = 0
    cursor: Any = None

    def recorded(self) -> Event:
        """The event with its id; ask once the batch it was sent in has ended."""
        return Event(
            stream=self.stream,
            seq=self.seq,
            at=self.at,
            day=self.day,
            actor=self.actor,
            action=self.draft.action,
            outcome=self.draft.outcome,
            documents=self.draft.documents,
            contents=self.draft.contents,
            prev=self.prev,
            hash=self.sealed.hash,
            nonce=self.sealed.nonce,
            id=self.id or int(self.cursor.fetchone()[0]),
        )


class Log:
    """The log through one connection."""

    __slots__ = ("_entropy", "_wire")

    def __init__(self, wire: Wire, entropy: Entropy) -> None:
        self._wire = wire
        self._entropy = entropy

    def append(
        self,
        stream: Stream,
        draft: Draft,
        *,
        actor: str,
        at: datetime,
        day: date,
        seq: int | None = None,
        prev: bytes | None = None,
    ) -> Event:
        """Add an event at the end of its stream and keep the version of the stream's row in step.

        `seq` and `prev` are looked up when not given. The unit raises Stale when someone else was first.
        Files go through `Files.record` instead, which writes their row too.
        """
        if seq is None or prev is None:
            self.hold(stream)
            last, prev = self.head(stream)
            seq = last + 1
        placed = self.prepare(stream, draft, actor=actor, at=at, day=day, seq=seq, prev=prev)
        self.send(placed)
        if (bump := _BUMPS.get(stream.kind)) is not None:
            self._wire.run(bump, (seq, placed.sealed.hash, stream.id, seq - 1))
        return placed.recorded()

    def hold(self, stream: Stream) -> None:
        """PostgreSQL: two writers at the end of one stream take turns. SQLite has one writer at a time anyway."""
        if not self._wire.sqlite:
            self._wire.run(sql.LOCK, (str(stream),))

    def prepare(
        self, stream: Stream, draft: Draft, *, actor: str, at: datetime, day: date, seq: int, prev: bytes
    ) -> Placed:
        """The event and its bytes, before anything is written."""
        sealed = seal(draft, stream, seq, actor=actor, at=at, day=day, prev=prev, entropy=self._entropy)
        return Placed(stream, seq, at, day, actor, draft, prev, sealed)

    def send(self, placed: Placed, *, with_row: bool = False) -> None:
        """Write a prepared event, its place among the unsealed and its personal values.

        `with_row`: PostgreSQL writes nothing unless the file's row was moved to this event in the same batch.
        """
        wire, stream, sealed = self._wire, placed.stream, placed.sealed
        values: tuple[Any, ...] = (
            stream.kind.value,
            stream.id,
            placed.seq,
            placed.draft.action.value,
            placed.actor,
            wire.instant(placed.at),
            wire.day(placed.day),
            sealed.raw,
            placed.prev,
            sealed.hash,
        )
        if not wire.sqlite:
            salts = [salt for salt, _ in sealed.values.values()]
            texts = [value for _, value in sealed.values.values()]
            kept = (list(sealed.values), salts, texts)
            if stream.kind is StreamKind.FILE and with_row:
                placed.cursor = wire.run(sql.PLACE_OF_FILE, (*values, stream.id, sealed.hash, *kept))
            else:
                placed.cursor = wire.run(sql.PLACE, (*values, *kept))
            return
        placed.id = int(wire.run(sql.EVENT, values).lastrowid)
        wire.run(sql.UNSEALED, (placed.id,))
        if sealed.values:
            rows = [(placed.id, path, salt, value) for path, (salt, value) in sealed.values.items()]
            wire.many(sql.VALUE, rows)

    def head(self, stream: Stream) -> tuple[int, bytes]:
        """(seq, hash) of the stream's last event; (0, GENESIS) before the first."""
        row = self._wire.run(sql.HEAD, (stream.kind.value, stream.id)).fetchone()
        return (int(row[0]), bytes(row[1])) if row else (0, GENESIS)

    def read(self, stream: Stream) -> tuple[Event, ...]:
        """All events of a stream, oldest first."""
        names = (stream.kind.value, stream.id)
        return self._opened(self._wire.run(sql.STREAM, names).fetchall(), self._wire.run(sql.STREAM_VALUES, names))

    def recent(self, limit: int = _RECENT, *, before: int | None = None) -> tuple[Event, ...]:
        """The last events of all streams, newest first; `before` is an event id, to read on."""
        rows = self._wire.run(sql.RECENT, (before or 2**62, limit)).fetchall()
        values = [one for row in rows for one in self._wire.run(sql.EVENT_VALUES, (row[0],))]
        return self._opened(rows, values)

    def walk(self, *, lossy: bool = False) -> Iterator[tuple[Row, Sequence[SealedValue]]]:
        """Every stored event in the order of its stream, as it is, with the values kept beside it. Memory stays flat.

        `lossy` reads text that is no longer UTF-8 instead of failing on it.
        """
        values = self._wire.stream(sql.WALK_VALUES_LOSSY if lossy else sql.WALK_VALUES)
        held = next(values, None)
        for raw in self._wire.stream(sql.WALK_LOSSY if lossy else sql.WALK):
            row = _as_row(raw) if lossy else Row._make(raw)
            mine: Sequence[SealedValue] = ()
            while held is not None and held[0] == row.id:
                mine = [*mine, _as_value(held) if lossy else SealedValue(held[1], held[2], held[3])]
                held = next(values, None)
            yield row, mine

    def deposits(self) -> Iterator[tuple[Any, ...]]:
        """Of every event that records a deposited document: the file's id, its number and its bytes, as stored."""
        yield from self._wire.stream(sql.DEPOSITS)

    def drop_value(self, event_id: int, path: str) -> bool:
        """Delete one personal value and its salt; False when there is none. The event and its hash stand."""
        return bool(self._wire.run(sql.DROP_VALUE, (event_id, path)).rowcount)

    def _opened(self, rows: Sequence[tuple[Any, ...]], values: Any) -> tuple[Event, ...]:  # noqa: ANN401
        kept: dict[int, dict[str, str]] = {}
        for event_id, path, value in values:
            kept.setdefault(event_id, {})[path] = value
        nothing: Mapping[str, str] = {}
        return tuple(reopen(bytes(raw), kept.get(event_id, nothing), id=event_id) for event_id, raw in rows)


def _as_row(raw: Sequence[Any]) -> Row:
    """A row of whatever types damaged storage gave: wrong ones become values that no recorded event has."""
    kind, name, seq, action, actor, at, day, *blobs, event_id = raw
    texts = [str(one, "utf-8", "replace") if isinstance(one, bytes) else str(one) for one in (action, actor, at, day)]
    stream = [str(one, "utf-8", "replace") if isinstance(one, bytes) else str(one) for one in (kind, name)]
    kept = [one if isinstance(one, bytes) else str(one).encode() for one in blobs]
    return Row._make((*stream, seq if isinstance(seq, int) else -1, *texts, *kept, event_id))


def _as_value(raw: Sequence[Any]) -> SealedValue:
    path, value = (str(one, "utf-8", "replace") if isinstance(one, bytes) else str(one) for one in (raw[1], raw[3]))
    return SealedValue(path, raw[2] if isinstance(raw[2], bytes) else b"", value)
