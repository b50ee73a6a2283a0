"""One published rate, as the events of the register of rates have made it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from mandate_flow.domain.event import Action, Draft, Event, Personal, Stream, StreamKind

STREAM: Final = Stream(StreamKind.SYSTEM, "rates")
"""The stream of the register: one for all rates."""
EUR: Final = "EUR"


class RateKind(StrEnum):
    """A swap rate has a maturity and bounds profit; the base rate of the Commission gives recovery interest."""

    SWAP = "swap"
    BASE = "base"


@dataclass(frozen=True, slots=True)
class Published:
    """What was read, kept as a document: its bytes by hash, their size, and what they are."""

    sha256: str
    size: int
    media_type: str


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate in percent (2.45 is 2,45 %) from `since` to `until`, both included; a base rate may have no end yet.

    `maturity`: whole years of a swap rate, 0 for a base rate. `source`: where it was read. `fictitious`: invented, for
    a demonstration. `version` is the seq of the last event about it.
    """

    id: str
    kind: RateKind
    since: date
    until: date | None
    rate: Decimal
    source: str
    maturity: int = 0
    currency: str = EUR
    fictitious: bool = False
    document: Published | None = None
    retired: bool = False
    version: int = 0


NO_ROWS: Final[Mapping[str, Rate]] = MappingProxyType({})
_NOT_FIELDS: Final = frozenset({"id", "retired", "version"})


def recorded(rates: Iterable[Rate]) -> Draft:
    """The event by which rates enter the register: one table, typed by one person, with what it was read in."""
    given = tuple(rates)
    documents = tuple(dict.fromkeys(one.document.sha256 for one in given if one.document))
    return Draft(
        Action.MEMBER_RECORDED,
        {"register": "rates", "rates": [{"id": one.id, **_fields(one)} for one in given]},
        documents=documents,
    )


def corrected(before: Rate, after: Rate, reason: str) -> Draft | None:
    """The event that leads from `before` to `after`, or None when nothing differs."""
    old, new = _fields(before), _fields(after)
    different = {name: value for name, value in new.items() if old[name] != value}
    if not different:
        return None
    outcome = {"register": "rates", "rate": before.id, "fields": different, "reason": Personal(reason)}
    return Draft(Action.MEMBER_CHANGED, outcome)


def retired(rates: Iterable[Rate], reason: str) -> Draft:
    """The event by which rates no longer count; the register keeps them."""
    outcome = {"register": "rates", "rates": [one.id for one in rates], "reason": Personal(reason)}
    return Draft(Action.MEMBER_RETIRED, outcome)


def fold_rates(rates: Mapping[str, Rate], event: Event) -> Mapping[str, Rate]:
    """The register after `event`, from the event alone. Raises LookupError when it cannot follow."""
    outcome = event.outcome
    if event.action is Action.MEMBER_RECORDED:
        made = {raw["id"]: _rate(raw, event.seq) for raw in outcome["rates"]}
        if made.keys() & rates.keys():
            raise LookupError(f"{event.stream} {event.seq}: a rate enters once")
        return {**rates, **made}
    if event.action is Action.MEMBER_CHANGED:
        held = rates[outcome["rate"]]
        return {**rates, held.id: replace(held, **_arguments(outcome["fields"]), version=event.seq)}
    if event.action is Action.MEMBER_RETIRED:
        gone = {name: replace(rates[name], retired=True, version=event.seq) for name in outcome["rates"]}
        return {**rates, **gone}
    return rates


def _rate(raw: Mapping[str, Any], version: int) -> Rate:
    given = {name: value for name, value in raw.items() if name != "id"}
    return Rate(id=raw["id"], version=version, **_arguments(given))


def _fields(rate: Rate) -> dict[str, Any]:
    return {one.name: _json(getattr(rate, one.name)) for one in fields(rate) if one.name not in _NOT_FIELDS}


def _json(value: Any) -> Any:  # noqa: ANN401 - a field, then a JSON leaf
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Published):
        return {"sha256": value.sha256, "size": value.size, "media_type": value.media_type}
    return value.value if isinstance(value, RateKind) else value


def _arguments(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _argument(name, value) for name, value in raw.items()}


def _argument(name: str, value: Any) -> Any:  # noqa: ANN401 - a JSON leaf
    if value is None:
        return None
    match name:
        case "since" | "until":
            return date.fromisoformat(value)
        case "rate":
            return Decimal(value)
        case "kind":
            return RateKind(value)
        case "document":
            return Published(**value)
    return value
