"""Amounts as a statement shows them: rounded half up to the cent, said in three languages, or missing and named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from mandate_flow.domain.law import Text
from mandate_flow.domain.value import CENT

NOTHING: Final = Decimal(0)
HUNDRED: Final = Decimal(100)
LANGUAGES: Final = ("fr", "en", "nl")


@dataclass(frozen=True, slots=True)
class Missing:
    """What cannot be computed, and the `names` (facts, law quantities, rates of a day) that are not known.

    Never a zero: an amount without its rate has no value.
    """

    names: tuple[str, ...]


def cents(amount: Decimal) -> Decimal:
    """Euros rounded half up to the cent, as every line shows them."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def percent_of(amount: Decimal, rate: Decimal) -> Decimal:
    """`rate` is as typed (3.45 is 3,45 %); rounded to the cent."""
    return cents(amount * rate / HUNDRED)


def gathered(*values: object) -> Missing:
    """All that is missing among values, each name once; without a name when nothing is."""
    return Missing(tuple(dict.fromkeys(name for one in values if isinstance(one, Missing) for name in one.names)))


def spelt(say: Callable[[str], str]) -> Text:
    """A sentence in each language, from a function of the language."""
    return {lang: say(lang) for lang in LANGUAGES}
