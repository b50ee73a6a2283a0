"""Every address says who may enter; one that does not stops the product at its start."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.routing import BaseRoute

from mandate_flow.domain.errors import Forbidden, MandateFlowError
from mandate_flow.domain.people import Person, Role
from mandate_flow.edge.web.confirming import confirm_first, proved
from mandate_flow.edge.web.security import check_post, open_visit, read_typed
from mandate_flow.edge.web.shield import FORM_BYTES
from mandate_flow.edge.web.visit import Visit

Handler = TypeVar("Handler", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Allows:
    """Who may enter: persons who hold one of the roles, or anyone, signed in or not."""

    roles: frozenset[Role] = frozenset()
    anyone: bool = False

    def admits(self, person: Person) -> bool:
        """True when this person may enter."""
        return self.anyone or person.is_any(self.roles)


def only(*roles: Role) -> Allows:
    """Persons who hold at least one of these roles."""
    return Allows(frozenset(roles))


ANYONE: Final = Allows(anyone=True)
SIGNED_IN: Final = Allows(frozenset(Role))
STAFF: Final = Allows(frozenset(Role) - {Role.STRUCTURE})
READERS: Final = Allows(STAFF.roles - {Role.ADMINISTRATOR})
WRITERS: Final = only(Role.MISSION, Role.AGENT, Role.JURIST)
CONTROL: Final = only(Role.CONTROLLER, Role.MISSION, Role.ADMINISTRATOR)
ADMINISTRATION: Final = only(Role.ADMINISTRATOR, Role.MISSION)


class NotSignedIn(MandateFlowError):
    """The page asks for a person and nobody is signed in."""


class Guard:
    """Stands before a handler: opens the visit, lets in whom `allows` admits, checks what a form brings.

    `confirmed`: the person must have proved a short time ago to be there.
    """

    def __init__(self, allows: Allows, *, confirmed: bool = False) -> None:
        self.allows, self.confirmed = allows, confirmed

    async def __call__(self, request: Request) -> AsyncIterator[None]:
        visit = await open_visit(request)
        request.state.visit = visit
        try:
            await self._admit(request, visit)
            if request.method == "POST":
                visit = await check_post(request, visit)
                request.state.visit = visit = await run_in_threadpool(proved, visit)
                if self.confirmed:
                    await run_in_threadpool(confirm_first, visit)
            yield
        finally:
            await request.close()

    async def _admit(self, request: Request, visit: Visit) -> None:
        """Raises NotSignedIn, once what was typed is read: a lost session loses no typing; and Forbidden."""
        if self.allows.anyone:
            return
        if visit.someone is None:
            if request.method == "POST" and _is_small(request):
                await read_typed(request, visit)
            raise NotSignedIn("Votre session est terminée.", do="Connectez-vous de nouveau.")
        if not self.allows.admits(visit.someone):
            raise Forbidden(
                "Cette page n’est pas ouverte à votre fonction.",
                do="Demandez à l’administrateur si vous en avez besoin.",
            )


def _is_small(request: Request) -> bool:
    """Whether it is a form that a person typed: what a stranger pours in is not kept."""
    length = request.headers.get("content-length", "")
    return length.isdecimal() and int(length) <= FORM_BYTES


class Pages(APIRouter):
    """A router whose routes cannot be declared without saying whom they allow.

    `@pages.get_page("/dossiers", allows=READERS)` and `@pages.post_form("/dossiers/nouveau", allows=WRITERS)`.
    A form that `confirms` asks the person to prove to be there; every form below /administration does.
    """

    def get_page(self, path: str, *, allows: Allows) -> Callable[[Handler], Handler]:
        """A page that reads."""
        return self._declare("GET", path, Guard(allows))

    def post_form(self, path: str, *, allows: Allows, confirms: bool = False) -> Callable[[Handler], Handler]:
        """A form that writes: origin and form token are checked first."""
        administers = path.startswith("/administration")
        return self._declare("POST", path, Guard(allows, confirmed=confirms or administers))

    def _declare(self, method: str, path: str, guard: Guard) -> Callable[[Handler], Handler]:
        def declare(handler: Handler) -> Handler:
            self.add_api_route(
                path,
                handler,
                methods=[method] if method == "POST" else ["GET", "HEAD"],
                dependencies=[Depends(guard)],
                response_model=None,
                include_in_schema=False,
            )
            return handler

        return declare


def allowed(route: BaseRoute) -> Allows | None:
    """Whom a route allows, None when it does not say."""
    for dependency in route.dependencies if isinstance(route, APIRoute) else ():
        if isinstance(dependency.dependency, Guard):
            return dependency.dependency.allows
    return None


def check_every_route(app: FastAPI) -> None:
    """Raises RuntimeError naming the routes that do not say who may enter."""
    silent = [str(getattr(route, "path", route)) for route in app.routes if allowed(route) is None]
    if silent:
        raise RuntimeError(f"say who may enter (allows=): {', '.join(silent)}")
