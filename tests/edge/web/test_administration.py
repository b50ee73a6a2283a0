"""The pages of whoever looks after the product: people, mails on their examples, settings, health."""

import re
from datetime import timedelta
from pathlib import Path

from mandate_flow.app import settings_of
from mandate_flow.domain.people import Role
from mandate_flow.edge.clock import moment, now
from mandate_flow.edge.web.app import create_app
from mandate_flow.service.registers import retire_person
from tests.edge.web.conftest import Town, Visitor, signed_in

PASTED = """Nom;Adresse;Fonctions;Collectivité;Langue
Zoé Martin;zoe@example.org;agent;Lille;nl
Paul Leroux;paul@example.org;juriste, contrôleur;;
Sans Rôle;rien@example.org;;;
Ailleurs;ailleurs@example.org;agent;Bruxelles;
Ahmed bis;ahmed@example.org;agent;Lille;
"""


def test_the_home_has_a_door_to_everything(town: Town) -> None:
    thomas = signed_in(town, town.thomas)
    doors = re.findall(r'<li><a href="(/administration/[a-z]+)"><b>', thomas.get("/administration").text)
    assert len(doors) == 9
    for door in doors:
        assert thomas.get(door).status_code == 200, door


def test_people_are_found_by_name_role_authority_and_standing(town: Town) -> None:
    thomas = signed_in(town, town.thomas)

    def names(query: str) -> set[str]:
        text = thomas.get(f"/administration/personnes?{query}").text
        return set(re.findall(r'href="/administration/personnes/[0-9a-f]{16}">([^<]+)</a>', text))

    assert names("q=DELCOURT") == {"Claire Delcourt"}
    assert names("q=ahmed@ex") == {"Ahmed Bensalah"}
    assert names(f"fonction={Role.AGENT}") == {"Ahmed Bensalah", "Rose Dubois"}
    assert names("collectivite=commune-59350") == {"Ahmed Bensalah"}
    assert "Luc Masson" in names("")
    retire_person(town.desk, town.luc.id, moment(town.thomas))
    assert "Luc Masson" not in names("")
    assert names("etat=retirees") == {"Luc Masson"}
    back = thomas.fill(f"/administration/personnes/{town.luc.id}/retablissement", "/administration/personnes/nouvelle")
    assert back.status_code == 303
    assert "Luc Masson" in names("")
    assert thomas.get("/administration/personnes?etat=nimporte&fonction=x&page=-3").status_code == 200


def test_the_last_sign_in_is_shown(town: Town) -> None:
    signed_in(town, town.claire)
    text = signed_in(town, town.thomas).get("/administration/personnes?q=claire").text
    assert "jamais" not in text
    assert "jamais" in signed_in(town, town.thomas).get("/administration/personnes?q=rose").text


def test_people_pasted_are_shown_before_they_are_registered(town: Town) -> None:
    thomas = signed_in(town, town.thomas)
    page = "/administration/personnes/import"
    assert thomas.fill(page, tableau="").status_code == 422
    assert "La première ligne doit nommer" in thomas.fill(page, tableau="a;b\nc;d").text
    seen = thomas.fill(page, tableau=PASTED)
    assert seen.status_code == 200
    assert "2 personnes peuvent être inscrites" in seen.text
    assert "Aucune fonction n’est indiquée." in seen.text
    assert "« Bruxelles » n’est pas une collectivité du registre." in seen.text
    assert "est déjà celle de Ahmed Bensalah" in seen.text
    assert "zoe@example.org" not in thomas.get("/administration/personnes").text
    assert "Paul Leroux;paul@example.org" in thomas.fill(page, tableau=PASTED, corriger="1").text
    assert thomas.fill(page, tableau=PASTED, vu="1").status_code == 303
    text = thomas.get("/administration/personnes").text
    assert "zoe@example.org" in text
    assert "paul@example.org" in text
    again = thomas.fill(page, tableau=PASTED, vu="1")
    assert again.status_code == 422
    assert "Il n’y a personne à inscrire." in again.text


def test_each_mail_is_shown_on_its_example_in_each_language(town: Town) -> None:
    thomas = signed_in(town, town.thomas)
    kinds = town.desk.library.notices.kinds
    text = thomas.get("/administration/avis").text
    for name in kinds:
        assert f'href="/administration/avis/{name}"' in text
        for lang in ("fr", "en", "nl"):
            assert thomas.get(f"/administration/avis/{name}?langue={lang}").status_code == 200
    page = "/administration/avis/mandate_signed?langue="
    subjects = {
        lang: re.findall(r'<h2 id="message" lang="..">([^<]+)', thomas.get(f"{page}{lang}").text)[0]
        for lang in ("fr", "en", "nl")
    }
    assert len(set(subjects.values())) == 3
    frame = thomas.get("/administration/avis/mandate_signed/apercu?langue=nl")
    assert "sandbox" in frame.headers["content-security-policy"]
    assert "script" not in frame.text


def test_a_trial_goes_to_whoever_asks_and_to_nobody_else(town: Town) -> None:
    claire = signed_in(town, town.claire)
    before = set(town.mails.rglob("*.eml"))
    sent = claire.fill("/administration/avis/mandate_signed/essai", "/administration/avis/mandate_signed", langue="en")
    assert sent.headers["location"] == "/administration/avis/mandate_signed?langue=en&essai=garde"
    (letter,) = set(town.mails.rglob("*.eml")) - before
    assert "To: Claire Delcourt <claire@example.org>" in letter.read_text()


def test_settings_tell_no_secret(town: Town, tmp_path: Path) -> None:
    settings = settings_of(
        {},
        data_dir=tmp_path,
        database_url="postgresql+psycopg://moi:tressecret@base.example:5433/mandats",
        smtp_host="mail.example",
        smtp_user="moi",
        smtp_password="plussecret",
        oidc_issuer="https://id.example/realm",
        oidc_client_secret="toutsecret",
    )
    visitor = Visitor(create_app(town.desk, settings))
    visitor.come_in(town.link(town.thomas))
    text = visitor.get("/administration/reglages").text
    assert "PostgreSQL · base.example:5433/mandats" in text
    assert "mail.example:587" in text
    assert "Règles internes en vigueur" in text
    for secret in ("tressecret", "plussecret", "toutsecret"):
        assert secret not in text
    assert "moi" not in re.findall(r"<dd>([^<]*)", text)


def test_health_says_what_to_do(town: Town, tmp_path: Path) -> None:
    settings = settings_of({}, data_dir=tmp_path, database_url=str(town.desk.store.writer.url))
    visitor = Visitor(create_app(town.desk, settings))
    visitor.come_in(town.link(town.thomas))
    text = visitor.get("/administration/fonctionnement").text
    assert "jamais passé" in text
    assert "Lancez « mandate-flow serve »" in text
    assert "Taille de la base" in text
    assert "journal gardé contre toute réécriture" in text


def test_a_mail_given_up_is_tried_again(town: Town) -> None:
    thomas = signed_in(town, town.thomas)
    mail = town.write_to(town.shared)
    with town.desk.store.write() as unit:
        assert unit.outbox.claim("x", now(), timedelta(minutes=1))
        assert unit.outbox.failed(mail, "550 unknown user")
    page = "/administration/fonctionnement"
    text = thomas.get(page).text
    assert "550 unknown user" in text
    assert town.shared.ref not in text  # what it says is not an administrator's to read
    assert thomas.fill(f"{page}/courriels/{mail}/reprise", page).status_code == 303
    with town.desk.store.read() as unit:
        queue = unit.views.queue()
    assert (queue.waiting, queue.failed) == (1, 0)
    assert thomas.fill(f"{page}/courriels/999/reprise", page).status_code == 404
