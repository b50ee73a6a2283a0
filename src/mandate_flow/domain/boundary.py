"""Two readings of a boundary day: where a text can be read in two ways, which one holds is a rule of the house."""

from __future__ import annotations

from datetime import date
from typing import Final

from mandate_flow.domain.law import LawBook

READING: Final = "politique.boundary_reading"
"""Dated as any other quantity: the reading of a day is that in force on the day the period starts or ends from."""
CAUTIOUS: Final = "cautious"
OTHER: Final = "other"


def reads_cautiously(law: LawBook, day: date) -> bool:
    """True unless the rule of the house says otherwise on that day."""
    cited = law.cite(READING, day)
    return cited is None or cited.quantity.value != OTHER
