"""Files at every stage, brought there through the use cases with the answers people type in the journey."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from mandate_flow.domain.command import Command, Moment, RecordFacts, TakeStep
from mandate_flow.domain.file import FactKey, File
from mandate_flow.domain.people import Person
from mandate_flow.domain.value import FactType, Value
from mandate_flow.domain.workflow.definition import Definition, Per
from mandate_flow.edge.clock import moment
from mandate_flow.edge.web.forms import Form
from mandate_flow.service.act import Done, act
from mandate_flow.service.deposit import deposit
from mandate_flow.service.opening import Opening, open_file
from tests.browser import answers, tables
from tests.browser.hands import Typed, plain
from tests.browser.house import LILLE, House

YEAR: Final = "2027"
STAGES: Final = (
    "opened", "analysis", "proposed", "deliberation", "mandate", "signed", "control", "controlled", "evaluation",
    "closed",
)  # fmt: skip


class Clerk:
    """Brings one file along its way."""

    def __init__(self, house: House, title: str) -> None:
        self.house = house
        house.calendar.turn(date(2026, 2, 2))
        opening = Opening("sieg", title, "autopartage-mobilite", (LILLE,), (house.lilas.id,), demonstration=True)
        self.file = open_file(house.desk, opening, moment(house.ahmed))
        with house.desk.store.read() as unit:
            self.definition = house.desk.definition(unit, self.file.workflow)

    def bring_to(self, stage: str) -> File:
        """The file at that stage."""
        for name in STAGES[1 : STAGES.index(stage) + 1]:
            getattr(self, name)()
        return self.file

    def analysis(self) -> None:
        self.give(answers.IDENTIFICATION, answers.IDENTIFICATION_DOCUMENTS)
        self.take("analyse", self.house.ahmed)

    def proposed(self) -> None:
        self.house.calendar.turn(date(2026, 3, 17))
        cumulation = {"Vérification du cumul": answers.DEMINIMIS["Vérification du cumul"]}
        self.give(answers.ANALYSIS | answers.DECISION | cumulation, answers.ANALYSIS_DOCUMENTS)
        self.take("submit", self.house.ahmed)

    def deliberation(self) -> None:
        self.take("submit", self.house.sophie)

    def mandate(self) -> None:
        self.house.calendar.turn(date(2026, 7, 9))
        self.give(answers.COUNCIL | answers.IN_TIME, answers.COUNCIL_DOCUMENTS)
        self.take("enforce", self.house.ahmed)

    def signed(self) -> None:
        self._act(RecordFacts(tables.keys(self.definition)))
        self.give(answers.MANDATE | answers.REASONABLE, answers.MANDATE_DOCUMENTS)
        self.take("sign", self.house.ahmed)
        self.take("sign", self.house.claire)

    def control(self) -> None:
        self.house.calendar.turn(date(2028, 7, 21))
        self.take("open_control", self.house.claire, YEAR)
        self.pays()
        self._act(RecordFacts(tables.accounts(self.definition, YEAR)))
        self.give(answers.CONTROL, answers.CONTROL_DOCUMENTS[:2])

    def controlled(self) -> None:
        self.give(answers.CONTROL_DECISION, answers.CONTROL_DOCUMENTS[2:])
        self.take("close_control", self.house.claire, YEAR)
        self.take("close_control", self.house.luc, YEAR)

    def evaluation(self) -> None:
        self.house.calendar.turn(date(2036, 9, 15))
        self.take("evaluate", self.house.claire)

    def closed(self) -> None:
        self.house.calendar.turn(date(2037, 9, 1))
        self.give(answers.EVALUATION, answers.EVALUATION_DOCUMENTS)
        self.take("close", self.house.claire)

    def pays(self) -> None:
        """What was voted for the year is paid."""
        self._act(RecordFacts(tables.schedule(self.definition, YEAR)))
        self._act(tables.payment(YEAR))

    def give(self, typed: Typed, documents: Iterable[str]) -> None:
        """Record answers, then deposit documents, each named as people read it."""
        self._act(
            RecordFacts(
                dict(read(self.definition, label, words, self.house.lilas.id) for label, words in typed.items())
            )
        )
        for label in documents:
            kind = next(
                one for one in self.definition.documents.values() if one.label["fr"] == label.partition(" — ")[0]
            )
            here, bytes_ = moment(self.house.claire), [b"%PDF-1.7\n", label.encode()]
            done = deposit(self.house.desk, self.file.id, kind.name, occurrence(kind.per), f"{label}.pdf", bytes_, here)
            assert isinstance(done, Done), done
            self.file = done.file

    def take(self, step: str, by: Person, year: str = "") -> None:
        self._act(TakeStep(step, year), by)

    def _act(self, command: Command, by: Person | None = None) -> None:
        here: Moment = moment(by or self.house.claire)
        done = act(self.house.desk, self.file.id, command, here)
        assert isinstance(done, Done), done
        self.file = done.file


def read(definition: Definition, label: str, words: str, structure: str = "") -> tuple[FactKey, Value | None]:
    """What the form would make of a label and the words beside it."""
    kind = next(one for one in definition.facts.values() if plain(one.label["fr"]) == label)
    codes = {plain(choice.label["fr"]): choice.value for choice in kind.choices}
    typed = words.lower() if kind.type is FactType.YES_NO else codes.get(plain(words), words)
    return (kind.name, occurrence(kind.per, structure)), Form([("x", typed)]).value(
        "x", kind.type, allowed=tuple(codes.values())
    )


def occurrence(per: Per | None, structure: str = "") -> str:
    """Where an answer belongs in these files."""
    return {Per.AUTHORITY: LILLE, Per.FISCAL_YEAR: YEAR, Per.STRUCTURE: structure}.get(per, "") if per else ""
