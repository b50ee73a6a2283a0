"""Coming in by an e-mailed link, and going out."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus

import structlog
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response

from mandate_flow.domain.errors import NotFound, Unavailable
from mandate_flow.edge.web.forms import read_email
from mandate_flow.edge.web.language import _
from mandate_flow.edge.web.render import go, show
from mandate_flow.edge.web.security import give_cookie, local_path, take_cookie
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import ANYONE, SIGNED_IN, Pages
from mandate_flow.mail.outcome import Accepted
from mandate_flow.service import patience, provider_sign_in, sessions, sign_in

pages = Pages()


@pages.get_page("/connexion", allows=ANYONE)
def ask(here: Here) -> Response:
    """Where one gives an address."""
    then = local_path(here.query.get("suite", "/"))
    return go(then) if here.someone else _door(here, then)


@pages.post_form("/connexion", allows=ANYONE)
def send(here: Here) -> Response:
    """The same answer and the same waits whoever asks, given before anyone is looked up."""
    email = here.form.read("email", read_email, label=_("Adresse électronique"), required=True)
    then = local_path(here.form.typed_in("suite", "/"))
    asked = ((patience.LINKS_FROM_CLIENT, here.client), (patience.LINKS_TO_ADDRESS, email or ""))
    patience.enter(here.desk, asked if email else asked[:1], here.at)
    if email is None:
        return _door(here, then, HTTPStatus.UNPROCESSABLE_ENTITY)
    page = show(here, "connexion_envoyee.html", email=email)
    page.background = BackgroundTask(_send, here, email, "" if then == "/" else then)
    return page


def _door(here: Visit, then: str, status: int = HTTPStatus.OK, *, spent: NotFound | None = None) -> Response:
    provider = here.desk.provider.name if here.desk.provider else ""
    return show(here, "connexion.html", status, then=then, provider=provider, spent=spent)


def _send(here: Visit, email: str, then: str) -> None:
    outcome = sign_in.ask(here.desk, email, here.at, then)
    if outcome is not None and not isinstance(outcome, Accepted):
        structlog.get_logger().error("sign_in.mail_not_sent", why=outcome.why)


@pages.get_page("/connexion/{token}", allows=ANYONE)
def confirm(here: Here, token: str) -> Response:
    """Only shows a button: scanners of mails open links, and would spend it. A spent one says so at once."""
    then = local_path(here.query.get("suite", "/"))
    if not sign_in.opens(here.desk, token, here.at):
        return _door(here, then, spent=sign_in.SPENT)
    return show(here, "connexion_lien.html", then=then)


@pages.post_form("/connexion/{token}", allows=ANYONE)
def enter(here: Here, token: str, request: Request) -> Response:
    """Spend the link, open the session; who tries link after link waits, an office that comes in does not."""
    patience.check(here.desk, patience.SPENT_LINKS_FROM_CLIENT, here.client, here.at)
    client = request.headers.get("user-agent", "")
    try:
        session = sign_in.use_link(here.desk, token, here.at, here.day, client)
    except NotFound:
        patience.enter(here.desk, ((patience.SPENT_LINKS_FROM_CLIENT, here.client),), here.at)
        raise
    return entered(here, session, here.form.typed_in("suite", "/"))


def entered(here: Visit, session: str, then: str) -> Response:
    """On to the page one wanted, with the session in a cookie."""
    answer = go(local_path(then))
    give_cookie(answer, here.site, "session", session, int(sessions.SESSION.total_seconds()))
    take_cookie(answer, here.site, "door")
    return answer


@pages.post_form("/deconnexion", allows=SIGNED_IN)
def leave(here: Here) -> Response:
    """End this session, or all of this person's; and the one at the provider, where it was opened there."""
    hint = sessions.hint_of(here.desk, here.token, here.at)
    if here.form.typed_in("partout"):
        sessions.close_all(here.desk, here.person, here.at, by=here.person)
    else:
        sessions.close(here.desk, here.token, here.at)
    answer = _leave_the_provider(here, hint) or go("/connexion")
    take_cookie(answer, here.site, "session")
    return answer


def _leave_the_provider(here: Visit, hint: str) -> Response | None:
    """A page that goes on there by itself: a form of ours may not lead to another site."""
    try:
        away = provider_sign_in.exit_of(here.desk, hint)
    except Unavailable:
        return None
    if not away or here.desk.provider is None:
        return None
    gone = replace(here, someone=None, signed=None)
    page = show(gone, "deconnexion.html", exit=away, provider=here.desk.provider.name)
    page.headers["refresh"] = f"0; url={away}"
    return page
