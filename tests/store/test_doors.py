from datetime import timedelta

import pytest
from sqlalchemy import select, update

from mandate_flow.store.doors import AccessFilters, Doors
from mandate_flow.store.tables import people, sessions
from tests.store.sample import AT, DAY, Sample, days, opened

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def people_in(database: str) -> str:
    with opened(database) as connection:
        sample = Sample(connection)
        sample.person("p1")
        sample.person("p2")
    return database


def test_a_link_lets_in_once(people_in: str) -> None:
    with opened(people_in) as connection:
        doors = Doors(connection)
        doors.add_link("h1", "p1", AT, AT + HOUR)
        assert doors.use_link("h1", AT + MINUTE) == "p1"
        assert doors.use_link("h1", AT + MINUTE) is None
        assert doors.use_link("unknown", AT) is None


def test_a_link_expires_at_its_hour(people_in: str) -> None:
    with opened(people_in) as connection:
        doors = Doors(connection)
        doors.add_link("h1", "p1", AT, AT + HOUR)
        assert doors.use_link("h1", AT + HOUR) is None
        assert doors.use_link("h1", AT + HOUR - MINUTE) == "p1"


def test_who_is_no_longer_active_does_not_come_in(people_in: str) -> None:
    with opened(people_in) as connection:
        doors = Doors(connection)
        doors.add_link("h1", "p1", AT, AT + HOUR)
        doors.open_session("s1", "p1", AT, AT + HOUR)
        connection.execute(update(people).where(people.c.id == "p1").values(active=False))
        assert doors.use_link("h1", AT) is None
        assert doors.session("s1", AT) is None


def test_recent_links_are_counted_by_id_and_by_address(people_in: str) -> None:
    with opened(people_in) as connection:
        doors = Doors(connection)
        for number in range(3):
            doors.add_link(f"h{number}", "p1", AT + number * MINUTE, AT + HOUR)
        assert doors.count_recent_links("p1", AT + MINUTE) == 2
        assert doors.count_recent_links(" P1@Exemple.test ", AT) == 3
        assert doors.count_recent_links("p2", AT) == 0
        assert doors.count_recent_links("nobody@exemple.test", AT) == 0


def test_a_session_lives_until_it_expires_or_is_revoked(people_in: str) -> None:
    with opened(people_in) as connection:
        doors = Doors(connection)
        doors.open_session("s1", "p1", AT, AT + HOUR, "Firefox")
        doors.open_session("s2", "p1", AT, AT + HOUR)
        doors.open_session("s3", "p2", AT, AT + HOUR)
        found = doors.session("s1", AT + MINUTE)
        assert found is not None
        assert (found.person_id, found.client, found.confirmed_at, found.method) == ("p1", "Firefox", AT, "link")
        assert doors.session("s1", AT + HOUR) is None
        assert doors.revoke("s1", AT)
        assert not doors.revoke("s1", AT)
        assert doors.session("s1", AT) is None
        assert [one.token_hash for one in doors.sessions_of("p1", AT)] == ["s2"]
        assert doors.revoke_all("p1", AT) == 1
        assert doors.session("s3", AT) is not None


def test_a_session_is_closed_by_its_mark_and_by_its_person_only(people_in: str) -> None:
    with opened(people_in) as connection:
        doors = Doors(connection)
        for number, person in enumerate(("p1", "p1", "p2")):
            doors.open_session(f"{number}" * 64, person, AT, AT + HOUR)
        assert not doors.revoke_one("p1", "2" * 16, AT)
        assert doors.revoke_one("p1", "1" * 16, AT)
        assert not doors.revoke_one("p1", "1" * 16, AT)
        assert doors.revoke_all("p1", AT, but="0" * 64) == 0
        assert doors.session("0" * 64, AT) is not None


def test_what_is_over_is_forgotten(people_in: str) -> None:
    with opened(people_in) as connection:
        doors = Doors(connection)
        for number in range(3):
            doors.open_session(f"s{number}", "p1", AT, AT + (number + 1) * HOUR, "Firefox")
        doors.add_link("h1", "p1", AT, AT + HOUR)
        doors.revoke("s2", AT)
        doors.forget(AT + HOUR + MINUTE)
        assert connection.execute(select(sessions.c.token_hash)).scalars().all() == ["s1"]
        assert doors.count_recent_links("p1", AT) == 0


def test_a_session_is_confirmed_while_it_lives(people_in: str) -> None:
    with opened(people_in) as connection:
        doors = Doors(connection)
        doors.open_session("s1", "p1", AT, AT + HOUR)
        assert doors.confirm("s1", AT + MINUTE)
        found = doors.session("s1", AT + MINUTE)
        assert found is not None
        assert found.confirmed_at == AT + MINUTE
        assert not doors.confirm("s1", AT + HOUR)


def test_a_session_is_touched_every_five_minutes_at_most(people_in: str) -> None:
    with opened(people_in) as connection:
        doors = Doors(connection)
        doors.open_session("s1", "p1", AT, AT + HOUR)
        assert not doors.needs_touch("s1", AT + 4 * MINUTE)
        assert not doors.touch("s1", AT + 4 * MINUTE)
        assert doors.needs_touch("s1", AT + 5 * MINUTE)
        assert doors.touch("s1", AT + 5 * MINUTE)
        assert not doors.touch("s1", AT + 9 * MINUTE)
        assert doors.sessions_of("p1", AT)[0].seen_at == AT + 5 * MINUTE


def test_accesses_are_found_by_what_when_and_who(database: str) -> None:
    with opened(database) as connection:
        doors = Doors(connection)
        doors.record_access(AT, DAY, "p1", "file:read", "f1")
        doors.record_access(AT + MINUTE, DAY, "p2", "file:read", "f1")
        doors.record_access(AT + 24 * HOUR, days(1), "p1", "log:verified", "x" * 300)
    with opened(database) as connection:
        doors = Doors(connection)
        every = doors.accesses(AccessFilters())
        assert [one.what for one in every] == ["log:verified", "file:read", "file:read"]
        assert len(every[0].target) == 120
        assert [one.person_id for one in doors.accesses(AccessFilters(target="f1"))] == ["p2", "p1"]
        assert [one.person_id for one in doors.accesses(AccessFilters(until=DAY, person_id="p1"))] == ["p1"]
        assert len(doors.accesses(AccessFilters(since=days(1)))) == 1
        assert doors.accesses(AccessFilters(before=every[0].id), limit=1) == every[1:2]
