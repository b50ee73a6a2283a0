"""A commune, its association with a file, and the people around their calendars."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from email import message_from_bytes, policy
from typing import TypeVar

from sqlalchemy import select

from mandate_flow.domain.calendar.state import Calendar
from mandate_flow.domain.command import Moment, RecordFacts
from mandate_flow.domain.event import Event, Stream, StreamKind
from mandate_flow.domain.people import SYSTEM, Person, Role
from mandate_flow.domain.register import Authority, Structure
from mandate_flow.service.act import Done, act
from mandate_flow.service.calendars.acts import note
from mandate_flow.service.desk import Desk
from mandate_flow.service.opening import Opening, open_file
from mandate_flow.store import tables

M = TypeVar("M", Authority, Structure, Person)
DAY = date(2026, 7, 10)
LILLE, ASSO = Stream(StreamKind.AUTHORITY, "commune-59350"), Stream(StreamKind.STRUCTURE, "asso")
KEY = ("accounts_publication", "2025")


def at(day: date) -> datetime:
    return datetime.combine(day, time(8), UTC)


class Town:
    """A commune, its association with a file, and the people around them."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._enter(Authority("commune-59350", "commune", "Lille", "59350", population=240523))
        self._enter(Authority("commune-59512", "commune", "Roubaix", "59512"))
        self._enter(Structure("asso", "association", "Lilas Autopartage", email="bureau@lilas.example"))
        self._enter(Structure("other", "association", "Autre"))
        self.mission = self._enter(Person("m", "Maud Delattre", "mission@exemple.fr", frozenset({Role.MISSION})))
        self.agent = self._enter(Person("a", "Anne", "agent@exemple.fr", frozenset({Role.AGENT}), "commune-59350"))
        self.far = self._enter(Person("f", "Félix", "roubaix@exemple.fr", frozenset({Role.AGENT}), "commune-59512"))
        self.keeper = self._enter(Person("k", "Karim", "admin@exemple.fr", frozenset({Role.ADMINISTRATOR}), lang="nl"))
        opening = Opening("sieg", "Autopartage", "autopartage-mobilite", ("commune-59350",), ("asso",))
        self.file = open_file(desk, opening, self.moment(self.mission))

    def moment(self, person: Person, day: date = DAY) -> Moment:
        return Moment(person, at(day), day)

    def grants(self, euros: str, year: str = "2025", day: date = DAY) -> None:
        command = RecordFacts({("cash_grants_total", year): Decimal(euros)})
        assert isinstance(act(self.desk, self.file.id, command, self.moment(self.mission, day)), Done)

    def approved(self, day: date, year: str = "2025") -> None:
        note(self.desk, ASSO, "accounts_approved_on", year, day, self.moment(self.agent))

    def calendar(self, owner: Stream = ASSO) -> Calendar:
        with self.desk.store.read() as unit:
            return unit.calendars.get(owner)

    def events(self, owner: Stream = ASSO) -> list[Event]:
        with self.desk.store.read() as unit:
            return [one for one in unit.log.read(owner) if one.action.startswith("calendar:")]

    def notices(self, code: str) -> list[tuple[str, str, date]]:
        with self.desk.store.read() as unit:
            query = select(tables.notices).where(tables.notices.c.deadline_code == code).order_by(tables.notices.c.id)
            found = unit.connection.execute(query).mappings().all()
        return [
            (one["notice"], one["audience"], one["send_on"])
            for one in found
            if one["audience"].partition(":")[0] not in ("person", "mailbox")
        ]

    def mails(self, to: str) -> list[tuple[str, str]]:
        with self.desk.store.read() as unit:
            query = select(tables.mails).where(tables.mails.c.to == to).order_by(tables.mails.c.id)
            rows = unit.connection.execute(query).mappings().all()
        bodies = [message_from_bytes(row["bytes"], policy=policy.default).get_body(("plain",)) for row in rows]
        return [
            (row["subject"].replace("\u00a0", " "), str(body.get_content()).replace("\u00a0", " "))
            for row, body in zip(rows, bodies, strict=True)
            if body is not None
        ]

    def _enter(self, member: M) -> M:
        with self.desk.store.write() as unit:
            return unit.registers.record(member, actor=SYSTEM.id, at=at(DAY), day=DAY)
