"""The pages of the inventory: seen by whom it is for, filled in as people do, and forgiving."""

import html
import re

from tests.edge.web.conftest import LILLE, ROUBAIX, Town, Visitor, signed_in

BASE = "/communes/59350/inventaire"
LINE = {
    "nom": "Les Petits Pas",
    "objet": "Crèche du samedi",
    "nature": "grant",
    "montant": "400 000",
    "octroi": "04/04/2026",
}
SPACES = re.compile(r"[\s\u00a0\u202f]+")


def words(visitor: Visitor, path: str) -> str:
    answer = visitor.get(path)
    assert answer.status_code == 200, answer.text
    return SPACES.sub(" ", html.unescape(re.sub(r"<[^>]+>", " ", answer.text)))


def test_an_empty_inventory_says_how_to_begin(town: Town) -> None:
    ahmed = signed_in(town, town.ahmed)
    assert "L’inventaire est vide" in words(ahmed, BASE)
    assert "Aucun inventaire n’a encore été fait" in words(ahmed, "/inventaire")
    assert f'href="{BASE}"' in ahmed.get("/communes/59350").text
    assert f'href="{BASE}"' in ahmed.get("/inventaire").text


def test_a_line_is_added_triaged_and_counted(town: Town) -> None:
    ahmed = signed_in(town, town.ahmed)
    added = ahmed.fill(f"{BASE}/nouvelle", **LINE)
    assert added.status_code == 303, added.text
    page = added.headers["location"]
    assert "À qualifier" in words(ahmed, page)
    assert "Alors : mandat nécessaire." in words(ahmed, page)
    assert ahmed.fill(page, economique="yes", local="unknown", mandat="none").status_code == 303
    said = words(ahmed, page)
    assert "Mandat nécessaire" in said
    assert "400 000 € sans mandat, soit 100 000 € au-delà du plafond de 300 000 €" in said
    assert "règlement (UE) 2023/2831" in said
    for path in (BASE, "/inventaire"):
        assert "100 000 €" in words(ahmed, path)
    board = words(ahmed, "/")
    assert "Aides au-delà des plafonds sans mandat 100 k€ 1 organisme" in board
    assert "Aides au-delà des plafonds sans mandat 0 €" in words(signed_in(town, town.rose), "/")
    assert "Aides au-delà des plafonds sans mandat 100 k€" in words(signed_in(town, town.claire), "/")


def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_lost(town: Town) -> None:
    ahmed = signed_in(town, town.ahmed)
    refused = ahmed.fill(f"{BASE}/nouvelle", **LINE | {"montant": "beaucoup", "octroi": "04/04/2126", "nom": ""})
    assert refused.status_code == 422
    for part in ("« beaucoup » n’est pas un nombre", 'value="Crèche du samedi"', 'href="#structure"'):
        assert part in refused.text
    future = ahmed.fill(f"{BASE}/nouvelle", **LINE | {"octroi": "04/04/2126"})
    assert 'href="#octroi"' in future.text
    page = ahmed.fill(f"{BASE}/nouvelle", **LINE).headers["location"]
    aside = ahmed.fill(page, economique="no", mandat="none")
    assert (aside.status_code, 'href="#motifs"' in aside.text) == (422, True)
    act = ahmed.fill(page, economique="yes", mandat="other")
    assert (act.status_code, 'href="#acte"' in act.text) == (422, True)
    file = ahmed.fill(f"{page}/dossier", _from=page, type="sieg", titre="x")
    assert (file.status_code, 'href="#theme"' in file.text, 'href="#forme"' in file.text) == (422, True, True)


def test_lines_are_filtered_corrected_and_removed(town: Town) -> None:
    claire = signed_in(town, town.claire)
    page = claire.fill(f"{BASE}/nouvelle", **LINE).headers["location"]
    claire.fill(f"{BASE}/nouvelle", **LINE | {"objet": "Fête", "montant": "900", "nature": "premises", "nom": "Amis"})
    assert "Fête" not in words(claire, f"{BASE}?nature=grant")
    assert "Crèche" not in words(claire, f"{BASE}?q=amis")
    assert "Aucune ligne ne répond" in words(claire, f"{BASE}?triage=covered")
    assert "Fête" not in words(claire, f"{BASE}?depassement=1")
    assert claire.fill(f"{page}/modifier", **LINE | {"montant": "1 000"}).status_code == 303
    assert "1 000 €" in words(claire, page)
    stale = claire.fill(f"{page}/modifier", **LINE, version="1")
    assert stale.status_code == 409
    unsaid = claire.fill(f"{page}/retrait", _from=f"{page}/modifier", motif="")
    assert unsaid.status_code == 422
    gone = claire.fill(f"{page}/retrait", _from=f"{page}/modifier", motif="Doublon")
    assert gone.headers["location"] == f"{BASE}?fait=retiree"
    assert claire.get(page).status_code == 404


def test_a_csv_file_is_read_before_anything_is_written(town: Town) -> None:
    ahmed = signed_in(town, town.ahmed)
    table = "bénéficiaire;montant;date\nLes Petits Pas;45 000;04/04/2026\nClub;douze;04/04/2026\n"
    seen = ahmed.post(
        f"{BASE}/coller",
        data={"csrf": ahmed.token(f"{BASE}/coller"), "etape": "voir"},
        files={"fichier": ("aides.csv", table.encode("cp1252"), "text/csv")},
    )
    assert seen.status_code == 200, seen.text
    assert "1 ligne correcte, 1 ligne à revoir" in SPACES.sub(" ", seen.text)
    assert "L’inventaire est vide" in words(ahmed, BASE)
    done = ahmed.fill(f"{BASE}/coller", tableau=table, etape="enregistrer")
    assert done.headers["location"] == f"{BASE}?fait=1"
    assert "Une ligne est enregistrée." in words(ahmed, done.headers["location"])
    empty = ahmed.fill(f"{BASE}/coller", tableau="", etape="voir")
    assert (empty.status_code, 'href="#tableau"' in empty.text) == (422, True)


def test_each_sees_what_is_theirs(town: Town) -> None:
    claire = signed_in(town, town.claire)
    page = claire.fill(f"{BASE}/nouvelle", **LINE).headers["location"]
    rose, ines = signed_in(town, town.rose), signed_in(town, town.ines)
    for path in (BASE, page, f"{page}/modifier", f"{BASE}/nouvelle", f"{BASE}/coller"):
        assert rose.get(path).status_code == 404, path
    assert f'href="{BASE}"' not in rose.get("/communes/59350").text
    assert ines.get(page).status_code == 200
    assert "Enregistrer mes réponses" not in ines.get(page).text
    assert ines.get(f"{page}/modifier").status_code == 403
    assert ines.get(f"{BASE}/coller").status_code == 403
    assert rose.get("/communes/59512/inventaire").status_code == 200
    assert rose.get(page.replace("59350", "59512")).status_code == 404
    assert claire.get(page.replace("59350", "59512")).status_code == 404
    assert LILLE != ROUBAIX


def test_the_metropole_has_its_inventory_too(town: Town) -> None:
    claire = signed_in(town, town.claire)
    assert "Inventaire de Métropole Européenne de Lille" in words(claire, "/communes/metropole-200093201/inventaire")
    assert 'href="/communes/metropole-200093201/inventaire"' in claire.get("/inventaire").text
    assert claire.get("/communes//inventaire").status_code == 404
    assert claire.get("/communes/00000/inventaire").status_code == 404
