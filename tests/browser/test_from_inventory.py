"""From a line of the inventory to the regime, in one walk: triaged, opened as a file, answered, all regimes seen."""

from collections.abc import Callable

import pytest

from tests.browser.answers import IDENTIFICATION
from tests.browser.hands import Hands
from tests.browser.house import House
from tests.browser.test_inventory import Journey
from tests.browser.test_regime import answers, compares


@pytest.mark.timeout(240)
def test_an_agent_goes_from_a_line_to_the_reasons_of_every_regime(house: House, screens: Callable[..., Hands]) -> None:
    journey = Journey(house, screens, scripts=True)
    journey.paste()
    assert "Mandat nécessaire" in journey.triage()
    journey.open_file()
    ahmed = journey.ahmed
    ahmed.open("/dossiers/SIEG-2026-0001")
    ahmed.fill({"Nature du service": IDENTIFICATION["Nature du service"]})
    ahmed.save()
    ahmed.open("/dossiers/SIEG-2026-0001?etape=legal_analysis")
    ahmed.page.get_by_role("link", name="Choisir le régime par des questions guidées").click()
    answers(ahmed)
    compares(ahmed)  # ten regimes with their reasons, and why general de minimis is not enough
    assert not journey.faults, "\n".join(journey.faults)
