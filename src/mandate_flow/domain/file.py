"""The case file, as its events have made it so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, TypeAlias

from mandate_flow.domain.comment import Comment
from mandate_flow.domain.deadline import Deadline, DeadlineKey
from mandate_flow.domain.payment import Payment
from mandate_flow.domain.value import Erased, Fact

FactKey: TypeAlias = tuple[str, str]
"""(name, occurrence); the occurrence is "" for a fact that does not repeat, else an authority or structure id,
a fiscal year such as "2027", or a meeting."""


CONTROL: Final = "control"
"""The thread of the annual controls."""


@dataclass(frozen=True, slots=True)
class Pin:
    """The workflow version a file was opened under, and the sha256 (hex) of its bytes."""

    name: str
    version: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Document:
    """A deposited document: its kind as named by the workflow, and its content hash (hex sha256).

    `replaces`: the id of the version before it; `replaced_by`: of the one after. `late`: it came after a step had fixed
    the documents of its section, so nothing rests on it.
    """

    id: str
    kind: str
    occurrence: str
    name: str | Erased
    sha256: str
    size: int
    media_type: str
    day: date
    actor: str
    withdrawn: bool = False
    replaces: str = ""
    replaced_by: str = ""
    late: bool = False

    @property
    def counts(self) -> bool:
        """Neither withdrawn nor replaced by a later version."""
        return not self.withdrawn and not self.replaced_by


class FileKind(StrEnum):
    """What a file is about: a service entrusted to somebody, the way of one commune, or the mission itself."""

    SERVICE = "service"
    PATH = "path"
    MISSION = "mission"


ThreadKey: TypeAlias = tuple[str, str]
"""(thread, occurrence): the control of a fiscal year is ("control", "2027")."""


class ThreadStatus(StrEnum):
    """Status of one occurrence of a thread, such as the annual control of a fiscal year."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A four-eyes step waiting for its second person; `version` is the file's version it was made on.

    `confirm_by`: names of the roles that may confirm, sorted. It tells lists whom to ask; the definition decides.
    """

    step: str
    occurrence: str
    actor: str
    day: date
    version: int
    confirm_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """One case file. `version` is the seq of its last event, `head` that event's hash.

    `rank` is the place of the state on the way, `furthest_rank` the most advanced one ever reached.
    `entered`: last day each state was entered; `taken`: last day each (step, occurrence) was taken. `renews`: the id of
    the file it follows, "" for none. `assignee`: the id of the person in charge of it, "" for nobody in particular.
    """

    id: str
    ref: str
    workflow: Pin
    state: str
    version: int
    head: bytes
    opened_on: date
    title: str
    theme: str = ""
    demonstration: bool = False
    kind: FileKind = FileKind.SERVICE
    authorities: tuple[str, ...] = ()
    structures: tuple[str, ...] = ()
    rank: int = 0
    furthest_rank: int = 0
    ended: bool = False
    renews: str = ""
    assignee: str = ""
    facts: Mapping[FactKey, Fact] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict)
    threads: Mapping[ThreadKey, ThreadStatus] = field(default_factory=dict)
    entered: Mapping[str, date] = field(default_factory=dict)
    taken: Mapping[tuple[str, str], date] = field(default_factory=dict)
    proposals: Mapping[tuple[str, str], Proposal] = field(default_factory=dict)
    deadlines: Mapping[DeadlineKey, Deadline] = field(default_factory=dict)
    payments: Mapping[str, Payment] = field(default_factory=dict)
    comments: Mapping[str, Comment] = field(default_factory=dict)

    @property
    def controls(self) -> Mapping[str, ThreadStatus]:
        """The annual controls, by fiscal year."""
        return {occurrence: status for (name, occurrence), status in self.threads.items() if name == CONTROL}

    def open_ones(self, thread: str) -> tuple[str, ...]:
        """The occurrences of a thread that are open, in order."""
        found = (at for (name, at), status in self.threads.items() if name == thread and status is ThreadStatus.OPEN)
        return tuple(sorted(found))

    def fact(self, name: str, occurrence: str = "") -> Fact | None:
        """The fact as given, or None."""
        return self.facts.get((name, occurrence))

    def deposited(self, kind: str, occurrence: str = "") -> tuple[Document, ...]:
        """The documents of a kind that count, oldest first."""
        return tuple(
            one for one in self.documents.values() if one.kind == kind and one.occurrence == occurrence and one.counts
        )
