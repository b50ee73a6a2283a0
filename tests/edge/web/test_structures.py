"""A structure is corrected from its page, and entered once."""

from dataclasses import replace

from mandate_flow.domain.people import Role
from mandate_flow.domain.register import Structure
from mandate_flow.edge.clock import moment
from mandate_flow.service.registers import NewStructure, add_structure
from tests.edge.web.conftest import Town, Visitor, signed_in


def sent(structure: Structure, **other: str) -> dict[str, str]:
    given = {"nom": structure.name, "forme": structure.form, "siret": structure.siret, "rna": structure.rna}
    given |= {
        "email": structure.email,
        "contact": structure.contact,
        "cloture": "12",
        "version": str(structure.version),
    }
    return given | other


def test_an_address_is_added_from_the_page_of_a_structure(town: Town, mission: Visitor) -> None:
    mute = add_structure(town.desk, NewStructure("scic", "Muette"), moment(town.claire))
    path = f"/structures/{mute.id}"
    assert f'href="{path}/modifier#email"' in mission.get(path).text
    assert 'value="Muette"' in mission.get(f"{path}/modifier").text
    answer = mission.fill(f"{path}/modifier", **sent(mute, email="bonjour@muette.example", cloture="8"))
    assert answer.status_code == 303
    page = mission.get(answer.headers["location"]).text
    for words in ("La fiche est enregistrée.", "bonjour@muette.example", "août"):
        assert words in page
    wrong = mission.fill(f"{path}/modifier", **sent(mute, email="muette"))
    assert (wrong.status_code, 'href="#email"' in wrong.text) == (422, True)
    late = mission.fill(f"{path}/modifier", **sent(mute, contact="Zoé"))
    assert late.status_code == 409
    assert 'value="Zoé"' in late.text


def test_a_namesake_is_asked_about_before_it_is_entered(town: Town, mission: Visitor) -> None:
    given = sent(replace(town.lilas, name="lilas  autopartage", email="", siret=""))
    asked = mission.fill("/structures/nouvelle", **given)
    assert asked.status_code == 422
    assert "« Lilas Autopartage » est déjà au registre." in asked.text
    assert 'name="autre"' in asked.text
    assert mission.fill("/structures/nouvelle", **given, autre="oui").status_code == 303


def test_an_agent_goes_on_to_open_a_file_with_the_structure_just_entered(town: Town) -> None:
    ahmed = signed_in(town, town.ahmed)
    answer = ahmed.fill("/structures/nouvelle", **sent(Structure("", "scop", "Fil et Outil")))
    assert answer.headers["location"].startswith("/dossiers/nouveau?structure=")
    page = ahmed.get(answer.headers["location"])
    assert page.status_code == 200
    assert "selected>Fil et Outil" in page.text


def test_the_last_administrator_stays(town: Town) -> None:
    thomas = signed_in(town, town.thomas)
    path = f"/administration/personnes/{town.thomas.id}"
    given = {"nom": "Thomas Leroy", "email": town.thomas.email, "fonctions": Role.MISSION.value, "langue": "fr"}
    answer = thomas.fill(path, **given)
    assert answer.status_code == 422
    assert "dernière personne à administrer" in answer.text
    assert thomas.get("/administration").status_code == 200
