"""Who is in a file: in charge of it, first and second person of each step, contacts of authority and structure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from mandate_flow.domain.assignment import may_assign
from mandate_flow.domain.event import Action
from mandate_flow.domain.people import Role
from mandate_flow.domain.register import Structure
from mandate_flow.edge.web.dossier.words import occurrence_said
from mandate_flow.edge.web.language import in_language
from mandate_flow.edge.web.visit import Visit
from mandate_flow.service.assigning import candidates
from mandate_flow.service.reading import FilePage


@dataclass(frozen=True, slots=True)
class Taken:
    """A step: who took or proposed it (`first`), who confirmed it ("" for one person alone or not yet), and when."""

    label: str
    first: str
    second: str
    on: date
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to write to: an agent of an authority, or the contact of a structure."""

    of: str
    name: str
    email: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class People:
    """`assignee` "" for nobody; `offered`: whom this person may put in charge (id, name), empty when they may not."""

    assignee: str
    assignee_name: str
    offered: tuple[tuple[str, str], ...]
    may_assign: bool
    steps: tuple[Taken, ...]
    contacts: tuple[Contact, ...]


def people_of(here: Visit, page: FilePage) -> People:
    """The people of the file as it is shown."""
    file = page.file
    may = page.as_of is None and not file.ended and may_assign(here.person, file)
    some = [one for one in candidates(here.desk, here.person) if one.may_record(file)] if may else []
    with here.desk.store.read() as unit:
        name = unit.registers.name_of(file.assignee) if file.assignee else ""
        agents = [
            Contact(authority.name, one.name, one.email)
            for authority in page.authorities
            for one in unit.registers.people(role=Role.AGENT, authority=authority.id)
        ]
    return People(
        assignee=file.assignee,
        assignee_name=name,
        offered=tuple((one.id, one.name) for one in some),
        may_assign=may,
        steps=tuple(_steps(page)),
        contacts=(*agents, *map(_contact, page.structures)),
    )


def _contact(one: Structure) -> Contact:
    return Contact(one.name, one.contact, one.email, f"/structures/{one.id}")


def _steps(page: FilePage) -> Iterator[Taken]:
    """Steps that were taken, the latest first, then those that wait for their second person at the top."""
    proposed: dict[tuple[str, str], str] = {}
    found: list[Taken] = []
    for event in page.history:
        if event.action not in (Action.STEP_PROPOSED, Action.STEP_TAKEN):
            continue
        out = event.outcome
        key, who = (out["step"], out["occurrence"]), page.names.get(event.actor, event.actor)
        if event.action is Action.STEP_PROPOSED:
            proposed[key] = who
            continue
        first = proposed.pop(key, "") if "proposed_by" in out else ""
        found.append(Taken(_label(page, *key), first or who, who if first else "", event.day))
    for one in page.file.proposals.values():
        who = page.names.get(one.actor, one.actor)
        yield Taken(_label(page, one.step, one.occurrence), who, "", one.day, waits=True)
    yield from reversed(found)


def _label(page: FilePage, step: str, occurrence: str) -> str:
    asked = page.definition.steps.get(step)
    label = in_language(asked.label) if asked else step
    return f"{label} ({occurrence_said(occurrence, page.names)})" if occurrence else label
