"""Two at once, and a death at every step: no mail is lost, and none is sent twice that was known to have left."""

import threading
from datetime import date, timedelta

import pytest

from mandate_flow.domain.event import Action, Stream, StreamKind
from mandate_flow.service.deliver import LEASE
from mandate_flow.store.log import Log
from mandate_flow.store.outbox import Outbox
from tests.support.office import Office, at
from tests.support.recording import Recording
from tests.support.smtp import SmtpServer

DUE = date(2026, 12, 31)
WEEK_BEFORE = DUE - timedelta(days=7)


def test_two_senders_share_and_send_none_twice(office: Office, smtp: SmtpServer) -> None:
    for number in range(6):
        office.structure(f"s{number}", f"s{number}@example.org")
        office.file(f"s{number}", report_on=DUE)
    office.remind(WEEK_BEFORE)
    mailer = office.smtp(smtp)

    threads = [
        threading.Thread(target=office.deliver, args=(WEEK_BEFORE, None, mailer, f"owner{number}"))
        for number in range(2)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(received.recipients[0] for received in smtp.messages) == [
        f"s{number}@example.org" for number in range(6)
    ]
    assert {mail["status"] for mail in office.mails()} == {"sent"}


STEPS = [
    (Outbox, "drop"),
    (Outbox, "queue"),
    (Outbox, "insert_mail"),
    (Outbox, "claim"),
    (Outbox, "sent"),
    (Log, "append"),
]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("owner", "name"), STEPS, ids=[name for _, name in STEPS])
def test_a_crash_anywhere_loses_none(
    office: Office, monkeypatch: pytest.MonkeyPatch, owner: type, name: str, *, after: bool
) -> None:
    """The process dies at the first, then the second call of a step; those that start again finish the work, once."""
    office.file(report_on=DUE)
    office.remind(DUE + timedelta(days=15))  # structure, agent and mission
    server = Recording()
    calls = 0
    real = getattr(owner, name)

    def dying(self: object, *args: object, **named: object) -> object:
        nonlocal calls
        calls += 1
        result = real(self, *args, **named) if after else None
        if calls in (1, 3):
            raise KeyboardInterrupt
        return result if after else real(self, *args, **named)

    monkeypatch.setattr(owner, name, dying)
    when = at(DUE + timedelta(days=15))
    for number in range(6):
        try:
            office.deliver(DUE + timedelta(days=15), when + number * LEASE, server)
        except KeyboardInterrupt:
            continue
    assert {mail["status"] for mail in office.mails()} == {"sent"}
    assert {to for to, _ in server.sent} == {"asso@example.org", "agent@example.org", "mission@example.org"}
    # Only a death between the server's word and its record can repeat a mail, and then with the very same bytes.
    assert len(set(server.sent)) == 3
    if name in ("drop", "queue", "insert_mail"):
        assert len(server.sent) == 3
    with office.desk.store.read() as unit:
        assert [event.action for event in unit.log.read(Stream(StreamKind.STRUCTURE, "asso"))].count(
            Action.MAIL_SENT
        ) == 1
