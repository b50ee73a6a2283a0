"""Communes and structures: sorted, narrowed, taken away as a spreadsheet; one of each with what belongs to it."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import insert, update

from mandate_flow.domain.deminimis import Regime
from mandate_flow.edge.clock import moment, now
from mandate_flow.service.aid import NewAid, record_aid
from mandate_flow.service.registers import NewStructure, add_structure
from mandate_flow.store import tables
from tests.edge.web.conftest import LILLE, ROUBAIX, Town, signed_in

NAMES = re.compile(r'<th scope="row"><a class="plain" href="/(?:communes|structures)/[^"]+">([^<]+)</a>')


def _late(town: Town) -> None:
    row = {"file_id": town.nursery.id, "code": "vote", "occurrence": "", "due": now().date() - timedelta(days=2)}
    with town.desk.store.write() as unit:
        values = row | {"status": "open", "cadence": "report", "owed_by": "agent"}
        unit.connection.execute(insert(tables.deadlines), values)


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("", "Allennes-les-Marais"),
        ("etape", "Lille"),
        ("actifs", "Lille"),
        ("retard", "Roubaix"),
        ("habitants", "Lille"),
    ],
)
def test_communes_are_sorted(town: Town, sort: str, first: str) -> None:
    _late(town)
    text = signed_in(town, town.claire).get(f"/communes?tri={sort}").text
    assert NAMES.findall(text)[0] == first
    assert text.count('aria-sort="') == 1
    assert len(NAMES.findall(text)) == 95


@pytest.mark.parametrize("page", ["/communes", "/structures", "/dossiers?tri=due"])
def test_the_sorted_column_has_one_arrow_drawn_by_the_style_alone(town: Town, page: str) -> None:
    claire = signed_in(town, town.claire)
    text = claire.get(page).text
    heads = re.findall(r'<th[^>]* aria-sort="(?:a|de)scending">(.*?)</th>', text)
    assert len(heads) == 1
    assert heads[0].startswith("<a ")
    assert not re.search("[↑↓]", heads[0]), "the style draws it"
    sheet = re.search(r'<link rel="stylesheet" href="([^"]+)"', text)
    assert sheet
    style = claire.get(sheet[1]).text
    for way, arrow in (("ascending", "↑"), ("descending", "↓")):
        assert style.count(f'th[aria-sort={way}] a::after {{ content: " {arrow}"') == 1


def test_an_agent_is_told_nothing_of_the_communes_whose_files_they_do_not_see(town: Town) -> None:
    ahmed = signed_in(town, town.ahmed)
    text = ahmed.get("/communes").text
    assert NAMES.findall(text) == ["Lille"]
    assert "1 commune · 1 engagée" in text
    assert "des autres, rien n’est dit ici" in text
    lines = ahmed.get("/communes.csv").text.splitlines()
    assert [line.partition(";")[0] for line in lines[1:]] == ["Lille"]
    assert "des autres, rien n’est dit ici" not in signed_in(town, town.claire).get("/communes").text


def test_structures_are_sorted_narrowed_and_found_by_siret(town: Town) -> None:
    _late(town)
    add_structure(town.desk, NewStructure("scop", "Aube Coopérative", siret="73282932000074"), moment(town.claire))
    claire = signed_in(town, town.claire)

    def shown(query: str) -> list[str]:
        return NAMES.findall(claire.get(f"/structures?{query}").text)

    assert shown("") == ["Aube Coopérative", "Les Petits Explorateurs", "Lilas Autopartage"]
    assert shown("tri=retard")[0] == "Les Petits Explorateurs"
    assert shown("tri=actifs")[-1] == "Aube Coopérative"
    assert shown("retard=1") == ["Les Petits Explorateurs"]
    assert shown("forme=scop") == ["Aube Coopérative"]
    assert shown("nom=732 829 320") == ["Aube Coopérative"]
    assert shown("forme=x&tri=y") == shown("")
    assert "Aucune ne répond à cette recherche." in claire.get("/structures?nom=personne").text


@pytest.mark.parametrize(("who", "names"), [("claire", 2), ("rose", 1), ("ahmed", 1)])
def test_structures_leave_as_a_spreadsheet_within_what_one_sees(town: Town, who: str, names: int) -> None:
    _late(town)
    answer = signed_in(town, getattr(town, who)).get("/structures.csv")
    rows = answer.text.removeprefix("\ufeff").splitlines()
    assert rows[0] == "Structure;Forme;SIRET;Dossiers actifs;Dossiers en tout;Échéances ouvertes;En retard"
    assert len(rows) == 1 + names
    if who != "ahmed":
        row = next(row for row in rows if row.startswith("Les Petits Explorateurs;Association;"))
        assert row.endswith(";1")


def test_contacts_of_a_commune_are_for_its_own_people_and_the_mission(town: Town) -> None:
    for person, seen in ((town.claire, True), (town.rose, True), (town.ahmed, False), (town.ines, True)):
        text = signed_in(town, person).get("/communes/59512").text
        assert ("rose@example.org" in text) is seen, person.name
        assert ('id="contacts"' in text) is seen


def test_the_page_of_a_commune_counts_its_inventory_for_whoever_may_read_it(town: Town) -> None:
    assert "Aides à l’inventaire" in signed_in(town, town.rose).get("/communes/59512").text
    assert "Aides à l’inventaire" not in signed_in(town, town.ahmed).get("/communes/59512").text


def _grant(town: Town, amount: int, day: date, regime: Regime = Regime.SGEI) -> None:
    record_aid(
        town.desk,
        NewAid(town.creche.id, regime, Decimal(amount), day, ROUBAIX, "", "grant", "", ""),
        moment(town.claire),
    )


def test_a_structure_tells_what_leaves_its_period_and_what_is_left_then(town: Town) -> None:
    today = now().date()
    first, second = today - timedelta(days=700), today - timedelta(days=100)
    _grant(town, 200_000, first)
    _grant(town, 50_000, second)
    text = signed_in(town, town.claire).get(f"/structures/{town.creche.id}").text
    table = re.search(r'id="sorties">.*?</table>', text, re.DOTALL)
    assert table
    rows = re.findall(r"<tbody>(.*)</tbody>", table[0], re.DOTALL)[0].split("</tr>")[:-1]
    assert len(rows) == 2
    plain = [re.sub(r"<[^>]+>", " ", row).replace("\u202f", " ") for row in rows]
    assert "200 000 €" in plain[0]
    assert "700 000 €" in plain[0], "only the second grant counts from that day on"
    assert "750 000 €" in plain[1]
    assert str(first.year + 3) in plain[0]


def test_two_records_of_one_organisation_are_pointed_at(town: Town) -> None:
    twin = add_structure(town.desk, NewStructure("scic", "Lilas  autopartage"), moment(town.claire), other=True)
    text = signed_in(town, town.claire).get(f"/structures/{town.lilas.id}").text
    assert "Peut-être inscrite deux fois" in text
    assert f'href="/structures/{twin.id}"' in text
    assert "Peut-être" not in signed_in(town, town.ahmed).get(f"/structures/{town.lilas.id}").text, "not one of theirs"


def test_a_mail_that_did_not_arrive_is_told_on_the_page(town: Town) -> None:
    mail = town.write_to(town.nursery)
    with town.desk.store.write() as unit:
        failed = update(tables.mails).where(tables.mails.c.id == mail)
        unit.connection.execute(failed.values(status="failed", answer="550 no such user"))
    text = signed_in(town, town.claire).get(f"/structures/{town.creche.id}").text
    assert "1 courriel ne lui est pas parvenu" in text
    assert "550 no such user" in text
    assert LILLE


@pytest.mark.parametrize(
    ("lang", "article"), [("fr", "art. 3, paragraphe 2"), ("en", "art. 3, paragraph 2"), ("nl", "art. 3, lid 2")]
)
def test_the_article_that_refuses_an_aid_is_cited_in_the_language(town: Town, lang: str, article: str) -> None:
    structure = add_structure(
        town.desk, NewStructure("scop", "Aube Coopérative", siret="73282932000074"), moment(town.claire)
    )
    claire = signed_in(town, town.claire)
    claire.fill("/compte/langue", _from="/compte", langue=lang)
    page = f"/structures/{structure.id}"
    answer = claire.fill(
        f"{page}/aides",
        _from=page,
        reglement=Regime.SGEI.value,
        montant="900000",
        octroi=now().date().strftime("%d/%m/%Y"),
        financeur="autre",
        nom_financeur="Une fondation publique",
        forme="grant",
        geste="essai",
    )
    assert answer.status_code == 200
    reasons = re.search(r'<ul class="reasons">.*?</ul>', answer.text, re.DOTALL)
    assert reasons
    assert f"2023/2832, {article}</span>" in reasons[0]
