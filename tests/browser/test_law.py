"""The law by date, seen at both sizes."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.hands import Hands
from tests.browser.house import House
from tests.browser.test_pages import look


def test_the_law_of_any_day(house: House, screens: Callable[..., Hands]) -> None:
    sophie = screens(house, house.sophie)
    sophie.open("/aide")
    sophie.page.get_by_role("link", name="Voir ce qui s’applique").click()
    faults = []
    for name, path in {
        "law": "/administration/droit",
        "law-2012": "/administration/droit?on=2012-06-01",
        "law-before": "/administration/droit?on=1900-01-01",
        "law-text": "/administration/droit/sgei_decision",
    }.items():
        assert sophie.open(path).status == 200
        faults += look(sophie, name)
    assert not faults, "\n".join(faults)
