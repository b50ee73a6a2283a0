"""When someone else was faster: what this person really changed, and where that differs from what is now recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mandate_flow.domain.file import FactKey, File
from mandate_flow.domain.value import Erased, Table, Value
from mandate_flow.domain.workflow import evolve
from mandate_flow.edge.web.dossier.questions import field_name
from mandate_flow.edge.web.dossier.tables.changed import compared
from mandate_flow.edge.web.dossier.tables.grid import whole_of
from mandate_flow.edge.web.dossier.words import said
from mandate_flow.edge.web.forms import Form
from mandate_flow.edge.web.language import in_language
from mandate_flow.service.reading import FilePage


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
    form.typed = {
        name: typed
        for name, typed in form.typed.items()
        if not whole_of(name).startswith("fait.") or whole_of(name) in kept
    }
    found = []
    for key, value in facts.items():
        kind = page.definition.facts[key[0]]
        fact = page.file.facts.get(key)
        if _differs(page, page.file, key, value):
            held = fact.value if fact else None
            recorded, typed = said(kind, held, page.names), said(kind, value, page.names)
            if isinstance(held, Table) and isinstance(value, Table):
                recorded, typed = compared(kind, held, value)
            found.append(Difference(in_language(kind.label), field_name(key), recorded, typed))
    return tuple(found)


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
