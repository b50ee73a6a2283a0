"""What a person was typing in the form of a file: kept beside it, shown when they come back, taken up or given up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from mandate_flow.edge.web.dossier.questions import read
from mandate_flow.edge.web.dossier.stale import Difference, compared_with, touched
from mandate_flow.edge.web.dossier.tables.grid import whole_of
from mandate_flow.edge.web.forms import Form
from mandate_flow.edge.web.language import in_language
from mandate_flow.edge.web.visit import Visit
from mandate_flow.service.drafts import Unsaved, drafts_of
from mandate_flow.service.reading import FilePage

TAKE_UP: Final = "reprendre"
FIELDS: Final = ("fait.", "case.")
LONGEST: Final = 40


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft. `differences`: where it is not what is recorded; `stage`: where it was typed; `here`: in this form.

    `other`: somebody recorded something in the file since. `query`: the address of its form.
    """

    at: datetime
    stage: str
    differences: tuple[Difference, ...]
    here: bool
    other: bool
    query: str


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


def kept_drafts(here: Visit, page: FilePage, key: str) -> tuple[Kept, ...]:
    """The drafts of this person that still say something else than the file; that of this form first."""
    if page.as_of is not None or not here.person.may_record(page.file):
        return ()
    found = (_kept(page, one, key) for one in drafts_of(here.desk, page.file, here.moment))
    return tuple(sorted((one for one in found if one is not None), key=lambda one: not one.here))


def take_up(here: Visit, page: FilePage, key: str) -> int | None:
    """Put the draft of this form back in its fields; the version it was typed upon, None when there is none."""
    mine = (one for one in drafts_of(here.desk, page.file, here.moment) if one.form == key)
    found = next(mine, None)
    if found is None:
        return None
    here.form.again(found.typed)
    return min(found.version, page.file.version)


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
    )


def _asked(parts: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield from (f"{name}={value}" for name, value in parts if value)


def _pairs(form: Form) -> list[tuple[str, str]]:
    return [(name, value) for name, values in form.typed.items() for value in values]
