"""The day a page of a file is asked about: today, or a day gone by."""

from __future__ import annotations

from datetime import date

from mandate_flow.domain.errors import BadInput, NotFound
from mandate_flow.edge.web.visit import Visit


def as_of(here: Visit) -> date | None:
    """The day `au` of the address, None for today. Raises NotFound for no day, BadInput for one to come."""
    typed = here.query.get("au", "")
    try:
        day = date.fromisoformat(typed) if typed else None
    except ValueError:
        raise NotFound("Cette date n’existe pas.", do="Écrivez-la ainsi : 2026-06-30.") from None
    if day is not None and day > here.day:
        raise BadInput(
            "Cette date n’est pas encore venue.",
            why="Un dossier se voit tel qu’il est aujourd’hui, ou tel qu’il était un jour passé.",
            do="Choisissez la date du jour ou une date passée.",
        )
    return day
