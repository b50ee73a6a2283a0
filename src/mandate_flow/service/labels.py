"""The words for codes: states, deadlines, regimes and themes, in the version each file is pinned to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from mandate_flow.domain.calendar import NO_CALENDARS, CalendarDefinition
from mandate_flow.domain.due.explain import explain
from mandate_flow.domain.errors import MandateFlowError
from mandate_flow.domain.file import FileKind
from mandate_flow.domain.law import LawBook, Text
from mandate_flow.domain.workflow import spoken
from mandate_flow.domain.workflow.deadline_rule import DeadlineRule
from mandate_flow.domain.workflow.definition import Definition
from mandate_flow.service.desk import Desk
from mandate_flow.service.language import in_language, speaking
from mandate_flow.store.unit import Unit


class Worded(Mapping[str, str]):
    """Codes to words, in the language spoken when they are read."""

    def __init__(self, texts: Mapping[str, Text]) -> None:
        self._texts = texts

    def __getitem__(self, code: str) -> str:
        return in_language(self._texts[code])

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


THEMES: Final = Worded(
    {
        "autopartage-mobilite": {
            "fr": "Autopartage et mobilité",
            "en": "Car-sharing and mobility",
            "nl": "Autodelen en mobiliteit",
        },
        "petite-enfance": {"fr": "Petite enfance", "en": "Early childhood", "nl": "Jonge kinderen"},
        "insertion": {"fr": "Insertion", "en": "Inclusion through work", "nl": "Sociale inschakeling"},
        "culture": {"fr": "Culture", "en": "Culture", "nl": "Cultuur"},
        "sport": {"fr": "Sport", "en": "Sport", "nl": "Sport"},
        "jeunesse": {"fr": "Jeunesse", "en": "Youth", "nl": "Jeugd"},
        "alimentation": {"fr": "Alimentation", "en": "Food", "nl": "Voeding"},
        "logement": {"fr": "Logement", "en": "Housing", "nl": "Huisvesting"},
        "environnement": {"fr": "Environnement", "en": "Environment", "nl": "Milieu"},
        "handicap": {"fr": "Handicap", "en": "Disability", "nl": "Handicap"},
        "seniors": {"fr": "Seniors", "en": "Older people", "nl": "Ouderen"},
        "numerique": {"fr": "Numérique", "en": "Digital", "nl": "Digitaal"},
    }
)
OWED_BY: Final = Worded(
    {
        "agent": {"fr": "la collectivité", "en": "the authority", "nl": "de overheid"},
        "mission": {"fr": "la mission", "en": "the mission", "nl": "de missie"},
        "jurist": {"fr": "le juriste", "en": "the jurist", "nl": "de jurist"},
        "structure": {"fr": "la structure", "en": "the organisation", "nl": "de organisatie"},
        "prefect": {"fr": "le préfet", "en": "the prefect", "nl": "de prefect"},
        "administrator": {"fr": "l’administrateur", "en": "the administrator", "nl": "de beheerder"},
    }
)
REGIME: Final = "regime"
TRIGGERS: Final = Worded(
    {
        "opened_on": {"fr": "ouverture du dossier", "en": "opening of the file", "nl": "opening van het dossier"},
        "fiscal_year_end": {
            "fr": "clôture de l’exercice",
            "en": "end of the fiscal year",
            "nl": "afsluiting van het boekjaar",
        },
        "meeting_day": {"fr": "séance", "en": "meeting", "nl": "vergadering"},
    }
)
ENTERED: Final = {
    "fr": "entrée à l’étape « {state} »",
    "en": "entry into stage “{state}”",
    "nl": "begin van fase ‘{state}’",
}


@dataclass(frozen=True, slots=True)
class Labels:
    """Words for codes, in the language spoken.

    `find` gives the definition of a sha256 (hex), `latest` the current workflows.
    """

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
        names: dict[str, str] = dict(TRIGGERS)
        if found:
            names |= spoken.readings(found, speaking())
            names |= {name: in_language(kind.label) for name, kind in found.facts.items()}
            names |= {
                f"entered.{name}": in_language(ENTERED).format(state=in_language(one.label))
                for name, one in found.states.items()
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
        """Code to label of every state of the current workflows of a kind, or of all.

        A state that several have is called as by the one with the most stages, which names those of the map.
        """
        some = self.latest if kind is None else self.of_kind(kind)
        ordered = sorted(some, key=lambda one: len(tuple(one.on_the_way())), reverse=True)
        found: dict[str, str] = {}
        for one in ordered:
            for state in one.states.values():
                found.setdefault(state.name, in_language(state.label))
        return found

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
