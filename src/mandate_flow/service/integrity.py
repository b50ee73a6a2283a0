"""Verifies that what is stored is what was recorded: every chain, the rows against a replay, the documents on disk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
from time import perf_counter
from typing import Final

from mandate_flow.domain.audit.chain import ChainCheck, Finding
from mandate_flow.service.subject import Subject, subject_of
from mandate_flow.store.blobs import Blobs
from mandate_flow.store.deposits import check_documents
from mandate_flow.store.replay import check_rows
from mandate_flow.store.unit import Store, Unit
from mandate_flow.store.verify import check_log

SHOWN: Final = 1000
"""How many findings a report lists; `found` counts them all."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification read and found; `seconds` is how long it took.

    `documents` is how many deposits were compared with their bytes on the disk, None when that was not asked;
    `subjects` says what each stream with a finding is about.
    """

    events: int
    streams: int
    findings: tuple[Finding, ...]
    found: int
    seconds: float
    documents: int | None = None
    subjects: Mapping[str, Subject] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """True when nothing stored differs from what was recorded."""
        return not self.found


def verify(store: Store, blobs: Blobs | None = None) -> Report:
    """Verify everything, as it stands at one moment; writers are not disturbed. Raises Unavailable.

    With `blobs` every document ever deposited, withdrawn or not, is read again too.
    """
    started = perf_counter()
    check, documents = ChainCheck(), _Documents()
    with store.read() as unit:
        every = chain(check_log(unit, check), check_rows(unit), documents.check(unit, blobs) if blobs else ())
        findings = tuple(islice(every, SHOWN))
        more = sum(1 for _ in every)
        subjects = {stream: subject_of(unit, stream) for stream in {one.stream for one in findings}}
    read = documents.read if blobs else None
    seconds = perf_counter() - started
    return Report(check.events, check.streams, findings, len(findings) + more, seconds, read, subjects)


class _Documents:
    """Counts the deposits it checks."""

    def __init__(self) -> None:
        self.read = 0

    def check(self, unit: Unit, blobs: Blobs) -> Iterator[Finding]:
        for found in check_documents(unit, blobs):
            self.read += 1
            if found is not None:
                yield found
