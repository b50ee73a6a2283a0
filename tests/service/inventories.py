"""Two communes with empty inventories, and the lines that tests write in them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from mandate_flow.domain.command import Moment
from mandate_flow.domain.event import Stream, StreamKind
from mandate_flow.domain.inventory import Instrument, Line
from mandate_flow.domain.people import Person, Role
from mandate_flow.domain.register import Authority
from mandate_flow.service.desk import Desk
from mandate_flow.service.inventory import Entry, add_lines
from mandate_flow.service.registers import add_authority
from tests.service.desks import by, desk_on

LILLE, ROUBAIX = "commune-59350", "commune-59512"
STREAM = Stream(StreamKind.AUTHORITY, LILLE)
MISSION = by(Role.MISSION)


@contextmanager
def communes(url: str, folder: Path) -> Iterator[Desk]:
    with desk_on(url, folder) as opened:
        add_authority(opened, Authority(LILLE, "commune", "Lille", "59350"), by(Role.ADMINISTRATOR))
        add_authority(opened, Authority(ROUBAIX, "commune", "Roubaix", "59512"), by(Role.ADMINISTRATOR))
        yield opened


def agent(authority: str) -> Moment:
    person = Person("agent", "Agent", "agent@exemple.fr", frozenset({Role.AGENT}), authority)
    return replace(MISSION, by=person)


def entry(euros: int = 45_000, **other: object) -> Entry:
    given: dict[str, object] = {"what": "Crèche", "instrument": Instrument.GRANT, "granted_on": date(2026, 4, 4)}
    return Entry(yearly=Decimal(euros), **given | {"name": "Les Petits Pas"} | other)  # type: ignore[arg-type]


def added(desk: Desk, *entries: Entry, authority: str = LILLE, moment: Moment = MISSION) -> tuple[Line, ...]:
    return add_lines(desk, authority, entries, moment)


def said(desk: Desk) -> list[str]:
    with desk.store.read() as unit:
        return [event.action.value for event in unit.log.read(STREAM)]


def held(desk: Desk, authority: str = LILLE) -> tuple[Line, ...]:
    with desk.store.read() as unit:
        return unit.inventory.of_authority(authority)
