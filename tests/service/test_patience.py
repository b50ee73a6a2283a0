"""Who asks too often waits, twice as long each time, whichever process is asked."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from mandate_flow.service import patience
from mandate_flow.service.desk import Desk
from mandate_flow.service.patience import Limit, TooMany, enter
from mandate_flow.store import tables
from tests.support.office import Office

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
LIMIT = Limit("bell of", 3)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def desk(database: str, small_content: Path, tmp_path: Path) -> Iterator[Desk]:
    made = Office.desk_of(database, small_content, tmp_path)
    yield made
    made.store.close()


def passes(desk: Desk, at: datetime, whom: str = "a@example.org", limit: Limit = LIMIT) -> bool:
    try:
        enter(desk, ((limit, whom),), at)
    except TooMany:
        return False
    return True


def test_the_wait_doubles_up_to_a_quarter_of_an_hour(desk: Desk) -> None:
    assert [passes(desk, AT) for _ in range(4)] == [True, True, True, False]
    at, waits = AT, []
    for _ in range(6):
        start = at
        while not passes(desk, at):
            at += MINUTE
        waits.append((at - start) // MINUTE)
    assert waits == [1, 2, 4, 8, 15, 15]


def test_who_waits_is_not_counted_and_quiet_forgets(desk: Desk) -> None:
    for _ in range(3):
        passes(desk, AT)
    assert not any(passes(desk, AT + timedelta(seconds=one)) for one in range(50))
    assert passes(desk, AT + MINUTE)
    later = AT + patience.QUIET + 2 * MINUTE
    assert [passes(desk, later) for _ in range(4)] == [True, True, True, False]


def test_each_key_waits_for_itself_however_it_is_written(desk: Desk) -> None:
    for _ in range(3):
        passes(desk, AT)
    assert not passes(desk, AT, " A@Example.org ")
    assert passes(desk, AT, "b@example.org")
    assert passes(desk, AT, limit=Limit("other bell of", 3))


def test_one_that_waits_stops_all_and_nothing_is_counted(desk: Desk) -> None:
    for _ in range(3):
        passes(desk, AT, "busy")
    for _ in range(9):
        with pytest.raises(TooMany, match="Trop de demandes") as told:
            enter(desk, ((LIMIT, "busy"), (LIMIT, "calm")), AT)
    assert told.value.do == "Attendez une minute, puis recommencez."
    assert passes(desk, AT, "calm")


def test_addresses_are_kept_as_hashes_and_an_hour(desk: Desk) -> None:
    passes(desk, AT, "a@example.org")
    with desk.store.read() as unit:
        (row,) = unit.connection.execute(select(tables.door_waits)).mappings()
    assert "example" not in str(dict(row))
    passes(desk, AT + patience.QUIET + MINUTE, "b@example.org")
    with desk.store.read() as unit:
        assert unit.connection.scalar(select(func.count()).select_from(tables.door_waits)) == 1


def test_many_at_once_pass_no_more_often(desk: Desk) -> None:
    with ThreadPoolExecutor(6) as hands:
        entered = list(hands.map(lambda _: passes(desk, AT), range(18)))
    assert entered.count(True) == LIMIT.free
