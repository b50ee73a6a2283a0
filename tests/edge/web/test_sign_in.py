import re
from datetime import timedelta
from email import message_from_bytes, policy
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from mandate_flow.edge.clock import now
from mandate_flow.service import sessions, sign_in
from mandate_flow.store import tables
from tests.edge.web.conftest import Town, Visitor, signed_in

SAME = re.compile(r'value="[0-9a-f]{64}"|[\w.]+@[\w.]+')


def _mails(town: Town) -> list[str]:
    found = []
    for path in sorted(town.mails.glob("*.eml")):
        part = message_from_bytes(path.read_bytes(), policy=policy.default).get_body(("plain",))
        assert part is not None
        found.append(str(part.get_content()))
    return found


def test_the_mailed_link_lets_its_person_in_once(town: Town, visitor: Visitor) -> None:
    assert visitor.fill("/connexion", email="CLAIRE@example.org").status_code == 200
    (text,) = _mails(town)
    found = re.search(r"http://testserver(/connexion/\S+)", text)
    assert found
    assert "15 minutes" in text
    assert "Confirmez votre connexion" in visitor.get(found[1]).text
    assert "Confirmez votre connexion" in visitor.get(found[1]).text  # a scanner that opened it spent nothing
    entered = visitor.fill(found[1])
    assert (entered.status_code, entered.headers["location"]) == (303, "/")
    assert "Claire Delcourt" in visitor.get("/").text
    again = Visitor(town.app()).fill(found[1])
    assert again.status_code == 404
    assert "Demandez un nouveau lien" in again.text
    stranger = Visitor(town.app()).get(found[1]).text
    assert "Ce lien de connexion ne peut plus servir." in stranger  # said at once, and where to ask for another
    assert "Recevoir le lien" in stranger
    assert "Vous êtes déjà connecté." in visitor.get(found[1]).text


def test_one_goes_on_to_the_page_one_wanted(town: Town, visitor: Visitor) -> None:
    asked = visitor.get("/dossiers?etat=mandate")
    assert asked.headers["location"] == "/connexion?suite=%2Fdossiers%3Fetat%3Dmandate"
    visitor.fill("/connexion", email="claire@example.org", suite="/dossiers?etat=mandate")
    found = re.search(r"http://testserver(/connexion/\S+)", _mails(town)[0])
    assert found
    page = visitor.get(found[1]).text
    assert 'name="suite" value="/dossiers?etat=mandate"' in page
    assert visitor.fill(found[1], suite="/dossiers?etat=mandate").headers["location"] == "/dossiers?etat=mandate"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"])
def test_one_is_never_sent_to_another_site(town: Town, visitor: Visitor, elsewhere: str) -> None:
    path = urlsplit(town.link(town.claire)).path
    assert visitor.fill(path, suite=elsewhere).headers["location"] == "/"


def test_nobody_can_tell_who_is_known(town: Town, visitor: Visitor) -> None:
    known = visitor.fill("/connexion", email="claire@example.org")
    unknown = visitor.fill("/connexion", email="nobody@example.org")
    assert known.status_code == unknown.status_code == 200
    assert SAME.sub("", known.text) == SAME.sub("", unknown.text)
    assert len(_mails(town)) == 1


def test_a_structure_is_told_kindly_that_this_door_is_not_for_it_yet(town: Town, visitor: Visitor) -> None:
    visitor.fill("/connexion", email="marie@example.org")
    (text,) = _mails(town)
    assert "répondez au courriel" in text
    assert not re.search(r"/connexion/\w", text)
    refused = visitor.fill(urlsplit(town.link(town.marie)).path)
    assert refused.status_code == 404


def test_an_expired_link_lets_nobody_in(town: Town, visitor: Visitor) -> None:
    late = sign_in.make_link(town.desk, town.claire, now() - timedelta(minutes=16))
    assert visitor.fill(urlsplit(late).path).status_code == 404


def test_a_person_gets_five_links_an_hour(town: Town) -> None:
    at = now()
    for _ in range(7):
        sign_in.ask(town.desk, "claire@example.org", at)
    with town.desk.store.read() as unit:
        assert unit.doors.count_recent_links(town.claire.id, at - timedelta(hours=1)) == 5


def test_a_client_that_asks_too_often_waits(visitor: Visitor) -> None:
    token = visitor.token("/connexion")
    answers = [
        visitor.post("/connexion", data={"csrf": token, "email": f"x{one}@example.org"}).status_code
        for one in range(62)
    ]
    assert answers == [200] * 60 + [429] * 2


def test_an_address_that_is_asked_for_too_often_waits_known_or_not(town: Town, visitor: Visitor) -> None:
    token = visitor.token("/connexion")
    told = {}
    for email in ("claire@example.org", "nobody@example.org"):
        answers = [visitor.post("/connexion", data={"csrf": token, "email": email}) for _ in range(7)]
        assert [one.status_code for one in answers] == [200] * 5 + [429] * 2
        told[email] = re.sub(r"\d\d:\d\d", "", SAME.sub("", answers[-1].text))
    assert len(set(told.values())) == 1
    assert len(_mails(town)) == 5


def test_who_tries_link_after_link_waits_and_an_office_that_comes_in_does_not(town: Town, visitor: Visitor) -> None:
    for _ in range(25):
        signed_in(town, town.claire)
    token = visitor.token("/connexion/spent")
    answers = [visitor.post("/connexion/spent", data={"csrf": token}).status_code for _ in range(22)]
    assert answers == [404] * 20 + [429] * 2
    link = urlsplit(town.link(town.claire)).path
    assert visitor.post(link, data={"csrf": token}).status_code == 429


def test_what_is_typed_wrong_is_kept_and_explained(visitor: Visitor) -> None:
    answer = visitor.fill("/connexion", email="claire(at)example")
    assert answer.status_code == 422
    assert 'value="claire(at)example"' in answer.text
    assert 'href="#email"' in answer.text


def test_only_hashes_are_stored(town: Town, mission: Visitor) -> None:
    secret = mission.cookies["mandate-session"]
    with town.desk.store.read() as unit:
        stored = unit.connection.execute(select(tables.sessions.c.token_hash)).scalars().all()
        links = unit.connection.execute(select(tables.sign_in_links.c.token_hash)).scalars().all()
    assert secret not in stored
    assert all(re.fullmatch(r"[0-9a-f]{64}", one) for one in [*stored, *links])


def test_leaving_ends_the_session_for_good(town: Town, mission: Visitor) -> None:
    secret = mission.cookies["mandate-session"]
    assert mission.fill("/deconnexion", _from="/").headers["location"] == "/connexion"
    stolen = Visitor(town.app())
    stolen.cookies.set("mandate-session", secret)
    assert stolen.get("/").headers["location"] == "/connexion"


def test_leaving_everywhere_ends_the_other_sessions_too(town: Town, mission: Visitor) -> None:
    other = signed_in(town, town.claire)
    mission.fill("/deconnexion", _from="/", partout="1")
    assert other.get("/").status_code == 303


def test_a_session_lasts_twelve_hours(town: Town) -> None:
    at = now()
    secret = sign_in.use_link(town.desk, town.link(town.claire).rsplit("/", 1)[1], at, at.date())
    signed = sessions.signed(town.desk, secret, at + timedelta(hours=11, minutes=59))
    assert signed is not None
    assert signed.person == town.claire
    assert sessions.signed(town.desk, secret, at + timedelta(hours=12, minutes=1)) is None


def test_coming_in_leaves_a_trace(town: Town, mission: Visitor) -> None:
    with town.desk.store.read() as unit:
        assert "access:granted" in [event.action for event in unit.log.recent()]


def test_a_retired_person_is_out_at_once(town: Town) -> None:
    luc, thomas = signed_in(town, town.luc), signed_in(town, town.thomas)
    page = f"/administration/personnes/{town.luc.id}"
    assert thomas.fill(f"{page}/retrait", _from=page).status_code == 303
    assert luc.get("/").headers["location"] == "/connexion"
