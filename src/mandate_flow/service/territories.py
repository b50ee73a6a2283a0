"""Territories are kept by the administrators: a name and the communes it groups."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from mandate_flow.domain.command import Moment
from mandate_flow.domain.errors import BadInput, Forbidden
from mandate_flow.domain.fold import fold
from mandate_flow.domain.people import Role
from mandate_flow.domain.register import Authority
from mandate_flow.domain.said import said
from mandate_flow.domain.territory import Territory
from mandate_flow.service.desk import Desk
from mandate_flow.service.identity import given_name
from mandate_flow.store.unit import Unit

KEEPS_TERRITORIES: Final = frozenset({Role.ADMINISTRATOR})
NAME_LENGTH: Final = 80


def territories(desk: Desk) -> tuple[Territory, ...]:
    """Those that are offered, by name."""
    with desk.store.read() as unit:
        return unit.territories.all()


def territory_names(desk: Desk) -> tuple[tuple[str, str], ...]:
    """(id, name) of those that are offered, by name."""
    with desk.store.read() as unit:
        return unit.territories.names()


def territory(desk: Desk, territory_id: str) -> Territory:
    """Raises NotFound."""
    with desk.store.read() as unit:
        return unit.territories.get(territory_id)


def communes_there_are(desk: Desk) -> tuple[Authority, ...]:
    """The communes of the register, by name."""
    with desk.store.read() as unit:
        return _communes(unit)


def define_territory(desk: Desk, name: str, communes: Iterable[str], moment: Moment) -> Territory:
    """Define a territory. Raises Forbidden, BadInput (`where` is name or communes)."""
    _may(moment)
    with desk.store.write() as unit:
        new = _checked(unit, Territory(desk.new_id(), name, tuple(communes)))
        return unit.territories.record(new, actor=moment.by.id, at=moment.at, day=moment.day)


def change_territory(desk: Desk, given: Territory, moment: Moment, *, expect: int | None = None) -> Territory:
    """Give a territory the name and communes of `given`. Raises Forbidden, NotFound, Stale, BadInput."""
    _may(moment)
    with desk.store.write() as unit:
        checked = _checked(unit, given)
        return unit.territories.change(checked, actor=moment.by.id, at=moment.at, day=moment.day, expect=expect)


def retire_territory(desk: Desk, territory_id: str, moment: Moment) -> None:
    """A territory is offered no more; the log keeps what it was. Raises Forbidden, NotFound."""
    _may(moment)
    with desk.store.write() as unit:
        unit.territories.held()
        unit.territories.retire(territory_id, actor=moment.by.id, at=moment.at, day=moment.day)


def _checked(unit: Unit, one: Territory) -> Territory:
    name, held = given_name(one.name), unit.territories.held()
    if len(name) > NAME_LENGTH:
        raise BadInput(
            said("Ce nom compte {n:number} signes.", n=len(name)),
            do=said("Restez en dessous de {most:number}.", most=NAME_LENGTH),
            where="name",
        )
    if any(fold(other.name) == fold(name) and other.id != one.id for other in held):
        raise BadInput(
            said("Un territoire s’appelle déjà « {name} ».", name=name),
            do="Donnez-lui un autre nom, ou modifiez celui qui existe.",
            where="name",
        )
    known = {commune.id for commune in _communes(unit)}
    kept = tuple(sorted(set(one.communes) & known))
    if not kept:
        raise BadInput("Aucune commune n’est cochée.", do="Cochez celles que ce territoire réunit.", where="communes")
    return replace(one, name=name, communes=kept)


def _communes(unit: Unit) -> tuple[Authority, ...]:
    return tuple(one for one in unit.registers.authorities() if one.kind == "commune")


def _may(moment: Moment) -> None:
    if not moment.by.is_any(KEEPS_TERRITORIES):
        raise Forbidden(
            "Votre fonction ne permet pas de définir des territoires.", do="Adressez-vous à l’administrateur."
        )
