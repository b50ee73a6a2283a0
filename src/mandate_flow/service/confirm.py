"""Proving again to be oneself before what binds: a code of six digits, mailed, good for ten minutes and five tries."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from mandate_flow.mail.outcome import Accepted
from mandate_flow.mail.render import Item
from mandate_flow.service import patience
from mandate_flow.service.desk import Desk
from mandate_flow.service.sessions import Signed
from mandate_flow.service.sign_in import minutes, write_to
from mandate_flow.store.door_codes import CodeRow

CODE: Final = timedelta(minutes=10)
TRIES: Final = 5
DIGITS: Final = 6
TEMPLATE: Final = "_confirm"


@dataclass(frozen=True, slots=True)
class Sent:
    """A code waits to be typed. `kept`: the file that holds the mail when no mail server is configured."""

    at: datetime
    kept: str = ""


@dataclass(frozen=True, slots=True)
class NotSent:
    """The mail server did not take the code."""

    why: str


def waiting(desk: Desk, signed: Signed, at: datetime) -> Sent | None:
    """The code that this session waits for already, if it can still be typed."""
    with desk.store.read() as unit:
        found = unit.codes.code(signed.session, at)
    return Sent(found.made_at) if found is not None and found.tries < TRIES else None


def send(desk: Desk, signed: Signed, token: str, at: datetime) -> Sent | NotSent:
    """A new code, by e-mail; the one before is no longer worth anything. Raises TooMany."""
    patience.enter(desk, ((patience.CODES_TO_PERSON, signed.person.id),), at)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    with desk.store.write() as unit:
        unit.codes.set_code(CodeRow(signed.session, keyed(token, code), at, at + CODE, 0))
    names = {"code": f"{code[:3]} {code[3:]}", "minutes": minutes(CODE), "link": f"{desk.base_url}/compte"}
    outcome = write_to(desk, signed.person, Item(TEMPLATE, names), at)
    if isinstance(outcome, Accepted):
        return Sent(at, outcome.answer if outcome.kept else "")
    with desk.store.write() as unit:
        unit.codes.drop_code(signed.session)
    return NotSent(outcome.why)


def check(desk: Desk, signed: Signed, token: str, typed: str, at: datetime) -> int | None:
    """None when it is the code: the session is confirmed. Else how many tries are left, 0 for a code that is spent."""
    code = "".join(sign for sign in typed if sign.isdigit())
    with desk.store.write() as unit:
        expected = unit.codes.try_code(signed.session, at, TRIES)
        if expected is None:
            return 0
        if hmac.compare_digest(expected, keyed(token, code)):
            unit.codes.drop_code(signed.session)
            unit.doors.confirm(signed.session, at)
            return None
        held = unit.codes.code(signed.session, at)
        return TRIES - held.tries if held is not None else 0


def keyed(token: str, code: str) -> str:
    """What is stored of a code: keyed by the session's secret, which is not stored, so that a copy tells nothing."""
    return hmac.new(token.encode(), b"code:" + code.encode(), hashlib.sha256).hexdigest()
