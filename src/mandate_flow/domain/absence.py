"""Away for a while: from one day to another, and who stands in meanwhile, within their own rights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Absence:
    """Both days included; `substitute` is a person's id."""

    substitute: str
    since: date
    until: date

    def covers(self, day: date) -> bool:
        """True on the days of the absence."""
        return self.since <= day <= self.until

    def outcome(self) -> dict[str, str]:
        """As the event tells it."""
        return {"substitute": self.substitute, "since": self.since.isoformat(), "until": self.until.isoformat()}


def absence_from(outcome: Mapping[str, Any]) -> Absence:
    """As the event told it."""
    return Absence(outcome["substitute"], date.fromisoformat(outcome["since"]), date.fromisoformat(outcome["until"]))
