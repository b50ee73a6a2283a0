"""Which meeting the page of a file shows, those there are, and the authorities one may tick."""

from __future__ import annotations

from dataclasses import dataclass

from mandate_flow.domain.workflow.meetings import day_of, meeting_days, meetings
from mandate_flow.edge.web import formats
from mandate_flow.edge.web.dossier.present import Boxes, boxes
from mandate_flow.edge.web.dossier.questions import chosen
from mandate_flow.edge.web.dossier.words import meeting_said
from mandate_flow.edge.web.visit import Visit
from mandate_flow.service.reading import FilePage


@dataclass(frozen=True, slots=True)
class Seances:
    """`shown` is the day of the meeting shown, "" for none; `known` are (day, words) of all, the latest first.

    `new`: the day shown in words, when it is not one of them yet. `boxes`: the authorities, by group.
    """

    shown: str
    known: tuple[tuple[str, str], ...]
    new: str
    boxes: tuple[Boxes, ...]


def seances(here: Visit, page: FilePage) -> Seances:
    """The meeting asked for in the address, which may be a new one; else the next one, else the last."""
    definition, held = page.definition, meetings(page.definition, page.file)
    shown = _shown(here, page)
    day = day_of(shown)
    return Seances(
        shown,
        tuple((one.occurrence, meeting_said(definition, one)) for one in reversed(held)),
        formats.long_day(day) if day and shown not in meeting_days(definition, page.file) else "",
        boxes(page.registered, {one for some in chosen(page).values() for one in some}),
    )


def _shown(here: Visit, page: FilePage) -> str:
    asked = here.query.get("seance", "")
    if day_of(asked):
        return asked
    held = meeting_days(page.definition, page.file)
    today = (page.as_of or here.day).isoformat()
    return next((one for one in held if one >= today), held[-1] if held else "")
