import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from mandate_flow.domain.errors import Stale
from mandate_flow.domain.notice import Queued, Urgency
from mandate_flow.domain.value import Json
from mandate_flow.store import tables
from mandate_flow.store.outbox import DueReminder, Outbox
from tests.store.sample import AT, DAY, Sample, days, opened
from tests.support.postgres import NewDatabase

LEASE = timedelta(minutes=10)
MINUTE = timedelta(minutes=1)


def queued(key: str, send_on: int = 0) -> Queued:
    data: dict[str, Json] = {"due": "2026-11-30", "offset": -7}
    return Queued(key, "reminder_before", "role:mission", Urgency.DAILY, days(send_on), data, "report", "2027")


def make(outbox: Outbox, key: str, notice_ids: tuple[int, ...] = (), next_at: datetime = AT) -> int | None:
    return outbox.insert_mail(
        key=key,
        message_id=f"<{key}@test>",
        recipient_kind="person",
        recipient_id="p1",
        to="p1@exemple.test",
        subject="Vos échéances",
        bytes=b"Subject: x\r\n\r\nBonjour\r\n",
        sha256="0" * 64,
        made_at=AT,
        notice_ids=notice_ids,
        next_at=next_at,
    )


def made(outbox: Outbox, key: str, next_at: datetime = AT) -> int:
    mail_id = make(outbox, key, next_at=next_at)
    assert mail_id is not None
    return mail_id


def status(url: str, mail_id: int) -> tuple[str, str]:
    with opened(url) as connection:
        query = select(tables.mails.c.status, tables.mails.c.answer).where(tables.mails.c.id == mail_id)
        found = connection.execute(query).one()
        return found.status, found.answer


def test_a_notice_is_queued_once_and_comes_back_as_it_was(database: str) -> None:
    with opened(database) as connection:
        file_id = Sample(connection).file("SIEG-2026-0001", ())
        outbox = Outbox(connection)
        outbox.queue([], file_id, AT)
        outbox.queue([queued("k1"), queued("k2", 1)], file_id, AT)
        outbox.queue([queued("k1", -5), queued("k3", -2)], file_id, AT)
    with opened(database) as connection:
        due = Outbox(connection).due_notices(DAY, 10)
        assert [one.queued for one in due] == [queued("k3", -2), queued("k1")]
        assert (due[0].file_id, due[0].queued_at) == (file_id, AT)
        assert len(Outbox(connection).due_notices(DAY, 1)) == 1
        assert len(Outbox(connection).due_notices(days(1), 10)) == 3


def test_what_is_dropped_says_why_and_does_not_come_back(database: str) -> None:
    with opened(database) as connection:
        ids = [Sample(connection).notice(f"k{n}") for n in range(3)]
        outbox = Outbox(connection)
        assert outbox.drop(ids[:2], "met") == 2
        assert outbox.drop(ids[:2], "ended") == 0
        assert [one.id for one in outbox.due_notices(DAY, 10)] == ids[2:]
        assert connection.scalars(select(tables.notices.c.why).order_by(tables.notices.c.id)).all() == [
            "met",
            "met",
            "",
        ]


def test_a_mail_is_made_once_and_takes_its_notices(database: str) -> None:
    with opened(database) as connection:
        ids = tuple(Sample(connection).notice(f"k{n}") for n in range(3))
        outbox = Outbox(connection)
        assert make(outbox, "p1:day:1", ids[:2]) is not None
        assert make(outbox, "p1:day:1", ids[2:]) is None
        assert [one.id for one in outbox.due_notices(DAY, 10)] == [ids[2]], "nothing done for a known key"
        assert connection.scalar(select(func.count()).select_from(tables.mail_notices)) == 2


def test_a_notice_is_never_in_two_mails(database: str) -> None:
    with opened(database) as connection:
        ids = tuple(Sample(connection).notice(f"k{n}") for n in range(2))
        make(Outbox(connection), "first", ids[:1])
    with pytest.raises(Stale), opened(database) as connection:
        make(Outbox(connection), "second", ids)
    with opened(database) as connection:
        assert connection.scalars(select(tables.mails.c.key)).all() == ["first"]
        assert [one.id for one in Outbox(connection).due_notices(DAY, 10)] == [ids[1]]


def test_a_claimed_mail_is_nobody_elses_until_its_lease_is_over(database: str) -> None:
    with opened(database) as connection:
        mail_id = made(Outbox(connection), "m1")
    with opened(database) as connection:
        outbox = Outbox(connection)
        assert outbox.claim("a", AT - MINUTE, LEASE) is None, "not due yet"
        first = outbox.claim("a", AT, LEASE)
        assert first is not None
        assert (first.id, first.attempts, first.in_doubt) == (mail_id, 1, False)
    with opened(database) as connection:
        outbox = Outbox(connection)
        assert outbox.claim("b", AT + LEASE - MINUTE, LEASE) is None
        second = outbox.claim("b", AT + LEASE, LEASE)
        assert second is not None
        assert (second.attempts, second.in_doubt) == (2, True)
        assert (second.message_id, second.bytes) == (first.message_id, first.bytes), "a receiver knows it again"
        assert outbox.claim("c", AT + LEASE, LEASE) is None


def test_the_late_word_of_a_lost_owner(database: str) -> None:
    """The old owner's retry or failure counts for nothing once another holds the mail; its success does."""
    with opened(database) as connection:
        mail_id = made(Outbox(connection), "m1")
        outbox = Outbox(connection)
        outbox.claim("a", AT, LEASE)
        outbox.claim("b", AT + LEASE, LEASE)
        assert not outbox.again(mail_id, AT, "451", owner="a")
        assert not outbox.failed(mail_id, "550", owner="a")
        assert outbox.again(mail_id, AT + 2 * LEASE, "451 plus tard", owner="b")
        assert outbox.sent(mail_id, AT + LEASE, "250 OK")
        assert not outbox.sent(mail_id, AT + LEASE, "250 encore")
        assert outbox.claim("c", AT + 9 * LEASE, LEASE) is None
    assert status(database, mail_id) == ("sent", "250 OK")


def test_how_a_mail_ends(database: str) -> None:
    with opened(database) as connection:
        outbox = Outbox(connection)
        later, kept, lost = (made(outbox, name, AT + n * MINUTE) for n, name in enumerate(("l", "k", "f")))
        for expected in (later, kept, lost):
            claimed = outbox.claim("a", AT + 3 * MINUTE, LEASE)
            assert claimed is not None
            assert claimed.id == expected, "the longest due first"
        assert outbox.again(later, AT + 30 * MINUTE, "451")
        assert outbox.kept(kept, AT, "courriels/1.eml")
        assert outbox.failed(lost, "5" * 900)
        assert outbox.claim("a", AT + 29 * MINUTE, LEASE) is None
        again = outbox.claim("a", AT + 30 * MINUTE, LEASE)
        assert again is not None
        assert (again.id, again.attempts, again.in_doubt) == (later, 2, False)
    assert status(database, kept) == ("kept", "courriels/1.eml")
    assert status(database, lost) == ("failed", "5" * 400)


def test_four_senders_never_hold_the_same_mail(database: str) -> None:
    with opened(database) as connection:
        wanted = sorted(made(Outbox(connection), f"m{n}") for n in range(40))
    taken: list[int] = []

    def send(owner: str) -> None:
        while True:
            with opened(database) as connection:
                claimed = Outbox(connection).claim(owner, AT, LEASE)
            if claimed is None:
                return
            taken.append(claimed.id)
            with opened(database) as connection:
                assert Outbox(connection).sent(claimed.id, AT, "250")

    threads = [threading.Thread(target=send, args=(str(n),)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == wanted


@pytest.mark.postgres
def test_postgresql_passes_a_mail_another_sender_is_taking(new_postgres: NewDatabase) -> None:
    url = new_postgres()
    with opened(url) as connection:
        first, second = made(Outbox(connection), "m1"), made(Outbox(connection), "m2")
    with opened(url) as one, opened(url) as other:
        a, b = Outbox(one).claim("a", AT, LEASE), Outbox(other).claim("b", AT, LEASE)
    assert a is not None
    assert b is not None
    assert (a.id, b.id) == (first, second)


def test_reminders_due_and_the_next_one(database: str) -> None:
    with opened(database) as connection:
        sample = Sample(connection)
        file_id = sample.file("SIEG-2026-0001", ())
        sample.deadline(file_id, "late", days(-3), next_reminder=days(-1))
        sample.deadline(file_id, "report", days(7), occurrence="2027", next_reminder=DAY)
        sample.deadline(file_id, "soon", days(8), next_reminder=days(1))
        sample.deadline(file_id, "met", days(-3), next_reminder=days(-1), status="met")
        sample.deadline(file_id, "never", days(3))
        outbox = Outbox(connection)
        due = outbox.due_reminders(DAY, 10)
        assert [one.code for one in due] == ["late", "report"]
        assert due[1] == DueReminder(file_id, "report", "2027", days(7), "report", "structure", DAY)
        assert outbox.set_next_reminder(due[1], days(7))
        assert not outbox.set_next_reminder(due[1], days(9)), "someone else was first"
        assert outbox.set_next_reminder(due[0], None)
        assert outbox.due_reminders(days(6), 10)[0].code == "soon"
        assert outbox.due_reminders(days(7), 10)[1].next_reminder == days(7)
        assert outbox.due_reminders(DAY, 10) == ()
