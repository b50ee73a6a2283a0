"""The content as the product uses it: read once from a folder, found again by name or by the hash of its bytes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from mandate_flow.content.calendars_reader import calendar_files, read_calendars
from mandate_flow.content.checklist_reader import checklist_files, read_checklist
from mandate_flow.content.law_reader import read_law
from mandate_flow.content.notices_reader import read_cadences, read_notices
from mandate_flow.content.problem import Problems
from mandate_flow.content.published import read_lock
from mandate_flow.content.regimes_reader import read_regimes, regime_files
from mandate_flow.content.workflow_reader import definition_from_bytes, read_workflow
from mandate_flow.domain.calendar.definition import NO_CALENDARS, CalendarDefinition
from mandate_flow.domain.checklist import Checklist
from mandate_flow.domain.errors import NotFound
from mandate_flow.domain.file import FileKind
from mandate_flow.domain.law import LawBook, LawText
from mandate_flow.domain.notice import NoticeBook
from mandate_flow.domain.regime.tree import Tree
from mandate_flow.domain.workflow.definition import Definition

WORKFLOW: Final = re.compile(
    r"(?P<name>(?!(?:regimes|calendars|checklist)\.)[a-z][a-z0-9_-]*)\.v(?P<version>[1-9][0-9]*)\.yaml"
)
TEMPLATE: Final = re.compile(r"(?P<notice>[a-z][a-z0-9_]*)\.(?P<lang>fr|en|nl)\.j2")


@dataclass(frozen=True, slots=True)
class Source:
    """A content file as read: what the store keeps once cited.

    `kind`: workflow, regimes, calendars, law, notice, template.
    """

    kind: str
    name: str
    version: str
    sha256: str
    bytes: bytes


@dataclass(frozen=True, slots=True)
class Library:
    """All the content of one folder: `templates` by (notice, language), `hashes` (hex sha256) by path in the folder.

    `published`: the sha256 (hex) of the workflow versions that workflows/published.lock holds; the others are drafts.
    `regimes`: by workflow, the latest decision tree that speaks of it. `calendars`, `checklist`: their latest version.
    """

    folder: Path
    law: LawBook = field(repr=False)
    definitions: Mapping[tuple[str, int], Definition] = field(repr=False)
    notices: NoticeBook = field(repr=False)
    templates: Mapping[tuple[str, str], Path] = field(repr=False)
    hashes: Mapping[str, str] = field(repr=False)
    sources: Mapping[str, Source] = field(repr=False, default_factory=dict)
    published: frozenset[str] = frozenset()
    regimes: Mapping[str, Tree] = field(repr=False, default_factory=dict)
    calendars: CalendarDefinition = field(repr=False, default=NO_CALENDARS)
    checklist: Checklist | None = field(repr=False, default=None)
    _pinned: dict[str, Definition] = field(repr=False, compare=False, default_factory=dict)

    @property
    def workflows(self) -> tuple[Definition, ...]:
        """The latest version of each workflow, by name."""
        return tuple(self.latest(name) for name in sorted({name for name, _ in self.definitions}))

    def of_kind(self, kind: FileKind) -> tuple[Definition, ...]:
        """The latest version of each workflow of that kind, by name."""
        return tuple(one for one in self.workflows if one.kind is kind)

    def latest(self, name: str) -> Definition:
        """The highest published version, or the highest draft while none is published. Raises NotFound."""
        drafts = [version for known, version in self.definitions if known == name]
        versions = [one for one in drafts if self.definitions[name, one].sha256 in self.published] or drafts
        if not versions:
            known = ", ".join(sorted({one for one, _ in self.definitions})) or "aucun"
            raise NotFound(f"Le type de mandat « {name} » n’existe pas.", do=f"Types connus : {known}.")
        return self.definitions[name, max(versions)]

    def by_sha(self, sha256: str, load: Callable[[str], bytes | None]) -> Definition:
        """The version pinned by a file. `load` gives the bytes kept by the store, asked only for what is not here.

        Raises NotFound when nobody holds them, BadContent when they cannot be read.
        """
        if sha256 not in self._pinned:
            content = load(sha256)
            if content is None or hashlib.sha256(content).hexdigest() != sha256:
                why = f"Ni le dossier des contenus ni la base ne gardent {sha256[:12]}…"
                raise NotFound("La version du processus de ce dossier est introuvable.", why=why)
            self._pinned[sha256] = definition_from_bytes(content, f"{sha256[:12]}.yaml")
        return self._pinned[sha256]


def load(folder: Path) -> Library:
    """Read the folder (see `where.find_content`). Raises BadContent (file:line) at the first thing that cannot be read.

    Names are checked by `check`, not here: content under construction can be tried.
    """
    sources: list[Source] = []
    texts = _law(folder, sources)
    definitions = _definitions(folder, sources)
    notices = _notices(folder, sources)
    published = frozenset(read_lock(folder).values())
    pinned = {one.sha256: one for one in definitions.values()}
    found = Library(
        folder,
        LawBook(texts),
        definitions,
        notices,
        templates_of(folder),
        hashes_of(folder),
        {},
        published,
        _pinned=pinned,
    )
    trees = _regimes(folder, found.latest, sources)
    calendars = _calendars(folder, sources)
    checklist = _checklist(folder)
    by_sha = {one.sha256: one for one in sources}
    return replace(found, regimes=trees, calendars=calendars, checklist=checklist, sources=by_sha)


def law_book(folder: Path) -> LawBook:
    """The law alone. Raises BadContent as `load` does."""
    return LawBook(_law(folder, []))


def law_files(folder: Path) -> tuple[Path, ...]:
    """The files of law/."""
    return tuple(sorted((folder / "law").glob("*.yaml")))


def workflow_files(folder: Path) -> tuple[Path, ...]:
    """The files `<name>.v<n>.yaml` of workflows/."""
    return tuple(path for path in sorted((folder / "workflows").glob("*.yaml")) if WORKFLOW.fullmatch(path.name))


def templates_of(folder: Path) -> dict[tuple[str, str], Path]:
    """The templates of notices; those whose name begins with `_` hold shared words and are not listed."""
    found = {}
    for path in sorted((folder / "notifications" / "templates").glob("*.j2")):
        match = TEMPLATE.fullmatch(path.name)
        if match:
            found[match["notice"], match["lang"]] = path
    return found


def hashes_of(folder: Path) -> dict[str, str]:
    """Path in the folder to sha256 (hex), for every file of law/, workflows/ and notifications/."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for room in ("law", "workflows", "notifications")
        for path in sorted((folder / room).rglob("*"))
        if path.is_file()
    }


def _law(folder: Path, sources: list[Source]) -> dict[str, LawText]:
    found = {}
    for path in law_files(folder):
        content, problems = path.read_bytes(), Problems(f"law/{path.name}")
        text = found[path.stem] = read_law(path.stem, content, problems)
        problems.raise_first()
        sources.append(Source("law", text.name, text.entries[-1].id if text.entries else "", text.sha256, content))
    return found


def _definitions(folder: Path, sources: list[Source]) -> dict[tuple[str, int], Definition]:
    found = {}
    for path in workflow_files(folder):
        content, problems = path.read_bytes(), Problems(f"workflows/{path.name}")
        one = read_workflow(content, problems)
        problems.raise_first()
        found[one.name, one.version] = one
        sources.append(Source("workflow", one.name, str(one.version), one.sha256, content))
    return found


def _regimes(folder: Path, find: Callable[[str], Definition], sources: list[Source]) -> dict[str, Tree]:
    found = {}
    for path in regime_files(folder):
        content, problems = path.read_bytes(), Problems(f"workflows/{path.name}")
        tree = read_regimes(content, find, problems)
        problems.raise_first()
        if tree is not None:
            found[tree.workflow] = tree
            sources.append(Source("regimes", tree.workflow, str(tree.version), tree.sha256, content))
    return found


def _calendars(folder: Path, sources: list[Source]) -> CalendarDefinition:
    found = NO_CALENDARS
    for path in calendar_files(folder):
        content, problems = path.read_bytes(), Problems(f"workflows/{path.name}")
        found = read_calendars(content, problems)
        problems.raise_first()
        sources.append(Source("calendars", "calendars", str(found.version), found.sha256, content))
    return found


def _checklist(folder: Path) -> Checklist | None:
    found = None
    for path in checklist_files(folder):
        problems = Problems(f"workflows/{path.name}")
        found = read_checklist(path.read_bytes(), problems)
        problems.raise_first()
    return found


def _notices(folder: Path, sources: list[Source]) -> NoticeBook:
    room = folder / "notifications"
    if not (room / "notices.yaml").is_file():
        return NoticeBook({})
    contents = {}
    for name in ("cadences", "notices"):
        path = room / f"{name}.yaml"
        contents[name] = path.read_bytes() if path.is_file() else b"cadences: {}\n"
        sources.append(Source("notice", name, "", hashlib.sha256(contents[name]).hexdigest(), contents[name]))
    problems = Problems("notifications/cadences.yaml")
    cadences = read_cadences(contents["cadences"], problems)
    problems.raise_first()
    problems = Problems("notifications/notices.yaml")
    book = read_notices(contents["notices"], cadences, problems)
    problems.raise_first()
    return book
