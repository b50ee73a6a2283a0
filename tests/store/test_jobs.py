import threading
from datetime import timedelta

from mandate_flow.store.jobs import Jobs
from tests.store.sample import AT, opened

HOUR = timedelta(hours=1)


def test_the_first_to_claim_a_slot_does_the_work(database: str) -> None:
    with opened(database) as connection:
        assert Jobs(connection).claim("tick", "2026-11-23T08:30", "a", AT, HOUR)
    with opened(database) as connection:
        jobs = Jobs(connection)
        assert not jobs.claim("tick", "2026-11-23T08:30", "b", AT, HOUR)
        assert jobs.claim("tick", "2026-11-23T08:31", "b", AT, HOUR)
        assert jobs.claim("remind", "2026-11-23T08:30", "b", AT, HOUR)


def test_a_dead_owner_is_taken_over_once_and_only_after_the_delay(database: str) -> None:
    with opened(database) as connection:
        jobs = Jobs(connection)
        assert jobs.claim("tick", "s", "a", AT, HOUR)
        assert not jobs.claim("tick", "s", "b", AT + HOUR - timedelta(seconds=1), HOUR)
        assert jobs.claim("tick", "s", "b", AT + HOUR, HOUR)
        assert not jobs.claim("tick", "s", "c", AT + HOUR, HOUR)
        assert not jobs.finish("tick", "s", AT + HOUR, "late", owner="a")
        assert jobs.finish("tick", "s", AT + HOUR, "3 rappels", owner="b")
        assert not jobs.claim("tick", "s", "c", AT + 9 * HOUR, HOUR), "what is finished is never done again"


def test_last_and_last_finished_go_by_slot(database: str) -> None:
    with opened(database) as connection:
        jobs = Jobs(connection)
        assert jobs.last("tick") is None
        for slot in ("2026-11-22", "2026-11-23", "2026-11-21"):
            jobs.claim("tick", slot, "a", AT, HOUR)
        assert jobs.last_finished("tick") is None
        jobs.finish("tick", "2026-11-22", AT, "x" * 500)
    with opened(database) as connection:
        last, done = Jobs(connection).last("tick"), Jobs(connection).last_finished("tick")
    assert last is not None
    assert (last.slot, last.finished_at) == ("2026-11-23", None)
    assert done is not None
    assert (done.slot, done.finished_at, len(done.outcome)) == ("2026-11-22", AT, 400)
    assert done.started_at == AT


def test_eight_rivals_one_winner(database: str) -> None:
    won: list[str] = []
    start = threading.Barrier(8)

    def rival(name: str) -> None:
        start.wait()
        with opened(database) as connection:
            if Jobs(connection).claim("tick", "slot", name, AT, HOUR):
                won.append(name)

    threads = [threading.Thread(target=rival, args=(str(n),)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
