"""The questions of one stage: which fields its form has, how they are read, and what they hold now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from mandate_flow.domain.file import FactKey, File
from mandate_flow.domain.law import LawBook
from mandate_flow.domain.value import SEVERAL, FactType, Table, Value
from mandate_flow.domain.workflow.definition import Definition, DocumentKind, FactKind, LawOn, Per, Section
from mandate_flow.domain.workflow.fixing import is_fixed, way_back
from mandate_flow.domain.workflow.scope import FileScope, fiscal_years, law_day
from mandate_flow.edge.web.dossier.plausible import odd_day
from mandate_flow.edge.web.dossier.rated import rate_mark, rate_note
from mandate_flow.edge.web.dossier.tables import grid
from mandate_flow.edge.web.dossier.tables.grid import Grid
from mandate_flow.edge.web.dossier.tables.shown import Shown, shown
from mandate_flow.edge.web.dossier.threads import shown_sections
from mandate_flow.edge.web.dossier.words import occurrence_said, said, typed
from mandate_flow.edge.web.forms import Form
from mandate_flow.edge.web.language import in_language, speaking
from mandate_flow.service.reading import FilePage

PREFIX = "fait."
DOCUMENT = "piece."


@dataclass(frozen=True, slots=True)
class Question:
    """One field: its question, its name in the form, what it holds (as typed, and in words), and the text behind it.

    `fixed`: a step has fixed the answer; it is shown and cannot be typed. `note`: what the product knows of it.
    `table` and `shown`: the rows it holds.
    """

    kind: FactKind
    key: FactKey
    name: str
    label: str
    value: str
    words: str
    given: bool
    law: str = ""
    fixed: bool = False
    note: str = ""
    table: Table | None = None
    shown: Shown | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The questions of a section, for the whole file or for one occurrence (`title` then names it)."""

    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A section as the page shows it; `freed_by`: the step after which its fixed answers can be changed."""

    section: Section
    groups: tuple[Group, ...]
    freed_by: str = ""

    @property
    def given(self) -> int:
        """How many questions have an answer."""
        return sum(question.given for group in self.groups for question in group.questions)

    @property
    def asked(self) -> int:
        """How many questions there are."""
        return sum(len(group.questions) for group in self.groups)

    @property
    def missing(self) -> int:
        """How many have none yet."""
        return self.asked - self.given

    def demanded(self, names: Collection[str]) -> int:
        """How many of those without an answer are among these facts."""
        return sum(one.key[0] in names for group in self.groups for one in group.questions if not one.given)

    def holds(self, fields: Collection[str]) -> bool:
        """Whether one of these fields is in it."""
        return any(question.name in fields for group in self.groups for question in group.questions)

    @property
    def fixed(self) -> bool:
        """True when a step has fixed some of its answers."""
        return any(question.fixed for group in self.groups for question in group.questions)


@dataclass(frozen=True, slots=True)
class Which:
    """Which fiscal year and which meeting (its day) a form shows, where questions repeat by them; "" for none.

    `today`: the day by which a date that was typed may be odd; None where nobody is typing.
    """

    year: str = ""
    meeting: str = ""
    today: date | None = None


def field_name(key: FactKey) -> str:
    """The name of a fact's field: `fait.vote_date@commune-59350`."""
    return f"{PREFIX}{key[0]}@{key[1]}" if key[1] else f"{PREFIX}{key[0]}"


def blocks(page: FilePage, state: str, which: Which, law: LawBook) -> tuple[Block, ...]:
    """The sections on the page of a state, with their questions."""
    found = []
    for section, at in shown_sections(page.definition, page.file, state):
        kinds = [kind for kind in page.definition.facts.values() if kind.section == section.name]
        groups = tuple(_groups(page, kinds, which, law) if at is None else _threaded(page, kinds, at, law, which))
        if groups:
            found.append(Block(section, groups, _freed_by(page, groups)))
    return tuple(found)


def occurrences_of(file: File, per: Per | None, which: Which) -> tuple[str, ...]:
    """The occurrences a form shows: every authority or structure, the chosen year or meeting."""
    if per is Per.AUTHORITY:
        return file.authorities
    if per is Per.STRUCTURE:
        return file.structures
    if per is None:
        return ("",)
    chosen = which.year if per is Per.FISCAL_YEAR else which.meeting
    return (chosen,) if chosen else ()


def years(file: File) -> tuple[str, ...]:
    """The fiscal years of the mandate; that of the opening when the mandate has no dates yet."""
    return fiscal_years(file) or (str(file.opened_on.year),)


def read(page: FilePage, form: Form) -> dict[FactKey, Value | None]:
    """What the form gives, by fact; an empty field clears its fact. Errors are noted in the form, by field."""
    found: dict[FactKey, Value | None] = {}
    for name in form.typed:
        if not name.startswith(PREFIX):
            continue
        fact, _, occurrence = name.removeprefix(PREFIX).partition("@")
        kind = page.definition.facts.get(fact)
        if kind is not None:
            value = _typed(page, form, kind, name)
            if name not in form.errors:
                found[(fact, occurrence)] = value
    return found


def _typed(page: FilePage, form: Form, kind: FactKind, name: str) -> Value | None:
    if kind.type is FactType.TABLE:
        return grid.read(form, kind, name)
    allowed = tuple(choice.value for choice in kind.choices) or tuple(one.id for one in page.registered)
    return form.value(name, kind.type, label=in_language(kind.label), allowed=allowed)


def grids(asked_in: Iterable[Block], form: Form) -> Mapping[str, Grid]:
    """The tables that may be filled in, by field name."""
    asked = (question for block in asked_in for group in block.groups for question in group.questions)
    return {
        one.name: grid.grid(form, one.kind, one.name, one.table)
        for one in asked
        if one.kind.type is FactType.TABLE and not one.fixed
    }


def documents_of(definition: Definition, state: str) -> tuple[DocumentKind, ...]:
    """The kinds of documents on the page of a state."""
    here = {section.name for section in definition.sections_on(state)} | {state}
    return tuple(kind for kind in definition.documents.values() if kind.section in here)


def page_of_fact(page: FilePage, name: str) -> str:
    """The state on whose page a fact or document is best given: that of the file, where it is asked there too."""
    kind = page.definition.facts.get(name) or page.definition.documents.get(name)
    here = {section.name for section, _ in shown_sections(page.definition, page.file, page.file.state)}
    return page.file.state if kind and kind.section in here else state_of_fact(page.definition, name)


def state_of_fact(definition: Definition, name: str) -> str:
    """The state on whose page a fact or document is asked for; "" when it does not exist."""
    kind = definition.facts.get(name) or definition.documents.get(name)
    return _state_of(definition, kind.section) if kind else ""


def _state_of(definition: Definition, section: str) -> str:
    found = definition.sections.get(section)
    return found.state if found else section


def document_field(kind: str, occurrence: str) -> str:
    """The name of a document's field: `piece.deliberation@commune-59350`."""
    return f"{DOCUMENT}{kind}@{occurrence}" if occurrence else f"{DOCUMENT}{kind}"


def document_of(name: str) -> tuple[str, str] | None:
    """Kind and occurrence behind the name of a field; None for another field."""
    kind, _, occurrence = name.removeprefix(DOCUMENT).partition("@")
    return (kind, occurrence) if name.startswith(DOCUMENT) and kind else None


def _groups(page: FilePage, kinds: list[FactKind], which: Which, law: LawBook) -> Iterator[Group]:
    plain = tuple(
        _question(page, kind, "", law, which) for kind in kinds if kind.per is None and _asked(page, kind, "", law)
    )
    if plain:
        yield Group("", plain)
    for per in (Per.AUTHORITY, Per.STRUCTURE, Per.FISCAL_YEAR, Per.MEETING):
        repeated = [kind for kind in kinds if kind.per is per]
        for occurrence in occurrences_of(page.file, per, which) if repeated else ():
            asked = [kind for kind in repeated if _asked(page, kind, occurrence, law)]
            questions = tuple(_question(page, kind, occurrence, law, which) for kind in asked)
            yield Group(occurrence_said(occurrence, page.names), questions)


def _threaded(
    page: FilePage, kinds: list[FactKind], at: tuple[str, ...], law: LawBook, which: Which
) -> Iterator[Group]:
    """The questions of a thread, for each of its occurrences."""
    for occurrence in at:
        asked = [kind for kind in kinds if _asked(page, kind, occurrence, law)]
        questions = tuple(_question(page, kind, occurrence, law, which) for kind in asked)
        yield Group(occurrence_said(occurrence, page.names), questions)


def _freed_by(page: FilePage, groups: tuple[Group, ...]) -> str:
    fixed = (question.kind for group in groups for question in group.questions if question.fixed)
    steps = (way_back(page.definition, page.file, kind) for kind in fixed)
    return next((in_language(step.label) for step in steps if step), "")


def _asked(page: FilePage, kind: FactKind, occurrence: str, law: LawBook) -> bool:
    """False once another answer makes the question pointless; an answer already given stays on the page."""
    if kind.shown_when is None or (kind.name, occurrence) in page.file.facts:
        return True
    day = _day(page)
    return kind.shown_when(FileScope(page.definition, page.file, law, day, day, occurrence)) is not False


def _question(page: FilePage, kind: FactKind, occurrence: str, law: LawBook, which: Which) -> Question:
    key = (kind.name, occurrence)
    fact = page.file.facts.get(key)
    value = fact.value if fact else None
    cited = law.cite(kind.law, _day(page)) if kind.law else None
    return Question(
        kind=kind,
        key=key,
        name=field_name(key),
        label=in_language(kind.label),
        value=typed(value) if kind.type not in SEVERAL else "",
        words=said(kind, value, page.names) + rate_mark(page, kind.name, value),
        given=fact is not None,
        law=cited.words(speaking()) if cited else "",
        fixed=is_fixed(page.definition, page.file, kind, key[1]),
        note=rate_note(page, kind.name) or (odd_day(kind, occurrence, value, which.today) if which.today else ""),
        table=value if isinstance(value, Table) else None,
        shown=shown(kind, value) if isinstance(value, Table) and value.rows else None,
    )


def _day(page: FilePage) -> date:
    """The day whose law the questions cite: that of the entrustment, as for the conditions; else the day shown."""
    shown = page.as_of or page.history[-1].day
    return law_day(page.definition, page.file, LawOn.ENTRUSTMENT, "", shown)[0]


def triggers(definition: Definition) -> frozenset[str]:
    """The facts on which it depends whether other questions are asked."""
    return frozenset(name for kind in definition.facts.values() if kind.shown_when for name in kind.shown_when.names)


def chosen(page: FilePage) -> Mapping[str, tuple[str, ...]]:
    """The answers of questions with several answers, by field name."""
    return {field_name(key): fact.value for key, fact in page.file.facts.items() if isinstance(fact.value, tuple)}
