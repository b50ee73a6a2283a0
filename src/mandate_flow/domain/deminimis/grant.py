"""One aid of small amount, as granted: to whom, by whom, how much, on which day the right to it was born."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Regime(StrEnum):
    """The two families of regulations; their ceilings are independent since 2024."""

    GENERAL = "DM"
    SGEI = "SDM"

    @property
    def text(self) -> str:
        """The name of the text in the law by date."""
        return "de_minimis_general" if self is Regime.GENERAL else "de_minimis_sieg"


REGIME_OF: Final[Mapping[str, Regime]] = MappingProxyType({"R4_DEMIN": Regime.GENERAL, "R5_DEMIN_SIEG": Regime.SGEI})
"""The regimes of a file (fact `regime`) whose aid counts in the ledger."""


class Source(StrEnum):
    """Where a line of the ledger comes from."""

    HAND = "hand"
    INVENTORY = "inventory"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Grant:
    """An aid. `amount`: euros, gross grant equivalent; `granted_on`: the day the legal right was conferred.

    `authority` is the id of a registered authority, else `funder` names one that is not. `withdrawn`: it no longer
    counts.
    """

    id: str
    structure: str
    regime: Regime
    amount: Decimal
    granted_on: date
    authority: str = ""
    funder: str = ""
    instrument: str = "grant"
    in_kind: bool = False
    source: Source = Source.HAND
    file_id: str = ""
    sgei: str = ""
    note: str = ""
    withdrawn: bool = False
