"""Before what binds, one proves again to be there; nothing typed is lost on the way."""

import html
import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from mandate_flow.domain.people import Person
from mandate_flow.edge.clock import moment, now
from mandate_flow.edge.web.confirming import CODE
from mandate_flow.edge.web.routes import ROUTERS
from mandate_flow.service import confirm
from mandate_flow.service.registers import NewStructure, add_structure
from mandate_flow.store import tables
from tests.edge.web.conftest import TOKEN, Town, Visitor, signed_in
from tests.edge.web.mandated import mandated
from tests.support.letters import last_code, letters

KEPT = re.compile(r'<textarea name="([^"]+)" hidden[^>]*>\n?(.*?)</textarea>', re.DOTALL)
NEW = {"nom": "Nour Haddad", "email": "nour@example.org", "langue": "nl"}


def age(town: Town, person: Person, minutes: int = 16) -> None:
    """That person proved to be there so many minutes ago."""
    when = now() - timedelta(minutes=minutes)
    with town.desk.store.write() as unit:
        unit.connection.execute(
            update(tables.sessions).where(tables.sessions.c.person_id == person.id).values(confirmed_at=when)
        )


def given_back(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in KEPT.findall(text):
        found.setdefault(html.unescape(name), []).append(html.unescape(value))
    return found


def token(text: str) -> str:
    found = TOKEN.search(text)
    assert found
    return found[1]


@pytest.fixture
def thomas(town: Town) -> Visitor:
    """The administrator, who came in sixteen minutes ago."""
    visitor = signed_in(town, town.thomas)
    age(town, town.thomas)
    return visitor


def test_every_form_of_administration_asks_and_signing_in_counts(town: Town) -> None:
    guards = {
        route.path: route.dependencies[0].dependency  # type: ignore[attr-defined]
        for router in ROUTERS
        for route in router.routes
        if "POST" in route.methods  # type: ignore[attr-defined]
    }
    assert {path for path, guard in guards.items() if guard.confirmed} == {
        path for path in guards if path.startswith("/administration")
    }
    fresh = signed_in(town, town.thomas)
    page = "/administration/personnes/nouvelle"
    assert fresh.fill(page, **NEW, fonctions=["approver", "jurist"]).status_code == 303


def test_the_typed_form_comes_back_with_the_code_and_nothing_is_lost(town: Town, thomas: Visitor) -> None:
    page = "/administration/personnes/nouvelle"
    asked = thomas.fill(page, **NEW, fonctions=["approver", "jurist"])
    assert asked.status_code == 403
    assert "Confirmez que c’est bien vous" in asked.text
    kept = given_back(asked.text)
    assert kept == {name: [value] for name, value in NEW.items()} | {"fonctions": ["approver", "jurist"]}
    assert "nour@example.org" not in thomas.get("/administration/personnes").text
    code = last_code(town.mails, "thomas@example.org")
    assert code not in asked.text
    sent = {"csrf": token(asked.text), CODE: f"{code[:3]} {code[3:]}", **kept}
    done = thomas.post(page, data=sent)
    assert (done.status_code, done.headers["location"]) == (303, "/administration/personnes?fait=inscrite")
    assert "nour@example.org" in thomas.get("/administration/personnes").text
    assert thomas.fill(page, **(NEW | {"email": "b@example.org"}), fonctions="jurist").status_code == 303  # for a while
    assert len(letters(town.mails, "thomas@example.org")) == 1


def test_a_wrong_code_keeps_the_form_and_five_spend_it(town: Town, thomas: Visitor) -> None:
    page = "/administration/personnes/nouvelle"
    asked = thomas.fill(page, **NEW, fonctions="jurist")
    code = last_code(town.mails)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for left in (4, 3, 2, 1, 0):
        answer = thomas.post(page, data={"csrf": token(asked.text), CODE: wrong, **given_back(asked.text)})
        assert answer.status_code == 422
        said = "ne peut plus servir" if left == 0 else f"Il reste {left} essai"
        assert said in answer.text
        assert given_back(answer.text) == given_back(asked.text)
    spent = thomas.post(page, data={"csrf": token(asked.text), CODE: code, **given_back(asked.text)})
    assert spent.status_code == 422
    again = thomas.post(page, data={"csrf": token(asked.text), "confirmation.nouveau": "1", **given_back(asked.text)})
    assert again.status_code == 403
    fresh = last_code(town.mails)
    done = thomas.post(page, data={"csrf": token(asked.text), CODE: fresh, **given_back(again.text)})
    assert done.status_code == 303


def test_a_code_works_once_for_its_session_and_for_ten_minutes(town: Town, thomas: Visitor) -> None:
    page = "/administration/personnes/nouvelle"
    other = signed_in(town, town.thomas)
    age(town, town.thomas)
    asked = thomas.fill(page, **NEW, fonctions="jurist")
    code = last_code(town.mails)
    foreign = other.fill(page, **NEW, fonctions="jurist", **{CODE: code})
    assert foreign.status_code == 422
    with town.desk.store.write() as unit:
        unit.connection.execute(update(tables.confirmation_codes).values(expires_at=now()))
    late = thomas.post(page, data={"csrf": token(asked.text), CODE: code, **given_back(asked.text)})
    assert late.status_code == 422
    assert confirm.CODE.seconds == 600


def test_a_waiting_code_is_not_sent_again_and_asking_too_often_waits(town: Town, thomas: Visitor) -> None:
    page = "/administration/personnes/nouvelle"
    for _ in range(3):
        assert thomas.fill(page, **NEW, fonctions="jurist").status_code == 403
    assert len(letters(town.mails)) == 1
    statuses = [
        thomas.fill(page, **NEW, fonctions="jurist", **{"confirmation.nouveau": "1"}).status_code for _ in range(6)
    ]
    assert statuses == [403] * 4 + [429] * 2
    told = thomas.fill(page, **NEW, fonctions="jurist", **{"confirmation.nouveau": "1"})
    assert "Attendez" in told.text
    assert given_back(told.text)["nom"] == ["Nour Haddad"]


def test_nothing_in_the_database_tells_the_code(town: Town, thomas: Visitor) -> None:
    thomas.fill("/administration/personnes/nouvelle", **NEW, fonctions="jurist")
    code = last_code(town.mails)
    with town.desk.store.read() as unit:
        held = unit.connection.execute(select(tables.confirmation_codes)).mappings().one()
    every = {confirm.keyed(str(value), code) for value in held.values()}
    assert held["code_hash"] not in every
    assert code not in str(dict(held))


def test_chosen_files_come_through_too(town: Town, thomas: Visitor) -> None:
    page = "/administration/taux/periode"
    content = b"%PDF-1.7 " + bytes(range(256)) * 20
    typed = {
        "etape": "enregistrer",
        "debut": "01/07/2026",
        "fin": "31/12/2026",
        "source": "Table fictive",
        "lignes": "1",
    }
    typed |= {"duree.1": "5", "taux.1": "2,45"}
    files = {"document": ("taux é.pdf", content, "application/pdf")}
    asked = thomas.post(page, data={"csrf": thomas.token(page), **typed}, files=files)
    assert asked.status_code == 403
    kept = given_back(asked.text)
    assert kept["confirmation.fichier.document"][0].startswith("taux é.pdf\napplication/pdf\n")
    assert 'enctype="multipart/form-data"' in asked.text
    done = thomas.post(page, data={"csrf": token(asked.text), CODE: last_code(town.mails), **kept})
    assert done.status_code == 303, done.text
    [document] = re.findall(
        r'href="(/administration/taux/document/[0-9a-f]+)"', thomas.get("/administration/taux").text
    )
    assert thomas.get(document).content == content


def test_a_step_that_binds_saves_first_and_asks_then(town: Town) -> None:
    file = mandated(town, town.lilas.id, until="submit")
    ahmed = signed_in(town, town.ahmed)
    age(town, town.ahmed)
    page = f"/dossiers/{file.ref}"
    typed = {"version": str(file.version), "fait.territory": "Lille et Hellemmes", "occurrence": ""}
    asked = ahmed.fill(f"{page}/etapes/submit", _from=page, **typed)
    assert asked.status_code == 403, asked.text
    kept = given_back(asked.text)
    assert set(kept) == {"occurrence", "version"}
    assert "Lille et Hellemmes" in ahmed.get(page).text  # saved already
    assert "Une autre personne doit confirmer" not in ahmed.get(page).text
    sent = {"csrf": token(asked.text), CODE: last_code(town.mails, "ahmed@example.org"), **kept}
    done = ahmed.post(f"{page}/etapes/submit", data=sent)
    assert done.status_code == 303, done.text
    with town.desk.store.read() as unit:
        assert ("submit", "") in unit.files.get(file.id).proposals
    sophie = signed_in(town, town.sophie)
    age(town, town.sophie)
    confirming = sophie.fill(f"{page}/etapes/submit", _from=page, version="", occurrence="")
    assert confirming.status_code == 403
    assert "Confirmez que c’est bien vous" in confirming.text


def test_a_step_sure_to_be_refused_says_why_before_any_code(town: Town) -> None:
    claire = signed_in(town, town.claire)
    age(town, town.claire)
    page = f"/dossiers/{town.shared.ref}"
    refused = claire.fill(f"{page}/etapes/submit", _from=page, version=str(town.shared.version), occurrence="")
    assert refused.status_code in (403, 422)
    plain = claire.fill(f"{page}/etapes/analyse", _from=page, version=str(town.shared.version), occurrence="")
    assert plain.status_code == 422
    assert "Confirmez que c’est bien vous" not in plain.text


def test_other_forms_ask_nothing(town: Town) -> None:
    claire = signed_in(town, town.claire)
    age(town, town.claire, 600)
    assert claire.fill("/structures/nouvelle", nom="Pédale Douce", forme="scop", cloture="6").status_code == 303
    assert letters(town.mails) == []


def test_a_part_of_a_page_is_answered_by_the_whole_one(town: Town, thomas: Visitor) -> None:
    page = "/administration/personnes/nouvelle"
    sent = {"csrf": thomas.token(page), **NEW, "fonctions": "jurist"}
    answer = thomas.post(page, data=sent, headers={"hx-request": "true"})
    assert answer.headers["hx-retarget"] == "body"


def test_the_field_of_the_code_is_never_given_back(town: Town, thomas: Visitor) -> None:
    page = "/administration/personnes/nouvelle"
    answer = thomas.fill(page, **NEW, fonctions="jurist", **{CODE: "000000"})
    assert CODE not in given_back(answer.text)
    assert "000000" not in answer.text


def test_a_code_confirms_the_session_that_asked_for_it(town: Town, thomas: Visitor) -> None:
    signed_in(town, town.thomas)
    age(town, town.thomas)
    page = "/administration/personnes/nouvelle"
    asked = thomas.fill(page, **NEW, fonctions="jurist")
    thomas.post(page, data={"csrf": token(asked.text), CODE: last_code(town.mails), **given_back(asked.text)})
    recent = tables.sessions.c.confirmed_at > now() - timedelta(minutes=5)
    with town.desk.store.read() as unit:
        assert unit.connection.scalar(select(func.count()).select_from(tables.sessions).where(recent)) == 1


def test_someone_elses_structure_form_is_untouched(town: Town) -> None:
    """The fields of this page mean nothing to a person who was not asked."""
    made = add_structure(town.desk, NewStructure("scop", "Autre"), moment(town.claire))
    claire = signed_in(town, town.claire)
    page = f"/structures/{made.id}/modifier"
    done = claire.fill(page, nom="Autre", forme="scop", cloture="6", **{CODE: "123456"})
    assert done.status_code == 303
