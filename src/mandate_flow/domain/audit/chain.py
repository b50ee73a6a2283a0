"""Finds what was altered in a log, one event after the other, in memory that does not grow with the log."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final, NamedTuple

from mandate_flow.domain.audit.seal import SEALED, commitment, sealed_leaves
from mandate_flow.domain.event import FORMAT_VERSION, GENESIS, Action

_SEALED_MARK: Final = f'{{"{SEALED}":"'.encode()
_ERASURE: Final = Action.VALUE_ERASED.value


class Row(NamedTuple):
    """One stored event. `at` and `day` are in the form the bytes hold."""

    stream_kind: str
    stream_id: str
    seq: int
    action: str
    actor: str
    at: str
    day: str
    raw: bytes
    prev: bytes
    hash: bytes
    id: int


class SealedValue(NamedTuple):
    """One personal value kept beside its event."""

    path: str
    salt: bytes
    value: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something stored that is not what was recorded: stream, event, field, and what is wrong in French words."""

    stream: str
    seq: int
    field: str
    what: str


@dataclass(slots=True)
class _Last:
    """The event before, until its successor says which of its bytes and its hash was altered."""

    seq: int
    computed: bytes
    stored: bytes


class ChainCheck:
    """Feed it every row in order with the values kept beside it; it yields findings as soon as they are certain.

    `finish` ends it. What it remembers of a stream (values that are gone, erasures) is forgotten with the next stream.
    """

    def __init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Forget everything, to begin again with the first row."""
        self.events = 0
        self.streams = 0
        self._stream: tuple[str, str] | None = None
        self._last = _Last(0, GENESIS, GENESIS)
        self._gone: dict[tuple[int, str], None] = {}
        self._erased: dict[tuple[int, str], int] = {}

    def feed(self, row: Row, values: Sequence[SealedValue] = ()) -> Iterator[Finding]:
        """The findings that `row` settles."""
        if (row.stream_kind, row.stream_id) != self._stream:
            yield from self.finish()
            self._stream = (row.stream_kind, row.stream_id)
            self.streams += 1
        self.events += 1
        yield from self._link(row)
        body: Mapping[str, Any] | None = None
        if not _agrees(row) or row.action == _ERASURE or _SEALED_MARK in row.raw or values:
            body = _parse(row.raw)
            yield from self._inside(row, body, values)

    def finish(self) -> Iterator[Finding]:
        """The findings that the end of the current stream settles."""
        if self._stream is None:
            return
        name = "/".join(self._stream)
        last = self._last
        if last.computed != last.stored:
            yield Finding(name, last.seq, "bytes", "Les octets ne donnent plus l’empreinte enregistrée.")
        for seq, path in self._gone:
            if (seq, path) not in self._erased:
                yield Finding(
                    name, seq, f"values{path}", "Une valeur personnelle manque sans que son effacement soit noté."
                )
        self._stream = None
        self._last = _Last(0, GENESIS, GENESIS)
        self._gone, self._erased = {}, {}

    @property
    def head(self) -> tuple[int, bytes]:
        """(seq, hash) of the last event fed."""
        return self._last.seq, self._last.stored

    def _link(self, row: Row) -> Iterator[Finding]:
        last = self._last
        name = f"{row.stream_kind}/{row.stream_id}"
        if last.computed != last.stored:
            field = "hash" if row.prev == last.computed else "bytes"
            yield Finding(name, last.seq, field, "Les octets ne donnent plus l’empreinte enregistrée.")
        if row.seq != last.seq + 1:
            yield Finding(
                name, row.seq, "seq", f"Le numéro {last.seq + 1} était attendu : un événement manque ou est en trop."
            )
        elif row.prev not in (last.stored, last.computed):
            yield Finding(name, row.seq, "prev", "Le lien vers l’événement précédent est rompu.")
        self._last = _Last(row.seq, sha256(row.raw).digest(), row.hash)

    def _inside(self, row: Row, body: Mapping[str, Any] | None, values: Sequence[SealedValue]) -> Iterator[Finding]:
        name = f"{row.stream_kind}/{row.stream_id}"
        if body is None:
            yield Finding(name, row.seq, "bytes", "Les octets ne sont plus ceux d’un événement.")
            return
        intact = self._last.computed == row.hash
        yield from _columns(row, body, intact=intact)
        yield from self._values(name, row.seq, body.get("outcome"), values)
        if body.get("action") == _ERASURE and isinstance(outcome := body.get("outcome"), dict):
            self._erased[(outcome.get("event_seq", 0), str(outcome.get("path")))] = row.seq

    def _values(
        self,
        name: str,
        seq: int,
        outcome: Any,  # noqa: ANN401
        values: Sequence[SealedValue],
    ) -> Iterator[Finding]:
        leaves = sealed_leaves(outcome)
        for value in values:
            expected = leaves.pop(value.path, None)
            if expected is None:
                yield Finding(name, seq, f"values{value.path}", "Une valeur est gardée que l’événement ne connaît pas.")
            elif commitment(value.salt, value.value) != expected:
                yield Finding(
                    name, seq, f"values{value.path}", "La valeur personnelle n’est plus celle qui fut enregistrée."
                )
        self._gone.update({(seq, path): None for path in leaves})


def _agrees(row: Row) -> bool:
    """True when the columns are visibly those of the bytes: canonical bytes begin and end with them."""
    raw = row.raw
    start = f'{{"action":{_text(row.action)},"actor":{_text(row.actor)},"at":"{row.at}","contents":['
    stream = _text(f"{row.stream_kind}/{row.stream_id}")
    end = f',"prev":"{row.prev.hex()}","seq":{row.seq},"stream":{stream},"v":{FORMAT_VERSION}}}'
    head = start.encode()
    if not (raw.startswith(head) and raw.endswith(end.encode())):
        return False
    day = raw.find(b'],"day":"', len(head) - 1)
    return raw.startswith(row.day.encode() + b'","documents":[', day + 9)


def _text(value: str) -> str:
    return (
        f'"{value}"'
        if value.isascii() and '"' not in value and "\\" not in value
        else json.dumps(value, ensure_ascii=False)
    )


def _parse(raw: bytes) -> Mapping[str, Any] | None:
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def _columns(row: Row, body: Mapping[str, Any], *, intact: bool) -> Iterator[Finding]:
    """Each column that differs from the bytes. When the bytes are intact they say which stream and event is meant."""
    name, seq = f"{row.stream_kind}/{row.stream_id}", row.seq
    if intact:
        name, seq = str(body.get("stream")), int(body.get("seq", seq))
    for field, column in (
        ("v", FORMAT_VERSION),
        ("stream", f"{row.stream_kind}/{row.stream_id}"),
        ("seq", row.seq),
        ("action", row.action),
        ("actor", row.actor),
        ("at", row.at),
        ("day", row.day),
        ("prev", row.prev.hex()),
    ):
        if body.get(field) != column:
            yield Finding(name, seq, field, f"La colonne « {field} » ne dit pas la même chose que l’événement.")
