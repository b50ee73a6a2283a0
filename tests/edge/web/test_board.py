"""The dashboard: what awaits the person first, then what others owe; an agent sees one authority alone."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import insert

from mandate_flow.edge.clock import now
from mandate_flow.store import tables
from tests.edge.web.conftest import Town, signed_in


def _propose(town: Town, actor: str, confirm_by: str = "|jurist|") -> None:
    row = {"file_id": town.nursery.id, "step": "submit", "occurrence": "", "actor": actor, "day": now().date()}
    with town.desk.store.write() as unit:
        unit.connection.execute(insert(tables.proposals), row | {"confirm_by": confirm_by})


def _owe(town: Town, owed_by: str, days: int, code: str = "financial_report") -> None:
    row = {"file_id": town.nursery.id, "code": code, "occurrence": "", "due": now().date() + timedelta(days=days)}
    row |= {"status": "open", "cadence": "report", "owed_by": owed_by}
    with town.desk.store.write() as unit:
        unit.connection.execute(insert(tables.deadlines), row)


def _card(text: str, title: str) -> str:
    found = re.search(
        rf'<section class="card" aria-labelledby="[a-z-]+"><div class="card-head"><h2[^>]*>{title}.*?</section>',
        text,
        re.DOTALL,
    )
    return found[0] if found else ""


def test_whoever_may_confirm_is_asked_first_and_nobody_else(town: Town) -> None:
    _propose(town, town.claire.id)
    sophie = signed_in(town, town.sophie)
    text = sophie.get("/").text
    asked = _card(text, "À confirmer")
    assert town.nursery.ref in asked
    assert "Proposé par Claire Delcourt" in asked
    assert text.index("À confirmer") < text.index("Ce qui m’attend") < text.index("Carte d’avancement")
    assert town.nursery.ref in sophie.get("/dossiers?miens=1").text
    for person in (town.claire, town.rose, town.luc, town.ines):
        visitor = signed_in(town, person)
        assert not _card(visitor.get("/").text, "À confirmer"), person.name
        assert town.nursery.ref not in visitor.get("/dossiers?miens=1").text, person.name


def test_an_agent_is_asked_for_the_files_of_their_authority(town: Town) -> None:
    _propose(town, town.claire.id, "|agent|mission|")
    assert _card(signed_in(town, town.rose).get("/").text, "À confirmer")
    for person in (town.ahmed, town.claire):  # of another authority; the first person
        assert not _card(signed_in(town, person).get("/").text, "À confirmer")


@pytest.mark.parametrize(("days", "shown"), [(-200, True), (60, True), (61, False)])
def test_what_is_late_or_near_awaits_whoever_owes_it(town: Town, days: int, *, shown: bool) -> None:
    _owe(town, "agent", days)
    rose, claire = signed_in(town, town.rose), signed_in(town, town.claire)
    assert (town.nursery.ref in _card(rose.get("/").text, "Ce qui m’attend")) is shown
    assert (town.nursery.ref in rose.get("/dossiers?miens=1").text) is shown
    others = _card(claire.get("/").text, "Ce que d’autres doivent")
    assert ("<b>Roubaix</b>" in others) is shown
    assert town.nursery.ref not in claire.get("/dossiers?miens=1").text


def test_what_others_owe_names_them(town: Town) -> None:
    _owe(town, "structure", 5)
    text = signed_in(town, town.rose).get("/").text
    assert "<b>Les Petits Explorateurs</b>" in _card(text, "Ce que d’autres doivent")
    assert "Rien ne vous attend" in _card(text, "Ce qui m’attend")


def test_an_agent_sees_the_own_authority_alone(town: Town) -> None:
    text = signed_in(town, town.rose).get("/").text
    assert "Roubaix : vos dossiers" in text
    assert town.nursery.ref in _card(text, "Vos dossiers par étape")
    for absent in ("<polygon", "Communes sans dossier", ">95<", town.shared.ref):
        assert absent not in text


def test_a_controller_finds_the_last_verification_and_acts(town: Town) -> None:
    ines = signed_in(town, town.ines)
    text = ines.get("/").text
    assert "n’a pas encore été vérifié" in _card(text, "Dernière vérification du journal")
    assert "dossier ouvert" in _card(text, "Derniers actes")
    assert "Ce qui m’attend" not in text
    ines.fill("/controle/verification", _from="/controle")
    assert "par Inès Carpentier" in _card(ines.get("/").text, "Dernière vérification du journal")
