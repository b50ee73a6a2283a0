"""When someone else was faster: what this person really changed, and where that differs from what is now recorded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from mandate_flow.domain.comment import TOLD
from mandate_flow.domain.event import Action
from mandate_flow.domain.file import FactKey, File
from mandate_flow.domain.value import Erased, Table, Value
from mandate_flow.domain.workflow import evolve
from mandate_flow.edge.web.dossier.questions import field_name
from mandate_flow.edge.web.dossier.tables.changed import compared
from mandate_flow.edge.web.dossier.tables.grid import whole_of
from mandate_flow.edge.web.dossier.words import occurrence_said, said
from mandate_flow.edge.web.forms import Form
from mandate_flow.edge.web.language import in_language
from mandate_flow.service.reading import FilePage

CHOICE: Final = "garde."
"""A field of the table of differences: « oui » for what was typed, « non » for what is recorded."""
BESIDE: Final = TOLD | {Action.FILE_ASSIGNED, Action.VALUE_ERASED}
ELSEWHERE: Final = frozenset(
    {Action.FACTS_RECORDED, Action.DOCUMENT_ADDED, Action.DOCUMENT_WITHDRAWN, Action.PAYMENT_RECORDED}
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One field: what is recorded now, and what was typed and is kept in the form."""

    label: str
    field: str
    recorded: str
    typed: str


def touched(page: FilePage, version: int | None, facts: Mapping[FactKey, Value | None]) -> dict[FactKey, Value | None]:
    """The answers that differ from those this person was shown, in the file's version `version` (None: the present)."""
    seen = _as_shown(page, version)
    return {key: value for key, value in facts.items() if _differs(page, seen, key, value)}


def differences(page: FilePage, form: Form, facts: Mapping[FactKey, Value | None]) -> tuple[Difference, ...]:
    """The touched fields whose value is not the one recorded; `page` is the file read again.

    The form keeps what was typed in them and shows every other field as it is now recorded.
    """
    kept = {field_name(key) for key in facts}
    fields = ((name, value) for name, values in form.typed.items() for value in values)
    form.again(
        (name, value) for name, value in fields if not whole_of(name).startswith("fait.") or whole_of(name) in kept
    )
    return compared_with(page, form, facts)


def compared_with(page: FilePage, form: Form, facts: Mapping[FactKey, Value | None]) -> tuple[Difference, ...]:
    """Each answer that is not the one recorded, both in words; what cannot be read stands as it was typed."""
    found = []
    for key, value in facts.items():
        if not _differs(page, page.file, key, value):
            continue
        kind, held = page.definition.facts[key[0]], _held(page.file, key)
        recorded, typed = said(kind, held, page.names), said(kind, value, page.names)
        if isinstance(held, Table) and isinstance(value, Table):
            recorded, typed = compared(kind, held, value)
        found.append(Difference(_label(page, key), field_name(key), recorded, typed))
    return (*found, *_unread(page, form))


def _unread(page: FilePage, form: Form) -> Iterator[Difference]:
    for field in dict.fromkeys(whole_of(name) for name in form.errors if whole_of(name).startswith("fait.")):
        name, _, occurrence = field.removeprefix("fait.").partition("@")
        if name in page.definition.facts:
            kind, key = page.definition.facts[name], (name, occurrence)
            recorded = said(kind, _held(page.file, key), page.names)
            yield Difference(_label(page, key), field, recorded, form.typed_in(field))


def _label(page: FilePage, key: FactKey) -> str:
    label = in_language(page.definition.facts[key[0]].label)
    return f"{label} ({occurrence_said(key[1], page.names)})" if key[1] else label


def prefer(form: Form) -> None:
    """Where the person chose what is recorded, what they had typed is dropped."""
    theirs = {
        name.removeprefix(CHOICE) for name in form.typed if name.startswith(CHOICE) and form.typed_in(name) == "non"
    }
    form.typed = {
        name: typed
        for name, typed in form.typed.items()
        if whole_of(name) not in theirs and not name.startswith(CHOICE)
    }


def upon(page: FilePage, version: int | None, facts: Iterable[FactKey] = (), *, saving: bool = True) -> int | None:
    """The version to act upon: the present one when nothing since `version` stands in the way, else `version`.

    What is said beside the file never does. For answers (`saving`), nor do other answers and documents.
    """
    if version is None or version >= page.file.version:
        return version
    since = [event for event in page.history if event.seq > version]
    if all(event.action in BESIDE for event in since):
        return page.file.version
    if not saving or page.file.proposals or not all(event.action in BESIDE | ELSEWHERE for event in since):
        return version
    told = {
        (row["name"], row["occurrence"])
        for event in since
        if event.action is Action.FACTS_RECORDED
        for row in event.outcome["facts"]
    }
    return version if told & set(facts) else page.file.version


def _differs(page: FilePage, file: File, key: FactKey, value: Value | None) -> bool:
    """Whether a value is another one than the field of a fact showed."""
    held, kind = _held(file, key), page.definition.facts[key[0]]
    return (held.under(kind.typed_columns) if isinstance(held, Table) else held) != value


def _held(file: File, key: FactKey) -> Value | None:
    """What the field of a fact shows: nothing for a value that was erased."""
    fact = file.facts.get(key)
    return None if fact is None or isinstance(fact.value, Erased) else fact.value


def _as_shown(page: FilePage, version: int | None) -> File:
    if version is None or version >= page.file.version:
        return page.file
    file: File | None = None
    for event in page.history:
        if event.seq <= version:
            file = evolve(file, event)
    return file or page.file
