"""What the page of a structure shows of its ledger: gauges, grants, what leaves when, links and what they make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from mandate_flow.domain.deminimis import Grant, Ledger, Regime, Window, ceilings
from mandate_flow.domain.errors import Unseen
from mandate_flow.domain.law import Citation, LawBook
from mandate_flow.domain.people import Person, Role
from mandate_flow.domain.undertaking import Link, holdings
from mandate_flow.domain.workdays import Workdays
from mandate_flow.service.aid import KEEPS_LINKS, RECORDS
from mandate_flow.service.desk import Desk
from mandate_flow.store.unit import Unit
from mandate_flow.store.views import Scope

HALF: Final = Decimal(50)
ONE_DAY: Final = timedelta(days=1)
MOST_DEPARTURES: Final = 12


@dataclass(frozen=True, slots=True)
class Gauge:
    """One family of regulations on a day, in euros; `law` and `cap` are None when no regulation stands.

    `room` may be lower than cap less total: until 2023 both families share a ceiling, and grants of later days count.
    """

    regime: Regime
    window: Window
    total: Decimal
    cap: Decimal | None
    room: Decimal | None
    law: Citation | None

    @property
    def over(self) -> Decimal:
        """By how much the ceiling is exceeded."""
        return max(Decimal(0), self.total - self.cap) if self.cap is not None else Decimal(0)


@dataclass(frozen=True, slots=True)
class Line:
    """A grant in words. `counts` on the day of the page, until `last_day`; `register_due`: last day for the register.

    `ours`: the person may see the service, the remark and the reference `ref` of the file; the funder, the day
    and the amount are for whoever counts towards the ceiling.
    """

    grant: Grant
    funder: str
    structure: str
    ref: str
    ours: bool
    counts: bool
    last_day: date
    register_due: date | None
    withdrawable: bool


@dataclass(frozen=True, slots=True)
class Departure:
    """On `day` these euros no longer count; `room` is what may then be granted, None when no regulation stands then."""

    day: date
    regime: Regime
    amount: Decimal
    room: Decimal | None


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link with the names at its ends; `alive` on the day of the page."""

    link: Link
    left: str
    right: str
    alive: bool


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """The ledger of one structure on a day. Whoever reads the structure sees every funder: the ceiling counts them all.

    `members`: names of the other structures of the single undertaking; `held`: percent of capital held by others that
    only warns; `declaration`: until when a declaration must be asked for; `own`: the one authority an agent acts for.
    """

    structure: str
    day: date
    gauges: tuple[Gauge, ...]
    lines: tuple[Line, ...]
    links: tuple[LinkLine, ...]
    members: tuple[tuple[str, str], ...]
    holdings: tuple[LinkLine, ...]
    held: Decimal
    declaration: Citation | None
    rolling: Citation | None
    own: str
    may_record: bool
    may_link: bool
    authorities: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]
    departures: tuple[Departure, ...] = ()

    @property
    def over_half(self) -> bool:
        """More than half of the capital is held by others: the appointment rights must be looked at."""
        return self.held > HALF


def ledger(desk: Desk, person: Person, structure_id: str, day: date) -> LedgerPage:
    """The ledger as it stands on `day`. Raises NotFound, also for a structure that is not open to the person."""
    law = desk.library.law
    with desk.store.read() as unit:
        if not unit.views.sees_structure(Scope.of(person), structure_id):
            raise Unseen
        held = unit.aid.ledger(structure_id).read_by(law)
        members = held.members(day)
        names = _names(unit)
        refs = unit.aid.refs({one.file_id for one in held.grants if one.file_id})
        authorities = tuple((one.id, one.name) for one in unit.registers.authorities())
        structures = tuple((one.id, one.name) for one in unit.registers.structures() if one.id != structure_id)
    shown = [one for one in held.grants if one.structure in members]
    capital = holdings(held.links, structure_id, day)
    may_link = person.is_any(KEEPS_LINKS)
    return LedgerPage(
        structure=structure_id,
        day=day,
        gauges=tuple(_gauge(held, regime, day, law) for regime in (Regime.SGEI, Regime.GENERAL)),
        lines=tuple(_lines(held, shown, person, day, law, desk.workdays, names, refs)),
        links=tuple(_link(one, names, day) for one in held.links),
        members=tuple((one, names.get(one, one)) for one in members if one != structure_id),
        holdings=tuple(_link(one, names, day) for one in capital),
        held=sum((one.share for one in capital if one.share is not None), Decimal(0)),
        declaration=_declaration(law, day),
        rolling=law.cite("de_minimis_sieg.window_years", day),
        own="" if may_link else (person.authority or ""),
        may_record=may_link or (person.is_any(RECORDS) and bool(person.authority)),
        may_link=may_link,
        authorities=authorities,
        others=structures if may_link else (),
        departures=tuple(_departures(held, day, law)),
    )


def _departures(held: Ledger, day: date, law: LawBook) -> Iterator[Departure]:
    """What leaves the period after today, day by day, if nothing else is granted."""
    for regime in (Regime.SGEI, Regime.GENERAL):
        leaving: dict[date, Decimal] = {}
        for last, grant in held.leaving(day, regime):
            leaving[last + ONE_DAY] = leaving.get(last + ONE_DAY, Decimal(0)) + grant.amount
        for on in sorted(leaving)[:MOST_DEPARTURES]:
            yield Departure(on, regime, leaving[on], held.headroom(on, regime, law))


def _gauge(held: Ledger, regime: Regime, day: date, law: LawBook) -> Gauge:
    limits = ceilings(regime, day, law)
    return Gauge(
        regime=regime,
        window=held.window(day),
        total=held.total(day, regime),
        cap=limits[0].amount if limits else None,
        room=held.headroom(day, regime, law),
        law=limits[0].law if limits else None,
    )


def _lines(
    held: Ledger,
    grants: Iterable[Grant],
    person: Person,
    day: date,
    law: LawBook,
    workdays: Workdays,
    names: Mapping[str, str],
    refs: Mapping[str, str],
) -> Iterator[Line]:
    window = held.window(day)
    every, sees_all = person.is_any(KEEPS_LINKS), Scope.of(person).every
    for one in sorted(grants, key=lambda each: (each.granted_on, each.id), reverse=True):
        own = bool(one.authority) and one.authority == person.authority
        yield Line(
            grant=one,
            funder=names.get(one.authority, one.authority) if one.authority else one.funder,
            structure=names.get(one.structure, one.structure),
            ref=refs.get(one.file_id, "") if sees_all or own else "",
            ours=sees_all or own,
            counts=not one.withdrawn and window.holds(one.granted_on),
            last_day=held.last_day(one),
            register_due=register_due(one, law, workdays),
            withdrawable=not one.withdrawn and (every or (own and Role.AGENT in person.roles)),
        )


def register_due(grant: Grant, law: LawBook, workdays: Workdays) -> date | None:
    """The last day to enter the grant in the public register; None when its day asks for no entry (before 2026)."""
    cited = law.cite(f"{grant.regime.text}.register_working_days", grant.granted_on)
    if cited is None or not isinstance(cited.quantity.value, Decimal):
        return None
    return workdays.add(grant.granted_on, int(cited.quantity.value))


def _declaration(law: LawBook, day: date) -> Citation | None:
    cited = law.cite("de_minimis_sieg.declaration_until", day)
    until = cited.quantity.value if cited else None
    return cited if isinstance(until, date) and day < until else None


def _link(one: Link, names: Mapping[str, str], day: date) -> LinkLine:
    return LinkLine(one, names.get(one.left, one.left), names.get(one.right, one.right), one.alive(day))


def _names(unit: Unit) -> dict[str, str]:
    found = {one.id: one.name for one in unit.registers.authorities(retired=True)}
    return found | {one.id: one.name for one in unit.registers.structures(retired=True)}
