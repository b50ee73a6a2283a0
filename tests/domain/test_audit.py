import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from hashlib import sha256
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from mandate_flow.domain.audit import ChainCheck, Finding, Row, Sealed, SealedValue, canonical, commitment, reopen, seal
from mandate_flow.domain.event import GENESIS, Action, Draft, Event, Personal, Stream, StreamKind
from mandate_flow.domain.value import ERASED

AT = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
DAY = date(2026, 11, 23)
FILE = Stream(StreamKind.FILE, "f/1")

keys = st.text(max_size=6)
scalars = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=12)
trees = st.recursive(scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4))
names = st.text(st.characters(max_codepoint=127), min_size=1, max_size=6).filter(lambda name: name != "sealed")
leaves = scalars | st.text(max_size=12).map(Personal)
outcomes = st.dictionaries(
    names,
    st.recursive(leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4)),
    max_size=5,
)


def numbered() -> Any:
    count = itertools.count(1)
    return lambda size: next(count).to_bytes(size, "big")


def sealed(draft: Draft, seq: int = 1, prev: bytes = GENESIS, stream: Stream = FILE) -> Sealed:
    return seal(draft, stream, seq, actor="p1", at=AT, day=DAY, prev=prev, entropy=numbered())


@given(st.dictionaries(keys, trees, max_size=4))
def test_canonical_bytes_are_those_of_rfc_8785(tree: dict[str, Any]) -> None:
    assert canonical(tree) == rfc8785.dumps(tree)


@given(outcomes)
def test_sealed_bytes_are_canonical(outcome: dict[str, Any]) -> None:
    raw = sealed(Draft(Action.FACTS_RECORDED, outcome)).raw
    assert raw == rfc8785.dumps(json.loads(raw))


@given(outcomes)
def test_an_event_comes_back_as_it_was_sealed(outcome: dict[str, Any]) -> None:
    done = sealed(Draft(Action.FACTS_RECORDED, outcome, ("d" * 64,), ("c" * 64,)))
    event = reopen(done.raw, {path: value for path, (_, value) in done.values.items()}, id=7)
    assert event == Event(
        FILE,
        1,
        AT,
        DAY,
        "p1",
        Action.FACTS_RECORDED,
        outcome,
        ("d" * 64,),
        ("c" * 64,),
        GENESIS,
        done.hash,
        done.nonce,
        7,
    )


def test_the_bytes_of_one_event_are_known_by_heart() -> None:
    """Append-only bytes can never be rewritten: this test must never need a change."""
    draft = Draft(Action.STEP_TAKEN, {"step": "sign", "reason": Personal("Été"), "rank": 3, "none": None, "yes": True})
    done = sealed(draft, seq=2, prev=b"\x01" * 32)
    salt = (2).to_bytes(16, "big")
    committed = sha256(salt + "Été".encode()).hexdigest()
    assert done.raw.decode() == (
        '{"action":"step:taken","actor":"p1","at":"2026-11-23T08:30:00.000000Z","contents":[],"day":"2026-11-23",'
        f'"documents":[],"nonce":"{1:032x}","outcome":{{"none":null,"rank":3,"reason":{{"sealed":"{committed}"}},'
        f'"step":"sign","yes":true}},"prev":"{"01" * 32}","seq":2,"stream":"file/f/1","v":1}}'
    )
    assert done.hash == sha256(done.raw).digest()
    assert done.values == {"/reason": (salt, "Été")}
    assert commitment(salt, "Été") == committed


def test_personal_values_stay_out_of_the_bytes() -> None:
    done = sealed(Draft(Action.FACTS_RECORDED, {"facts": [{"a/b": Personal("Zoé")}, {"m~n": [Personal("Max")]}]}))
    assert b"Zo" not in done.raw
    assert {path: value for path, (_, value) in done.values.items()} == {
        "/facts/0/a~1b": "Zoé",
        "/facts/1/m~0n/0": "Max",
    }
    salts = {salt for salt, _ in done.values.values()}
    assert len(salts) == 2
    event = reopen(done.raw, {"/facts/0/a~1b": "Zoé"})
    assert event.outcome == {"facts": [{"a/b": Personal("Zoé")}, {"m~n": [ERASED]}]}


def test_an_instant_is_hashed_in_utc() -> None:
    paris = AT.astimezone(timezone(timedelta(hours=1)))
    one = seal(
        Draft(Action.FACTS_RECORDED, {}), FILE, 1, actor="p1", at=paris, day=DAY, prev=GENESIS, entropy=numbered()
    )
    assert one == sealed(Draft(Action.FACTS_RECORDED, {}))
    with pytest.raises(ValueError, match="aware"):
        seal(
            Draft(Action.FACTS_RECORDED, {}),
            FILE,
            1,
            actor="p1",
            at=AT.replace(tzinfo=None),
            day=DAY,
            prev=GENESIS,
            entropy=numbered(),
        )


@pytest.mark.parametrize("bad", [1.5, 2**53, {"sealed": "x"}, {"é": 1}, {1}, b"x", "\ud800", AT])
def test_what_has_no_canonical_form_is_refused(bad: Any) -> None:
    with pytest.raises((ValueError, UnicodeEncodeError)):
        sealed(Draft(Action.FACTS_RECORDED, {"a": [bad]}))


@pytest.mark.parametrize("raw", [b"", b"{}", b"[]", b"1", b'{"stream":1}', b"\xff", b"[" * 100])
def test_what_is_no_event_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever it says, it is one
        reopen(raw, {})


Log = list[tuple[Row, Sequence[SealedValue]]]


@pytest.fixture
def log() -> Log:
    """Two streams: one of three events with a personal value in the second, one of a single event."""
    found: Log = []
    prev = GENESIS
    outcomes: tuple[dict[str, Any], ...] = ({"a": 1}, {"b": [Personal("Zoé")]}, {"c": "é"})
    for seq, outcome in enumerate(outcomes, 1):
        prev = _append(found, FILE, seq, prev, Draft(Action.FACTS_RECORDED, outcome))
    _append(found, Stream(StreamKind.SYSTEM, "x"), 1, GENESIS, Draft(Action.ACCESS_DIGESTED, {}))
    return found


def _append(log: Log, stream: Stream, seq: int, prev: bytes, draft: Draft) -> bytes:
    done = sealed(draft, seq, prev, stream)
    at, day = AT.strftime("%Y-%m-%dT%H:%M:%S.%fZ"), DAY.isoformat()
    head = (stream.kind.value, stream.id, seq, draft.action.value, "p1", at, day)
    values = [SealedValue(path, salt, value) for path, (salt, value) in done.values.items()]
    log.append((Row(*head, raw=done.raw, prev=prev, hash=done.hash, id=len(log) + 1), values))
    return done.hash


def _check(log: Log) -> list[Finding]:
    check = ChainCheck()

    def found() -> Iterator[Finding]:
        for row, values in log:
            yield from check.feed(row, values)
        yield from check.finish()

    return list(found())


def _named(log: Log) -> set[tuple[str, int, str]]:
    return {(one.stream, one.seq, one.field) for one in _check(log)}


def test_a_true_log_has_no_finding(log: Log) -> None:
    assert _check(log) == []


@pytest.mark.parametrize(
    ("column", "value", "field"),
    [
        ("action", "step:taken", "action"),
        ("actor", "p2", "actor"),
        ("actor", 'p"1', "actor"),
        ("at", "2026-11-23T08:30:00.000001Z", "at"),
        ("day", "2026-11-24", "day"),
        ("prev", bytes(32), "prev"),
        ("hash", bytes(32), "hash"),
        ("stream_id", "f/2", "stream"),
        ("seq", 7, "seq"),
    ],
)
def test_an_altered_column_is_named(log: Log, column: str, value: Any, field: str) -> None:
    row, values = log[1]
    log[1] = (row._replace(**{column: value}), values)
    assert ("file/f/1", 2, field) in _named(log)


def test_every_altered_byte_is_named(log: Log) -> None:
    for place in (0, 1, 2):
        row, values = log[place]
        for byte in range(len(row.raw)):
            flipped = bytearray(row.raw)
            flipped[byte] ^= 1
            altered = [*log]
            altered[place] = (row._replace(raw=bytes(flipped)), values)
            assert ("file/f/1", place + 1, "bytes") in _named(altered)


def test_a_missing_event_is_named(log: Log) -> None:
    assert ("file/f/1", 3, "seq") in _named([log[0], *log[2:]])


def test_a_relinked_log_still_says_what_its_columns_deny(log: Log) -> None:
    """Whoever owns the database and hashes again must also change every column: the bytes and columns must agree."""
    row, values = log[2]
    raw = row.raw.replace(b'"actor":"p1"', b'"actor":"p9"')
    log[2] = (row._replace(raw=raw, hash=sha256(raw).digest()), values)
    assert _named(log) == {("file/f/1", 3, "actor")}


@pytest.mark.parametrize("altered", [{"value": "Zoe"}, {"salt": bytes(16)}])
def test_an_altered_value_is_named(log: Log, altered: dict[str, Any]) -> None:
    row, (value,) = log[1]
    log[1] = (row, [value._replace(**altered)])
    assert _named(log) == {("file/f/1", 2, "values/b/0")}


def test_a_value_that_went_silently_is_named_and_one_that_was_erased_is_not(log: Log) -> None:
    row, _ = log[1]
    log[1] = (row, [])
    assert _named(log) == {("file/f/1", 2, "values/b/0")}
    end = log.pop()
    _append(log, FILE, 4, log[2][0].hash, Draft(Action.VALUE_ERASED, {"event_seq": 2, "path": "/b/0"}))
    assert _check([*log, end]) == []


def test_a_value_nobody_recorded_is_named(log: Log) -> None:
    row, _ = log[0]
    log[0] = (row, [SealedValue("/a", bytes(16), "x")])
    assert _named(log) == {("file/f/1", 1, "values/a")}


def test_an_event_is_not_equal_to_its_neighbour() -> None:
    """Sixteen random bytes: two equal events have different hashes."""
    one = sealed(Draft(Action.FACTS_RECORDED, {}))
    other = seal(
        Draft(Action.FACTS_RECORDED, {}), FILE, 1, actor="p1", at=AT, day=DAY, prev=GENESIS, entropy=lambda n: b"x" * n
    )
    assert one.hash != other.hash
    assert replace(one, nonce=b"", raw=b"", hash=b"") == replace(other, nonce=b"", raw=b"", hash=b"")
