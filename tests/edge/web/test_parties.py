"""Correcting what a file is about and who is in it, and opening it once."""

import re
from typing import Any

import pytest

from mandate_flow.domain.command import ChangeParties, RecordFacts, TakeStep
from mandate_flow.domain.errors import Forbidden, NotFound, Stale
from mandate_flow.domain.file import File
from mandate_flow.edge.clock import moment
from mandate_flow.service.act import Done, act
from mandate_flow.service.integrity import verify
from mandate_flow.service.opening import Opening, open_file
from tests.edge.web.conftest import LILLE, ROUBAIX, Town, Visitor, signed_in


def now(town: Town, file: File) -> File:
    with town.desk.store.read() as unit:
        return unit.files.get(file.id)


def lonely(town: Town) -> File:
    """A file of Lille without a structure."""
    return open_file(town.desk, Opening("sieg", "Jardin partagé", "culture", (LILLE,)), moment(town.ahmed))


def typed(file: File, **other: str | list[str]) -> dict[str, Any]:
    """What the form of a file sends when nothing is changed in it."""
    return {"version": str(file.version), "titre": file.title, "theme": file.theme, "motif": ""} | other


def test_a_file_opened_without_structure_gets_one_from_its_page(town: Town) -> None:
    file, ahmed = lonely(town), signed_in(town, town.ahmed)
    path = f"/dossiers/{file.ref}/parties"
    assert f'href="{path}"' in ahmed.get(f"/dossiers/{file.ref}").text
    assert "Seuls la mission et les juristes" in ahmed.get(path).text
    given = typed(file, titre="Jardin partagé des Bois-Blancs", theme="environnement", ajout=town.creche.id)
    answer = ahmed.fill(path, **given | {"motif": "Choisie après l’appel"})
    assert answer.status_code == 303, answer.text
    made = now(town, file)
    assert (made.title, made.theme) == ("Jardin partagé des Bois-Blancs", "environnement")
    assert (made.structures, made.authorities) == ((town.creche.id,), (LILLE,))
    text = ahmed.get(answer.headers["location"]).text
    assert "Le dossier est corrigé." in text
    assert "<ins>Les Petits Explorateurs</ins>" in text
    assert "Motif : Choisie après l’appel" in text
    assert file.ref in ahmed.get(f"/dossiers?structure={town.creche.id}&q=bois-blancs").text
    assert verify(town.desk.store).ok


def test_the_mission_changes_the_authorities_and_who_left_sees_nothing_more(town: Town) -> None:
    claire, rose = signed_in(town, town.claire), signed_in(town, town.rose)
    path = f"/dossiers/{town.shared.ref}/parties"
    given = typed(town.shared, structures=[town.lilas.id])
    assert claire.fill(path, **given, collectivite=LILLE, autres=[ROUBAIX]).status_code == 303
    assert now(town, town.shared).authorities == (LILLE, ROUBAIX)
    assert rose.get(f"/dossiers/{town.shared.ref}").status_code == 200
    given["version"] = "2"
    assert claire.fill(path, **given, collectivite=LILLE).status_code == 303
    assert rose.get(f"/dossiers/{town.shared.ref}").status_code == 404
    history = claire.get(f"/dossiers/{town.shared.ref}/historique").text
    assert "<del>Lille, Roubaix</del> <ins>Lille</ins>" in history


def test_an_agent_cannot_change_the_authorities_whatever_is_sent(town: Town) -> None:
    ahmed = signed_in(town, town.ahmed)
    given = typed(town.shared, titre="Autopartage", structures=[town.lilas.id], collectivite=ROUBAIX)
    assert ahmed.fill(f"/dossiers/{town.shared.ref}/parties", **given).status_code == 303
    assert now(town, town.shared).authorities == (LILLE,)
    for who, raises in ((town.ahmed, Forbidden), (town.rose, NotFound), (town.ines, Forbidden)):
        with pytest.raises(raises):
            act(town.desk, town.shared.id, ChangeParties(authorities=(ROUBAIX,)), moment(who))


@pytest.mark.parametrize("command", [ChangeParties(structures=("nulle",)), ChangeParties(authorities=("nulle-part",))])
def test_who_is_in_no_register_enters_no_file(town: Town, command: ChangeParties) -> None:
    with pytest.raises(NotFound):
        act(town.desk, town.shared.id, command, moment(town.claire))


def test_a_refusal_names_who_cannot_leave_and_keeps_what_was_typed(town: Town) -> None:
    kinds = town.desk.library.latest("sieg").facts
    name = next(kind.name for kind in kinds.values() if kind.per == "authority" and kind.type == "date")
    voted = RecordFacts({(name, LILLE): moment(town.claire).day})
    assert isinstance(act(town.desk, town.shared.id, voted, moment(town.claire)), Done)
    given = typed(now(town, town.shared), titre="Autre titre", collectivite=ROUBAIX)
    answer = signed_in(town, town.claire).fill(f"/dossiers/{town.shared.ref}/parties", **given)
    assert answer.status_code == 422
    assert "Encore cité dans le dossier (Lille)" in answer.text
    assert 'value="Autre titre"' in answer.text
    assert now(town, town.shared).version == 2


def test_a_correction_from_an_old_page_is_refused_and_says_by_whom(town: Town) -> None:
    path = f"/dossiers/{town.shared.ref}/parties"
    old = typed(town.shared, structures=[town.lilas.id], collectivite=LILLE)
    claire, sophie = signed_in(town, town.claire), signed_in(town, town.sophie)
    assert claire.fill(path, **old | {"titre": "Le bon titre"}).status_code == 303
    again, other = (one.fill(path, **old | {"titre": "Un autre"}) for one in (claire, sophie))
    assert (again.status_code, other.status_code) == (409, 409)
    assert "modifié depuis une autre fenêtre" in again.text
    assert "modifié par quelqu’un d’autre" in other.text
    assert 'value="Un autre"' in other.text
    assert now(town, town.shared).title == "Le bon titre"


def test_answers_from_an_old_page_of_one_self_do_not_accuse_somebody_else(town: Town) -> None:
    claire, sophie = signed_in(town, town.claire), signed_in(town, town.sophie)
    assert isinstance(act(town.desk, town.shared.id, ChangeParties(title="A"), moment(town.claire)), Done)
    assert isinstance(act(town.desk, town.shared.id, ChangeParties(title="B"), moment(town.claire)), Done)
    sent = {"version": "1", "fait.application_received_on": "01/10/2026"}
    found = {}
    for who, visitor in (("claire", claire), ("sophie", sophie)):
        token = visitor.token(f"/dossiers/{town.shared.ref}")
        answer = visitor.post(f"/dossiers/{town.shared.ref}/faits", data={"csrf": token, **sent})
        assert answer.status_code == 409
        found[who] = "depuis une autre fenêtre" in answer.text, "par quelqu’un d’autre" in answer.text
    assert found == {"claire": (True, False), "sophie": (False, True)}
    with pytest.raises(Stale, match="par quelqu’un d’autre"):
        act(town.desk, town.shared.id, ChangeParties(title="C"), moment(town.sophie), expect=1)


def test_an_ended_file_shows_no_form(town: Town) -> None:
    dropped = TakeStep("abandon", reason="Sans suite")
    assert isinstance(act(town.desk, town.shared.id, dropped, moment(town.claire)), Done)
    claire = signed_in(town, town.claire)
    assert claire.get(f"/dossiers/{town.shared.ref}/parties").status_code == 303
    assert "/parties" not in claire.get(f"/dossiers/{town.shared.ref}").text


def test_a_form_sent_twice_opens_one_file(town: Town, mission: Visitor) -> None:
    text = mission.get("/dossiers/nouveau").text
    found = re.search(r'name="cle" value="([0-9a-f]{16})"', text)
    assert found
    given = {"type": "sieg", "titre": "Vélos", "theme": "sport", "collectivite": LILLE, "cle": found[1]}
    first, again = (mission.fill("/dossiers/nouveau", **given) for _ in range(2))
    assert first.status_code == again.status_code == 303
    assert first.headers["location"] == again.headers["location"]
    ref = first.headers["location"].removeprefix("/dossiers/").partition("?")[0]
    with town.desk.store.read() as unit:
        assert unit.files.by_ref(ref).id == found[1]
    other = mission.fill("/dossiers/nouveau", **given | {"titre": "Vélos cargos"})
    assert other.status_code == 422
    assert f"a déjà ouvert le dossier {ref}" in other.text
    fresh = re.search(r'name="cle" value="([0-9a-f]{16})"', other.text)
    assert fresh
    assert fresh[1] != found[1]
    meant = mission.fill("/dossiers/nouveau", **given | {"titre": "Vélos cargos", "cle": fresh[1]})
    assert meant.status_code == 303
    assert meant.headers["location"] != first.headers["location"]
    bad = mission.fill("/dossiers/nouveau", **given | {"cle": "../../etc"})
    assert bad.status_code == 422


def test_the_id_of_a_file_of_others_opens_and_tells_nothing(town: Town) -> None:
    stolen = Opening("sieg", town.nursery.title, "petite-enfance", (LILLE,), id=town.nursery.id)
    with pytest.raises(NotFound):
        open_file(town.desk, stolen, moment(town.ahmed))
