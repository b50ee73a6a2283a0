"""The pages of the register of rates, and what a file shows of it; also who may enter."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from mandate_flow.domain.command import RecordFacts
from mandate_flow.domain.rates import Rate, RateKind
from mandate_flow.edge.clock import moment
from mandate_flow.service.act import Done, act
from mandate_flow.service.rates import Entry, record_rates
from mandate_flow.service.rates_page import one_rate, rates_page
from tests.edge.web.conftest import Town, signed_in

PLACE = "/administration/taux"
FIVE = Entry(RateKind.SWAP, date(2026, 7, 1), date(2026, 12, 31), Decimal("2.45"), "Table fictive", 5, fictitious=True)
ENTERS = {"sophie": 200, "thomas": 200, "claire": 403, "ines": 403, "ahmed": 403, "luc": 403}
READS = ENTERS | {"claire": 200, "ines": 200}


def recorded(town: Town, *entries: Entry) -> tuple[Rate, ...]:
    return record_rates(town.desk, entries or [FIVE], moment(town.sophie))


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).replace("\u202f", " ")


@pytest.mark.parametrize("name", ENTERS)
def test_who_reads_and_who_enters(town: Town, name: str) -> None:
    [one] = recorded(town)
    someone = signed_in(town, getattr(town, name))
    page = someone.get(PLACE)
    assert page.status_code == READS[name]
    for path in (f"{PLACE}/periode", f"{PLACE}/base", f"{PLACE}/{one.id}"):
        assert someone.get(path).status_code == ENTERS[name], path
    if READS[name] == 200:
        assert (f"{PLACE}/periode" in page.text) is (ENTERS[name] == 200)
    sent = someone.fill(f"{PLACE}/{one.id}/retrait", "/aide", motif_retrait="Essai")
    assert sent.status_code == (303 if ENTERS[name] == 200 else 403)
    assert one_rate(town.desk, one.id).retired is (ENTERS[name] == 200)


def test_an_empty_register_says_where_the_commission_publishes_and_links_nowhere(town: Town) -> None:
    text = signed_in(town, town.claire).get(PLACE).text
    assert "Aucun taux n’est encore au registre" in text
    assert "Swap rate proxies" in text
    assert "https://" not in text.partition("<main")[2]


def test_a_table_is_typed_as_a_whole_and_lines_without_a_rate_are_left_out(town: Town) -> None:
    sophie = signed_in(town, town.sophie)
    typed = {"debut": "01/07/2026", "fin": "31/12/2026", "source": "Table fictive", "fictif": "oui", "lignes": "3"}
    grid = {"duree.1": "5", "taux.1": "2,45", "duree.2": "10", "taux.2": "2,7123 %", "duree.3": "15", "taux.3": ""}
    done = sophie.fill(f"{PLACE}/periode", etape="enregistrer", **typed, **grid)
    assert done.status_code == 303
    page = plain(sophie.get(done.headers["location"]).text)
    assert "Les taux sont au registre." in page
    assert "01/07/2026 – 31/12/2026 fictif 2,45 2,7123 Table fictive" in page


def test_every_wrong_cell_is_told_and_nothing_typed_is_lost(town: Town) -> None:
    sophie = signed_in(town, town.sophie)
    grid = {"duree.1": "cent", "taux.1": "2,45", "duree.2": "", "taux.2": "2", "duree.3": "3", "taux.3": "245"}
    typed = {"debut": "hier", "fin": "31/12/2026", "source": "", "lignes": "3"}
    wrong = sophie.fill(f"{PLACE}/periode", etape="enregistrer", **typed, **grid)
    assert wrong.status_code == 422
    for said in ("« hier » n’est pas une date", "Source : la réponse manque", "« cent » n’est pas une durée"):
        assert said in wrong.text
    assert "Durée, ligne 2 : la réponse manque" in wrong.text
    assert "Taux, ligne 3 : « 245 » n’est pas un taux plausible" in wrong.text
    assert 'value="hier"' in wrong.text
    assert 'value="cent"' in wrong.text
    assert rates_page(town.desk, date(2026, 11, 23)).empty
    none = sophie.fill(f"{PLACE}/periode", etape="enregistrer", debut="01/07/2026", fin="31/12/2026", source="x")
    assert "Saisissez au moins un taux." in none.text


def test_a_clash_with_the_register_is_told_beside_the_period(town: Town) -> None:
    recorded(town)
    sophie = signed_in(town, town.sophie)
    typed = {"debut": "31/12/2026", "fin": "30/06/2027", "source": "x", "lignes": "1", "duree.1": "5", "taux.1": "3"}
    again = sophie.fill(f"{PLACE}/periode", etape="enregistrer", **typed)
    assert again.status_code == 422
    assert "Le registre a déjà un taux pour 5 ans du" in again.text


def test_what_is_pasted_fills_the_grid_and_more_lines_come_on_demand(town: Town) -> None:
    sophie = signed_in(town, town.sophie)
    filled = sophie.fill(f"{PLACE}/periode", etape="reprendre", tableau="durée;taux\n7;2,5\n30;3", lignes="13")
    assert 'name="duree.1"' in filled.text
    assert re.search(r'name="taux.1"[^>]*value="2,50"', filled.text)
    assert re.search(r'name="duree.2"[^>]*value="30"', filled.text)
    assert re.search(r'name="duree.3"[^>]*value=""', filled.text)
    assert rates_page(town.desk, date(2026, 11, 23)).empty
    more = sophie.fill(f"{PLACE}/periode", etape="lignes", lignes="13")
    assert 'name="taux.18"' in more.text
    bad = sophie.fill(f"{PLACE}/periode", etape="reprendre", tableau="cinq ans")
    assert bad.status_code == 422
    assert "Rien n’a été collé" in bad.text


def test_a_rate_is_corrected_with_a_reason_or_retired_with_its_table(town: Town) -> None:
    five, _ = recorded(town, FIVE, replace(FIVE, maturity=10))
    sophie = signed_in(town, town.sophie)
    typed = {
        "debut": "01/07/2026",
        "fin": "31/12/2026",
        "source": "Relue",
        "duree": "5",
        "taux": "2,54",
        "version": "1",
    }
    assert "Motif" in sophie.fill(f"{PLACE}/{five.id}", **typed).text
    assert sophie.fill(f"{PLACE}/{five.id}", motif="Chiffres inversés", **typed).status_code == 303
    now = one_rate(town.desk, five.id)
    assert (now.rate, now.fictitious) == (Decimal("2.54"), False)
    late = sophie.fill(f"{PLACE}/{five.id}", motif="Encore", **typed | {"taux": "3"})
    assert late.status_code == 409
    sent = {"motif_retrait": "Mauvaise table", "etendue": "periode"}
    assert "Motif" in sophie.fill(f"{PLACE}/{five.id}/retrait", f"{PLACE}/{five.id}", etendue="periode").text
    assert sophie.fill(f"{PLACE}/{five.id}/retrait", f"{PLACE}/{five.id}", **sent).status_code == 303
    page = plain(sophie.get(PLACE).text)
    assert "2 taux retirés" in page
    assert "Ce taux a été retiré" in sophie.get(f"{PLACE}/{five.id}").text


def test_a_base_rate_has_no_maturity_and_may_have_no_end(town: Town) -> None:
    sophie = signed_in(town, town.sophie)
    assert sophie.fill(f"{PLACE}/base", debut="01/03/2026", taux="2,1", source="Communication").status_code == 303
    assert "Depuis le 01/03/2026 2,10 Communication" in plain(sophie.get(PLACE).text)
    assert sophie.fill(f"{PLACE}/base", debut="", taux="99", source="").status_code == 422


def test_the_document_is_given_back_as_a_download(town: Town) -> None:
    record_rates(town.desk, [FIVE], moment(town.sophie), [b"%PDF-1.7 table"])
    ines = signed_in(town, town.ines)
    [path] = re.findall(rf'href="({PLACE}/document/[0-9a-f]+)"', ines.get(PLACE).text)
    answer = ines.get(path)
    assert answer.content == b"%PDF-1.7 table"
    assert "attachment" in answer.headers["content-disposition"]
    assert ines.get(f"{PLACE}/document/{'0' * 64}").status_code == 404


def test_the_page_of_administration_tells_whether_the_half_year_has_its_table(town: Town) -> None:
    thomas = signed_in(town, town.thomas)
    assert "aucun d’ici au" in plain(thomas.get("/administration").text)
    today = moment(town.sophie).day
    recorded(town, replace(FIVE, since=date(today.year, 1, 1), until=date(today.year, 12, 31)))
    assert "saisis pour ce semestre" in plain(thomas.get("/administration").text)


def test_a_file_shows_what_the_register_gives_for_its_day_and_duration(town: Town) -> None:
    claire = signed_in(town, town.claire)
    address = f"/dossiers/{town.shared.ref}?etape=mandate"
    given = {"mandate_start": date(2026, 12, 1), "mandate_end": date(2031, 11, 30)}
    _record(town, **given)
    assert "n’a pas de table pour le 1er décembre 2026" in plain(claire.get(address).text)
    recorded(town, FIVE, replace(FIVE, maturity=3))
    said = plain(claire.get(address).text)
    assert "Le registre donne 2,45 % (fictif) pour 5 ans, du 1er juillet 2026 au 31 décembre 2026." in said
    for end, words in (
        (date(2030, 11, 30), "rien pour 4 ans : cette durée tombe entre deux durées publiées"),
        (date(2032, 11, 30), "rien pour 6 ans : c’est plus que la plus longue"),
        (date(2028, 11, 30), "rien pour 2 ans : c’est moins que la plus courte"),
    ):
        _record(town, mandate_end=end)
        assert words in plain(claire.get(address).text)
    _record(town, **given, swap_rate=Decimal("2.45"))
    reader = signed_in(town, town.ines)
    assert "2,45 % (fictif)" in plain(reader.get(address).text)
    assert "2,45 % (fictif)" in plain(reader.get(f"/dossiers/{town.shared.ref}/fiche").text)
    _record(town, swap_rate=Decimal("2.5"))
    assert "2,5 % (fictif)" not in plain(reader.get(address).text)


def _record(town: Town, **facts: date | Decimal) -> None:
    command = RecordFacts({(name, ""): value for name, value in facts.items()})
    assert isinstance(act(town.desk, town.shared.id, command, moment(town.claire)), Done)
