"""What a public site says of itself: how accessible it is, and what it keeps of people."""

from __future__ import annotations

from datetime import date
from typing import Final

from starlette.responses import Response

from mandate_flow.edge.web.render import show
from mandate_flow.edge.web.visit import Here
from mandate_flow.edge.web.who import ANYONE, Pages

pages = Pages()
ASSESSED_ON: Final = date(2026, 11, 26)
"""The day the statement was written, after the tests it tells of."""


@pages.get_page("/accessibilite", allows=ANYONE)
def accessibility(here: Here) -> Response:
    """The statement in the form that RGAA asks for."""
    return show(here, "accessibilite.html", assessed_on=ASSESSED_ON, contact=here.desk.mailer.sender.contact)


@pages.get_page("/donnees-personnelles", allows=ANYONE)
def personal_data(here: Here) -> Response:
    """What is kept of people, why, how long, and their rights."""
    return show(here, "donnees_personnelles.html", contact=here.desk.mailer.sender.contact)
