"""Puts the pages together: `create_app(desk, settings)` gives the application a server runs."""

from __future__ import annotations

from fastapi import FastAPI

from mandate_flow.edge.web import errors, render
from mandate_flow.edge.web.routes import ROUTERS, style
from mandate_flow.edge.web.shield import Shield
from mandate_flow.edge.web.statics import Statics
from mandate_flow.edge.web.visit import Site, WebSettings
from mandate_flow.edge.web.who import check_every_route
from mandate_flow.service.desk import Desk


def create_app(desk: Desk, settings: WebSettings) -> FastAPI:
    """The web application. Raises RuntimeError when a route does not say who may enter."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, title="Mandate Flow")
    app.state.site = Site(
        desk=desk,
        settings=settings,
        templates=render.environment(development=settings.development),
        statics=Statics(),
    )
    for router in (*ROUTERS, style.pages) if settings.development else ROUTERS:
        app.router.routes.extend(router.routes)  # as they are: `check_every_route` must see each of them
    errors.answer_errors(app)
    app.add_middleware(
        Shield,
        largest=desk.blobs.most,
        secure=app.state.site.secure,
        crash=errors.crashed,
    )
    check_every_route(app)
    return app
