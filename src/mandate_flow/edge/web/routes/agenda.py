"""The deadlines: as a list, as a calendar, as what will be written about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from starlette.responses import Response

from mandate_flow.edge.web.agenda.filters import SPANS, filters_of, form_of
from mandate_flow.edge.web.agenda.grid import grid, last_of, month_of
from mandate_flow.edge.web.columns import columns
from mandate_flow.edge.web.formats import number
from mandate_flow.edge.web.language import N_, _
from mandate_flow.edge.web.numbers import page_number
from mandate_flow.edge.web.render import link, show
from mandate_flow.edge.web.rows import DueLine, due_lines
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import READERS, Pages
from mandate_flow.service.agenda import agenda, every_deadline, month
from mandate_flow.service.foresee import Foreseen, foresee
from mandate_flow.store.views import Span

pages = Pages()
AHEAD: Final = ("7", "30", "90")
MOST_SHOWN: Final = 400
COLUMNS: Final = (
    N_("Échéance"),
    N_("Ce qui est attendu"),
    N_("Dossier"),
    N_("Titre"),
    N_("Où"),
    N_("De qui"),
    N_("Texte"),
    N_("En retard"),
    N_("Prochain rappel"),
)


@pages.get_page("/echeances", allows=READERS)
def deadlines(here: Here) -> Response:
    """Open deadlines kept by the filters of the address: a list, earliest first, or the calendar of a month."""
    view = here.query.get("vue", "")
    if view == "mois":
        return _month(here)
    if view == "envois":
        return _mails(here)
    filters = filters_of(here)
    found = agenda(here.desk, here.person, here.day, filters, page_number(here.query.get("page", "")))
    return show(
        here,
        "echeances.html",
        view="liste",
        views=_views(here, "liste"),
        dues=due_lines(found.deadlines.rows, found.labels, here.day, found.computed),
        total=found.deadlines.total,
        said="" if filters.span is Span.ALL else _(SPANS[filters.span]).lower(),
        page=found.deadlines.number,
        pages=found.deadlines.count,
        turn=lambda page: link(here, page=page),
        export=link(here, vue="").replace("/echeances", "/echeances.csv", 1),
        **form_of(here, filters, found.labels),
    )


@pages.get_page("/echeances.csv", allows=READERS)
def table(here: Here) -> Response:
    """The deadlines that the filters keep, for a spreadsheet."""
    rows, labels = every_deadline(here.desk, here.person, here.day, filters_of(here))
    lines = (_cells(one, here.day) for one in due_lines(rows, labels, here.day))
    return columns(f"echeances-{here.day.isoformat()}", COLUMNS, lines)


def _cells(one: DueLine, day: date) -> Iterable[object]:
    late = _("oui") if one.due < day and not one.to_know else _("non")
    return (one.due, one.label, one.ref, one.title, one.where, one.owner, one.law, late, one.next_reminder)


def _month(here: Visit) -> Response:
    first = month_of(here.query.get("mois", ""), here.day)
    filters = replace(filters_of(here), span=Span.ALL, since=first, until=last_of(first))
    days, labels = month(here.desk, here.person, here.day, filters)
    found = grid(first, here.day, days, labels)
    return show(
        here,
        "echeances.html",
        view="mois",
        views=_views(here, "mois"),
        month=found,
        this=month_of("", here.day) == first,
        total=found.total,
        said=found.name,
        day_list=lambda day: link(here, vue="", mois="", periode="", du=day.isoformat(), au=day.isoformat()),
        export=link(here, vue="", mois="", du=first.isoformat(), au=last_of(first).isoformat()).replace(
            "/echeances", "/echeances.csv", 1
        ),
        **form_of(here, filters_of(here), labels),
    )


def _mails(here: Visit) -> Response:
    ahead = here.query.get("jours", "")
    ahead = ahead if ahead in AHEAD else AHEAD[-1]
    found = foresee(here.desk, here.day, here.day + timedelta(days=int(ahead)), here.person)
    shown = found[:MOST_SHOWN]
    return show(
        here,
        "echeances.html",
        view="envois",
        views=_views(here, "envois"),
        total=len(found),
        said="",
        more=len(found) - len(shown),
        days=[(day, [_letter(one) for one in some]) for day, some in groupby(shown, key=lambda one: one.day)],
        ahead=[(_("{n} jours", n=number(int(one))), link(here, jours=one), one == ahead) for one in AHEAD],
        export="",
    )


def _letter(one: Foreseen) -> dict[str, object]:
    """A mail to come; addresses stay with whoever sends them."""
    return {"one": one, "to": [each.partition(" <")[0] for each in one.to]}


def _views(here: Visit, chosen: str) -> list[tuple[str, str, bool]]:
    clean = {"mois": "", "jours": "", "page": ""}
    return [
        (_("Liste"), link(here, vue="", **clean), chosen == "liste"),
        (_("Calendrier"), link(here, vue="mois", du="", au="", periode="", **clean), chosen == "mois"),
        (_("Envois à venir"), link(here, vue="envois", du="", au="", periode="", **clean), chosen == "envois"),
    ]
