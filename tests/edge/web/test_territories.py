"""Territories: defined by an administrator alone, offered in the filters, kept by the log."""

import pytest
from sqlalchemy import update

from mandate_flow.domain.errors import Forbidden
from mandate_flow.edge.clock import moment
from mandate_flow.service.integrity import verify
from mandate_flow.service.territories import define_territory, territories
from mandate_flow.store import tables
from tests.edge.web.conftest import LILLE, ROUBAIX, Town, signed_in

PLACE = "/administration/territoires"


def test_an_administrator_defines_changes_and_retires_a_territory(town: Town) -> None:
    thomas = signed_in(town, town.thomas)
    assert "Aucun territoire" in thomas.get(PLACE).text
    answer = thomas.fill(f"{PLACE}/nouveau", nom="  Versant  nord-est ", communes=[ROUBAIX, LILLE])
    assert answer.headers["location"] == f"{PLACE}?fait=defini"
    (one,) = territories(town.desk)
    assert (one.name, one.communes) == ("Versant nord-est", (LILLE, ROUBAIX))
    claire = signed_in(town, town.claire)
    assert f'<option value="{one.id}">Versant nord-est</option>' in claire.get("/").text
    assert claire.get(f"/communes?territoire={one.id}").text.count('<th scope="row">') == 2
    thomas.fill(f"{PLACE}/{one.id}", nom="Roubaix seule", communes=[ROUBAIX], version=str(one.version))
    (one,) = territories(town.desk)
    assert (one.name, one.communes) == ("Roubaix seule", (ROUBAIX,))
    assert verify(town.desk.store, town.desk.blobs).ok
    thomas.fill(f"{PLACE}/{one.id}/retrait", _from=f"{PLACE}/{one.id}")
    assert territories(town.desk) == ()
    assert "Roubaix seule" not in claire.get("/").text
    assert claire.get(f"/?territoire={one.id}").text.count("<polygon") == 95, "an old address shows everything"
    assert verify(town.desk.store, town.desk.blobs).ok


@pytest.mark.parametrize(
    ("name", "communes", "said"),
    [
        ("", [ROUBAIX], "Le nom manque."),
        ("Vide", [], "Aucune commune n’est cochée."),
        ("Vide", ["metropole", "nowhere"], "Aucune commune n’est cochée."),
        ("versant NORD-EST", [LILLE], "Un territoire s’appelle déjà « versant NORD-EST »."),
        ("x" * 81, [LILLE], "Ce nom compte 81 signes."),
    ],
)
def test_what_is_wrong_is_told_and_kept_in_the_form(town: Town, name: str, communes: list[str], said: str) -> None:
    define_territory(town.desk, "Versant nord-est", [ROUBAIX], moment(town.thomas))
    answer = signed_in(town, town.thomas).fill(f"{PLACE}/nouveau", nom=name, communes=communes)
    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{name}"' in answer.text
    assert len(territories(town.desk)) == 1


def test_a_stale_form_overwrites_nothing(town: Town) -> None:
    one = define_territory(town.desk, "Versant", [ROUBAIX], moment(town.thomas))
    thomas = signed_in(town, town.thomas)
    thomas.fill(f"{PLACE}/{one.id}", nom="Premier", communes=[ROUBAIX], version=str(one.version))
    answer = thomas.fill(f"{PLACE}/{one.id}", nom="Second", communes=[LILLE], version=str(one.version))
    assert answer.status_code == 409
    assert 'value="Second"' in answer.text
    assert "Enregistré entre-temps : Premier, 1 commune." in answer.text
    assert territories(town.desk)[0].name == "Premier"


def test_the_mission_reads_them_and_nobody_else_defines_any(town: Town) -> None:
    claire = signed_in(town, town.claire)
    assert claire.get(PLACE).status_code == 200
    assert claire.get(f"{PLACE}/nouveau").status_code == 403
    with pytest.raises(Forbidden):
        define_territory(town.desk, "Versant", [ROUBAIX], moment(town.claire))
    assert signed_in(town, town.rose).get(PLACE).status_code == 403


def test_a_row_that_was_touched_is_found(town: Town) -> None:
    one = define_territory(town.desk, "Versant", [ROUBAIX], moment(town.thomas))
    with town.desk.store.write() as unit:
        unit.connection.execute(
            update(tables.territories).where(tables.territories.c.id == one.id).values(name="Autre")
        )
    assert not verify(town.desk.store, town.desk.blobs).ok
