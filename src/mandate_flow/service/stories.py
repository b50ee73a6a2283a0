"""Runs the stories a jurist writes, each on its own file in a passing database, and says what is not as told."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Self

from mandate_flow.content.library import Library, load
from mandate_flow.content.problem import Problems
from mandate_flow.content.stories_reader import Shelf, story_files
from mandate_flow.content.territory import read_authorities
from mandate_flow.domain.command import Moment
from mandate_flow.domain.errors import BadContent, MandateFlowError
from mandate_flow.domain.people import SYSTEM, Person, Role
from mandate_flow.domain.register import Authority
from mandate_flow.domain.story import Party, Story
from mandate_flow.domain.workdays import french_workdays
from mandate_flow.mail.keep import FolderMailer
from mandate_flow.mail.outcome import Sender
from mandate_flow.service.desk import Desk
from mandate_flow.service.expectations import differs
from mandate_flow.service.opening import Opening, open_file
from mandate_flow.service.rates import entry_of, record_rates, retire_rates
from mandate_flow.service.registers import (
    NewPerson,
    NewStructure,
    add_authority,
    add_person,
    add_structure,
    load_territory,
)
from mandate_flow.service.scenario import Cast, Stage, morning
from mandate_flow.service.story_run import Run
from mandate_flow.service.story_seen import NOTHING_SEEN, Seen
from mandate_flow.store.blobs import Blobs
from mandate_flow.store.migrate import upgrade
from mandate_flow.store.unit import Store

FIRST_DAY: Final = date(2000, 1, 3)
OF_EACH_ROLE: Final = 3
PARTY: Final = frozenset("name kind code form siret rna email contact fiscal_year_end_month".split())


@dataclass(frozen=True, slots=True)
class StoryResult:
    """One story and what failed in it, each failure as `file:line: attendu …, trouvé …`; `seen`: what it exercised."""

    file: str
    title: str
    failures: tuple[str, ...]
    workflow: str = field(default="", compare=False)
    seen: Seen = field(default=NOTHING_SEEN, compare=False)


def run_stories(folder: Path, only: str = "") -> tuple[StoryResult, ...]:
    """Run the stories of a content folder whose file name contains `only`. Raises BadContent for the content itself."""
    with TemporaryDirectory(prefix="mandate-flow-stories-") as place, Theatre(folder, Path(place)) as theatre:
        return tuple(theatre.run(path) for path in story_files(folder) if only in path.name)


class Theatre:
    """A database made for stories: the territory and a cast are in it, and every story gets its own file."""

    def __init__(self, folder: Path, place: Path) -> None:
        self.folder = folder
        numbers = itertools.count(1)
        url = f"sqlite:///{place / 'stories.sqlite'}"
        upgrade(url)
        self.desk = Desk(
            store=Store(url),
            library=load(folder),
            blobs=Blobs(place / "documents"),
            workdays=french_workdays(),
            mailer=FolderMailer(place / "mails", Sender("Mandate Flow", "histoires@exemple.fr")),
            base_url="http://histoires.exemple.fr",
            new_id=lambda: f"{next(numbers):016x}",
        )
        self.moment = Moment(SYSTEM, morning(FIRST_DAY), FIRST_DAY)

    def __enter__(self) -> Self:
        if (self.folder / "territory").is_dir():
            load_territory(self.desk, read_authorities(self.folder), self.moment)
        return self

    def __exit__(self, *_: object) -> None:
        self.desk.store.close()

    def run(self, path: Path) -> StoryResult:
        """Run the story of one file; what cannot be read in it is its failure."""
        problems = Problems(path.relative_to(self.folder).as_posix())
        try:
            story = Shelf(self.folder, self.desk.library.latest).read(path, problems)
            problems.raise_first()
        except BadContent as unreadable:
            return StoryResult(problems.file, path.stem, (str(unreadable),))
        if story is None:  # pragma: no cover - then a problem was told
            return StoryResult(problems.file, path.stem, (f"{problems.file}:1: attendu un parcours connu",))
        seen: list[Seen] = []
        failures = tuple(self.play(story, seen))
        title = story.title.get("fr", path.stem)
        return StoryResult(story.file, title, failures, story.workflow, seen[0] if seen else NOTHING_SEEN)

    def play(self, story: Story, seen: list[Seen]) -> Iterator[str]:
        """Everything in the story that is not as expected; what it exercised is added to `seen` at its end."""
        try:
            run = self._opened(story)
        except MandateFlowError as error:
            yield differs(story.where, "un dossier ouvert", str(error))
            return
        with self._rates(story):
            for one in story.acts:
                yield from run.act(one)
            yield from run.end(story.expected, story.where)
        seen.append(run.seen)

    @contextmanager
    def _rates(self, story: Story) -> Iterator[None]:
        """The rates of the story, in the register as long as it lasts: another story starts with none."""
        given = story.given.rates
        made = record_rates(self.desk, [entry_of(one) for one in given], self.moment) if given else ()
        try:
            yield
        finally:
            for one in made:
                retire_rates(self.desk, one.id, "Fin de l’histoire", self.moment)

    def _opened(self, story: Story) -> Run:
        desk = _at_version(self.desk, story)
        called = {name: self._registered(one, story) for name, one in story.given.parties.items()}
        authorities = tuple(called.get(one, one) for one in story.given.authorities)
        structures = tuple(called.get(one, one) for one in story.given.structures)
        cast = self._cast(authorities, structures)
        opening = Opening(story.workflow, story.given.title, story.given.theme, authorities, structures)
        file = open_file(desk, opening, cast.moment(story.given.by, story.on))
        return Run(Stage(desk, cast, called), file, story.on)

    def _registered(self, party: Party, story: Story) -> str:
        """The id of an authority or structure of the story, registered under its own name."""
        given = {"name": party.nickname, **party.fields}
        if unknown := sorted(given.keys() - PARTY):
            raise BadContent(
                f"« {unknown[0]} » n’est pas un renseignement d’un organisme.",
                do=f"Renseignements possibles : {', '.join(sorted(PARTY))}.",
                where=party.where,
            )
        if party.nickname in story.given.authorities:
            made = Authority(self.desk.new_id(), given.get("kind", "commune"), given["name"], given.get("code", ""))
            return add_authority(self.desk, made, self.moment).id
        new = NewStructure(
            form=given.get("form", "association"),
            name=given["name"],
            siret=given.get("siret", ""),
            rna=given.get("rna", ""),
            email=given.get("email", ""),
            contact=given.get("contact", ""),
            fiscal_year_end_month=int(given.get("fiscal_year_end_month", "12")),
        )
        by = replace(self.moment, by=self._person("mission", Role.MISSION))
        return add_structure(self.desk, new, by, other=True).id  # each story has its own, even of the same name

    def _cast(self, authorities: tuple[str, ...], structures: tuple[str, ...]) -> Cast:
        """Three persons of each role. The second agent is of the second authority, when there is one."""
        found: dict[str, Person] = {}
        for role, number in itertools.product(Role, range(OF_EACH_ROLE)):
            name = f"{role}{number + 1 if number else ''}"
            of = authorities[min(number, len(authorities) - 1)] if role is Role.AGENT else None
            within = structures[min(number, len(structures) - 1)] if role is Role.STRUCTURE and structures else None
            if role is not Role.STRUCTURE or within:
                found[name] = self._person(name, role, of, within)
        return Cast(found)

    def _person(self, name: str, role: Role, authority: str | None = None, structure: str | None = None) -> Person:
        email = f"{name}.{authority or structure or 'metropole'}@exemple.fr"
        with self.desk.store.read() as unit:
            known = unit.registers.person_by_email(email)
        if known is not None:
            return known
        return add_person(self.desk, NewPerson(name, email, frozenset({role}), authority, structure), self.moment)


def _at_version(desk: Desk, story: Story) -> Desk:
    """The desk as it was when the version the story asks for was the latest."""
    if story.version is None:
        return desk
    library: Library = desk.library
    kept = {key: one for key, one in library.definitions.items() if key[0] != story.workflow or key[1] <= story.version}
    return replace(desk, library=replace(library, definitions=kept))
