"""Finds what was altered in a log, one event after the other, in memory that does not grow with the log."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final, NamedTuple

from mandate_flow.domain.audit.seal import SEALED, commitment, sealed_leaves
from mandate_flow.domain.event import FORMAT_VERSION, GENESIS, Action
from mandate_flow.domain.said import said

_SEALED_MARK: Final = f'{{"{SEALED}":"'.encode()
_ERASURE: Final = Action.VALUE_ERASED.value
_NOT_THE_HASH: Final = said("Les octets ne donnent plus l’empreinte enregistrée.")


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


class ChainCheck:
    """Feed it every row in order with the values kept beside it; it gives findings as soon as they are certain.

    `finish` ends it. What it remembers of a stream (values that are gone, erasures) is forgotten with the next stream.
    """

    def __init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Forget everything, to begin again with the first row."""
        self.events = 0
        self.streams = 0
        self._stream: tuple[str, str] | None = None
        self._end = ""
        self._begin()

    def _begin(self) -> None:
        self._seq, self._computed, self._stored = 0, GENESIS, GENESIS  # of the last event fed
        self._gone: dict[tuple[int, str], None] = {}
        self._erased: set[tuple[int, str]] = set()

    def feed(self, row: Row, values: Sequence[SealedValue] = ()) -> Sequence[Finding]:
        """The findings that `row` settles: nearly always none, so the true ones take the shortest way."""
        kind, name, seq, action, actor, at, day, raw, prev, stored, _id = row
        found: Sequence[Finding] = ()
        if (kind, name) != self._stream:
            found = self.finish()
            self._stream = (kind, name)
            self._end = f',"stream":{_text(f"{kind}/{name}")},"v":{FORMAT_VERSION}}}'
            self.streams += 1
        self.events += 1
        if prev != self._stored or self._computed != self._stored or seq != self._seq + 1:
            found = [*found, *self._broken(row)]
        self._seq, self._computed, self._stored = seq, sha256(raw).digest(), stored
        # Canonical bytes begin and end with the columns, in a known order: most often a look at both ends is enough.
        start = f'{{"action":{_text(action)},"actor":{_text(actor)},"at":"{at}","contents":['.encode()
        middle = raw.find(b'],"day":"', len(start) - 1) + 9
        agrees = (
            raw.startswith(start)
            and raw.startswith(f'{day}","documents":['.encode(), middle)
            and raw.endswith(f',"prev":"{prev.hex()}","seq":{seq}{self._end}'.encode())
        )
        if not agrees or values or action == _ERASURE or _SEALED_MARK in raw:
            found = [*found, *self._inside(row, values, agrees=agrees)]
        return found

    def finish(self) -> Sequence[Finding]:
        """The findings that the end of the current stream settles."""
        if self._stream is None:
            return ()
        name = "/".join(self._stream)
        found = [
            Finding(
                name, seq, f"values{path}", said("Une valeur personnelle manque sans que son effacement soit noté.")
            )
            for seq, path in self._gone
            if (seq, path) not in self._erased
        ]
        if self._computed != self._stored:
            found.append(Finding(name, self._seq, "bytes", _NOT_THE_HASH))
        self._stream = None
        self._begin()
        return found

    def _broken(self, row: Row) -> Iterator[Finding]:
        name = f"{row.stream_kind}/{row.stream_id}"
        if self._computed != self._stored:  # the link that follows says which of the two was altered
            yield Finding(name, self._seq, "hash" if row.prev == self._computed else "bytes", _NOT_THE_HASH)
        if row.seq != self._seq + 1:
            what = said("Le numéro {number} était attendu : un événement manque ou est en trop.", number=self._seq + 1)
            yield Finding(name, row.seq, "seq", what)
        elif row.prev not in (self._stored, self._computed):
            yield Finding(name, row.seq, "prev", said("Le lien vers l’événement précédent est rompu."))

    def _inside(self, row: Row, values: Sequence[SealedValue], *, agrees: bool) -> Iterator[Finding]:
        name = f"{row.stream_kind}/{row.stream_id}"
        body = _parse(row.raw)
        if body is None:
            yield Finding(name, row.seq, "bytes", said("Les octets ne sont plus ceux d’un événement."))
            return
        if not agrees:
            yield from _columns(row, body, intact=self._computed == row.hash)
        outcome = body.get("outcome")
        if not _all_there(row.raw, outcome, values):
            yield from self._values(name, row.seq, outcome, values)
        if body.get("action") == _ERASURE and isinstance(outcome, dict):
            self._erased.add((outcome.get("event_seq", 0), str(outcome.get("path"))))

    def _values(
        self,
        name: str,
        seq: int,
        outcome: Any,  # noqa: ANN401
        values: Sequence[SealedValue],
    ) -> Iterator[Finding]:
        leaves = sealed_leaves(outcome)
        for value in values:
            field, expected = f"values{value.path}", leaves.pop(value.path, None)
            if expected is None:
                yield Finding(name, seq, field, said("Une valeur est gardée que l’événement ne connaît pas."))
            elif commitment(value.salt, value.value) != expected:
                yield Finding(name, seq, field, said("La valeur personnelle n’est plus celle qui fut enregistrée."))
        self._gone.update({(seq, path): None for path in leaves})


def _all_there(raw: bytes, outcome: Any, values: Sequence[SealedValue]) -> bool:  # noqa: ANN401
    """True when each sealed leaf has its value, and each value opens its leaf; False needs a closer look."""
    if raw.count(_SEALED_MARK) != len(values):
        return False
    try:
        return all(_leaf(outcome, one.path).get(SEALED) == commitment(one.salt, one.value) for one in values)
    except (LookupError, ValueError, AttributeError, TypeError):
        return False


def _leaf(node: Any, path: str) -> Any:  # noqa: ANN401 - a JSON node
    for step in path.split("/")[1:]:
        node = node[int(step)] if type(node) is list else node[step.replace("~1", "/").replace("~0", "~")]
    return node


@lru_cache(maxsize=4096)
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
            yield Finding(
                name, seq, field, said("La colonne « {name} » ne dit pas la même chose que l’événement.", name=field)
            )
