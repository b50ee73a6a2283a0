"""One table from failures to answers: each page says what happened, why, and what to do."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode, urlsplit

import structlog
from fastapi import FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Match

from mandate_flow.domain.errors import (
    BadContent,
    BadInput,
    Forbidden,
    MandateFlowError,
    NotFound,
    Stale,
    Tampered,
    Unavailable,
)
from mandate_flow.edge.web import render
from mandate_flow.edge.web.confirming import Unconfirmed
from mandate_flow.edge.web.given_back import given_back
from mandate_flow.edge.web.language import _
from mandate_flow.edge.web.security import ForeignForm, LostForm, local_path, open_visit
from mandate_flow.edge.web.shield import TooLarge
from mandate_flow.edge.web.visit import Visit
from mandate_flow.edge.web.who import NotSignedIn
from mandate_flow.service.patience import TooMany
from mandate_flow.service.provider_sign_in import OverJourney

TABLE: Final[dict[type[MandateFlowError], HTTPStatus]] = {
    NotSignedIn: HTTPStatus.UNAUTHORIZED,
    Unconfirmed: HTTPStatus.FORBIDDEN,
    Forbidden: HTTPStatus.FORBIDDEN,
    ForeignForm: HTTPStatus.FORBIDDEN,
    NotFound: HTTPStatus.NOT_FOUND,
    Stale: HTTPStatus.CONFLICT,
    TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    BadInput: HTTPStatus.UNPROCESSABLE_ENTITY,
    OverJourney: HTTPStatus.NOT_FOUND,
    TooMany: HTTPStatus.TOO_MANY_REQUESTS,
    Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    BadContent: HTTPStatus.INTERNAL_SERVER_ERROR,
    Tampered: HTTPStatus.INTERNAL_SERVER_ERROR,
}
WHOLE_PAGE: Final = {
    "hx-retarget": "body",
    "hx-reswap": "innerHTML show:window:top",
    "hx-reselect": "unset",
    "hx-push-url": "false",
}
"""What tells a page that asked for a part of itself to show all of the answer."""
UNEXPECTED: Final = MandateFlowError(
    "Une erreur inattendue s’est produite.",
    why="Ce n’est pas de votre fait ; l’incident est noté dans le journal technique.",
    do="Recommencez dans un instant. Si l’erreur revient, signalez l’heure et la page à l’administrateur.",
)
NO_SUCH_PAGE: Final = NotFound(
    "Cette page n’existe pas.",
    why="L’adresse a pu être mal recopiée.",
    do="Partez du tableau de bord ou de la recherche.",
)
NO_SUCH_WAY: Final = NotFound("Cette page ne s’ouvre pas de cette façon.", do="Partez du tableau de bord.")


def answer_errors(app: FastAPI) -> None:
    """Give the application the table."""
    app.add_exception_handler(MandateFlowError, _expected)
    app.add_exception_handler(HTTPException, _http)


async def crashed(request: Request, error: Exception) -> Response:
    """The answer to what nobody expected; the trace is already in the journal."""
    del error
    return await _page(request, UNEXPECTED, HTTPStatus.INTERNAL_SERVER_ERROR)


def status_of(error: MandateFlowError) -> HTTPStatus:
    """The nearest ancestor in the table."""
    return next((TABLE[kind] for kind in type(error).__mro__ if kind in TABLE), HTTPStatus.INTERNAL_SERVER_ERROR)


async def _expected(request: Request, error: Exception) -> Response:
    if not isinstance(error, MandateFlowError):
        raise error
    if isinstance(error, NotSignedIn) and request.method in ("GET", "HEAD"):
        return _to_the_door(request)
    status = status_of(error)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        structlog.get_logger().error("page.failed", path=request.url.path, error=str(error))
    return await _page(request, error, status)


def _to_the_door(request: Request) -> Response:
    """Sign in, then come back; a part of a page asks its whole page to go there."""
    part = request.headers.get("hx-request") == "true"
    url = urlsplit(request.headers.get("hx-current-url", "/")) if part else urlsplit(str(request.url))
    wanted = local_path(url.path + (f"?{url.query}" if url.query else ""))
    door = "/connexion" + (f"?{urlencode({'suite': wanted})}" if wanted != "/" else "")
    return Response(status_code=HTTPStatus.UNAUTHORIZED, headers={"hx-redirect": door}) if part else render.go(door)


async def _http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    known = {HTTPStatus.NOT_FOUND: NO_SUCH_PAGE, HTTPStatus.METHOD_NOT_ALLOWED: NO_SUCH_WAY}
    status = HTTPStatus(error.status_code)
    if status is HTTPStatus.METHOD_NOT_ALLOWED and request.method == "GET":
        return render.go(nearest_page(request))
    return await _page(request, known.get(status) or BadInput("Cette demande n’a pas pu être lue."), status)


def nearest_page(request: Request) -> str:
    """Where a form without a page of its own belongs: the nearest address above it that can be read."""
    path = request.url.path
    while path := path.rpartition("/")[0]:
        asked = {"type": "http", "method": "GET", "path": path, "root_path": "", "headers": []}
        if any(route.matches(asked)[0] is Match.FULL for route in request.app.routes):
            return path
    return "/"


async def _page(request: Request, error: MandateFlowError, status: HTTPStatus) -> Response:
    """The page of an error; when even that fails (no database), its bare sentences."""
    try:
        here: Visit = getattr(request.state, "visit", None) or await open_visit(request)
        if isinstance(error, Unconfirmed):
            asked = {"ask": error, "form": error.form}
            answer = await run_in_threadpool(render.show, here, "confirmation.html", error.status, **asked)
        else:
            lost = isinstance(error, (LostForm, NotSignedIn)) and bool(here.form.typed)
            template, typed = ("renvoi.html", given_back(here)) if lost else ("erreur.html", ())
            answer = await run_in_threadpool(render.show, here, template, status, error=error, typed=typed)
        answer.headers.update(WHOLE_PAGE if request.headers.get("hx-request") == "true" else {})
        return answer
    except Exception as failed:  # noqa: BLE001 - the last answer there is
        structlog.get_logger().error("page.error_page_failed", path=request.url.path, error=repr(failed))
        return PlainTextResponse("\n".join(_(part) for part in (error.what, error.why, error.do) if part), status)
