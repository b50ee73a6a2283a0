"""Verifies that what is stored is what was recorded: the chain of every stream, then the rows against a replay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from time import perf_counter
from typing import Final

from mandate_flow.domain.audit.chain import ChainCheck, Finding
from mandate_flow.store.replay import check_rows
from mandate_flow.store.unit import Store
from mandate_flow.store.verify import check_log

SHOWN: Final = 1000
"""How many findings a report lists; `found` counts them all."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification read and found; `seconds` is how long it took."""

    events: int
    streams: int
    findings: tuple[Finding, ...]
    found: int
    seconds: float

    @property
    def ok(self) -> bool:
        """True when nothing stored differs from what was recorded."""
        return not self.found


def verify(store: Store) -> Report:
    """Verify everything, as it stands at one moment; writers are not disturbed. Raises Unavailable."""
    started = perf_counter()
    check = ChainCheck()
    with store.read() as unit:
        every = _both(check_log(unit, check), check_rows(unit))
        findings = tuple(islice(every, SHOWN))
        more = sum(1 for _ in every)
    return Report(check.events, check.streams, findings, len(findings) + more, perf_counter() - started)


def _both(first: Iterator[Finding], second: Iterator[Finding]) -> Iterator[Finding]:
    yield from first
    yield from second
