"""What the part of a page that shows a calendar needs, and what its forms say."""

from __future__ import annotations

from typing import Any, Final

from mandate_flow.domain.calendar.definition import SYSTEM_CALENDAR
from mandate_flow.domain.event import Action, Stream, StreamKind
from mandate_flow.domain.value import FactType
from mandate_flow.edge.web.formats import figures_day
from mandate_flow.edge.web.language import N_, _
from mandate_flow.edge.web.visit import Visit
from mandate_flow.service.calendars.pages import CalendarLine, CalendarPage, calendar_page
from mandate_flow.service.calendars.words import page_of
from mandate_flow.service.labels import OWED_BY

TOLD: Final = {
    "fait": N_("L’échéance est notée comme faite."),
    "rouverte": N_("L’échéance est de nouveau ouverte."),
    "reportee": N_("L’échéance est reportée."),
    "levee": N_("L’échéance est levée : plus personne ne la doit."),
    "ecrit": N_("Le calendrier est à jour."),
}
REMARKS: Final = {
    Action.CALENDAR_DONE: N_("Noté comme fait"),
    Action.CALENDAR_REOPENED: N_("Rouverte"),
    Action.CALENDAR_EXTENDED: N_("Reportée"),
    Action.CALENDAR_WAIVED: N_("Levée"),
}


def calendar_part(here: Visit, owner: Stream) -> dict[str, Any]:
    """The names that `parties/calendrier.html` uses. Raises NotFound."""
    return words_of(here, calendar_page(here.desk, here.person, owner, here.day))


def words_of(here: Visit, page: CalendarPage) -> dict[str, Any]:
    """The same of a page that was read already."""
    return {
        "calendar": page,
        "calendar_path": page_of(page.owner),
        "calendar_told": _(TOLD[told]) if (told := here.query.get("calendrier", "")) in TOLD else "",
        "remarks": REMARKS,
        "ower_names": OWED_BY,
        "today": figures_day(here.day),
        "is_money": lambda fact: fact.type is FactType.MONEY,
        "outcome": outcome,
    }


def outcome(line: CalendarLine) -> tuple[str, str]:
    """How a closed deadline ended, and its tone."""
    if line.deadline.status.value == "met":
        return (_("passée"), "") if line.to_know and not line.may_reopen else (_("faite"), "ok")
    return (_("levée"), "") if line.may_reopen else (_("sans objet"), "")


def owner_of(kind: str, owner_id: str) -> Stream:
    """The owner an address names. Raises ValueError for one that keeps no calendar."""
    if kind not in ("structure", "authority", "system"):
        raise ValueError(kind)
    owner = Stream(StreamKind(kind), owner_id)
    if owner.kind is StreamKind.SYSTEM and owner != SYSTEM_CALENDAR:
        raise ValueError(owner_id)
    return owner
