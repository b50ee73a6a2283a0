"""A small workflow with everything the engine knows, people to act in it, and a fold to see what events make."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from mandate_flow.content.workflow_reader import definition_from_bytes
from mandate_flow.domain.command import Command, Moment, OpenFile
from mandate_flow.domain.event import Draft, Event
from mandate_flow.domain.file import File
from mandate_flow.domain.law import Confidence, Entry, LawBook, LawText, Quantity
from mandate_flow.domain.people import Person, Role
from mandate_flow.domain.refusal import Refused, Unchanged
from mandate_flow.domain.workdays import french_workdays
from mandate_flow.domain.workflow import decide, evolve
from mandate_flow.domain.workflow.decide import provisional
from mandate_flow.domain.workflow.definition import Definition
from mandate_flow.domain.workflow.known import Known

WORKFLOW = (Path(__file__).parent / "small.yaml").read_text(encoding="utf-8")

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
TODAY = date(2026, 11, 23)
DEFINITION = definition_from_bytes(WORKFLOW.encode())
MISSION = Person("mission", "Mission", "mission@exemple.fr", frozenset({Role.MISSION}))
SECOND = Person("second", "Seconde", "second@exemple.fr", frozenset({Role.MISSION}))
AGENT = Person("agent", "Agente", "agent@exemple.fr", frozenset({Role.AGENT}), authority="lille")
JURIST = Person("jurist", "Juriste", "jurist@exemple.fr", frozenset({Role.JURIST}))


def _quantity(name: str, value: str, confidence: Confidence = Confidence.VERIFIED, note: str = "") -> Quantity:
    return Quantity(name, Decimal(value), f"art. {name}", confidence, note=note)


OLD = Entry(
    "old", date(2000, 1, 1), date(2025, 12, 31), {"fr": "Règle ancienne"}, {"ceiling": _quantity("ceiling", "100")}
)
NEW = Entry(
    "new",
    date(2026, 1, 1),
    None,
    {"fr": "Règle"},
    {"ceiling": _quantity("ceiling", "200"), "doubtful": _quantity("doubtful", "1", Confidence.MEMORY, "À relire.")},
)
KNOWN = Known(LawBook({"rule": LawText("rule", {"fr": "Règle"}, "ab" * 32, (OLD, NEW))}), french_workdays())


@dataclass
class Case:
    """A file that lives in memory: `does` decides and, when it may, evolves; every event is kept."""

    file: File | None = None
    events: list[Event] = field(default_factory=list)
    definition: Definition = DEFINITION

    def does(self, command: Command, by: Person = MISSION, day: date = TODAY) -> Draft | Refused | Unchanged:
        """Decide, and go on from the event when there is one."""
        moment = Moment(by, AT, day)
        answer = decide(self.definition, self.file, command, moment, KNOWN)
        if isinstance(answer, Draft):
            event = provisional(self.file, answer, moment, "f1")
            self.events.append(event)
            self.file = evolve(self.file, event)
        return answer

    @property
    def now(self) -> File:
        """The file as it is."""
        assert self.file is not None
        return self.file

    def replayed(self) -> File:
        """The file as its events alone make it."""
        file: File | None = None
        for event in self.events:
            file = evolve(file, event)
        assert file is not None
        return file


def opened(*authorities: str) -> Case:
    """A file of these authorities (lille when none is named), just opened."""
    case = Case()
    case.does(OpenFile("SMALL-2026-0001", "Essai", "culture", authorities or ("lille",), ("scic",)))
    return case


def codes(answer: object) -> list[str]:
    """The codes of the blockers of a refusal, sorted; [] when it was not refused."""
    if not isinstance(answer, Refused):
        return []
    return sorted(one.code for one in answer.refusals if one.level == "blocker")
