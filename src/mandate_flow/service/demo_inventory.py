"""The inventories of the demonstration: each authority's own agent enters its lines, then answers the questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from typing import Final

from mandate_flow.domain.command import Moment
from mandate_flow.domain.demonstration import Calendar, DemoLine
from mandate_flow.domain.errors import BadContent, MandateFlowError
from mandate_flow.domain.inventory import Answer, Instrument, Mandate
from mandate_flow.domain.people import Person
from mandate_flow.domain.register import Authority, Structure
from mandate_flow.service.desk import Desk
from mandate_flow.service.inventory import Answers, Entry, add_lines, answer

DAYS_AGO: Final = 40
"""When the inventories of the demonstration were made."""


def take_inventory(
    desk: Desk,
    lines: Iterable[DemoLine],
    calendar: Calendar,
    structures: Mapping[str, Structure],
    find: Callable[[str, str], tuple[Authority, Person]],
    moment: Callable[[Person], Moment],
) -> int:
    """How many lines were entered. `find` gives an authority by name with who acts for it. Raises BadContent."""
    entered = 0
    for name, some in groupby(lines, key=lambda one: one.authority):
        told = tuple(some)
        authority, person = find(name, told[0].where)
        try:
            made = add_lines(desk, authority.id, [_entry(one, calendar, structures) for one in told], moment(person))
            for one, line in zip(told, made, strict=True):
                if given := _answers(one):
                    answer(desk, line.id, given, moment(person))
        except BadContent:
            raise
        except MandateFlowError as error:
            raise BadContent(f"Inventaire de {name} : {error}", where=told[0].where) from error
        entered += len(made)
    return entered


def _entry(one: DemoLine, calendar: Calendar, structures: Mapping[str, Structure]) -> Entry:
    try:
        granted = calendar.day(one.granted, calendar.today)
        since = calendar.day(one.since, calendar.today) if one.since else None
        until = calendar.day(one.until, calendar.today) if one.until else None
    except ValueError as error:
        raise BadContent("Ce jour ne se lit pas.", do="Écrivez par exemple N-1-05-20.", where=one.where) from error
    return Entry(
        what=one.what,
        instrument=Instrument(one.instrument),
        yearly=one.amount,
        granted_on=granted,
        structure=structures[one.structure].id if one.structure else "",
        name=one.name,
        siret=one.siret,
        since=since,
        until=until,
    )


def _answers(one: DemoLine) -> Answers | None:
    mandate = Mandate.OTHER if one.act else Mandate.NONE
    given = Answers(Answer(one.economic), Answer(one.own_need), Answer(one.local), mandate, one.act, one.reasons)
    nothing = Answers(Answer.UNKNOWN, Answer.UNKNOWN, Answer.UNKNOWN, Mandate.NONE)
    return None if given == nothing else given
