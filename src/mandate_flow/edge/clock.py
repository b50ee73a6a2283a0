"""The one place where the product reads the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from mandate_flow.domain.command import Moment
from mandate_flow.domain.people import Person

HERE: Final = ZoneInfo("Europe/Paris")


def now() -> datetime:
    """The present instant, aware, UTC."""
    return datetime.now(UTC)


def day_of(at: datetime) -> date:
    """The local day of an instant, in Europe/Paris."""
    return at.astimezone(HERE).date()


def moment(person: Person) -> Moment:
    """Who acts, and when: now."""
    at = now()
    return Moment(by=person, at=at, day=day_of(at))
