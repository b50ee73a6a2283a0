"""Many files at once: given to somebody, taken away for a spreadsheet, never more than one may see."""

import csv
import io
import re
import zipfile
from urllib.parse import parse_qs, urlsplit

import pytest
from python_calamine import load_workbook

from mandate_flow.paper.lists import csv_list, xlsx_list
from tests.edge.web.conftest import Town, Visitor, signed_in


def read(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_ticked_files_are_given_and_their_history_says_so(mission: Visitor, town: Town) -> None:
    both = [town.shared.ref, town.nursery.ref]
    sent = mission.fill("/dossiers/confier", "/dossiers", ref=both, personne=town.claire.id, filtres="tri=due")
    assert sent.status_code == 303
    where = urlsplit(sent.headers["location"])
    assert parse_qs(where.query) == {"tri": ["due"], "confies": ["2"]}
    assert "2 dossiers confiés." in mission.get(sent.headers["location"]).text
    assert "a confié le dossier" in mission.get(f"/dossiers/{town.shared.ref}/historique").text


def test_what_cannot_be_given_is_told_with_its_reason(mission: Visitor, town: Town) -> None:
    both = [town.shared.ref, town.nursery.ref]
    answer = mission.fill("/dossiers/confier", "/dossiers", ref=both, personne=town.ahmed.id)
    assert answer.status_code == 200
    assert "1 dossier confié." in answer.text
    told = answer.text.partition("1 dossier n’a pas été confié")[2]
    assert town.nursery.ref in told
    assert "Cette personne ne voit pas ce dossier." in told


def test_the_whole_list_is_given_at_once(mission: Visitor, town: Town) -> None:
    sent = mission.fill("/dossiers/confier", "/dossiers", tous="1", personne=town.claire.id, filtres="q=autop")
    assert sent.headers["location"] == "/dossiers?q=autop&confies=1"
    taken = mission.fill("/dossiers/confier", "/dossiers", tous="1", personne="-")
    assert taken.headers["location"] == "/dossiers?confies=1"


@pytest.mark.parametrize(
    ("typed", "says"),
    [({"personne": "x"}, "Aucun dossier n’est coché."), ({"ref": "R"}, "La personne manque.")],
)
def test_what_is_missing_is_said_and_the_ticks_stay(
    mission: Visitor, town: Town, typed: dict[str, str], says: str
) -> None:
    typed = {name: town.shared.ref if value == "R" else value for name, value in typed.items()}
    answer = mission.fill("/dossiers/confier", "/dossiers", **typed)
    assert answer.status_code == 422
    assert says in answer.text
    if "ref" in typed:
        assert re.search(rf'value="{town.shared.ref}"[^>]* checked', answer.text)


def test_an_agent_gives_and_takes_away_only_what_they_see(town: Town) -> None:
    ahmed = signed_in(town, town.ahmed)
    answer = ahmed.fill("/dossiers/confier", "/dossiers", ref=town.nursery.ref, personne=town.ahmed.id)
    assert "Rien n’est ouvert pour vous à cette adresse." in answer.text
    both = [town.shared.ref, town.nursery.ref]
    for sent in (ahmed.fill("/dossiers/exporter", "/dossiers", ref=both), ahmed.get("/dossiers/exporter?format=csv")):
        assert [row[0] for row in read(sent.content)[1:]] == [town.shared.ref]


def test_who_only_reads_may_export_and_gives_nothing(town: Town) -> None:
    ines = signed_in(town, town.ines)
    assert 'name="personne"' not in ines.get("/dossiers").text
    assert ines.fill("/dossiers/confier", "/dossiers", ref=town.shared.ref, personne="-").status_code == 403
    assert len(read(ines.get("/dossiers/exporter").content)) == 3


def test_an_export_is_noted_in_the_access_register(mission: Visitor, town: Town) -> None:
    mission.get("/dossiers/exporter?format=xlsx")
    assert "a exporté une liste de dossiers" in signed_in(town, town.ines).get("/controle").text


def test_the_file_for_excel_has_dates_and_amounts_as_such(mission: Visitor, town: Town) -> None:
    sent = mission.get("/dossiers/exporter?format=xlsx&q=autop")
    assert sent.headers["content-disposition"].endswith('.xlsx"')
    rows = load_workbook(io.BytesIO(sent.content)).get_sheet_by_index(0).to_python()
    assert rows[0][:2] == ["Référence", "Objet du service"]
    assert [row[0] for row in rows[1:]] == [town.shared.ref]
    assert rows[1][14] == town.shared.opened_on


def test_no_text_becomes_a_formula() -> None:
    evil = ("=1+1", "+33 3", "-2", "@SUM(A1)", "\tx", "Crèche; « à part »", "line\nbreak")
    ((_, *_), row) = read(b"".join(csv_list(["A"] * 7, [evil])))
    assert row[:5] == ["'=1+1", "'+33 3", "'-2", "'@SUM(A1)", "'\tx"]
    assert row[5:] == list(evil[5:])
    book = b"".join(xlsx_list("Liste", ["A"] * 7, [evil]))
    assert load_workbook(io.BytesIO(book)).get_sheet_by_index(0).to_python()[1][0] == "=1+1"
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
