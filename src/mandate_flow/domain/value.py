"""The typed values a fact can hold, and their one JSON form (amounts as strings of cents)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Final, TypeAlias

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json] | None"
Value: TypeAlias = str | bool | date | Decimal | tuple[str, ...]

CENT: Final = Decimal("0.01")


class FactType(StrEnum):
    """What a workflow may ask for; the names are those written in `workflows/*.yaml`."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    DATE = "date"
    MONEY = "money"
    PERCENTAGE = "percentage"  # as typed: 3.45 stands for 3,45 %
    NUMBER = "number"
    ORGANISATION = "organisation"
    PERSON = "person"
    DOCUMENT = "document"


PERSONAL_BY_DEFAULT: Final = frozenset({FactType.TEXT, FactType.LONG_TEXT, FactType.PERSON})


@dataclass(frozen=True, slots=True)
class Erased:
    """Stands where a personal value was erased: the proof remains, the value does not."""


ERASED: Final = Erased()


@dataclass(frozen=True, slots=True)
class Fact:
    """A typed value; `value` is `ERASED` once the personal value behind it is gone."""

    type: FactType
    value: Value | Erased


def to_json(kind: FactType, value: Value) -> Json:
    """The JSON form of a value: euros become a string of cents, fractions and numbers a plain decimal string."""
    if kind is FactType.MONEY and isinstance(value, Decimal):
        return str(int((value / CENT).to_integral_value(ROUND_HALF_UP)))
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return value


def from_json(kind: FactType, raw: Json) -> Value:
    """Inverse of `to_json`. Raises ValueError on a form that `to_json` never writes."""
    reads = _READS.get(kind)
    if isinstance(raw, str):
        if kind in _NOT_TEXT:
            raise ValueError(f"{kind}: {raw!r}")
        return raw if reads is None else reads(raw)
    if kind is FactType.YES_NO and isinstance(raw, bool):
        return raw
    if kind is FactType.CHOICES and isinstance(raw, list):
        return tuple(str(item) for item in raw)
    raise ValueError(f"{kind}: {raw!r}")


_NOT_TEXT: Final = frozenset({FactType.YES_NO, FactType.CHOICES})
_READS: Final[dict[FactType, Callable[[str], Value]]] = {
    FactType.MONEY: lambda raw: Decimal(raw) * CENT,
    FactType.PERCENTAGE: Decimal,
    FactType.NUMBER: Decimal,
    FactType.DATE: date.fromisoformat,
}
