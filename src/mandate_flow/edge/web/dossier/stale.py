"""When someone else was faster: where what was typed differs from what is now recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mandate_flow.domain.file import FactKey
from mandate_flow.domain.value import Value
from mandate_flow.edge.web.dossier.questions import field_name
from mandate_flow.edge.web.dossier.words import said
from mandate_flow.edge.web.forms import Form
from mandate_flow.service.reading import FilePage


@dataclass(frozen=True, slots=True)
class Difference:
    """One field: what is recorded now, and what was typed and is kept in the form."""

    label: str
    field: str
    recorded: str
    typed: str


def differences(page: FilePage, form: Form, facts: Mapping[FactKey, Value | None]) -> tuple[Difference, ...]:
    """The fields whose typed value is not the one recorded; `page` is the file read again."""
    found = []
    for key, value in facts.items():
        kind = page.definition.facts[key[0]]
        held = page.file.facts.get(key)
        recorded = held.value if held else None
        if recorded != value and field_name(key) in form:
            found.append(Difference(kind.label["fr"], field_name(key), said(kind, recorded), said(kind, value)))
    return tuple(found)
