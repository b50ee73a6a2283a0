"""The deadlines by list, by month and by what will be written; each sees what is theirs, on screen and in the file."""

import html
import re
from datetime import date, timedelta

import pytest
from sqlalchemy import insert, update

from mandate_flow.domain.command import RecordFacts
from mandate_flow.edge.clock import moment, now
from mandate_flow.service.act import Done, act
from mandate_flow.service.territories import define_territory
from mandate_flow.store import tables
from tests.edge.web.conftest import ROUBAIX, Town, signed_in


def owe(town: Town, file: str, due: date, code: str = "vote", owed_by: str = "agent") -> None:
    row = {"file_id": file, "code": code, "occurrence": "", "due": due, "status": "open"}
    with town.desk.store.write() as unit:
        unit.connection.execute(insert(tables.deadlines), row | {"cadence": "report", "owed_by": owed_by})


def squares(text: str) -> dict[str, str]:
    """By day of the month that is shown: what its square holds."""
    found = re.findall(r'<td class="([^"]*)"[^>]*>\s*<p><time datetime="([^"]+)">(.*?)</td>', text, re.DOTALL)
    return {day: html.unescape(inner) for css, day, inner in found if "out" not in css.split()}


def test_a_month_holds_each_deadline_on_its_day(town: Town) -> None:
    today = now().date()
    first = today.replace(day=1)
    owe(town, town.nursery.id, first)
    owe(town, town.shared.id, first, "financial_report", "structure")
    claire = signed_in(town, town.claire)
    text = claire.get("/echeances?vue=mois").text
    held = squares(text)
    assert len(held) >= 28
    assert "Garde d’enfants" in held[first.isoformat()]
    assert "Autopartage" in held[first.isoformat()]
    assert ("En retard" in held[first.isoformat()]) is (first < today)
    assert 'aria-current="date"' in text
    of_structures = squares(claire.get("/echeances?vue=mois&de=structure").text)
    assert "Garde d’enfants" not in of_structures[first.isoformat()]
    assert "Autopartage" in of_structures[first.isoformat()]


def test_a_full_day_shows_the_first_and_leads_to_all(town: Town) -> None:
    day = date(2031, 5, 14)
    for code in ("vote", "transmission", "publication", "appeal", "withdrawal", "archive"):
        owe(town, town.nursery.id, day, code)
    claire = signed_in(town, town.claire)
    text = claire.get("/echeances?vue=mois&mois=2031-05").text
    square = squares(text)["2031-05-14"]
    assert square.count("<li") == 4
    assert "et 2 autres" in square
    address = re.search(r'href="(/echeances\?[^"]*du=2031-05-14[^"]*)"', square)
    assert address
    assert claire.get(address[1]).text.count('<th scope="row">') == 6
    assert 'href="/echeances?vue=mois&amp;mois=2031-04"' in text
    assert 'href="/echeances?vue=mois&amp;mois=2031-06"' in text


@pytest.mark.parametrize("month", ["", "2026-13", "abc", "9999-01", "0001-01", "2026-11-01"])
def test_what_is_no_month_is_this_one(town: Town, month: str) -> None:
    answer = signed_in(town, town.claire).get(f"/echeances?vue=mois&mois={month}")
    assert answer.status_code == 200
    assert now().date().isoformat() in squares(answer.text)


@pytest.mark.parametrize(("who", "seen"), [("claire", 2), ("rose", 1), ("ahmed", 1), ("ines", 2)])
def test_each_sees_their_deadlines_in_every_view(town: Town, who: str, seen: int) -> None:
    day = date(2031, 5, 14)
    owe(town, town.nursery.id, day)
    owe(town, town.shared.id, day)
    visitor = signed_in(town, getattr(town, who))
    month = visitor.get("/echeances?vue=mois&mois=2031-05")
    assert f"{seen} échéance" in month.text
    assert squares(month.text)["2031-05-14"].count("<li") == seen
    rows = visitor.get("/echeances.csv?du=2031-05-01&au=2031-05-31").text.removeprefix("\ufeff").splitlines()
    assert rows[0].startswith("Échéance;Ce qui est attendu;Dossier;")
    assert len(rows) == 1 + seen
    assert all(row.startswith("14/05/2031;") for row in rows[1:])


def test_a_territory_a_regime_and_days_narrow_the_list(town: Town) -> None:
    today = now().date()
    owe(town, town.nursery.id, today + timedelta(days=3))
    owe(town, town.shared.id, today + timedelta(days=4))
    with town.desk.store.write() as unit:
        files = tables.files
        unit.connection.execute(update(files).where(files.c.id == town.nursery.id).values(regime="R6_DECISION"))
    east = define_territory(town.desk, "Versant nord-est", [ROUBAIX], moment(town.thomas)).id
    claire = signed_in(town, town.claire)
    day = (today + timedelta(days=4)).isoformat()
    for query, kept in (
        (f"territoire={east}", town.nursery),
        ("regime=R6_DECISION", town.nursery),
        (f"du={day}&au={day}", town.shared),
    ):
        text = claire.get(f"/echeances?{query}").text
        assert [one for one in (town.nursery, town.shared) if one.ref in text] == [kept], query


@pytest.mark.parametrize(
    ("who", "nursery", "shared"), [("claire", True, True), ("rose", True, False), ("ines", True, True)]
)
def test_what_will_be_written_is_told_to_whom_it_concerns(town: Town, who: str, *, nursery: bool, shared: bool) -> None:
    for file in (town.nursery, town.shared):
        received = RecordFacts({("application_received_on", ""): now().date() - timedelta(days=30)})
        assert isinstance(act(town.desk, file.id, received, moment(town.claire)), Done)
    text = signed_in(town, getattr(town, who)).get("/echeances?vue=envois&jours=90").text
    assert (town.nursery.ref in text) is nursery
    assert (town.shared.ref in text) is shared
    assert "association@example.org" not in text, "who, not at which address"


def test_few_days_ahead_tell_less(town: Town) -> None:
    claire = signed_in(town, town.claire)
    far, near = (claire.get(f"/echeances?vue=envois&jours={days}").text for days in (90, 7))
    assert far.count("<tr>") >= near.count("<tr>")
    assert claire.get("/echeances?vue=envois&jours=x").status_code == 200
