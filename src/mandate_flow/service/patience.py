"""Who asks too often waits, twice as long each time; counted in the database, the same for every process."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from mandate_flow.domain.errors import MandateFlowError
from mandate_flow.domain.said import said
from mandate_flow.service.desk import Desk
from mandate_flow.store.door_codes import Wait

FIRST_WAIT: Final = timedelta(minutes=1)
LONGEST_WAIT: Final = timedelta(minutes=15)
QUIET: Final = timedelta(hours=1)
"""After an hour without asking, everything is forgotten."""


class TooMany(MandateFlowError):
    """Asked too often; waiting helps."""


@dataclass(frozen=True, slots=True)
class Limit:
    """What is counted, and how many times in a row it costs nothing."""

    what: str
    free: int


LINKS_TO_ADDRESS: Final = Limit("link to", 5)
LINKS_FROM_CLIENT: Final = Limit("link from", 60)
"""A whole town hall may come from one address of the network."""
SPENT_LINKS_FROM_CLIENT: Final = Limit("spent link from", 20)
JOURNEYS_FROM_CLIENT: Final = Limit("journey from", 60)
CODES_TO_PERSON: Final = Limit("code to", 5)


def enter(desk: Desk, asked: tuple[tuple[Limit, str], ...], at: datetime) -> None:
    """Count one more for each (limit, whom). Raises TooMany, and counts nothing, while one of them has to wait.

    Who waits is not counted: nobody can lengthen someone else's wait. Addresses and clients are kept as hashes, and
    for an hour.
    """
    with desk.store.write() as unit:
        unit.codes.forget(at - QUIET)
        held = [(limit, unit.codes.hold(_key(limit, whom), at)) for limit, whom in sorted(asked, key=_order)]
        opens = max(wait.open_at for _, wait in held)
        if opens > at:
            raise too_many(opens - at)
        for limit, wait in held:
            unit.codes.keep(counted(wait, limit, at))


def check(desk: Desk, limit: Limit, whom: str, at: datetime) -> None:
    """Count nothing. Raises TooMany while that one has to wait."""
    with desk.store.read() as unit:
        opens = unit.codes.open_at(_key(limit, whom))
    if opens is not None and opens > at:
        raise too_many(opens - at)


def counted(wait: Wait, limit: Limit, at: datetime) -> Wait:
    """The wait once counted at `at`: free up to the limit, then one minute, two, four, eight, fifteen."""
    times = wait.times + 1
    over = times - limit.free
    pause = timedelta(0) if over < 0 else min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(over, 10))
    return replace(wait, times=times, last_at=at, open_at=at + pause)


def too_many(left: timedelta) -> TooMany:
    """The refusal that says how long is left to wait."""
    count = max(1, -int(-left.total_seconds() // 60))
    many = said("Attendez {minutes} minutes, puis recommencez.", minutes=count)
    return TooMany(
        "Trop de demandes en peu de temps.",
        why="Cette limite protège les adresses de vos collègues.",
        do=many if count > 1 else "Attendez une minute, puis recommencez.",
    )


def _order(asked: tuple[Limit, str]) -> str:
    """Always held in the same order: two requests never wait for each other."""
    return _key(*asked)


def _key(limit: Limit, whom: str) -> str:
    return hashlib.sha256(f"{limit.what}:{whom.strip().lower()}".encode()).hexdigest()
