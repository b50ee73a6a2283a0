"""From a file of the demonstration as written to deeds with their days: every word, date and amount resolved."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, NoReturn

from mandate_flow.content.demo_reader import written_value
from mandate_flow.domain.demonstration import (
    IN_YEAR,
    Calendar,
    DemoFile,
    Demonstration,
    Gesture,
    Stretch,
    Written,
    filled,
)
from mandate_flow.domain.errors import BadContent
from mandate_flow.domain.file import FactKey
from mandate_flow.domain.story import Decide, Deed, Deposit, Record, Take
from mandate_flow.domain.value import Cells, FactType, Scalar, Table, Value
from mandate_flow.domain.workflow import spoken
from mandate_flow.domain.workflow.definition import Column, Definition, FactKind, Per
from mandate_flow.service.demo_payments import on_day, payments, schedules

AUDITED_OVER: Final = Decimal(153_000)
TENS: Final = Decimal(10)
SPAN: Final = ("mandate_start", "mandate_end")
SHARE: Final = re.compile(r"(\d+)/([1-9]\d*)")
COMMUNE: Final = "commune-"
SPREAD: Final = 15
"""Files that follow the same fiscal year do not all act on the same day: up to two weeks between them."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A deed of file number `number` on a day; `deed` None opens it. Played by day, number, place."""

    day: date
    number: int
    place: int
    by: str
    deed: Deed | None
    where: str

    @property
    def order(self) -> tuple[date, int, int]:
        """What is played first."""
        return self.day, self.number, self.place


@dataclass(frozen=True, slots=True)
class Plot:
    """What is needed to resolve the words of one file: ids of its authorities by name, its structure and its id.

    `places`: those of the whole territory, by name, in the order of their codes.
    """

    script: Demonstration
    calendar: Calendar
    definition: Definition
    file: DemoFile
    number: int
    authorities: Mapping[str, str]
    structure: str
    form: str
    structures: tuple[str, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)

    def planned(self) -> tuple[Planned, ...]:
        """The opening and every deed of the file, each no earlier than the one before. Raises BadContent."""
        start = self._day(self.file.start, self.calendar.today, self.file.where)
        opening = Planned(start, self.number, 0, "mission", None, self.file.where)
        found, reached, marks = [opening], start, self.marks
        for stretch in self.script.paths[self.file.path].stretches:
            day = self._scene_start(stretch, start)
            words = {**self.words, **stretch.words, "year": self._year(stretch), "meeting": day.isoformat()}
            held = marks | stretch.marks
            for gesture in self.script.scenes[stretch.scene]:
                if not gesture.when <= held or gesture.unless & held:
                    continue
                reached = max(reached, self.calendar.done(self._day(gesture.on, day, gesture.where)))
                for deed in (on_day(one, reached) for one in self._deeds(gesture, day, words)):
                    found.append(Planned(reached, self.number, len(found), gesture.by, deed, gesture.where))
        return tuple(found)

    @property
    def marks(self) -> frozenset[str]:
        """What gestures may depend on: form, regime and workflow of the file, and the marks written beside it."""
        found = {self.form, self.file.regime, self.file.workflow, *self.file.marks}
        if self.form in ("association", "foundation"):
            found.add("commitment")
        if self.file.amount > AUDITED_OVER:
            found.add("audited")
        if len(self.authorities) > 1:
            found.add("several")
        return frozenset(found)

    @property
    def words(self) -> dict[str, str]:
        """The words of the file: its own first, then those of its path, its regime and its theme."""
        names = list(self.authorities)
        return {
            "title": self.file.title,
            "structure": self.structure or "l’organisme",
            "commune": names[0],
            "communes": " et ".join(part for part in (", ".join(names[:-1]), names[-1]) if part),
            "amount": str(self.file.amount),
            "form": self.form,
            "regime": self.file.regime,
            "reference": f"Délibération n°\u00a0{100 + 3 * self.number}",
            **self.script.themes.get(self.file.theme, {}),
            **self.script.regimes.get(self.file.regime, {}),
            **self.script.paths[self.file.path].words,
            **self.file.words,
        }

    def _year(self, stretch: Stretch) -> str:
        return str(self.calendar.fiscal_year(stretch.year)) if stretch.year else ""

    def _scene_start(self, stretch: Stretch, start: date) -> date:
        day = self._day(stretch.on, start, stretch.where)
        return day + timedelta(days=self.number * 7 % SPREAD) if IN_YEAR.fullmatch(stretch.on) else day

    def _deeds(self, gesture: Gesture, day: date, words: Mapping[str, str]) -> Iterator[Deed]:
        def say(text: str) -> str:
            return filled(text, words, lambda name: self._unknown(name, gesture.where))

        if gesture.record:
            facts = {
                key: self._value(key[0], _said(given, say), day, gesture.where)
                for written, given in gesture.record.items()
                for key in self._keys(written, words)
            }
            yield Record(facts, say(gesture.reason) if not gesture.take else "")
        if gesture.deposit:
            documents = {
                key: say(text) for written, text in gesture.deposit.items() for key in self._keys(written, words)
            }
            yield Deposit(documents)
        if gesture.plan:
            yield Record(schedules(gesture, self.file, self.authorities.values(), self._span(gesture.where)))
        if gesture.pay:
            yield from payments(gesture, self.file, self.authorities.values(), words["year"], say(gesture.reason))
        if gesture.take:
            ((step, occurrence),) = self._keys(gesture.take, words)
            yield Take(step, occurrence, say(gesture.reason))
        yield from self._decision(gesture, day, words["year"], say(gesture.reason))

    def _decision(self, gesture: Gesture, day: date, year: str, reason: str) -> Iterator[Deed]:
        if gesture.decision is None:
            return
        what, words = gesture.decision
        days = [self._day(words[name], day, gesture.where) for name in ("until", "since") if name in words]
        for code, occurrence in self._keys(words["deadline"], {"year": year, "meeting": ""}):
            restarts = words.get("restarts") == "true"
            yield Decide(what, code, occurrence, reason, days[0] if days else None, restarts=restarts)

    def _span(self, where: str) -> tuple[date, date]:
        """The first and the last day of the mandate, as the words of the file say."""
        start, end = (self._day(self.words[name], self.calendar.today, where) for name in SPAN)
        return start, end

    def _keys(self, written: str, words: Mapping[str, str]) -> Iterator[FactKey]:
        """`name`; `name@year` or `name@meeting` for that of the scene, `name@each` for each authority, `name@Lille`.

        `each` stands for every structure where the question is asked of those.
        """
        name, _, occurrence = written.partition("@")
        kind = self.definition.facts.get(name)
        if occurrence == "each" and kind is not None and kind.per is Per.STRUCTURE:
            yield from ((name, one) for one in self.structures)
        elif occurrence == "each":
            yield from ((name, one) for one in self.authorities.values())
        else:
            known = {"year": words["year"], "meeting": words["meeting"]}
            yield name, known.get(occurrence) or self.authorities.get(occurrence, occurrence)

    def _value(self, name: str, given: Written, day: date, where: str) -> Value:
        kind = self.definition.facts.get(name)
        if kind is None:
            raise BadContent(f"Le fait « {name} » n’existe pas dans le parcours {self.file.workflow}.", where=where)
        if kind.type is not FactType.TABLE and isinstance(given, str):
            return self._one(kind, given, day, where)
        if kind.type is not FactType.TABLE or isinstance(given, str):
            raise BadContent(f"« {name} » attend {spoken.TYPES[kind.type]}.", where=where)
        return Table(kind.typed_columns, tuple(self._cells(kind, row, day, where) for row in given))

    def _cells(self, kind: FactKind, row: Mapping[str, str], day: date, where: str) -> Cells:
        unknown = set(row) - {column.name for column in kind.columns}
        if unknown:
            raise BadContent(f"« {min(unknown)} » n’est pas une colonne de « {kind.name} ».", where=where)
        given = ((column, row.get(column.name, "")) for column in kind.columns)
        return tuple(self._cell(column, text, day, where) for column, text in given)

    def _cell(self, column: Column, text: str, day: date, where: str) -> Scalar | None:
        value = self._one(column, text, day, where) if text else None
        return None if isinstance(value, (tuple, Table)) else value

    def _one(self, kind: FactKind | Column, text: str, day: date, where: str) -> Value:
        if kind.type is FactType.MONEY and text.startswith("x"):
            return (self.file.amount * Decimal(text[1:]) / TENS).to_integral_value(ROUND_HALF_UP) * TENS
        if kind.type is FactType.DATE:
            return self._day(text, day, where)
        if kind.type is FactType.AUTHORITIES:
            return self._there(text, where)
        if kind.name == "year":
            return Decimal(self._calendar_year(text, day, where))
        value = written_value(kind, text)
        if value is None:
            raise BadContent(f"« {text} » n’est pas une valeur de « {kind.name} ».", where=where)
        return value

    def _there(self, text: str, where: str) -> tuple[str, ...]:
        """Authorities by name; `1/3` is one commune out of three in the order of their codes, from the second on."""
        found: list[str] = []
        for part in (one.strip() for one in text.split(",")):
            if share := SHARE.fullmatch(part):
                communes = [one for one in self.places.values() if one.startswith(COMMUNE)]
                found += communes[int(share[1]) :: int(share[2])]
            elif part in self.places:
                found.append(self.places[part])
            else:
                raise BadContent(f"« {part} » n’est pas dans le territoire.", where=where)
        return tuple(dict.fromkeys(found))

    def _day(self, text: str, start: date, where: str) -> date:
        try:
            return self.calendar.day(text, start)
        except ValueError:
            do = "Écrivez +35, J-420, N-1-05-20, M+2, F+2 ou 2012-01-31."
            raise BadContent(f"« {text} » n’est pas un jour.", do=do, where=where) from None

    def _calendar_year(self, text: str, start: date, where: str) -> int:
        """A year as written, or the year of a day and how many after: `M+1 +2`."""
        first, _, after = text.partition(" ")
        return int(text) if text.isdigit() else self._day(first, start, where).year + int(after or 0)

    def _unknown(self, name: str, where: str) -> NoReturn:
        raise BadContent(f"Le mot « {{{name}}} » n’est écrit nulle part pour « {self.file.title} ».", where=where)


def _said(given: Written, say: Callable[[str], str]) -> Written:
    """A value as written, or each cell of a table, with its words in place."""
    if isinstance(given, str):
        return say(given)
    return tuple({name: say(text) for name, text in row.items()} for row in given)
