"""Cookies, sessions and form tokens: nobody acts in a person's name without the person."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response

from mandate_flow.domain.errors import MandateFlowError
from mandate_flow.domain.people import Person
from mandate_flow.edge import clock
from mandate_flow.edge.web.forms import Form
from mandate_flow.edge.web.language import LANGUAGES, SOURCE, speak
from mandate_flow.edge.web.visit import Site, Visit
from mandate_flow.service import sessions
from mandate_flow.service.sessions import Signed

MOST_FIELDS: Final = 8_000
MOST_OF_A_FIELD: Final = 9_000_000
"""A small file travels as a field while its person confirms."""
DOOR_SECONDS: Final = 3600
THEMES: Final = ("light", "dark")


class ForeignForm(MandateFlowError):
    """A form sent from another site."""


class LostForm(ForeignForm):
    """A form of this site whose session has ended: what was typed is given back, to be sent again."""


async def open_visit(request: Request) -> Visit:
    """Who knocks: the person of the session cookie, or nobody."""
    site: Site = request.app.state.site
    at = clock.now()
    token = request.cookies.get(cookie_name(site, "session"), "")
    signed = await run_in_threadpool(_signed, site, token) if token else None
    fresh = False
    if signed is None:
        token = request.cookies.get(cookie_name(site, "door"), "")
        fresh = not token
        token = token or secrets.token_urlsafe(24)
    someone = signed.person if signed else None
    speak(_language(request, site, someone))
    return Visit(
        site=site,
        path=request.url.path,
        query=request.query_params,
        at=at,
        day=clock.day_of(at),
        token=token,
        csrf=form_token(token),
        someone=someone,
        signed=signed,
        fresh=fresh,
        client=request.client.host if request.client else "",
        theme=_theme(request, site),
        keys=request.cookies.get(cookie_name(site, "keys"), "") != "off",
    )


def _language(request: Request, site: Site, someone: Person | None) -> str:
    """The person's own, else what was chosen in this browser, else the first it asks for that we speak."""
    wanted = [someone.lang] if someone else [request.cookies.get(cookie_name(site, "language"), "")]
    for part in request.headers.get("accept-language", "").split(","):
        wanted.append(part.split(";")[0].strip()[:2].lower())
    return next((lang for lang in wanted if lang in LANGUAGES), SOURCE)


def _signed(site: Site, token: str) -> Signed | None:
    return sessions.signed(site.desk, token, clock.now())


def _theme(request: Request, site: Site) -> str:
    chosen = request.cookies.get(cookie_name(site, "theme"), "")
    return chosen if chosen in THEMES else ""


async def check_post(request: Request, visit: Visit) -> Visit:
    """The visit with what was typed. Raises ForeignForm or LostForm before anything is done with it."""
    visit, given = await read_typed(request, visit)
    if not hmac.compare_digest(given.encode(), visit.csrf.encode()):
        raise LostForm(
            "Ce formulaire a été ouvert dans une session qui n’est plus la vôtre.",
            why="Rien n’a encore été enregistré.",
            do="Vérifiez votre saisie ci-dessous, puis envoyez-la de nouveau.",
        )
    return visit


async def read_typed(request: Request, visit: Visit) -> tuple[Visit, str]:
    """The visit with what a form of this site brought, and the form's token. Raises ForeignForm."""
    if not _own_origin(request, visit.site):
        raise ForeignForm(
            "Ce formulaire ne vient pas de ce site.", do="Ouvrez la page depuis ce site, puis recommencez."
        )
    sent = await request.form(max_fields=MOST_FIELDS, max_part_size=MOST_OF_A_FIELD)
    typed = [(name, value) for name, value in sent.multi_items() if isinstance(value, str)]
    given = next((value for name, value in typed if name == "csrf"), "")
    visit = replace(
        visit,
        form=Form((name, value) for name, value in typed if name != "csrf"),
        uploads={name: tuple(_files(sent, name)) for name in sent if any(_files(sent, name))},
    )
    request.state.visit = visit
    return visit, given


def _files(sent: FormData, name: str) -> Iterator[UploadFile]:
    return (value for value in sent.getlist(name) if isinstance(value, UploadFile))


def form_token(token: str) -> str:
    """What every form of a session carries: bound to its secret, which it does not reveal."""
    return hashlib.sha256(b"form:" + token.encode()).hexdigest()


def cookie_name(site: Site, what: str) -> str:
    """The `__Host-` prefix makes the browser itself refuse a cookie set by a neighbouring host."""
    return f"__Host-mandate-{what}" if site.secure else f"mandate-{what}"


def give_cookie(response: Response, site: Site, what: str, token: str, seconds: int) -> None:
    """Out of reach of scripts, and never sent along with a form of another site."""
    response.set_cookie(
        cookie_name(site, what), token, max_age=seconds, path="/", secure=site.secure, httponly=True, samesite="lax"
    )


def take_cookie(response: Response, site: Site, what: str) -> None:
    """Ask the browser to forget it."""
    response.delete_cookie(cookie_name(site, what), path="/", secure=site.secure, httponly=True, samesite="lax")


def local_path(text: str) -> str:
    """A path of this site to go on to after signing in; "/" for anything else."""
    parts = urlsplit(text)
    local = text.startswith("/") and not text.startswith(("//", "/\\")) and not parts.netloc and text.isprintable()
    return text if local else "/"


def _own_origin(request: Request, site: Site) -> bool:
    origin = request.headers.get("origin", "")
    if origin:
        return urlsplit(origin).netloc in (request.headers.get("host", ""), urlsplit(site.desk.base_url).netloc)
    return request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")
