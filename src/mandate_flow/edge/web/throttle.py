"""Slows down who asks too often; kept in memory, one count for each process."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from threading import Lock

from mandate_flow.domain.errors import MandateFlowError


class TooMany(MandateFlowError):
    """Asked too often; waiting helps."""


class Throttle:
    """Lets a key through `limit` times in a period. At most `keys` keys are remembered, the oldest forgotten first."""

    def __init__(self, limit: int, period: timedelta, keys: int = 10_000) -> None:
        self.limit, self.period, self.keys = limit, period, keys
        self._seen: dict[str, deque[datetime]] = {}
        self._lock = Lock()

    def enter(self, key: str, at: datetime) -> None:
        """Count one more. Raises TooMany."""
        with self._lock:
            seen = self._seen.pop(key, None) or deque()
            while seen and seen[0] <= at - self.period:
                seen.popleft()
            self._seen[key] = seen
            if len(seen) >= self.limit:
                minutes = max(1, int(self.period.total_seconds() // 60))
                raise TooMany(
                    "Trop de demandes en peu de temps.",
                    why="Cette limite protège les adresses de vos collègues.",
                    do=f"Attendez {minutes} minutes, puis recommencez.",
                )
            seen.append(at)
            while len(self._seen) > self.keys:
                del self._seen[next(iter(self._seen))]
