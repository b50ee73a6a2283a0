"""The law by date: what applied on a day and how sure we are of it, and the versions of each text."""

from __future__ import annotations

from datetime import date
from typing import Final

from starlette.responses import Response

from mandate_flow.domain.articles import article_words
from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.law import Quantity
from mandate_flow.domain.law_words import confidence_words, value_words
from mandate_flow.domain.people import Role
from mandate_flow.domain.typed import read_day
from mandate_flow.edge.web.language import _, in_language, speaking
from mandate_flow.edge.web.render import show
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import ADMINISTRATION, Pages, only
from mandate_flow.service.law_pages import Difference, changes, law_on, timeline

pages: Final = Pages()
LAW_READERS: Final = only(Role.ADMINISTRATOR, Role.MISSION, Role.JURIST, Role.CONTROLLER)


@pages.get_page("/administration/droit", allows=LAW_READERS)
def law(here: Here) -> Response:
    """Everything that applied on the day asked for, today when none is."""
    day, wrong = _asked(here)
    book = here.desk.library.law
    return show(
        here,
        "droit.html",
        law=law_on(book, day),
        changes=changes(book),
        wrong=wrong,
        row=row,
        keeps=ADMINISTRATION.admits(here.person),
    )


@pages.get_page("/administration/droit/{name}", allows=LAW_READERS)
def text(here: Here, name: str) -> Response:
    """The versions of one text, and what each one changed."""
    found = timeline(here.desk.library.law, name)
    return show(
        here,
        "droit_texte.html",
        text=found.text,
        versions=found.versions[::-1],
        now=found.text.on(here.day),
        row=row,
        told=told,
        keeps=ADMINISTRATION.admits(here.person),
    )


def row(one: Quantity) -> dict[str, str]:
    """A quantity as its line shows it."""
    return {
        "label": in_language(one.label) or one.name,
        "value": value_words(one, speaking()),
        "article": article_words(one.article, speaking()),
        "said": confidence_words(one, speaking()),
        "tone": "ok" if one.binding else "warn",
        "note": _(one.note) if one.note else "",
    }


def told(one: Difference) -> dict[str, str]:
    """A difference in words: what it is about, what was said, what is said."""
    named = one.after or one.before
    label = (in_language(named.label) if named else "") or one.name
    if one.before is None:
        return {"label": label, "kind": _("nouveau"), "before": "", "after": _short(one.after)}
    if one.after is None:
        return {"label": label, "kind": _("disparu"), "before": _short(one.before), "after": ""}
    return {"label": label, "kind": _("changé"), "before": _short(one.before), "after": _short(one.after)}


def _short(one: Quantity | None) -> str:
    if one is None:
        return ""
    parts = (value_words(one, speaking()), article_words(one.article, speaking()))
    return ", ".join(part for part in parts if part)


def _asked(here: Visit) -> tuple[date, str]:
    typed = here.query.get("on", "").strip()
    if not typed:
        return here.day, ""
    try:
        return read_day(typed), ""
    except BadInput as error:
        return here.day, _(error.what)
