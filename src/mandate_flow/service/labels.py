"""The words for codes: states, deadlines, regimes and themes, in the version each file is pinned to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from mandate_flow.domain.calendar import NO_CALENDARS, CalendarDefinition
from mandate_flow.domain.due.explain import explain
from mandate_flow.domain.errors import MandateFlowError
from mandate_flow.domain.file import FileKind
from mandate_flow.domain.law import LawBook
from mandate_flow.domain.workflow import spoken
from mandate_flow.domain.workflow.deadline_rule import DeadlineRule
from mandate_flow.domain.workflow.definition import Definition
from mandate_flow.service.desk import Desk
from mandate_flow.service.language import in_language, speaking
from mandate_flow.store.unit import Unit

THEMES: Final[Mapping[str, str]] = {
    "autopartage-mobilite": "Autopartage et mobilité",
    "petite-enfance": "Petite enfance",
    "insertion": "Insertion",
    "culture": "Culture",
    "sport": "Sport",
    "jeunesse": "Jeunesse",
    "alimentation": "Alimentation",
    "logement": "Logement",
    "environnement": "Environnement",
    "handicap": "Handicap",
    "seniors": "Seniors",
    "numerique": "Numérique",
}
OWED_BY: Final[Mapping[str, str]] = {
    "agent": "la collectivité",
    "mission": "la mission",
    "jurist": "le juriste",
    "structure": "la structure",
    "prefect": "le préfet",
    "administrator": "l’administrateur",
}
REGIME: Final = "regime"
TRIGGERS: Final = {
    "opened_on": "ouverture du dossier",
    "fiscal_year_end": "clôture de l’exercice",
    "meeting_day": "séance",
}


@dataclass(frozen=True, slots=True)
class Labels:
    """French words for codes; `find` gives the definition of a sha256 (hex), `latest` the current workflows."""

    find: Callable[[str], Definition]
    latest: tuple[Definition, ...]
    law: LawBook
    calendars: CalendarDefinition = NO_CALENDARS

    @classmethod
    def of(cls, desk: Desk, unit: Unit) -> Labels:
        """Labels from the content folders, and while the unit is open from the bytes the database keeps."""
        library = desk.library
        return cls(
            lambda sha256: library.by_sha(sha256, unit.library.get), library.workflows, library.law, library.calendars
        )

    def state(self, sha256: str, state: str) -> str:
        """The label of a state; its code when the definition is not at hand."""
        found = self._definition(sha256)
        return in_language(found.states[state].label) if found and state in found.states else state

    def step(self, sha256: str, step: str) -> str:
        """The label of a step; its code when the definition is not at hand."""
        found = self._definition(sha256)
        return in_language(found.steps[step].label) if found and step in found.steps else step

    def deadline(self, sha256: str, code: str) -> str:
        """The label of a deadline; its code when the definition is not at hand."""
        rule = self._rule(sha256, code)
        return in_language(rule.label) if rule else code

    def may_be_met(self, sha256: str, code: str) -> bool:
        """False for a date that nobody can meet: it is good to know, and cannot be late."""
        rule = self._rule(sha256, code)
        return rule is None or rule.met_by is not None

    def deadline_law(self, sha256: str, code: str, day: date) -> str:
        """The first text behind a deadline as it holds on `day`, as a jurist cites it; "" when there is none."""
        rule = self._rule(sha256, code)
        found = (self.law.cite(key, day) for key in (rule.law if rule else ()))
        words = next((citation.words(speaking()) for citation in found if citation), "")
        return words[:1].upper() + words[1:]

    def told(self, sha256: str, trace: Iterable[tuple[str, str]]) -> tuple[str, ...]:
        """How a deadline was computed, one sentence a step."""
        found = self._definition(sha256)
        names = dict(TRIGGERS)
        if found:
            names |= spoken.readings(found)
            names |= {name: in_language(kind.label) for name, kind in found.facts.items()}
            names |= {
                f"entered.{name}": f"entrée à l’étape « {one.label['fr']} »" for name, one in found.states.items()
            }
        return explain(trace, speaking(), names)

    def of_kind(self, kind: FileKind = FileKind.SERVICE) -> tuple[Definition, ...]:
        """The current workflows of a kind."""
        return tuple(one for one in self.latest if one.kind is kind)

    def stages(self, kind: FileKind = FileKind.SERVICE) -> tuple[tuple[int, str], ...]:
        """(rank, label) of the states on the way, without the endings, of the workflow with the most of them."""
        ways = [
            tuple((state.rank, in_language(state.label)) for state in one.on_the_way()) for one in self.of_kind(kind)
        ]
        return max(ways, key=len, default=())

    def states(self, kind: FileKind | None = FileKind.SERVICE) -> Mapping[str, str]:
        """Code to label of every state of the current workflows of a kind, or of all."""
        some = self.latest if kind is None else self.of_kind(kind)
        return {state.name: in_language(state.label) for one in some for state in one.states.values()}

    def regimes(self) -> Mapping[str, str]:
        """Code to label of every regime that may be chosen."""
        kinds = [one.facts[REGIME] for one in self.latest if REGIME in one.facts]
        return {choice.value: in_language(choice.label) for kind in kinds for choice in kind.choices}

    def workflows(self) -> Mapping[str, str]:
        """Code to title of the current workflows."""
        return {one.name: in_language(one.title) for one in self.latest}

    def _rule(self, sha256: str, code: str) -> DeadlineRule | None:
        found = self._definition(sha256)
        return found.deadlines.get(code) if found else None

    def _definition(self, sha256: str) -> Definition | None:
        try:
            return self.find(sha256)
        except MandateFlowError:
            return None  # a list must not fail for one file whose definition is lost; its page says so
