"""Turns an event into its hashed bytes and back; personal values leave a salted commitment in their place."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any, Final, TypeAlias

from mandate_flow.domain.audit.canonical import LARGEST, plain_bytes
from mandate_flow.domain.event import FORMAT_VERSION, Action, Draft, Event, Personal, Stream, StreamKind
from mandate_flow.domain.value import ERASED

SALT_BYTES: Final = 16
SEALED: Final = "sealed"
"""The only key of the leaf that stands for a personal value: {"sealed": hex of its commitment}."""

Entropy: TypeAlias = Callable[[int], bytes]
Values: TypeAlias = Mapping[str, tuple[bytes, str]]
"""JSON pointer (RFC 6901) into the outcome, to (salt, value)."""

_Trail: TypeAlias = "tuple[()] | tuple[_Trail, str | int]"
"""Where a node stands: (trail of its parent, key); written out only for the few nodes that need it."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """The bytes as hashed, their sha256, and what must be kept beside them to read the personal values."""

    raw: bytes
    hash: bytes
    nonce: bytes
    values: Values


def commitment(salt: bytes, value: str) -> str:
    """Hex sha256(salt ‖ UTF-8 value): proves the value while it is known, tells nothing once the salt is gone."""
    return sha256(salt + value.encode()).hexdigest()


def seal(
    draft: Draft,
    stream: Stream,
    seq: int,
    *,
    actor: str,
    at: datetime,
    day: date,
    prev: bytes,
    entropy: Entropy,
) -> Sealed:
    """The event's bytes. `at` must be aware; `entropy(n)` gives n random bytes.

    Raises ValueError on what is no JSON tree.
    """
    values: dict[str, tuple[bytes, str]] = {}
    nonce = entropy(SALT_BYTES)
    body = {
        "v": FORMAT_VERSION,
        "stream": f"{stream.kind.value}/{stream.id}",
        "seq": seq,
        "at": instant_text(at),
        "day": day.isoformat(),
        "actor": actor,
        "action": draft.action.value,
        "outcome": _cover(draft.outcome, (), values, entropy),
        "documents": list(draft.documents),
        "contents": list(draft.contents),
        "prev": prev.hex(),
        "nonce": nonce.hex(),
    }
    raw = plain_bytes(body)
    return Sealed(raw, sha256(raw).digest(), nonce, values)


def reopen(raw: bytes, values: Mapping[str, str], *, id: int = 0) -> Event:  # noqa: A002 - the event's own id
    """The event behind its bytes.

    A sealed leaf becomes `Personal` when `values` (path to value) holds it, else `ERASED`.
    Raises ValueError when the bytes are not those of an event.
    """
    try:
        body = json.loads(raw)
        kind, _, name = body["stream"].partition("/")
        return Event(
            stream=Stream(StreamKind(kind), name),
            seq=body["seq"],
            at=datetime.fromisoformat(body["at"]).astimezone(UTC),
            day=date.fromisoformat(body["day"]),
            actor=body["actor"],
            action=Action(body["action"]),
            outcome=_uncover(body["outcome"], "", values),
            documents=tuple(body["documents"]),
            contents=tuple(body["contents"]),
            prev=bytes.fromhex(body["prev"]),
            hash=sha256(raw).digest(),
            nonce=bytes.fromhex(body["nonce"]),
            id=id,
        )
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise ValueError("these bytes are not an event") from error


def sealed_leaves(outcome: Any) -> dict[str, str]:  # noqa: ANN401 - any JSON node
    """Every sealed leaf of a hashed outcome: path to hex commitment."""
    found: dict[str, str] = {}
    _collect(outcome, "", found)
    return found


def instant_text(at: datetime) -> str:
    """An aware instant as the bytes hold it: UTC, microseconds, "Z"."""
    if at.tzinfo is None:
        raise ValueError(f"an instant must be aware: {at!r}")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _step(path: str, key: str | int) -> str:
    return f"{path}/{key.replace('~', '~0').replace('/', '~1') if isinstance(key, str) else key}"


def _pointer(trail: _Trail) -> str:
    return _step(_pointer(trail[0]), trail[1]) if trail else ""


def _cover(node: Any, trail: _Trail, values: dict[str, tuple[bytes, str]], entropy: Entropy) -> Any:  # noqa: ANN401
    """The node with its personal leaves replaced by commitments, and nothing in it that canonical bytes cannot say."""
    kind = type(node)
    if kind is str or kind is bool or node is None:
        return node
    if kind is int:
        if -LARGEST <= node <= LARGEST:
            return node
        raise ValueError(f"{_pointer(trail)}: too large for a number, write it as text")
    if kind is dict:
        if SEALED in node or not "".join(node).isascii():
            raise ValueError(f"{_pointer(trail)}: keys are plain ASCII names, and “{SEALED}” belongs to commitments")
        return {key: _cover(value, (trail, key), values, entropy) for key, value in node.items()}
    if kind is list or kind is tuple:
        return [_cover(value, (trail, place), values, entropy) for place, value in enumerate(node)]
    if kind is Personal:
        salt = entropy(SALT_BYTES)
        values[_pointer(trail)] = (salt, node.value)
        return {SEALED: commitment(salt, node.value)}
    if isinstance(node, str):  # an enumeration's member is hashed as its plain value
        return str(node)
    if isinstance(node, Mapping):
        return _cover(dict(node), trail, values, entropy)
    raise ValueError(f"{_pointer(trail)}: {kind.__name__} has no place in an event")


def _uncover(node: Any, path: str, values: Mapping[str, str]) -> Any:  # noqa: ANN401
    if type(node) is dict:
        if SEALED in node:
            return Personal(values[path]) if path in values else ERASED
        return {key: _uncover(value, _step(path, key), values) for key, value in node.items()}
    if type(node) is list:
        return [_uncover(value, _step(path, place), values) for place, value in enumerate(node)]
    return node


def _collect(node: Any, path: str, found: dict[str, str]) -> None:  # noqa: ANN401
    if type(node) is dict:
        if SEALED in node:
            found[path] = str(node[SEALED])
            return
        for key, value in node.items():
            _collect(value, _step(path, key), found)
    elif type(node) is list:
        for place, value in enumerate(node):
            _collect(value, _step(path, place), found)
