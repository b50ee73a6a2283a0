"""The money of a mandate at both sizes: years, periods, projection, and the sheet of a control."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tests.browser.hands import Hands
from tests.browser.house import House
from tests.browser.test_pages import look
from tests.support.telling import told


@pytest.mark.timeout(300)
def test_the_money_of_a_mandate(house: House, screens: Callable[..., Hands]) -> None:
    cast = {"mission": house.claire, "agent": house.ahmed, "jurist": house.sophie, "approver": house.luc}
    over = told(house.desk, "controle-de-trois-ans-rembourse", cast, house.lilas.id)
    draft = told(house.desk, "controle-sans-pieces", cast, house.lilas.id)
    exempt = told(house.desk, "dispense-de-controle", cast, house.lilas.id)
    house.calendar.turn(date(2029, 9, 3))
    ines = screens(house, house.ines)
    faults = []
    for name, path in {
        "money-years": f"/dossiers/{over.ref}/comptes",
        "money-exempt": f"/dossiers/{exempt.ref}/comptes",
        "money-projection": f"/dossiers/{over.ref}/projection?indexation_couts=2&ecart_couts=10",
        "money-wrong": f"/dossiers/{over.ref}/projection?indexation_couts=beaucoup",
        "money-interest": f"/dossiers/{over.ref}/interets?montant=30852&verse_le=01/06/2029&rendu_le=01/09/2029",
        "money-sheet": f"/dossiers/{over.ref}/controles/2028/fiche",
        "money-draft": f"/dossiers/{draft.ref}/controles/2027/fiche",
    }.items():
        assert ines.open(path).status == 200, path
        faults += look(ines, name)
    assert not faults, "\n".join(faults)
