"""What a person was typing in the form of a file: back in its fields when they return, until recorded or given up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from mandate_flow.edge.web.dossier.questions import read
from mandate_flow.edge.web.dossier.stale import Difference, compared_with, touched
from mandate_flow.edge.web.dossier.tables.grid import whole_of
from mandate_flow.edge.web.forms import Form
from mandate_flow.edge.web.language import in_language
from mandate_flow.edge.web.visit import Visit
from mandate_flow.service.drafts import Unsaved, drafts_of, keep
from mandate_flow.service.reading import FilePage

HELD: Final = "brouillon"
"""The field of a form that says which draft it holds; "" for none."""
FIELDS: Final = ("fait.", "case.")
LONGEST: Final = 40


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft. `differences`: where it is not what is recorded; `stage`: where it was typed; `here`: in this form.

    `other`: somebody recorded something in the file since. `query`: the address of its form.
    `version`: that of the file it was typed upon.
    """

    at: datetime
    stage: str
    differences: tuple[Difference, ...]
    here: bool
    other: bool
    query: str
    version: int
    typed: tuple[tuple[str, str], ...]

    @property
    def mark(self) -> str:
        """What a form that holds it says in its field."""
        return mark_of(self.at)


def form_key(state: str, year: str, meeting: str) -> str:
    """The name of a form of the file: its stage, the year and the meeting it shows."""
    return "|".join(part[:LONGEST] for part in (state, year, meeting))


def asked_key(here: Visit) -> str:
    """The same, from the address a form is sent to."""
    return form_key(*(here.query.get(name, "") for name in ("etape", "exercice", "seance")))


def unsaved(page: FilePage, version: int | None, form: Form) -> tuple[tuple[str, str], ...]:
    """Of what a form brings, what differs from what it showed; what cannot be read is kept as it is typed."""
    trial = Form(_pairs(form))
    facts = read(page, trial)
    kept = touched(page, version, facts)
    names = {f"fait.{name}@{at}" if at else f"fait.{name}" for name, at in kept} | {
        whole_of(one) for one in trial.errors
    }
    return tuple((name, value) for name, value in _pairs(form) if name.startswith(FIELDS) and whole_of(name) in names)


def mark_of(at: datetime) -> str:
    """The name of a draft, by the instant it was kept."""
    return at.astimezone(UTC).isoformat()


def beside(here: Visit, page: FilePage, typed: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """What a form brings, and what its draft has in other fields when this form never showed that draft."""
    one = _of_form(here, page, asked_key(here))
    if one is None or mark_of(one.at) == here.form.typed_in(HELD):
        return typed
    names = {whole_of(name) for name, _ in typed}
    return (*typed, *((name, value) for name, value in one.typed if whole_of(name) not in names))


def settle(here: Visit, page: FilePage) -> None:
    """What this form recorded is a draft no more; what its draft says that the form never showed stays one."""
    one = _of_form(here, page, asked_key(here))
    if one is None:
        return
    held, sent = mark_of(one.at) == here.form.typed_in(HELD), set(_pairs(here.form))
    left = () if held or HELD not in here.form else tuple(pair for pair in one.typed if pair not in sent)
    keep(here.desk, page.file.ref, one.form, one.version, left, here.moment)


def kept_drafts(here: Visit, page: FilePage, key: str) -> tuple[Kept, ...]:
    """The drafts of this person that still say something else than the file; that of this form first."""
    if page.as_of is not None or page.file.ended or not here.person.may_record(page.file):
        return ()
    found = (_kept(page, one, key) for one in drafts_of(here.desk, page.file, here.moment))
    return tuple(sorted((one for one in found if one is not None), key=lambda one: not one.here))


def take_up(here: Visit, drafts: Iterable[Kept]) -> Kept | None:
    """Put the draft of this form back in its fields, unless the form was just sent; None when there is none."""
    found = next((one for one in drafts if one.here), None)
    if found is not None and not here.form.typed:
        here.form.again(found.typed)
        return found
    return None


def _of_form(here: Visit, page: FilePage, key: str) -> Unsaved | None:
    return next((one for one in drafts_of(here.desk, page.file, here.moment) if one.form == key), None)


def _kept(page: FilePage, one: Unsaved, key: str) -> Kept | None:
    form = Form(one.typed)
    differences = compared_with(page, form, read(page, form))
    if not differences:
        return None
    state, year, meeting = one.form.split("|")
    stage = page.definition.states.get(state)
    return Kept(
        at=one.at,
        stage=in_language(stage.label) if stage else state,
        differences=differences,
        here=one.form == key,
        other=one.version < page.file.version,
        query="&".join(_asked((("etape", state), ("exercice", year), ("seance", meeting)))),
        version=min(one.version, page.file.version),
        typed=one.typed,
    )


def _asked(parts: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield from (f"{name}={value}" for name, value in parts if value)


def _pairs(form: Form) -> list[tuple[str, str]]:
    return [(name, value) for name, values in form.typed.items() for value in values]
