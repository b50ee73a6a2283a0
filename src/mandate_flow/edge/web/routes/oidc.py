"""To the identity provider and back: coming in, and proving again to be there."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from mandate_flow.edge.web.render import go, show
from mandate_flow.edge.web.routes.door import entered
from mandate_flow.edge.web.security import DOOR_SECONDS, give_cookie, local_path
from mandate_flow.edge.web.visit import Here
from mandate_flow.edge.web.who import ANYONE, SIGNED_IN, Pages
from mandate_flow.service import patience
from mandate_flow.service import provider_sign_in as provider
from mandate_flow.service.provider_sign_in import Back

pages = Pages()


@pages.get_page("/identite/entrer", allows=ANYONE)
def start(here: Here) -> Response:
    """Off to the provider, with a secret of this browser to be known by when coming back."""
    then = local_path(here.query.get("suite", "/"))
    if here.someone:
        return go(then)
    patience.enter(here.desk, ((patience.JOURNEYS_FROM_CLIENT, here.client),), here.at)
    answer = go(provider.start(here.desk, here.token, here.at, then=then))
    if here.fresh:
        give_cookie(answer, here.site, "door", here.token, DOOR_SECONDS)
    return answer


@pages.get_page("/identite/confirmer", allows=SIGNED_IN)
def prove(here: Here) -> Response:
    """Off to the provider, which must ask the person again."""
    patience.enter(here.desk, ((patience.JOURNEYS_FROM_CLIENT, here.client),), here.at)
    return go(provider.start(here.desk, here.token, here.at, confirms=here.session))


@pages.get_page("/identite/retour", allows=ANYONE)
def back(here: Here, request: Request) -> Response:
    """Back from the provider: a session opens, or the one there is was proved again."""
    brought = Back(*(here.query.get(name, "") for name in ("state", "code", "error")))
    flow, known = provider.finish(here.desk, here.token, brought, here.at)
    if flow.confirms and here.signed is not None:
        provider.confirm(here.desk, here.signed, flow, known, here.at)
        return show(here, "identite_confirmee.html")
    session = provider.enter(here.desk, known, here.at, here.day, request.headers.get("user-agent", ""))
    return entered(here, session, flow.then)
