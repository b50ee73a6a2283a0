"""The meetings of a file: each is known by its day, as soon as anything is said or deposited about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from mandate_flow.domain.file import File
from mandate_flow.domain.value import FactType
from mandate_flow.domain.workflow.definition import Definition, Per

KIND: Final = "meeting_kind"
SUBJECT: Final = "meeting_subject"
PLACE: Final = "meeting_place"
PARTICIPANTS: Final = "participants"
CANCELLED: Final = "meeting_cancelled"
MINUTES: Final = "minutes"
TYPES: Final[Mapping[str, FactType]] = {
    KIND: FactType.CHOICE,
    SUBJECT: FactType.TEXT,
    PLACE: FactType.TEXT,
    PARTICIPANTS: FactType.AUTHORITIES,
    CANCELLED: FactType.YES_NO,
}
"""The names by which the calendar of the mission reads a meeting, and their types."""
HELD: Final = "held"
A_DAY: Final = len("2012-04-12")


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting. `participants` are ids of authorities; `minutes`: its minutes were deposited."""

    day: date
    kind: str = ""
    subject: str = ""
    place: str = ""
    participants: tuple[str, ...] = ()
    cancelled: bool = False
    minutes: bool = False

    @property
    def occurrence(self) -> str:
        """How facts and documents name it."""
        return self.day.isoformat()

    def held(self, day: date) -> bool:
        """True when it took place, as seen on `day`."""
        return self.day <= day and not self.cancelled


def day_of(occurrence: str) -> date | None:
    """The day of a meeting, None for another occurrence."""
    try:
        return date.fromisoformat(occurrence) if len(occurrence) == A_DAY else None
    except ValueError:
        return None


def meeting_days(definition: Definition, file: File) -> tuple[str, ...]:
    """The occurrences of the meetings of a file, earliest first."""
    facts, documents = definition.facts, definition.documents
    found = {at for name, at in file.facts if at and name in facts and facts[name].per is Per.MEETING}
    for one in file.documents.values():
        if one.occurrence and not one.withdrawn and one.kind in documents and documents[one.kind].per is Per.MEETING:
            found.add(one.occurrence)
    threads = {step.opens for step in definition.steps.values() if step.opens and step.per is Per.MEETING}
    found |= {occurrence for name, occurrence in file.threads if name in threads}
    return tuple(sorted(found))


def meetings(definition: Definition, file: File) -> tuple[Meeting, ...]:
    """The meetings of a file, earliest first."""
    return tuple(
        _meeting(file, occurrence, day)
        for occurrence in meeting_days(definition, file)
        if (day := day_of(occurrence)) is not None
    )


def _meeting(file: File, occurrence: str, day: date) -> Meeting:
    def text(name: str) -> str:
        found = file.fact(name, occurrence)
        return found.value if found is not None and isinstance(found.value, str) else ""

    present, cancelled = file.fact(PARTICIPANTS, occurrence), file.fact(CANCELLED, occurrence)
    return Meeting(
        day,
        text(KIND),
        text(SUBJECT),
        text(PLACE),
        present.value if present is not None and isinstance(present.value, tuple) else (),
        cancelled is not None and cancelled.value is True,
        bool(file.deposited(MINUTES, occurrence)),
    )
