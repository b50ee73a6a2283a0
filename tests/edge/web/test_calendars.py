"""The calendar of a structure, of a commune and of the product: read, marked as done, put back, written in."""

import re
from datetime import timedelta
from decimal import Decimal
from html import unescape

import pytest
from httpx2 import Response

from mandate_flow.domain.calendar import SYSTEM_CALENDAR
from mandate_flow.domain.event import Stream, StreamKind
from mandate_flow.edge.clock import moment
from mandate_flow.edge.web.formats import figures_day
from mandate_flow.service.calendars.acts import note
from mandate_flow.service.calendars.refresh import refresh
from mandate_flow.service.integrity import verify
from tests.edge.web.conftest import LILLE, Town, Visitor, signed_in

KEY = "accounts_publication"


def words(text: str) -> str:
    """What a person reads: no tags, no-break spaces as spaces."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", text)).split())


@pytest.fixture
def owing(town: Town) -> Town:
    """Lilas received 180 000 € last year, and its accounts were approved a month ago."""
    claire = moment(town.claire)
    year = str(claire.day.year - 1)
    typed_in = (
        ("declared_cash_grants", Decimal("180000.00")),
        ("accounts_approved_on", claire.day - timedelta(days=30)),
    )
    for name, value in typed_in:
        note(town.desk, _lilas(town), name, year, value, claire)
    refresh(town.desk, claire.day, claire.at)
    return town


def _lilas(town: Town) -> Stream:
    return Stream(StreamKind.STRUCTURE, town.lilas.id)


def _year(town: Town) -> str:
    return str(moment(town.claire).day.year - 1)


def _path(town: Town) -> str:
    return f"/calendriers/structure/{town.lilas.id}"


def _fill(town: Town, visitor: Visitor, act: str, **fields: str) -> Response:
    key = f"{KEY}-{_year(town)}"
    given = {f"{name}-{key}": value for name, value in fields.items()}
    data = {"csrf": visitor.token("/aide"), "code": KEY, "occurrence": _year(town), **given}
    return visitor.post(f"{_path(town)}/{act}", data=data)


def test_the_page_of_a_structure_shows_its_calendar_and_how_it_was_found(owing: Town) -> None:
    ahmed = signed_in(owing, owing.ahmed)
    text = words(ahmed.get(f"/structures/{owing.lilas.id}").text)
    assert f"Publier les comptes au Journal officiel ({_year(owing)})" in text
    assert "Point de départ : Comptes approuvés, le" in text
    assert "On ajoute 3 mois" in text
    assert "180 000 €" in text
    assert "Marquer comme fait" in text
    ines = words(signed_in(owing, owing.ines).get(f"/structures/{owing.lilas.id}").text)
    assert "Publier les comptes" in ines
    assert "Marquer comme fait" not in ines


def test_done_with_a_date_and_a_note_then_put_back(owing: Town) -> None:
    ahmed = signed_in(owing, owing.ahmed)
    day = moment(owing.ahmed).day
    answer = _fill(owing, ahmed, "fait", jour=figures_day(day), note="JO n° 12")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/structures/{owing.lilas.id}?calendrier=fait#calendrier"
    text = words(ahmed.get(answer.headers["location"]).text)
    assert "L’échéance est notée comme faite." in text
    assert "par Ahmed Bensalah : « JO n° 12 »" in text
    again = _fill(owing, ahmed, "rouvrir", retour="erreur de saisie")
    assert again.headers["location"].endswith("?calendrier=rouverte#calendrier")
    text = words(ahmed.get(again.headers["location"]).text)
    assert "« erreur de saisie »" in text
    assert verify(owing.desk.store).ok


def test_what_is_refused_stands_beside_its_field(owing: Town) -> None:
    ahmed = signed_in(owing, owing.ahmed)
    tomorrow = figures_day(moment(owing.ahmed).day + timedelta(days=1))
    answer = _fill(owing, ahmed, "fait", jour=tomorrow, note="bientôt")
    assert answer.status_code == 422
    text = words(answer.text)
    assert "Ce jour n’est pas encore venu." in text
    assert f'value="{tomorrow}"' in answer.text
    assert 'value="bientôt"' in answer.text
    answer = _fill(owing, ahmed, "report", jusquau="", motif="")
    assert answer.status_code == 422
    assert "2 champs sont à corriger" in answer.text
    assert _fill(owing, ahmed, "levee", raison="").status_code == 422


def test_deferred_and_waived_with_a_reason(owing: Town) -> None:
    ahmed = signed_in(owing, owing.ahmed)
    later = moment(owing.ahmed).day + timedelta(days=200)
    answer = _fill(owing, ahmed, "report", jusquau=figures_day(later), motif="Assemblée reportée")
    assert answer.status_code == 303
    text = words(ahmed.get(_path(owing)).text)
    assert "par décision motivée" in text
    assert "« Assemblée reportée »" in text
    assert _fill(owing, ahmed, "levee", raison="Fusion").status_code == 303
    assert "« Fusion »" in words(ahmed.get(_path(owing)).text)


def test_a_date_is_written_for_a_year_and_cleared(owing: Town) -> None:
    ahmed = signed_in(owing, owing.ahmed)
    data = {
        "csrf": ahmed.token("/aide"),
        "fait": "accounts_approved_on",
        "annee-accounts_approved_on": _year(owing),
        "valeur-accounts_approved_on": "31/02/2026",
    }
    answer = ahmed.post(f"{_path(owing)}/ecrire", data=data)
    assert answer.status_code == 422
    assert 'value="31/02/2026"' in answer.text
    answer = ahmed.post(f"{_path(owing)}/ecrire", data={**data, "valeur-accounts_approved_on": ""})
    assert answer.status_code == 303
    assert "Publier les comptes" not in words(ahmed.get(_path(owing)).text.split("Échéances passées")[0])


def test_deadlines_of_calendars_stand_beside_those_of_files(owing: Town) -> None:
    claire, ahmed, rose = (signed_in(owing, who) for who in (owing.claire, owing.ahmed, owing.rose))
    name = f"Publier les comptes au Journal officiel ({_year(owing)})"
    assert name in words(claire.get("/echeances").text)
    assert name in words(ahmed.get("/echeances?ou=structure").text)
    assert name not in words(ahmed.get("/echeances?ou=authority").text)
    assert name not in words(claire.get("/echeances?ou=file").text)
    assert name not in words(rose.get("/echeances").text)
    assert "Entrer les taux de swap" in words(claire.get("/echeances?ou=system").text)
    assert "Entrer les taux de swap" not in words(ahmed.get("/echeances").text)


def test_the_dashboard_counts_what_calendars_hold_late(owing: Town) -> None:
    thomas, claire = moment(owing.thomas), signed_in(owing, owing.claire)
    found = re.search(r'periode=late"[^>]*>.*?<b class="num [a-z]*">(\d+)</b>', claire.get("/").text, re.DOTALL)
    assert found is not None
    with owing.desk.store.read() as unit:
        late = [one for one in unit.calendars.get(SYSTEM_CALENDAR).deadlines.values() if one.due < thomas.day]
        asso = [one for one in unit.calendars.get(_lilas(owing)).deadlines.values() if one.due < thomas.day]
    assert int(found[1]) >= len(late) + len(asso) > 0


def test_the_calendar_of_a_commune_is_for_its_own_agents(owing: Town) -> None:
    with owing.desk.store.read() as unit:
        lille = unit.registers.authority(LILLE)
    page = f"/communes/{lille.code}"
    assert 'id="calendrier"' in signed_in(owing, owing.ahmed).get(page).text
    assert 'id="calendrier"' in signed_in(owing, owing.claire).get(page).text
    assert 'id="calendrier"' not in signed_in(owing, owing.rose).get(page).text


def test_the_administrator_keeps_the_calendar_of_the_product(owing: Town) -> None:
    thomas = signed_in(owing, owing.thomas)
    assert "Entrer les taux de swap du semestre" in words(thomas.get("/administration").text)
    path = "/calendriers/system/calendar"
    text = thomas.get(path).text
    found = re.search(r'name="code" value="swap_table"><input type="hidden" name="occurrence" value="([-0-9]+)"', text)
    assert found is not None
    day, key = figures_day(moment(owing.thomas).day), f"swap_table-{found[1]}"
    data = {"csrf": thomas.token(path), "code": "swap_table", "occurrence": found[1], f"jour-{key}": day}
    answer = thomas.post(f"{path}/fait", data=data)
    assert answer.headers["location"] == f"{path}?calendrier=fait#calendrier"
    assert thomas.get("/calendriers/person/x").status_code == 404
    assert thomas.get("/calendriers/system/zz").status_code == 404
    assert signed_in(owing, owing.ahmed).get(path).status_code == 404
