"""Notifications: each mail on its example, in each language, its rhythm, and a trial to oneself."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

from starlette.responses import HTMLResponse, Response

from mandate_flow.domain.cadence import Cadence
from mandate_flow.domain.notice import NoticeKind, Urgency
from mandate_flow.domain.people import Role
from mandate_flow.edge.web import formats
from mandate_flow.edge.web.language import LANGUAGES, N_, _, in_language, speaking
from mandate_flow.edge.web.render import go, link, show
from mandate_flow.edge.web.routes.control import ACTIONS
from mandate_flow.edge.web.shield import FRAMING_POLICY, MAIL_POLICY
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import ADMINISTRATION, Pages
from mandate_flow.mail.outcome import Accepted
from mandate_flow.service import notice_pages as reading

pages = Pages()
NOTICES: Final = "/administration/avis"
AUDIENCES: Final = {"owner": N_("qui doit l’échéance"), "second": N_("qui peut confirmer")}
URGENCIES: Final = {Urgency.NOW: N_("aussitôt"), Urgency.DAILY: N_("dans le courriel du matin")}


@pages.get_page(NOTICES, allows=ADMINISTRATION)
def notices(here: Here) -> Response:
    """Every mail that the product may write, and the rhythms of reminders."""
    found = reading.notices(here.desk, speaking())
    cadences = here.desk.library.notices.cadences.values()
    return show(
        here,
        "administration/avis.html",
        notices=[(one, _when(one.kind, reminds=one.reminds), _to(one.kind.to)) for one in found],
        cadences=[(_rhythm(one), list(reading.deadlines_of(here.desk, one.name))) for one in cadences],
        urgencies=URGENCIES,
    )


@pages.get_page(f"{NOTICES}/{{name}}", allows=ADMINISTRATION)
def notice(here: Here, name: str) -> Response:
    """One mail: subject, text, and how it looks."""
    return _show(here, name)


@pages.get_page(f"{NOTICES}/{{name}}/apercu", allows=ADMINISTRATION)
def preview(here: Here, name: str) -> Response:
    """The HTML of the example, in a frame that can run nothing, load nothing and go nowhere."""
    _found, words = reading.notice(here.desk, name, _language(here))
    return HTMLResponse(words.html, headers={"content-security-policy": MAIL_POLICY})


@pages.post_form(f"{NOTICES}/{{name}}/essai", allows=ADMINISTRATION)
def trial(here: Here, name: str) -> Response:
    """Send the example to oneself."""
    lang = here.form.choice("langue", LANGUAGES) or speaking()
    outcome = reading.send_trial(here.desk, name, lang, here.moment, here.at)
    if isinstance(outcome, Accepted):
        return go(f"{NOTICES}/{name}?langue={lang}&essai={'garde' if outcome.kept else 'envoye'}")
    return _show(here, name, HTTPStatus.SERVICE_UNAVAILABLE, why=outcome.why)


def _show(here: Visit, name: str, status: int = HTTPStatus.OK, why: str = "") -> Response:
    lang = _language(here)
    found, words = reading.notice(here.desk, name, lang)
    page = show(
        here,
        "administration/un_avis.html",
        status,
        notice=found,
        words=words,
        lang=lang,
        languages=[(label, link(here, langue=code, essai=""), code == lang) for code, label in LANGUAGES.items()],
        plain=here.query.get("forme") == "texte",
        when=_when(found.kind, reminds=found.reminds),
        to=_to(found.kind.to),
        urgency=_(URGENCIES[found.kind.urgency]),
        trial=here.query.get("essai", ""),
        why=why,
    )
    page.headers["content-security-policy"] = FRAMING_POLICY
    return page


def _language(here: Visit) -> str:
    asked = here.query.get("langue", "") or here.form.typed_in("langue")
    return asked if asked in LANGUAGES else speaking()


def _when(kind: NoticeKind, *, reminds: bool) -> str:
    if reminds:
        return _("un jour de rappel, selon le rythme de l’échéance")
    if kind.on is None:
        return _("quand un courriel ne peut pas partir")
    return _(ACTIONS[kind.on])


def _to(audiences: tuple[str, ...]) -> str:
    if not audiences:
        return _("ceux que le rythme nomme")
    return ", ".join(_audience(one) for one in audiences)


def _audience(name: str) -> str:
    if name in AUDIENCES:
        return _(AUDIENCES[name])
    return _(formats.ROLES[Role(name)]) if name in frozenset(Role) else name


def _rhythm(cadence: Cadence) -> dict[str, Any]:
    """Each reminder day: how far from the last day, to whom, how urgently."""
    return {
        "label": in_language(cadence.label),
        "days": [(_day(one.days), _to(one.to), one.urgency == "now") for one in cadence.offsets],
    }


def _day(days: int) -> str:
    if days == 0:
        return _("le jour même")
    return _("J-{n}", n=-days) if days < 0 else _("J+{n}", n=days)
