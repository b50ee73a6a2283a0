"""Territories: named groups of communes, as the events of their register have made them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final

from mandate_flow.domain.event import Action, Draft, Event, Stream, StreamKind

STREAM: Final = Stream(StreamKind.SYSTEM, "territories")
"""The stream of the register: one for all territories."""
REGISTER: Final = "territories"


@dataclass(frozen=True, slots=True)
class Territory:
    """A group of communes (ids), by which lists and figures are narrowed; `version` is the seq of its last event."""

    id: str
    name: str
    communes: tuple[str, ...]
    retired: bool = False
    version: int = 0


NO_TERRITORIES: Final[Mapping[str, Territory]] = MappingProxyType({})


def recorded(one: Territory) -> Draft:
    """The event by which a territory is defined."""
    return Draft(Action.MEMBER_RECORDED, {"register": REGISTER, "territory": {"id": one.id, **_fields(one)}})


def changed(before: Territory, after: Territory) -> Draft | None:
    """The event that leads from `before` to `after`, or None when nothing differs."""
    old, new = _fields(before), _fields(after)
    different = {name: value for name, value in new.items() if old[name] != value}
    if not different:
        return None
    return Draft(Action.MEMBER_CHANGED, {"register": REGISTER, "territory": before.id, "fields": different})


def retired(one: Territory) -> Draft:
    """The event by which a territory is offered no more."""
    return Draft(Action.MEMBER_RETIRED, {"register": REGISTER, "territory": one.id})


def fold_territories(held: Mapping[str, Territory], event: Event) -> Mapping[str, Territory]:
    """The register after `event`, from the event alone. Raises LookupError when it cannot follow."""
    outcome = event.outcome
    if event.action is Action.MEMBER_RECORDED:
        raw = outcome["territory"]
        if raw["id"] in held:
            raise LookupError(f"{event.stream} {event.seq}: a territory enters once")
        return {**held, raw["id"]: Territory(raw["id"], raw["name"], tuple(raw["communes"]), version=event.seq)}
    if event.action is Action.MEMBER_CHANGED:
        one = held[outcome["territory"]]
        return {**held, one.id: replace(one, **_arguments(outcome["fields"]), version=event.seq)}
    if event.action is Action.MEMBER_RETIRED:
        one = held[outcome["territory"]]
        return {**held, one.id: replace(one, retired=True, version=event.seq)}
    return held


def _fields(one: Territory) -> dict[str, Any]:
    return {"name": one.name, "communes": sorted(one.communes)}


def _arguments(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if name == "communes" else value for name, value in raw.items()}
