"""The filters of the dashboard: every figure is the length of the list it leads to, for each person."""

import html
import re
from datetime import timedelta

import pytest
from sqlalchemy import insert, update

from mandate_flow.domain.people import Person
from mandate_flow.edge.clock import moment, now
from mandate_flow.service.territories import define_territory
from mandate_flow.store import tables
from tests.edge.web.conftest import ROUBAIX, Town, signed_in

KPI = re.compile(r'<a class="kpi" href="([^"]+)"><span>([^<]+)</span><b class="num [a-z]*">([^<]+)</b><small>([^<]*)')


def _fill(town: Town) -> str:
    """Deadlines late, near and far, an end within the year, a regime; the id of a territory that holds Roubaix."""
    today = now().date()
    rows = [
        (town.nursery.id, "financial_report", -3),
        (town.nursery.id, "vote", 10),
        (town.nursery.id, "transmission", 80),
        (town.shared.id, "financial_report", 5),
        (town.shared.id, "vote", 200),
    ]
    with town.desk.store.write() as unit:
        for file, code, days in rows:
            row = {"file_id": file, "code": code, "occurrence": "", "due": today + timedelta(days=days)}
            row |= {"status": "open", "cadence": "report", "owed_by": "agent"}
            unit.connection.execute(insert(tables.deadlines), row)
        ends = {"mandate_end": today + timedelta(days=70), "regime": "R6_DECISION"}
        unit.connection.execute(update(tables.files).where(tables.files.c.id == town.nursery.id).values(ends))
        unit.connection.execute(
            update(tables.files).where(tables.files.c.id == town.shared.id).values(theme="autopartage-mobilite")
        )
    return define_territory(town.desk, "Versant nord-est", [ROUBAIX], moment(town.thomas)).id


def _figures(text: str) -> dict[str, tuple[str, str]]:
    return {
        html.unescape(label): (html.unescape(href), html.unescape(value)) for href, label, value, _ in KPI.findall(text)
    }


def _rows(text: str) -> int:
    """The lines of the first table of a page; nothing is a page without a table."""
    table = re.search(r"<tbody>(.*?)</tbody>", text, re.DOTALL)
    return table[1].count("<tr>") if table else 0


@pytest.mark.parametrize("who", ["claire", "rose", "ahmed", "ines"])
@pytest.mark.parametrize(
    "query",
    [
        "",
        "theme=petite-enfance",
        "regime=R6_DECISION",
        "territoire={east}",
        "territoire={east}&theme=petite-enfance&jours=annee",
        "jours=trimestre",
        "jours=dates&du={start}&au={end}",
    ],
)
def test_each_figure_is_the_length_of_the_list_behind_it(town: Town, who: str, query: str) -> None:
    east, today = _fill(town), now().date()
    end = (today + timedelta(days=90)).strftime("%d/%m/%Y")
    query = query.format(east=east, start=today.strftime("%d/%m/%Y"), end=end)
    visitor = signed_in(town, getattr(town, who))
    found = _figures(visitor.get(f"/?{query}").text)
    assert len(found) >= 4
    for label, (href, value) in found.items():
        text = visitor.get(href).text
        if "€" in value:  # euros: the note says how many organisations, each a line
            assert "Aides au-delà" in label
            continue
        assert _rows(text) == int(value), (label, href, value)


def test_the_figures_narrow(town: Town) -> None:
    east = _fill(town)
    claire = signed_in(town, town.claire)
    whole, part = _figures(claire.get("/").text), _figures(claire.get(f"/?territoire={east}").text)
    assert (whole["Dossiers actifs"][1], part["Dossiers actifs"][1]) == ("2", "1")
    assert part["Communes sans dossier"][1] == "0"
    mobility = _figures(claire.get("/?theme=autopartage-mobilite").text)
    assert mobility["Échéances sous 30 jours"][1] == "1"
    assert "Aides au-delà des plafonds sans mandat" not in mobility, "money under no mandate has no theme"
    text = claire.get(f"/?territoire={east}&regime=R6_DECISION").text
    assert "Filtré : <b>Versant nord-est · " in text
    assert text.count("<polygon") == 1


def test_what_is_filtered_narrows_the_map_the_bars_and_what_is_to_be_done(town: Town) -> None:
    _fill(town)
    text = signed_in(town, town.claire).get("/?theme=petite-enfance").text
    assert "Roubaix : identification, 1 échéance en retard" in html.unescape(text)
    assert "Lille : aucun dossier" in html.unescape(text)
    assert "Autopartage en libre-service" not in text
    assert 'href="/communes?etape=0&amp;theme=petite-enfance"' in text


def test_active_files_are_told_with_the_communes_that_have_one(town: Town) -> None:
    with town.desk.store.write() as unit:
        ended = update(tables.files).where(tables.files.c.id == town.nursery.id)
        unit.connection.execute(ended.values(ended=True))
    text = signed_in(town, town.claire).get("/").text
    notes = {label: (value, note) for _, label, value, note in KPI.findall(text)}
    assert notes["Dossiers actifs"] == ("1", "1 commune")
    assert notes["Communes sans dossier"][0] == "93", "Roubaix had one, that has ended"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("jours=dates&du=demain&au=31/12/2026", "Donnez les deux jours"),
        ("jours=dates", "Donnez les deux jours"),
        ("du=31/12/2026&au=01/12/2026", "Le dernier jour vient avant le premier"),
    ],
)
def test_days_that_are_none_are_told_and_change_nothing(town: Town, query: str, said: str) -> None:
    claire = signed_in(town, town.claire)
    text = claire.get(f"/?{query}").text
    assert said in text
    assert "Échéances sous 30 jours" in text


def test_what_nobody_knows_is_left_out(town: Town) -> None:
    text = signed_in(town, town.claire).get("/?theme=x&territoire=y&jours=z&page=2").text
    assert "Filtré :" not in text


def test_the_workload_leads_to_the_files_of_each(town: Town) -> None:
    _fill(town)
    with town.desk.store.write() as unit:
        mine = update(tables.files).where(tables.files.c.id == town.nursery.id)
        unit.connection.execute(mine.values(assignee=town.claire.id))
    claire = signed_in(town, town.claire)
    text = claire.get("/").text
    href = f"/dossiers?charge={town.claire.id}&amp;nature=toutes"
    assert f'href="{href}">Claire Delcourt' in text
    assert _rows(claire.get(html.unescape(href)).text) == 1
    assert "Non attribué" in text
    rose = signed_in(town, town.rose).get("/").text
    assert "Claire Delcourt" in rose
    assert "Non attribué" not in rose, "the other file is not hers to count"


@pytest.mark.parametrize(("who", "seen"), [("claire", True), ("rose", True), ("ahmed", False)])
def test_the_table_of_communes_leaves_as_a_spreadsheet(town: Town, who: str, *, seen: bool) -> None:
    _fill(town)
    person: Person = getattr(town, who)
    answer = signed_in(town, person).get("/communes.csv?theme=petite-enfance")
    assert answer.headers["content-type"].startswith("text/csv")
    lines = answer.text.removeprefix("\ufeff").splitlines()
    assert (
        lines[0]
        == "Commune;Code INSEE;Étape la plus avancée;Chemin propre;Dossiers actifs;Échéances en retard;Habitants"
    )
    assert len(lines) == (96 if who == "claire" else 2), "an agent is told of their own commune alone"
    assert any(line.startswith("Roubaix;59512;Identification;Aucun chemin;1;1;") for line in lines) is seen
    assert any(line.startswith("Roubaix;") for line in lines) is seen
