"""What the rules must see from outside the file, loaded by the service."""

from __future__ import annotations

from dataclasses import dataclass

from mandate_flow.domain.deminimis.picture import NOBODY_LOOKED, AidPicture
from mandate_flow.domain.law import LawBook
from mandate_flow.domain.rates import NO_RATES, RateBook
from mandate_flow.domain.workdays import Workdays


@dataclass(frozen=True, slots=True)
class Known:
    """The law by date and the calendar of working days; `aid`: what the structure of the file has been granted.

    `rates`: the reference rates that were entered.
    """

    law: LawBook
    workdays: Workdays
    aid: AidPicture = NOBODY_LOOKED
    rates: RateBook = NO_RATES
