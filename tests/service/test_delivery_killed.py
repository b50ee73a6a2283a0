"""A drill: the delivering process is killed, without warning, again and again."""

import random
import subprocess
import sys
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from mandate_flow.service.deliver import LEASE
from tests.support.drills import Rounds
from tests.support.office import Office, at
from tests.support.smtp import SmtpServer

DUE = date(2026, 12, 31)
WEEK_BEFORE = DUE - timedelta(days=7)
MAILS = 12

DELIVER = """
import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from tests.support.office import SENDER, Office
from mandate_flow.mail.smtp import Security, SmtpMailer
from mandate_flow.service.deliver import deliver
url, content, folder, port, when = sys.argv[1:]
desk = Office.desk_of(url, Path(content), Path(folder))
print("ready", flush=True)
mailer = SmtpMailer("127.0.0.1", int(port), SENDER, Security.NONE)
deliver(desk, mailer, date(2026, 12, 24), datetime.fromisoformat(when), "child")
"""


@pytest.mark.drill
@pytest.mark.slow
def test_killed_again_and_again(
    office: Office, database: str, small_content: Path, smtp: SmtpServer, rounds: Rounds, tmp_path: Path
) -> None:
    """None is lost; a mail comes twice only where a kill fell between the server's word and its record."""
    for number in range(MAILS):
        office.structure(f"s{number}", f"s{number}@example.org")
        office.file(f"s{number}", report_on=DUE)
    office.remind(WEEK_BEFORE)
    chance, kills = random.Random(20261123), rounds(4, 40)
    for number in range(kills):
        when = at(WEEK_BEFORE) + number * LEASE
        arguments = [database, str(small_content), str(tmp_path), str(smtp.port), when.isoformat()]
        child = subprocess.Popen([sys.executable, "-c", DELIVER, *arguments], stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        with child.stdout:
            assert child.stdout.readline() == "ready\n"
            time.sleep(chance.uniform(0, 0.15))
            child.kill()
            child.wait()
    office.deliver(WEEK_BEFORE, at(WEEK_BEFORE) + kills * LEASE, office.smtp(smtp, 5.0))
    received = Counter(str(one.message["Message-ID"]) for one in smtp.messages)
    assert {mail["status"] for mail in office.mails()} == {"sent"}
    assert set(received) == {mail["message_id"] for mail in office.mails()}
    assert len(received) == MAILS
    assert len(smtp.messages) - MAILS <= kills
    doubtful = {mail["message_id"] for mail in office.mails() if mail["attempts"] > 1}
    assert {mark for mark, times in received.items() if times > 1} <= doubtful
