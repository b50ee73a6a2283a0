"""The pages of administration as pictures, in three languages, without a fault that axe finds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from mandate_flow.domain.absence import Absence
from mandate_flow.edge.clock import moment
from mandate_flow.service.absences import declare
from mandate_flow.service.assigning import assign
from mandate_flow.service.registers import change_person
from tests.browser.hands import Hands
from tests.browser.house import House
from tests.browser.seed import Clerk
from tests.browser.test_pages import look

PASTED = "Nom\tAdresse\tFonctions\tCollectivité\nZoé Martin\tzoe@example.org\tagent\tLille\nSans\tx@example.org\t\t\n"


def test_the_pages_of_administration(house: House, screens: Callable[..., Hands]) -> None:
    thomas, nora = house.thomas, house.nadia
    file = Clerk(house, "Autopartage en libre-service").bring_to("opened")
    assign(house.desk, [file.ref], house.ahmed.id, moment(house.ahmed))
    today = moment(thomas).day
    declare(house.desk, house.ahmed.id, Absence(nora.id, today, today + timedelta(days=9)), moment(thomas))
    hands = screens(house, thomas)
    faults = []
    pages = {
        "home": "/administration",
        "people": "/administration/personnes",
        "person": f"/administration/personnes/{house.ahmed.id}",
        "new-person": "/administration/personnes/nouvelle",
        "absence": f"/administration/personnes/{house.ahmed.id}/absence",
        "notices": "/administration/avis",
        "notice": "/administration/avis/mandate_signed",
        "settings": "/administration/reglages",
        "health": "/administration/fonctionnement",
        "import": "/administration/personnes/import",
        "control": "/controle",
    }
    for name, path in pages.items():
        hands.open(path)
        faults += look(hands, f"administration-{name}")
    hands.open(pages["import"])
    hands.page.get_by_label("Tableau").fill(PASTED)
    hands.press("Lire le tableau")
    faults += look(hands, "administration-import-read")
    change_person(house.desk, replace(thomas, lang="nl"), moment(thomas))
    for name in ("home", "health", "people"):
        hands.open(pages[name])
        faults += look(hands, f"administration-{name}-nl")
    standing = screens(house, nora)
    standing.open("/")
    standing.page.get_by_role("heading", name="Pour Ahmed").wait_for()
    faults += look(standing, "administration-standing-in")
    assert not faults, "\n".join(faults)
