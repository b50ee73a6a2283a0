"""The calendars of structures, authorities and the product, and what people say in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from http import HTTPStatus
from typing import Final

from starlette.responses import Response

from mandate_flow.domain.calendar.acts import NOTE_LENGTH
from mandate_flow.domain.deadline import DeadlineKey
from mandate_flow.domain.errors import BadInput, Unseen
from mandate_flow.domain.event import Stream, StreamKind
from mandate_flow.domain.people import Role
from mandate_flow.domain.typed import read_day, read_money
from mandate_flow.domain.value import FactType
from mandate_flow.edge.web.calendar_words import owner_of, words_of
from mandate_flow.edge.web.language import _, in_language
from mandate_flow.edge.web.render import go, show
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import ADMINISTRATION, STAFF, WRITERS, Pages, only
from mandate_flow.service.calendars import acts
from mandate_flow.service.calendars.pages import CalendarPage, calendar_page
from mandate_flow.service.calendars.words import page_of
from mandate_flow.service.communes import code_of

pages: Final = Pages()
KEEPERS: Final = only(*WRITERS.roles, Role.ADMINISTRATOR)


@pages.get_page("/calendriers/{kind}/{owner_id}", allows=STAFF)
def calendar(here: Here, kind: str, owner_id: str) -> Response:
    """One calendar: what is open, what is closed, and how each day was found."""
    return _page(here, _owner(kind, owner_id))


@pages.post_form("/calendriers/{kind}/{owner_id}/fait", allows=KEEPERS)
def done(here: Here, kind: str, owner_id: str) -> Response:
    """A deadline is done since a day."""
    owner, key, mark = _asked(here, kind, owner_id)
    on = here.form.read(f"jour-{mark}", read_day, label=_("Fait le"), required=True)
    told = here.form.text(f"note-{mark}", label=_("Remarque"), longest=NOTE_LENGTH)
    names = {"on": f"jour-{mark}", "reason": f"note-{mark}"}
    return _after(
        here, owner, "fait", names, lambda: on and acts.mark_done(here.desk, owner, key, on, told, here.moment)
    )


@pages.post_form("/calendriers/{kind}/{owner_id}/rouvrir", allows=KEEPERS)
def reopened(here: Here, kind: str, owner_id: str) -> Response:
    """It is owed after all."""
    owner, key, mark = _asked(here, kind, owner_id)
    why = here.form.text(f"retour-{mark}", label=_("Remarque"), longest=NOTE_LENGTH)
    names = {"reason": f"retour-{mark}"}
    return _after(here, owner, "rouverte", names, lambda: acts.reopen(here.desk, owner, key, why, here.moment))


@pages.post_form("/calendriers/{kind}/{owner_id}/report", allows=KEEPERS)
def extended(here: Here, kind: str, owner_id: str) -> Response:
    """It may wait until a later day, for a reason."""
    owner, key, mark = _asked(here, kind, owner_id)
    until = here.form.read(f"jusquau-{mark}", read_day, label=_("Nouveau dernier jour"), required=True)
    why = here.form.text(f"motif-{mark}", label=_("Motif"), required=True, longest=NOTE_LENGTH)
    names = {"until": f"jusquau-{mark}", "reason": f"motif-{mark}"}
    return _after(
        here, owner, "reportee", names, lambda: until and acts.extend(here.desk, owner, key, until, why, here.moment)
    )


@pages.post_form("/calendriers/{kind}/{owner_id}/levee", allows=KEEPERS)
def waived(here: Here, kind: str, owner_id: str) -> Response:
    """Nobody owes it any more, for a reason."""
    owner, key, mark = _asked(here, kind, owner_id)
    why = here.form.text(f"raison-{mark}", label=_("Motif"), required=True, longest=NOTE_LENGTH)
    names = {"reason": f"raison-{mark}"}
    return _after(here, owner, "levee", names, lambda: acts.waive(here.desk, owner, key, why, here.moment))


@pages.post_form("/calendriers/{kind}/{owner_id}/ecrire", allows=KEEPERS)
def noted(here: Here, kind: str, owner_id: str) -> Response:
    """Write a date or an amount of a fiscal year; an empty value clears it."""
    owner = _owner(kind, owner_id)
    known = {one.name: one for one in here.desk.library.calendars.facts_of(owner)}
    fact = known.get(here.form.typed_in("fait"))
    if fact is None:
        raise Unseen
    year = here.form.text(f"annee-{fact.name}", label=_("Exercice"), required=True)
    reader: Callable[[str], date | Decimal] = read_money if fact.type is FactType.MONEY else read_day
    value = here.form.read(f"valeur-{fact.name}", reader, label=in_language(fact.label))
    names = {"year": f"annee-{fact.name}", "value": f"valeur-{fact.name}"}
    return _after(here, owner, "ecrit", names, lambda: acts.note(here.desk, owner, fact.name, year, value, here.moment))


def _owner(kind: str, owner_id: str) -> Stream:
    try:
        return owner_of(kind, owner_id)
    except ValueError:
        raise Unseen from None


def _asked(here: Visit, kind: str, owner_id: str) -> tuple[Stream, DeadlineKey, str]:
    """The owner, the deadline that the form names, and the end of the names of its fields."""
    code, occurrence = here.form.typed_in("code"), here.form.typed_in("occurrence")
    return _owner(kind, owner_id), (code, occurrence), "-".join(part for part in (code, occurrence) if part)


def _after(here: Visit, owner: Stream, told: str, names: dict[str, str], act: Callable[[], object]) -> Response:
    """Do it and show the calendar where it is read; what was refused stands beside its field."""
    if not here.form.errors:
        try:
            act()
        except BadInput as error:
            here.form.blame(error, names)
    page = calendar_page(here.desk, here.person, owner, here.day)
    if here.form.errors:
        return _page(here, owner, page, HTTPStatus.UNPROCESSABLE_ENTITY)
    return go(f"{_home(here, owner)}?calendrier={told}#calendrier")


def _home(here: Visit, owner: Stream) -> str:
    """The page on which the calendar of the owner is shown."""
    if owner.kind is StreamKind.STRUCTURE:
        return f"/structures/{owner.id}"
    if owner.kind is StreamKind.AUTHORITY and (code := code_of(here.desk, owner.id)):
        return f"/communes/{code}"
    return page_of(owner)


def _page(here: Visit, owner: Stream, page: CalendarPage | None = None, status: int = HTTPStatus.OK) -> Response:
    found = page or calendar_page(here.desk, here.person, owner, here.day)
    home, crumb = _home(here, owner), (found.title, "")
    if home != page_of(owner):
        crumb = (found.title, home)
    elif ADMINISTRATION.admits(here.person):
        crumb = (_("Administration"), "/administration")
    else:
        crumb = (_("Échéances"), "/echeances")
    return show(here, "calendrier.html", status, crumb=crumb, **words_of(here, found))
