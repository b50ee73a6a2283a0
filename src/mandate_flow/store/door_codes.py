"""What the door remembers for some minutes: codes to type, waits of who asks too often, journeys to a provider."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from mandate_flow.store.insertion import insert_or_keep
from mandate_flow.store.tables import confirmation_codes, door_waits, sign_in_flows


@dataclass(frozen=True, slots=True)
class CodeRow:
    """The code a session waits for, of which only a keyed hash is kept."""

    session_hash: str
    code_hash: str
    made_at: datetime
    expires_at: datetime
    tries: int


@dataclass(frozen=True, slots=True)
class Wait:
    """How often a key was counted, when last, and when it may come again."""

    key: str
    times: int
    last_at: datetime
    open_at: datetime


@dataclass(frozen=True, slots=True)
class Flow:
    """A journey to the provider: where one goes on to, the session it confirms ("" for a sign-in)."""

    then: str
    confirms: str
    expires_at: datetime


class DoorCodes:
    """Codes, waits and flows."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def set_code(self, code: CodeRow) -> None:
        """The code a session waits for from now on; the one before is no longer worth anything."""
        self.drop_code(code.session_hash)
        row = {name: getattr(code, name) for name in CodeRow.__slots__}
        self._connection.execute(insert(confirmation_codes), row)

    def code(self, session_hash: str, at: datetime) -> CodeRow | None:
        """The code that session waits for, None when there is none or it is too old."""
        codes = confirmation_codes
        query = select(codes).where(codes.c.session_hash == session_hash, codes.c.expires_at > at)
        found = self._connection.execute(query).mappings().one_or_none()
        return CodeRow(**found) if found is not None else None

    def try_code(self, session_hash: str, at: datetime, most: int) -> str | None:
        """Count one try, in one statement: the hash to compare with, None when no code is left to try."""
        codes = confirmation_codes
        living = (codes.c.session_hash == session_hash, codes.c.expires_at > at, codes.c.tries < most)
        counted = update(codes).where(*living).values(tries=codes.c.tries + 1).returning(codes.c.code_hash)
        return self._connection.execute(counted).scalar_one_or_none()

    def drop_code(self, session_hash: str) -> None:
        """That session waits for no code any more."""
        self._connection.execute(delete(confirmation_codes).where(confirmation_codes.c.session_hash == session_hash))

    def hold(self, key: str, at: datetime) -> Wait:
        """The wait of that key, held until the transaction ends: a rival waits for us."""
        fresh = {"key": key, "times": 0, "last_at": at, "open_at": at}
        self._connection.execute(insert_or_keep(self._connection, door_waits, "key").values(fresh))
        query = select(door_waits).where(door_waits.c.key == key).with_for_update()
        return Wait(**self._connection.execute(query).mappings().one())

    def open_at(self, key: str) -> datetime | None:
        """When that key may come again, None when it was not counted."""
        return self._connection.scalar(select(door_waits.c.open_at).where(door_waits.c.key == key))

    def keep(self, wait: Wait) -> None:
        """Write a held wait."""
        new = {"times": wait.times, "last_at": wait.last_at, "open_at": wait.open_at}
        self._connection.execute(update(door_waits).where(door_waits.c.key == wait.key).values(new))

    def start_flow(self, state_hash: str, flow: Flow) -> None:
        """A journey to the provider begins."""
        row = {"state_hash": state_hash, "then": flow.then, "confirms": flow.confirms, "expires_at": flow.expires_at}
        self._connection.execute(insert(sign_in_flows), row)

    def end_flow(self, state_hash: str, at: datetime) -> Flow | None:
        """The journey of that state, once; None when it is over, too old or unknown."""
        flows = sign_in_flows
        ended = delete(flows).where(flows.c.state_hash == state_hash).returning(
            flows.c.then, flows.c.confirms, flows.c.expires_at
        )  # fmt: skip
        found = self._connection.execute(ended).one_or_none()
        return Flow(*found) if found is not None and found.expires_at > at else None

    def forget(self, before: datetime) -> None:
        """Delete what was over by then."""
        for column in (confirmation_codes.c.expires_at, sign_in_flows.c.expires_at, door_waits.c.last_at):
            self._connection.execute(delete(column.table).where(column < before))
