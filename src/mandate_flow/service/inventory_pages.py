"""What the pages of the inventory show, within what a person may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from mandate_flow.domain.command import Moment
from mandate_flow.domain.errors import NotFound
from mandate_flow.domain.inventory import Answer, Line, Risk, Total, Triage, Verdict
from mandate_flow.domain.inventory.line import Instrument
from mandate_flow.domain.people import SEES_EVERY_FILE, Person
from mandate_flow.domain.register import Authority
from mandate_flow.service.desk import Desk
from mandate_flow.service.inventory import check_may_read, may_keep
from mandate_flow.service.inventory_picture import NOTHING, Picture
from mandate_flow.store.unit import Unit

QUESTIONS: Final = ("economic", "own_need", "local")


@dataclass(frozen=True, slots=True)
class Sorted:
    """A line with who receives, what it calls for, its euros above the ceiling, and the reference of its file."""

    line: Line
    name: str
    triage: Triage
    excess: Decimal
    ref: str


@dataclass(frozen=True, slots=True)
class Receiver:
    """An undertaking with its total, the part of `authority`, and how many other authorities give."""

    key: str
    name: str
    total: Total
    own: Decimal
    others: int


@dataclass(frozen=True, slots=True)
class InventoryPage:
    """The inventory of one authority; `receivers` by what is above the ceiling, then by total."""

    authority: Authority
    lines: tuple[Sorted, ...]
    receivers: tuple[Receiver, ...]
    excess: Decimal
    yearly: Decimal
    writable: bool


@dataclass(frozen=True, slots=True)
class TriagePage:
    """One line with its triage; `outcomes`: question and answer to what the line would then call for."""

    authority: Authority
    line: Line
    name: str
    registered: bool
    triage: Triage
    total: Total
    own: Decimal
    questions: tuple[str, ...]
    outcomes: Mapping[tuple[str, Answer], Triage]
    ref: str
    cover: str
    writable: bool


@dataclass(frozen=True, slots=True)
class Giver:
    """An authority with its lines and its euros above the ceilings."""

    authority: Authority
    lines: int
    excess: Decimal


@dataclass(frozen=True, slots=True)
class Overview:
    """Aid above the ceilings under no mandate; `own` is set for a person who sees one authority."""

    excess: Decimal
    receivers: tuple[Receiver, ...]
    givers: tuple[Giver, ...]
    unqualified: int
    lines: int
    own: Authority | None


def find_authority(desk: Desk, person: Person, code: str) -> Authority:
    """The authority of an INSEE code, or of an id for those that have no code. Raises NotFound."""
    with desk.store.read() as unit:
        return _authority(unit, person, code)


def inventory_page(desk: Desk, code: str, moment: Moment) -> InventoryPage:
    """The inventory of an authority. Raises NotFound, also when it is not open to the person."""
    with desk.store.read() as unit:
        authority = _authority(unit, moment.by, code)
        held, picture = unit.inventory.of_authority(authority.id), Picture.of(unit, desk.library.law, moment.day)
        refs = unit.inventory.references(one.file for one in held if one.file)
    lines = sorted((_sorted(picture, one, refs) for one in held), key=_pressing)
    keys = dict.fromkeys(picture.key(one) for one in held)
    receivers = [_receiver(picture, key, authority.id) for key in keys if key in picture.totals]
    return InventoryPage(
        authority,
        tuple(lines),
        _ordered(receivers),
        picture.excess(authority.id),
        sum((one.yearly for one in held if _running(one, moment.day)), NOTHING),
        may_keep(moment.by, authority.id),
    )


def triage_page(desk: Desk, code: str, line_id: str, moment: Moment) -> TriagePage:
    """One line, with what each answer would change. Raises NotFound."""
    with desk.store.read() as unit:
        authority, line = _authority(unit, moment.by, code), unit.inventory.get(line_id)
        if line.authority != authority.id:
            raise NotFound("Cette ligne d’inventaire n’existe pas, ou plus.", do="Revenez à l’inventaire.")
        picture = Picture.of(unit, desk.library.law, moment.day)
        refs = unit.inventory.references([line.file] if line.file else ())
    total, sorted_ = picture.total(line), _sorted(picture, line, refs)
    asked = tuple(one for one in QUESTIONS if one != "own_need" or line.instrument is Instrument.CONTRACT)
    share = total.shares.get(line.id)
    return TriagePage(
        authority=authority,
        line=line,
        name=sorted_.name,
        registered=bool(picture.names.resolved(line).structure),
        triage=sorted_.triage,
        total=total,
        own=total.given_by.get(authority.id, NOTHING),
        questions=asked,
        outcomes={
            (name, one): picture.if_answered(line, name, one) for name in asked for one in (Answer.YES, Answer.NO)
        },
        ref=sorted_.ref,
        cover=share.cover.ref if share and share.cover else "",
        writable=may_keep(moment.by, authority.id),
    )


def overview(desk: Desk, person: Person, day: date, *, territory: str = "") -> Overview:
    """What is above the ceilings under no mandate: everywhere, or what an agent's authority has a part in.

    `territory` (id) keeps what its communes have a part in.
    """
    with desk.store.read() as unit:
        picture = Picture.of(unit, desk.library.law, day)
        authorities = {one.id: one for one in unit.registers.authorities()}
        kept = _kept(unit, person, territory)
    every = person.is_any(SEES_EVERY_FILE)
    seen = authorities if kept is None else {key: one for key, one in authorities.items() if key in kept}
    lines = [one for some in picture.lines.values() for one in some if one.authority in seen]
    over = [key for key, one in picture.totals.items() if not seen.keys().isdisjoint(one.by_authority)]
    counts, parts = Counter(one.authority for one in lines), picture.parts()
    givers = [Giver(one, counts[one.id], parts.get(one.id, NOTHING)) for one in seen.values()]
    own = None if every else authorities.get(person.authority or "-")
    return Overview(
        excess=sum((one.excess for one in givers), NOTHING),
        receivers=_ordered([_receiver(picture, key, own.id if own else "") for key in over]),
        givers=tuple(sorted((one for one in givers if one.lines), key=lambda one: (-one.excess, one.authority.name))),
        unqualified=sum(one.economic is Answer.UNKNOWN for one in lines),
        lines=len(lines),
        own=own,
    )


def excess_for(desk: Desk, unit: Unit, person: Person, day: date, *, territory: str = "") -> tuple[Decimal, int]:
    """The key figure of the dashboard: euros above the ceilings under no mandate, and how many undertakings."""
    picture, kept = Picture.of(unit, desk.library.law, day), _kept(unit, person, territory)
    if kept is None:
        return picture.excess(), sum(one.excess > 0 for one in picture.totals.values())
    parts = [sum((one.by_authority.get(each, NOTHING) for each in kept), NOTHING) for one in picture.totals.values()]
    return sum(parts, NOTHING), sum(one > 0 for one in parts)


def _kept(unit: Unit, person: Person, territory: str) -> frozenset[str] | None:
    """The authorities (ids) whose part is looked at; None for all."""
    own = None if person.is_any(SEES_EVERY_FILE) else frozenset({person.authority or "-"})
    if not territory:
        return own
    communes = frozenset(unit.territories.get(territory).communes)
    return communes if own is None else communes & own


def _authority(unit: Unit, person: Person, code: str) -> Authority:
    found = next((one for one in unit.registers.authorities() if code in (one.id, one.code) and code), None)
    if found is None:
        raise NotFound("Cette collectivité n’est pas connue.", where=code)
    check_may_read(person, found.id)
    return found


def _sorted(picture: Picture, line: Line, refs: Mapping[str, str]) -> Sorted:
    share = picture.total(line).shares.get(line.id)
    return Sorted(
        line,
        picture.names.said(picture.names.resolved(line)),
        picture.triage(line),
        share.excess if share else NOTHING,
        refs.get(line.file, ""),
    )


def _pressing(one: Sorted) -> tuple[int, int, Decimal, int]:
    """What presses first: the risk, then what needs a mandate, the amount above, the latest grant."""
    order = (Verdict.MANDATE_NEEDED, Verdict.UNKNOWN, Verdict.COVERED, Verdict.DE_MINIMIS, Verdict.NO_AID)
    risk = (Risk.HIGH, Risk.MEDIUM, Risk.LOW).index(one.triage.risk)
    return risk, order.index(one.triage.verdict), -one.excess, -one.line.granted_on.toordinal()


def _receiver(picture: Picture, key: str, authority: str) -> Receiver:
    total = picture.totals[key]
    others = sum(1 for name, amount in total.given_by.items() if name != authority and amount > 0)
    return Receiver(key, picture.said(key), total, total.given_by.get(authority, NOTHING), others)


def _ordered(receivers: list[Receiver]) -> tuple[Receiver, ...]:
    return tuple(sorted(receivers, key=lambda one: (-one.total.excess, -one.total.general, one.name)))


def _running(line: Line, day: date) -> bool:
    """Counted in the yearly figure: still given today, or given once this year."""
    if line.once:
        return line.granted_on.year == day.year
    return (line.since or line.granted_on) <= day and (line.until is None or line.until >= day)
