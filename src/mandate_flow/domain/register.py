"""The registers: authorities, structures and persons, as their generic events have made them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from mandate_flow.domain.absence import Absence, absence_from
from mandate_flow.domain.event import GENESIS, Action, Draft, Event, Personal, StreamKind
from mandate_flow.domain.people import Person, Role
from mandate_flow.domain.value import Erased

ERASED_TEXT: Final = "(effacé)"
"""What a register shows in the place of an erased name; an erased address is empty."""


@dataclass(frozen=True, slots=True)
class Authority:
    """A public authority. `kind`: commune, metropole, departement, region, state; `code`: INSEE code of a commune.

    `version` is the seq of its last event, `head` that event's hash.
    """

    id: str
    kind: str
    name: str
    code: str = ""
    siren: str = ""
    population: int | None = None
    version: int = 0
    head: bytes = GENESIS
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Structure:
    """A structure that is or may be entrusted. `form`: association, scic, scop, foundation, company."""

    id: str
    form: str
    name: str
    siret: str = ""
    rna: str = ""
    email: str = ""
    contact: str = ""
    fiscal_year_end_month: int = 12
    demonstration: bool = False
    version: int = 0
    head: bytes = GENESIS
    retired: bool = False


Member: TypeAlias = Authority | Structure | Person

_KINDS: Final[Mapping[StreamKind, type[Authority | Structure | Person]]] = MappingProxyType(
    {StreamKind.AUTHORITY: Authority, StreamKind.STRUCTURE: Structure, StreamKind.PERSON: Person}
)
_NOT_FIELDS: Final = frozenset({"id", "version", "head", "retired", "absence"})
_PERSONAL: Final[Mapping[StreamKind, frozenset[str]]] = MappingProxyType(
    {
        StreamKind.AUTHORITY: frozenset(),
        StreamKind.STRUCTURE: frozenset({"email", "contact"}),
        StreamKind.PERSON: frozenset({"name", "email"}),
    }
)


def kind_of(member: Member) -> StreamKind:
    """The kind of stream a member's events are in."""
    return next(kind for kind, made in _KINDS.items() if isinstance(member, made))


def recorded(member: Member) -> Draft:
    """The event by which a member enters its register."""
    return Draft(Action.MEMBER_RECORDED, {"fields": _fields(member)})


def changed(before: Member, after: Member) -> Draft | None:
    """The event that leads from `before` to `after`, or None when nothing differs."""
    old, new = _fields(before), _fields(after)
    different = {name: value for name, value in new.items() if old[name] != value}
    return Draft(Action.MEMBER_CHANGED, {"fields": different}) if different else None


def retired() -> Draft:
    """The event by which a member leaves its register."""
    return Draft(Action.MEMBER_RETIRED, {})


def away(absence: Absence) -> Draft:
    """The event by which a person will be away, or is."""
    return Draft(Action.ABSENCE_DECLARED, absence.outcome())


def back() -> Draft:
    """The event by which a person is back."""
    return Draft(Action.ABSENCE_ENDED, {})


def fold_member(member: Member | None, event: Event) -> Member:
    """The member after `event`, from the event alone. Raises ValueError when the event cannot follow."""
    if (member is None) != (event.action is Action.MEMBER_RECORDED):
        raise ValueError(f"{event.stream} {event.seq}: a member is recorded by its first event, once")
    if member is None:
        made: Member = _KINDS[event.stream.kind](id=event.stream.id, **_arguments(event))
    elif event.action is Action.MEMBER_CHANGED:
        made = replace(member, **_arguments(event))
    elif event.action is Action.MEMBER_RETIRED:
        made = replace(member, active=False) if isinstance(member, Person) else replace(member, retired=True)
    elif event.action is Action.ABSENCE_DECLARED and isinstance(member, Person):
        made = replace(member, absence=absence_from(event.outcome))
    elif event.action is Action.ABSENCE_ENDED and isinstance(member, Person):
        made = replace(member, absence=None)
    elif event.action in _WITHOUT_EFFECT:
        made = member
    else:
        raise ValueError(f"{event.stream} {event.seq}: {event.action} has no place in a register")
    return made if isinstance(made, Person) else replace(made, version=event.seq, head=event.hash)


_WITHOUT_EFFECT: Final = frozenset(
    {
        Action.VALUE_ERASED,
        Action.ACCESS_GRANTED,
        Action.MAIL_SENT,
        Action.MAIL_ABANDONED,
        Action.AID_RECORDED,  # these four make rows of the ledger, not of a register
        Action.AID_WITHDRAWN,
        Action.LINK_DECLARED,
        Action.LINK_ENDED,
        Action.INVENTORY_RECORDED,  # these three make the lines of an inventory
        Action.INVENTORY_CHANGED,
        Action.INVENTORY_REMOVED,
        Action.CALENDAR_CHANGED,  # these make a calendar
        Action.CALENDAR_NOTED,
        Action.CALENDAR_DONE,
        Action.CALENDAR_REOPENED,
        Action.CALENDAR_EXTENDED,
        Action.CALENDAR_WAIVED,
    }
)


def _fields(member: Member) -> dict[str, Any]:
    personal = _PERSONAL[kind_of(member)]
    found: dict[str, Any] = {}
    for one in fields(member):
        if one.name in _NOT_FIELDS:
            continue
        value = getattr(member, one.name)
        if isinstance(value, frozenset):
            value = sorted(value)
        found[one.name] = Personal(value) if one.name in personal else value
    return found


def _arguments(event: Event) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in event.outcome["fields"].items():
        if isinstance(value, Personal):
            found[name] = value.value
        elif isinstance(value, Erased):
            found[name] = "" if name == "email" else ERASED_TEXT
        else:
            found[name] = frozenset(map(Role, value)) if name == "roles" else value
    return found
