"""One line of an inventory: what an authority gives to a structure, as the events of the authority have made it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from mandate_flow.domain.event import Action, Draft, Event, Personal
from mandate_flow.domain.fold import fold
from mandate_flow.domain.value import Erased, FactType, from_json, to_json

SIREN: Final = 9
"""The digits of a SIRET that name the legal person; the others name one of its places."""


class Instrument(StrEnum):
    """In what form it is given; all but the first two are in kind, and valued."""

    GRANT = "grant"
    CONTRACT = "contract"
    PREMISES = "premises"
    STAFF = "staff"
    GUARANTEE = "guarantee"
    FEE_WAIVER = "fee_waiver"


class Answer(StrEnum):
    """An answer of the triage; nobody has answered yet: unknown."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Mandate(StrEnum):
    """Under which act the service is entrusted: none, a file of the register, or an act that is not in it."""

    NONE = "none"
    FILE = "file"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Line:
    """What is given. `yearly`: euros a year (in-kind valued); without `since` and `until` it is given once.

    `structure` is the id of a registered one, else `name` and perhaps `siret` (14 digits) say who it is. `own_need`:
    the authority buys for its own needs; `local`: the effect is purely local. `file`: id of the file opened from the
    line or linked to it; `act`: reference of an act outside the register. `reasons` (why it was answered so) and `note`
    are personal. `version` is the seq of the last event about the line in its authority's stream.
    """

    id: str
    authority: str
    what: str
    instrument: Instrument
    yearly: Decimal
    granted_on: date
    structure: str = ""
    name: str = ""
    siret: str = ""
    since: date | None = None
    until: date | None = None
    economic: Answer = Answer.UNKNOWN
    own_need: Answer = Answer.UNKNOWN
    local: Answer = Answer.UNKNOWN
    mandate: Mandate = Mandate.NONE
    file: str = ""
    act: str = ""
    reasons: str = ""
    note: str = ""
    version: int = 0

    @property
    def undertaking(self) -> str:
        """Who receives, as totals tell it: the registered structure, else its SIREN, else its name however spelt."""
        if self.structure:
            return self.structure
        return f"siren:{self.siret[:SIREN]}" if self.siret else f"name:{fold(self.name)}"

    @property
    def once(self) -> bool:
        """Given once, on the day it was granted."""
        return self.since is None and self.until is None

    @property
    def counts(self) -> bool:
        """False once an answer has said that it cannot be State aid."""
        bought = self.instrument is Instrument.CONTRACT and self.own_need is Answer.YES
        return self.economic is not Answer.NO and self.local is not Answer.YES and not bought


PERSONAL: Final = frozenset({"reasons", "note"})
_NOT_FIELDS: Final = frozenset({"id", "authority", "version"})
_DAYS: Final = frozenset({"granted_on", "since", "until"})
_WORDS: Final[Mapping[str, type[StrEnum]]] = {
    "instrument": Instrument,
    "economic": Answer,
    "own_need": Answer,
    "local": Answer,
    "mandate": Mandate,
}
NO_LINES: Final[Mapping[str, Line]] = MappingProxyType({})


def recorded(lines: Iterable[Line]) -> Draft:
    """The event by which lines enter an inventory, all of one authority: one gesture of one person."""
    return Draft(Action.INVENTORY_RECORDED, {"lines": [{"id": one.id, **_fields(one)} for one in lines]})


def changed(before: Line, after: Line) -> Draft | None:
    """The event that leads from `before` to `after`, or None when nothing differs."""
    old, new = _fields(before), _fields(after)
    different = {name: value for name, value in new.items() if old[name] != value}
    return Draft(Action.INVENTORY_CHANGED, {"line": before.id, "fields": different}) if different else None


def removed(line: Line, reason: str) -> Draft:
    """The event by which a line leaves the inventory; the log keeps what it said."""
    return Draft(Action.INVENTORY_REMOVED, {"line": line.id, "reason": Personal(reason)})


def fold_lines(lines: Mapping[str, Line], event: Event) -> Mapping[str, Line]:
    """The lines of an authority after `event`, from the event alone. Raises LookupError when it cannot follow."""
    outcome = event.outcome
    if event.action is Action.INVENTORY_RECORDED:
        made = {one["id"]: _line(event, one) for one in outcome["lines"]}
        if made.keys() & lines.keys():
            raise LookupError(f"{event.stream} {event.seq}: a line enters once")
        return {**lines, **made}
    if event.action is Action.INVENTORY_CHANGED:
        held = lines[outcome["line"]]
        return {**lines, held.id: replace(held, **_arguments(outcome["fields"]), version=event.seq)}
    if event.action is Action.INVENTORY_REMOVED:
        gone = lines[outcome["line"]].id
        return {name: one for name, one in lines.items() if name != gone}
    return lines


def _line(event: Event, raw: Mapping[str, Any]) -> Line:
    given = {name: value for name, value in raw.items() if name != "id"}
    return Line(id=raw["id"], authority=event.stream.id, version=event.seq, **_arguments(given))


def _fields(line: Line) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in (one.name for one in fields(line) if one.name not in _NOT_FIELDS):
        value = getattr(line, name)
        if name == "yearly":
            value = to_json(FactType.MONEY, value)
        elif isinstance(value, date):
            value = value.isoformat()
        elif isinstance(value, StrEnum):
            value = value.value
        found[name] = Personal(value) if name in PERSONAL else value
    return found


def _arguments(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _argument(name, value) for name, value in raw.items()}


def _argument(name: str, value: Any) -> Any:  # noqa: ANN401 - a JSON leaf
    if isinstance(value, Personal):
        return value.value
    if isinstance(value, Erased):
        return ""
    if name == "yearly":
        return from_json(FactType.MONEY, value)
    if name in _DAYS:
        return None if value is None else date.fromisoformat(value)
    return _WORDS[name](value) if name in _WORDS else value
