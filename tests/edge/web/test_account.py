"""« Mon compte », and the sessions an administrator sees."""

import re

import pytest

from mandate_flow.domain.event import Action, Stream, StreamKind
from mandate_flow.edge.web.device import device
from tests.edge.web.conftest import Town, Visitor, signed_in

MARK = re.compile(r'name="session" value="([0-9a-f]{16})"')
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"


def from_browser(town: Town, person_link: str, client: str) -> Visitor:
    visitor = Visitor(town.app())
    visitor.headers["user-agent"] = client
    visitor.come_in(person_link)
    return visitor


def test_one_sees_oneself_and_every_open_session(town: Town) -> None:
    mine = from_browser(town, town.link(town.ahmed), FIREFOX)
    from_browser(town, town.link(town.ahmed), SAFARI)
    from_browser(town, town.link(town.rose), SAFARI)
    text = mine.get("/compte").text
    assert "ahmed@example.org" in text
    assert "Lille" in text
    assert "Firefox sur Windows" in text
    assert "Safari sur iPhone" in text
    assert text.count("cette session") == 1
    assert len(MARK.findall(text)) == 1
    assert "testclient" not in text  # no address of a machine is shown or kept


def test_a_session_is_closed_alone(town: Town) -> None:
    mine, lost = signed_in(town, town.ahmed), signed_in(town, town.ahmed)
    third = signed_in(town, town.ahmed)
    (first, second) = MARK.findall(mine.get("/compte").text)
    assert (
        mine.fill("/compte/sessions/fermeture", _from="/compte", session=first)
        .headers["location"]
        .startswith("/compte")
    )
    assert sorted(one.get("/compte").status_code for one in (lost, third)) == [200, 303]
    assert MARK.findall(mine.get("/compte").text) == [second]


def test_all_others_are_closed_at_once(town: Town) -> None:
    mine, lost = signed_in(town, town.ahmed), signed_in(town, town.ahmed)
    mine.fill("/compte/sessions/fermeture", _from="/compte")
    assert mine.get("/compte").status_code == 200
    assert lost.get("/compte").status_code == 303


def test_nobody_closes_the_session_of_another(town: Town) -> None:
    rose, ahmed = signed_in(town, town.rose), signed_in(town, town.ahmed)
    signed_in(town, town.ahmed)
    (mark,) = MARK.findall(ahmed.get("/compte").text)
    rose.fill("/compte/sessions/fermeture", _from="/compte", session=mark)
    assert MARK.findall(ahmed.get("/compte").text) == [mark]


def test_an_administrator_sees_and_closes_the_sessions_of_a_person(town: Town) -> None:
    ahmed = from_browser(town, town.link(town.ahmed), FIREFOX)
    other = from_browser(town, town.link(town.ahmed), SAFARI)
    thomas = signed_in(town, town.thomas)
    page = f"/administration/personnes/{town.ahmed.id}"
    text = thomas.get(page).text
    assert "Firefox sur Windows" in text
    marks = MARK.findall(text)
    assert len(marks) == 2
    thomas.fill(f"{page}/sessions/fermeture", _from=page, session=marks[0])
    assert sorted(one.get("/compte").status_code for one in (ahmed, other)) == [200, 303]
    thomas.fill(f"{page}/sessions/fermeture", _from=page)
    assert [one.get("/compte").status_code for one in (ahmed, other)] == [303, 303]
    assert "connectée nulle part" in thomas.get(page).text


def test_an_administrator_who_closes_all_of_their_own_stays_in(town: Town) -> None:
    thomas, other = signed_in(town, town.thomas), signed_in(town, town.thomas)
    page = f"/administration/personnes/{town.thomas.id}"
    thomas.fill(f"{page}/sessions/fermeture", _from=page)
    assert thomas.get("/compte").status_code == 200
    assert other.get("/compte").status_code == 303


def test_choosing_a_language_is_an_act_of_the_person(town: Town) -> None:
    ahmed = signed_in(town, town.ahmed)
    assert '<html lang="fr">' in ahmed.get("/compte").text
    assert ahmed.fill("/compte/langue", _from="/compte", langue="nl").status_code == 303
    text = ahmed.get("/compte?fait=langue").text
    assert '<html lang="nl">' in text
    assert "Uw taal is opgeslagen." in text
    with town.desk.store.read() as unit:
        event = unit.log.read(Stream(StreamKind.PERSON, town.ahmed.id))[-1]
        assert unit.registers.get_person(town.ahmed.id).lang == "nl"
    assert (event.action, event.actor, event.outcome) == (
        Action.MEMBER_CHANGED,
        town.ahmed.id,
        {"fields": {"lang": "nl"}},
    )
    assert ahmed.fill("/compte/langue", _from="/compte", langue="nl").status_code == 303  # the same again is no event
    with town.desk.store.read() as unit:
        assert unit.log.read(Stream(StreamKind.PERSON, town.ahmed.id))[-1].seq == event.seq


def test_a_language_nobody_speaks_here_is_refused(town: Town) -> None:
    answer = signed_in(town, town.ahmed).fill("/compte/langue", _from="/compte", langue="de")
    assert answer.status_code == 422
    assert "choisissez dans la liste" in answer.text.lower()


@pytest.mark.parametrize(
    ("client", "said"),
    [
        (FIREFOX, "Firefox sur Windows"),
        (SAFARI, "Safari sur iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/150.0.0.0 Safari/537.36", "Chrome sur Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/150.0 Safari/537.36 Edg/150.0", "Edge sur Windows"),
        ("Mozilla/5.0 (Linux; Android 16; K) Chrome/150.0 Mobile Safari/537.36", "Chrome sur Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) Version/18 Safari/605", "Safari sur macOS"),
        ("curl/8.0", "Navigateur inconnu"),
        ("", "Navigateur inconnu"),
    ],
)
def test_a_browser_as_its_person_knows_it(client: str, said: str) -> None:
    assert device(client) == said
