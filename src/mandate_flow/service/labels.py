"""The words for codes: states, deadlines, regimes and themes, in the version each file is pinned to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from mandate_flow.domain.errors import MandateFlowError
from mandate_flow.domain.workflow.definition import DeadlineRule, Definition
from mandate_flow.service.desk import Desk
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
}
REGIME: Final = "regime"


@dataclass(frozen=True, slots=True)
class Labels:
    """French words for codes; `find` gives the definition of a sha256 (hex), `latest` the current workflows."""

    find: Callable[[str], Definition]
    latest: tuple[Definition, ...]

    @classmethod
    def of(cls, desk: Desk, unit: Unit) -> Labels:
        """Labels from the content folders, and while the unit is open from the bytes the database keeps."""
        return cls(lambda sha256: desk.library.by_sha(sha256, unit.library.get), desk.library.workflows)

    def state(self, sha256: str, state: str) -> str:
        """The label of a state; its code when the definition is not at hand."""
        found = self._definition(sha256)
        return found.states[state].label["fr"] if found and state in found.states else state

    def deadline(self, sha256: str, code: str) -> str:
        """The label of a deadline; its code when the definition is not at hand."""
        rule = self._rule(sha256, code)
        return rule.label["fr"] if rule else code

    def deadline_law(self, sha256: str, code: str) -> tuple[str, ...]:
        """The citations (text.quantity) behind a deadline."""
        rule = self._rule(sha256, code)
        return rule.law if rule else ()

    def stages(self) -> tuple[tuple[int, str], ...]:
        """(rank, label) of the states on the way, without the endings, of the workflow with the most of them."""
        ways = [
            tuple((state.rank, state.label["fr"]) for state in one.states.values() if not state.ending)
            for one in self.latest
        ]
        return max(ways, key=len, default=())

    def states(self) -> Mapping[str, str]:
        """Code to label of every state of the current workflows."""
        return {state.name: state.label["fr"] for one in self.latest for state in one.states.values()}

    def regimes(self) -> Mapping[str, str]:
        """Code to label of every regime that may be chosen."""
        kinds = [one.facts[REGIME] for one in self.latest if REGIME in one.facts]
        return {choice.value: choice.label["fr"] for kind in kinds for choice in kind.choices}

    def workflows(self) -> Mapping[str, str]:
        """Code to title of the current workflows."""
        return {one.name: one.title["fr"] for one in self.latest}

    def _rule(self, sha256: str, code: str) -> DeadlineRule | None:
        found = self._definition(sha256)
        return found.deadlines.get(code) if found else None

    def _definition(self, sha256: str) -> Definition | None:
        try:
            return self.find(sha256)
        except MandateFlowError:
            return None  # a list must not fail for one file whose definition is lost; its page says so
