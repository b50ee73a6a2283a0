"""Examines a whole content folder and tells everything that is wrong in it, at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

from mandate_flow.content.calendars_reader import calendar_files, read_calendars
from mandate_flow.content.checklist_reader import checklist_files, read_checklist
from mandate_flow.content.checks.calendars import CalendarCheck
from mandate_flow.content.checks.conditions import check_conditions
from mandate_flow.content.checks.deadlines import check_deadlines
from mandate_flow.content.checks.names import check_names
from mandate_flow.content.checks.notices import CADENCES, check_book, check_cadences, check_templates
from mandate_flow.content.checks.payments import check_payments
from mandate_flow.content.checks.regimes import check_regimes
from mandate_flow.content.checks.sentences import check_sentences
from mandate_flow.content.checks.subject import Subject
from mandate_flow.content.checks.ways import check_ways
from mandate_flow.content.law_reader import read_law
from mandate_flow.content.library import WORKFLOW, law_files
from mandate_flow.content.notices_reader import read_cadences, read_notices
from mandate_flow.content.problem import Problem, Problems, Severity
from mandate_flow.content.published import check_published
from mandate_flow.content.regimes_reader import read_regimes, regime_files
from mandate_flow.content.stories_reader import Shelf, base_files, story_files
from mandate_flow.content.workflow_reader import read_workflow
from mandate_flow.content.yaml_nodes import Path as YamlPath
from mandate_flow.content.yaml_nodes import lines_of, read_yaml
from mandate_flow.domain.errors import NotFound
from mandate_flow.domain.law import LawBook
from mandate_flow.domain.notice import NoticeBook
from mandate_flow.domain.workflow.definition import Definition

NOTICES: Final = "notifications/notices.yaml"
UNREADABLE: Final = ("not-yaml", "not-utf8", "empty-file", "several-documents", "missing-file")
FOLLOWS: Final = ("unknown-", "untold-", "template-", "broken-base")


def check(folder: Path) -> tuple[Problem, ...]:
    """Everything to correct in law/, workflows/ (with stories and published.lock) and notifications/, in order."""
    found: list[Problem] = []
    law = _law(folder, found)
    book = _book(folder, found)
    definitions = _workflows(folder, law, book, found)
    _regimes(folder, law, book, definitions, found)
    _calendars(folder, law, book, found)
    _checklist(folder, found)
    _notices(folder, book, definitions, found)
    _stories(folder, definitions, book, found)
    found += check_published(folder).found
    return tuple(sorted(_told_first(found)))


def _told_first(found: list[Problem]) -> set[Problem]:
    """A file that is no YAML hides its names: what follows from that is not told, so that the cause is seen."""
    closed = {one.file for one in found if one.kind in UNREADABLE}
    if not closed:
        return set(found)
    return {
        one for one in found if one.kind in UNREADABLE or (one.file not in closed and not one.kind.startswith(FOLLOWS))
    }


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Those that stop a check."""
    return tuple(one for one in problems if one.level is Severity.ERROR)


def _law(folder: Path, found: list[Problem]) -> LawBook:
    texts = {}
    for path in law_files(folder):
        problems = Problems(f"law/{path.name}")
        texts[path.stem] = read_law(path.stem, path.read_bytes(), problems)
        found += problems.found
    return LawBook(texts)


def _book(folder: Path, found: list[Problem]) -> NoticeBook:
    contents = {}
    for name in (CADENCES, NOTICES):
        path, problems = folder / name, Problems(name)
        if path.is_file():
            contents[name] = path.read_bytes()
        else:
            problems.add(
                "missing-file", 1, "Ce fichier n’existe pas.", do="Écrivez-le : sans lui, aucun courriel ne part."
            )
        found += problems.found
    about_cadences, about_notices = Problems(CADENCES), Problems(NOTICES)
    cadences = read_cadences(contents[CADENCES], about_cadences) if CADENCES in contents else {}
    book = NoticeBook({}, frozenset(), cadences)
    if NOTICES in contents:
        book = read_notices(contents[NOTICES], cadences, about_notices)
    found += [*about_cadences.found, *about_notices.found]
    return book


def _workflows(folder: Path, law: LawBook, book: NoticeBook, found: list[Problem]) -> list[Definition]:
    definitions = []
    others = {*regime_files(folder), *calendar_files(folder), *checklist_files(folder)}
    for path in sorted(set((folder / "workflows").glob("*.yaml")) - others):
        problems = Problems(f"workflows/{path.name}")
        if WORKFLOW.fullmatch(path.name):
            definitions.append(_workflow(path, law, book, problems))
        else:
            do = "Nommez-le <nom>.v<numéro>.yaml, par exemple sieg.v1.yaml."
            problems.add("wrong-file-name", 1, "Ce fichier ne serait pas lu.", do=do)
        found += problems.found
    return definitions


def _workflow(path: Path, law: LawBook, book: NoticeBook, problems: Problems) -> Definition:
    content = path.read_bytes()
    definition = read_workflow(content, problems)
    subject = Subject(definition, _lines(content), problems, law, book)
    check_ways(subject)
    check_names(subject, path.name)
    check_payments(subject)
    check_deadlines(subject)
    check_conditions(subject)
    check_sentences(subject)
    return definition


def _regimes(folder: Path, law: LawBook, book: NoticeBook, definitions: list[Definition], found: list[Problem]) -> None:
    find = _finder(definitions)
    for path in regime_files(folder):
        problems, content = Problems(f"workflows/{path.name}"), path.read_bytes()
        tree = read_regimes(content, find, problems)
        if tree is not None:
            check_regimes(Subject(find(tree.workflow), _lines(content), problems, law, book), tree)
        found += problems.found


def _calendars(folder: Path, law: LawBook, book: NoticeBook, found: list[Problem]) -> None:
    for path in calendar_files(folder):
        problems, content = Problems(f"workflows/{path.name}"), path.read_bytes()
        definition = read_calendars(content, problems)
        CalendarCheck(definition, dict(_lines(content)), problems, law, book).run()
        found += problems.found


def _checklist(folder: Path, found: list[Problem]) -> None:
    for path in checklist_files(folder):
        problems = Problems(f"workflows/{path.name}")
        read_checklist(path.read_bytes(), problems)
        found += problems.found


def _finder(definitions: list[Definition]) -> Callable[[str], Definition]:
    """Gives the latest version of a workflow by its name; raises NotFound."""
    latest = {one.name: one for one in sorted(definitions, key=lambda one: one.version)}

    def find(name: str) -> Definition:
        if name not in latest:
            raise NotFound(f"Le processus « {name} » n’existe pas.", do=f"Processus : {', '.join(latest)}.")
        return latest[name]

    return find


def _notices(folder: Path, book: NoticeBook, definitions: list[Definition], found: list[Problem]) -> None:
    if not (folder / NOTICES).is_file():
        return
    lines, problems = _lines((folder / NOTICES).read_bytes()), Problems(NOTICES)
    check_book(book, lines, definitions, problems)
    found += [*problems.found, *check_templates(folder, book, lines)]
    if (folder / CADENCES).is_file():
        problems = Problems(CADENCES)
        check_cadences(book, _lines((folder / CADENCES).read_bytes()), problems)
        found += problems.found


def _stories(folder: Path, definitions: list[Definition], book: NoticeBook, found: list[Problem]) -> None:
    find = _finder(definitions)

    shelf = Shelf(folder, find)
    for path in (*story_files(folder), *base_files(folder)):
        problems = Problems(path.relative_to(folder).as_posix())
        story = shelf.read(path, problems)
        for expected in (story.expected, *(act.expected for act in story.acts)) if story else ():
            for mail in expected.mails:
                if mail.notice and mail.notice not in book.kinds:
                    line = int(mail.where.rpartition(":")[2])
                    problems.add("unknown-notice", line, f"L’avis « {mail.notice} » n’existe pas.")
        found += problems.found


def _lines(content: bytes) -> Mapping[YamlPath, int]:
    return dict(lines_of(read_yaml(content, Problems(""))))
