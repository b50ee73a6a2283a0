"""Plays what the demonstration plans, by day: acts through the one door, then the mails of the last days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Final

from mandate_flow.domain.cadence import next_reminder
from mandate_flow.domain.command import AssignFile, Moment
from mandate_flow.domain.demonstration import Calendar, DemoFile, Demonstration
from mandate_flow.domain.errors import BadContent, MandateFlowError
from mandate_flow.domain.file import File, FileKind
from mandate_flow.domain.notice import Urgency
from mandate_flow.domain.people import SYSTEM, Person, Role
from mandate_flow.domain.refusal import Refused
from mandate_flow.domain.register import Authority, Structure
from mandate_flow.service.act import Done, act
from mandate_flow.service.deliver import deliver
from mandate_flow.service.demo_inventory import DAYS_AGO, take_inventory
from mandate_flow.service.demo_plot import Planned, Plot
from mandate_flow.service.demo_rates import enter_rates
from mandate_flow.service.desk import Desk
from mandate_flow.service.language import in_language
from mandate_flow.service.opening import Opening, open_file
from mandate_flow.service.registers import NewPerson, NewStructure, add_person, add_structure, load_territory
from mandate_flow.service.scenario import Cast, Stage, morning
from mandate_flow.service.specimen import specimen
from mandate_flow.service.tick import tick

ONE_DAY: Final = timedelta(days=1)
MAILS_SINCE: Final = timedelta(days=14)
"""Mails of the last days are made; what would have left before is taken as sent and done with."""
OPENING_HOURS: Final = 8 * 60 + 35
BETWEEN_ACTS: Final = 7
CLOSING: Final = 18 * 60 + 50
MORNING_MAILS: Final = time(7, 30)
A_MINUTE: Final = timedelta(minutes=1)
NOW: Final = frozenset({Urgency.NOW})
MANY: Final = 10_000
BY_MISSION: Final = 3
LEFT_ALONE: Final = 9


@dataclass(frozen=True, slots=True)
class Summary:
    """What was played: files by state, acts, mails made in the last days, and lines of inventories."""

    states: Mapping[str, int]
    acts: int
    mails: int
    lines: int = 0


@dataclass(slots=True)
class Player:
    """One performance: the people, structures and files it has made so far."""

    desk: Desk
    script: Demonstration
    calendar: Calendar
    authorities: dict[str, Authority] = field(default_factory=dict)
    structures: dict[str, Structure] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    files: dict[int, File] = field(default_factory=dict)
    minutes: Counter[date] = field(default_factory=Counter)

    def register(self, territory: Iterable[Authority]) -> None:
        """The territory, the people and the structures, all there before the first file."""
        first = min(self.calendar.day(one.start, self.calendar.today) for one in self.script.files)
        system = Moment(SYSTEM, morning(first, time(8)), first)
        given = tuple(territory)
        load_territory(self.desk, given, system)
        self.authorities = {one.name: one for one in given}
        for person in self.script.people:
            authority = self._authority(person.authority, "demo/people.yaml").id if person.authority else None
            new = NewPerson(person.name, person.email, person.roles, authority)
            self.people[person.role] = add_person(self.desk, new, system)
        if self.script.rates is not None:
            jurist = self.people["jurist"]
            enter_rates(self.desk, self.script.rates, self.calendar, lambda day: Moment(jurist, morning(day), day))
        by_mission = replace(system, by=self.people["mission"])
        for one in self.script.structures:
            self.structures[one.nickname] = add_structure(
                self.desk,
                NewStructure(
                    form=one.form,
                    name=one.name,
                    siret=one.siret,
                    rna=one.rna,
                    email=one.email,
                    contact=one.contact,
                    fiscal_year_end_month=one.fiscal_year_end_month,
                    demonstration=True,
                ),
                by_mission,
            )

    def play(self) -> Summary:
        """Every deed by day; nothing is written to anybody until the last days, then mails leave as in real life.

        At half past seven those of the day, and the urgent ones a minute after what they tell; today’s morning is the
        scheduler’s.
        """
        today, since = self.calendar.today, self.calendar.today - MAILS_SINCE
        planned = sorted((one for plot in self._plots() for one in plot.planned()), key=lambda one: one.order)
        book = replace(self.desk.library.notices, kinds={})
        quiet = replace(self.desk, library=replace(self.desk.library, notices=book))
        counted = today - timedelta(days=DAYS_AGO)
        for one in (each for each in planned if each.day < counted):
            self._do(quiet, one)
        lines = take_inventory(
            quiet, self.script.inventory, self.calendar, self.structures, self._keeper, partial(self._on, counted)
        )
        for one in (each for each in planned if counted <= each.day < since):
            self._do(quiet, one)
        self._forget_reminders(since - ONE_DAY)
        mails = 0
        for day in (since + number * ONE_DAY for number in range(MAILS_SINCE.days)):
            mails += tick(self.desk, day, morning(day, MORNING_MAILS)).delivered.prepared.mails
            for one in (each for each in planned if each.day == day):
                mails += self._urgent(day, self._do(self.desk, one))
        return Summary(Counter(one.state for one in self.files.values()), len(planned), mails, lines)

    def _urgent(self, day: date, at: datetime) -> int:
        """The number of mails that leave right after an act of `at`."""
        return deliver(
            self.desk, self.desk.mailer, day, at + A_MINUTE, self.desk.new_id(), urgencies=NOW
        ).prepared.mails

    def _forget_reminders(self, day: date) -> None:
        """What would have been recalled up to `day` was, by mails this demonstration does not tell of."""
        with self.desk.store.write() as unit:
            for one in unit.outbox.due_reminders(day, MANY):
                cadence = self.desk.library.notices.cadences.get(one.cadence)
                unit.outbox.set_next_reminder(one, next_reminder(cadence, one.due, day) if cadence else None)

    def _plots(self) -> Iterator[Plot]:
        for number, file in enumerate(self.script.files):
            structure = self.structures.get(file.structure)
            yield Plot(
                self.script,
                self.calendar,
                self.desk.library.latest(file.workflow),
                file,
                number,
                {name: self._authority(name, file.where).id for name in file.authorities},
                structure.name if structure else "",
                _form(structure),
                (structure.id,) if structure else (),
                {one.name: one.id for one in sorted(self.authorities.values(), key=lambda one: one.code)},
            )

    def _do(self, desk: Desk, one: Planned) -> datetime:
        """Do it; the instant it was done."""
        file, at = self.script.files[one.number], self._time(one.day)
        cast = self._cast(one.number, file)
        try:
            if one.deed is None:
                opened = open_file(desk, self._opening(file), cast.moment(one.by, one.day, at))
                self.files[one.number] = self._entrust(desk, one, opened, cast.moment("mission", one.day, at))
                return morning(one.day, at)
            stage = Stage(desk, cast, paper=self._paper(file))
            answer = stage.play(self.files[one.number], one.deed, one.by, one.day, at)
        except BadContent:
            raise
        except MandateFlowError as error:
            raise BadContent(f"{file.title} : {error}", where=one.where) from error
        if isinstance(answer, Refused):
            reasons = ", ".join(dict.fromkeys(each.code for each in answer.refusals if each.level == "blocker"))
            raise BadContent(f"{file.title} : refusé le {one.day} ({reasons}).", where=one.where)
        if isinstance(answer, Done):
            self.files[one.number] = answer.file
        return morning(one.day, at)

    def _entrust(self, desk: Desk, one: Planned, file: File, mission: Moment) -> File:
        """The agent of the commune follows two services in three, the mission the third; some are left to nobody."""
        if file.kind is not FileKind.SERVICE or one.number % LEFT_ALONE == 1:
            return file
        agent = self._cast(one.number, self.script.files[one.number]).persons["agent"]
        person = mission.by if one.number % BY_MISSION == 0 else agent
        answer = act(desk, file.id, AssignFile(person.id), mission)
        return answer.file if isinstance(answer, Done) else file

    def _opening(self, file: DemoFile) -> Opening:
        return Opening(
            workflow=file.workflow,
            title=file.title,
            theme=file.theme,
            authorities=tuple(self._authority(name, file.where).id for name in file.authorities),
            structures=(self.structures[file.structure].id,) if file.structure else (),
            demonstration=True,
        )

    def _keeper(self, name: str, where: str) -> tuple[Authority, Person]:
        """An authority and its agent, or the mission where there is none."""
        authority = self._authority(name, where)
        agents = (one for one in self.people.values() if Role.AGENT in one.roles and one.authority == authority.id)
        return authority, next(agents, self.people["mission"])

    def _on(self, day: date, person: Person) -> Moment:
        return Moment(person, morning(day, self._time(day)), day)

    def _cast(self, number: int, file: DemoFile) -> Cast:
        """Two teams take turns from one file to the next. Without an agent, the mission acts for a commune."""
        persons = dict(self.people)
        if number % 2:
            for one, other in (("mission", "mission2"), ("jurist", "jurist2")):
                persons[one], persons[other] = persons[other], persons[one]
        agents = {one.authority: one for one in self.people.values() if Role.AGENT in one.roles}
        for place, name in enumerate(file.authorities):
            own = agents.get(self._authority(name, file.where).id, persons["mission"])
            persons["agent" if place == 0 else f"agent{place + 1}"] = own
        persons.setdefault("agent2", persons["mission2"])
        return Cast(persons)

    def _paper(self, file: DemoFile) -> Callable[[str, str, str], bytes]:
        kinds = self.desk.library.latest(file.workflow).documents

        def paper(kind: str, occurrence: str, name: str) -> bytes:
            del name
            year = f"Exercice {occurrence}" if occurrence.isdigit() else ""
            return specimen(in_language(kinds[kind].label), "Pièce fictive, déposée pour la démonstration.", year)

        return paper

    def _time(self, day: date) -> time:
        """Acts of one day follow each other in office hours."""
        minutes = min(OPENING_HOURS + BETWEEN_ACTS * self.minutes[day], CLOSING)
        self.minutes[day] += 1
        return time(minutes // 60, minutes % 60)

    def _authority(self, name: str, where: str) -> Authority:
        found = self.authorities.get(name)
        if found is None:
            raise BadContent(f"« {name} » n’est pas dans le territoire.", do="Vérifiez son orthographe.", where=where)
        return found


def _form(structure: Structure | None) -> str:
    """The form of a structure as the workflows name it."""
    form = structure.form if structure else "association"
    return "company" if form == "scop" else form
