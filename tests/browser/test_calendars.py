"""Calendars on their pages: a structure's, a commune's, the product's and the list of deadlines, at both sizes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from mandate_flow.domain.command import Moment
from mandate_flow.domain.deminimis import Regime
from mandate_flow.domain.event import Stream, StreamKind
from mandate_flow.service.aid import NewAid, record_aid
from mandate_flow.service.calendars.acts import note
from mandate_flow.service.calendars.refresh import refresh
from tests.browser.hands import Hands
from tests.browser.house import LILLE, House
from tests.browser.test_pages import look

DAY = date(2026, 11, 23)


def _seed(house: House) -> None:
    """Lilas received 180 000 € in 2025, approved its accounts in September, and was given small aid three years ago."""
    house.calendar.turn(DAY)
    at = datetime.combine(DAY, time(8), UTC)
    claire = Moment(house.claire, at, DAY)
    owner = Stream(StreamKind.STRUCTURE, house.lilas.id)
    note(house.desk, owner, "declared_cash_grants", "2025", Decimal("180000.00"), claire)
    note(house.desk, owner, "accounts_approved_on", "2025", date(2026, 9, 7), claire)
    for amount, day in (("5000.00", date(2024, 2, 5)), ("7500.00", date(2026, 3, 2))):
        record_aid(house.desk, NewAid(house.lilas.id, Regime.SGEI, Decimal(amount), day, LILLE), claire)
    refresh(house.desk, DAY, at)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_calendars(house: House, screens: Callable[..., Hands], *, scripts: bool) -> None:
    _seed(house)
    claire = screens(house, house.claire, java_script_enabled=scripts)
    path = f"/structures/{house.lilas.id}"
    claire.open(path)
    faults = look(claire, "calendar-structure") if scripts else []
    row = claire.card("Calendrier").get_by_role("row").filter(has_text="Publier les comptes")
    row.locator("summary", has_text="Marquer comme fait").click()
    row.get_by_label("Remarque").fill("JO du 20 novembre")
    row.get_by_label("Fait le").fill("demain")
    row.get_by_role("button", name="Marquer comme fait").click()
    expect(claire.page.get_by_role("alert")).to_contain_text("à corriger")
    faults += look(claire, "calendar-refused") if scripts else []
    row.get_by_label("Fait le").fill("20/11/2026")
    row.get_by_role("button", name="Marquer comme fait").click()
    claire.told("L’échéance est notée comme faite.")
    card = claire.card("Calendrier")
    card.locator("summary", has_text="Échéances passées").click()
    expect(card).to_contain_text("« JO du 20 novembre »")
    faults += look(claire, "calendar-done") if scripts else []
    card.locator("summary", has_text="Rouvrir").click()
    card.get_by_role("button", name="Rouvrir l’échéance").click()
    claire.told("L’échéance est de nouveau ouverte.")
    for name, page in (("commune", "/communes/59350"), ("deadlines", "/echeances"), ("board", "/")):
        claire.open(page)
        faults += look(claire, f"calendar-{name}") if scripts else []
    thomas = screens(house, house.thomas, java_script_enabled=scripts)
    for name, page in (("system", "/calendriers/system/calendar"), ("administration", "/administration")):
        thomas.open(page)
        faults += look(thomas, f"calendar-{name}") if scripts else []
    assert faults == []
