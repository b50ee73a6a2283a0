"""Coming in through an identity provider: a real one on this machine, that lies when told to."""

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from sqlalchemy import select, update

from mandate_flow.app import provider_of, settings_of
from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.event import Stream, StreamKind
from mandate_flow.edge.clock import now
from mandate_flow.provider.oidc import Client, Provider
from mandate_flow.store import tables
from tests.edge.web.conftest import Town, Visitor
from tests.edge.web.test_confirming import NEW, age, given_back, token
from tests.support.provider import CLIENT, SECRET, FakeProvider, provider

PAGE = "/administration/personnes/nouvelle"


@pytest.fixture
def house() -> Iterator[FakeProvider]:
    with provider() as made:
        made.claims["email"] = "claire@example.org"
        made.claims["email_verified"] = True
        yield made


@pytest.fixture
def joined(town: Town, house: FakeProvider) -> Town:
    """The town, which trusts the provider."""
    return join(town, house)


def join(town: Town, house: FakeProvider, **more: Any) -> Town:
    client = Client(issuer=house.issuer, id=CLIENT, secret=SECRET, **more)
    town.desk = replace(town.desk, provider=Provider(client))
    return town


def away(visitor: Visitor, start: str = "/identite/entrer") -> str:
    """From our page to the provider, who sends us back: the address it sends us to."""
    gone = visitor.get(start)
    assert gone.status_code == 303, gone.text
    there = httpx2.get(gone.headers["location"], follow_redirects=False)
    assert there.status_code == 302
    return there.headers["location"].removeprefix("http://testserver")


def come_in(town: Town, start: str = "/identite/entrer") -> tuple[Visitor, Any]:
    visitor = Visitor(town.app())
    return visitor, visitor.get(away(visitor, start))


def test_the_page_offers_it_only_when_it_is_configured(town: Town, house: FakeProvider) -> None:
    assert "ProConnect" not in Visitor(town.app()).get("/connexion").text
    assert Visitor(town.app()).get("/identite/entrer").status_code == 404
    text = Visitor(join(town, house).app()).get("/connexion?suite=/dossiers").text
    assert 'href="/identite/entrer?suite=%2Fdossiers"' in text
    assert "Recevoir le lien" in text
    assert house.requests == 0  # nobody is asked before somebody wants to come in


@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
def test_somebody_known_comes_in_and_goes_on(joined: Town, house: FakeProvider, algorithm: str) -> None:
    house.algorithm = algorithm
    visitor, back = come_in(joined, "/identite/entrer?suite=/dossiers?q=x")
    assert (back.status_code, back.headers["location"]) == (303, "/dossiers?q=x")
    assert "Claire Delcourt" in visitor.get("/compte").text
    assert "avec le compte ProConnect" in visitor.get("/compte").text
    (asked,) = house.asked
    assert asked["scope"] == "openid given_name usual_name email siret uid"
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert asked["redirect_uri"] == "http://testserver/identite/retour"
    assert "prompt" not in asked
    with joined.desk.store.read() as unit:
        event = unit.log.read(Stream(StreamKind.PERSON, joined.claire.id))[-1]
        flows = unit.connection.execute(select(tables.sign_in_flows)).all()
    assert (event.action, event.outcome) == ("access:granted", {"by": "oidc", "acr": "eidas1", "amr": ["pwd"]})
    assert flows == []


def test_userinfo_may_be_plain_json_and_keys_may_change(joined: Town, house: FakeProvider) -> None:
    house.userinfo_signed = False
    assert come_in(joined)[1].status_code == 303
    house.rotate()
    assert come_in(joined)[1].status_code == 303


def test_the_address_is_found_whatever_its_case(joined: Town, house: FakeProvider) -> None:
    house.claims["email"] = "Claire@Example.org"
    assert come_in(joined)[1].status_code == 303


LIES: dict[str, tuple[dict[str, Any], str]] = {
    "wrong nonce": ({"nonce": "another"}, "ne répond pas à votre demande"),
    "no nonce": ({"nonce": ""}, "ne répond pas à votre demande"),
    "wrong audience": ({"aud": "someone else"}, "pour un autre site"),
    "several audiences": ({"aud": [CLIENT, "someone else"]}, "pour un autre site"),
    "wrong party": ({"azp": "someone else"}, "pour un autre site"),
    "wrong issuer": ({"iss": "https://evil.example"}, "ne vient pas de ce fournisseur"),
    "expired": ({"exp": 1_000_000}, "trop tard"),
    "from the future": ({"iat": 99_999_999_999}, "horloge"),
    "unknown key": ({"key": "unknown"}, "signature"),
    "broken signature": ({"key": "broken"}, "signature"),
    "two persons": ({"userinfo": {"sub": "someone else"}}, "deux personnes"),
    "unknown person": ({"userinfo": {"email": "nobody@example.org"}}, "nobody@example.org n’est pas celle"),
    "unverified": ({"userinfo": {"email_verified": False}}, "ne garantit pas"),
    "no address": ({"userinfo": {"email": ""}}, "ne garantit pas"),
    "structure": ({"userinfo": {"email": "marie@example.org"}}, "n’est pas celle"),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_lets_nobody_in_and_says_why(joined: Town, house: FakeProvider, lie: str) -> None:
    twist, said = LIES[lie]
    house.twist |= twist
    visitor, back = come_in(joined)
    assert back.status_code == 403
    assert said in html.unescape(back.text)
    assert visitor.get("/compte").status_code == 303


def test_an_address_is_taken_on_trust_only_when_configured(town: Town, house: FakeProvider) -> None:
    del house.claims["email_verified"]
    assert come_in(join(town, house))[1].status_code == 403
    assert come_in(join(town, house, trusts_email=True))[1].status_code == 303
    house.claims["email_verified"] = False
    assert come_in(join(town, house, trusts_email=True))[1].status_code == 403


def test_a_level_of_assurance_may_be_required(town: Town, house: FakeProvider) -> None:
    joined = join(town, house, acr=("eidas2", "eidas3"))
    assert come_in(joined)[1].status_code == 403
    assert house.asked[-1]["acr_values"] == "eidas2 eidas3"
    house.twist["acr"] = "eidas2"
    assert come_in(joined)[1].status_code == 303


def test_a_retired_person_stays_out(joined: Town) -> None:
    with joined.desk.store.write() as unit:
        unit.connection.execute(
            update(tables.people).where(tables.people.c.id == joined.claire.id).values(active=False)
        )
    assert come_in(joined)[1].status_code == 403


def test_a_return_works_once(joined: Town) -> None:
    visitor = Visitor(joined.app())
    address = away(visitor)
    assert visitor.get(address).status_code == 303
    again = visitor.get(address)
    assert again.status_code == 404
    assert "ne peut plus servir" in again.text


def test_a_return_works_in_its_own_browser_only(joined: Town) -> None:
    visitor, thief = Visitor(joined.app()), Visitor(joined.app())
    thief.get("/connexion")
    stolen = thief.get(away(visitor))
    assert stolen.status_code == 403
    assert thief.get("/compte").status_code == 303


def test_an_invented_or_late_return_is_refused(joined: Town) -> None:
    visitor = Visitor(joined.app())
    assert visitor.get("/identite/retour?state=invented&code=x").status_code == 404
    assert visitor.get("/identite/retour").status_code == 404
    address = away(visitor)
    with joined.desk.store.write() as unit:
        unit.connection.execute(update(tables.sign_in_flows).values(expires_at=now() - timedelta(seconds=1)))
    assert visitor.get(address).status_code == 404


def test_who_gives_up_at_the_provider_is_told_so(joined: Town) -> None:
    visitor = Visitor(joined.app())
    state = parse_qs(urlsplit(away(visitor)).query)["state"][0]
    answer = visitor.get(f"/identite/retour?state={state}&error=access_denied")
    assert answer.status_code == 403
    assert "vous y avez renoncé" in answer.text


def test_a_silent_provider_is_told_and_the_link_still_works(joined: Town, house: FakeProvider) -> None:
    house.twist["down"] = True
    answer = Visitor(joined.app()).get("/identite/entrer")
    assert answer.status_code == 503
    assert "demandez un lien par courriel" in answer.text
    other = Visitor(joined.app())
    other.come_in(joined.link(joined.claire))
    assert other.get("/compte").status_code == 200


def test_a_provider_that_names_another_is_not_believed(joined: Town, house: FakeProvider) -> None:
    house.twist["issuer"] = "https://evil.example"
    assert Visitor(joined.app()).get("/identite/entrer").status_code == 403


def test_one_proves_again_at_the_provider_and_the_form_waits(joined: Town, house: FakeProvider) -> None:
    house.claims["email"] = "thomas@example.org"
    thomas, _ = come_in(joined)
    age(joined, joined.thomas)
    asked = thomas.fill(PAGE, **NEW, fonctions="jurist")
    assert asked.status_code == 403
    assert 'href="/identite/confirmer"' in asked.text
    assert "Code reçu" not in asked.text
    assert not list(joined.mails.glob("*.eml"))
    kept = {"csrf": token(asked.text), **given_back(asked.text)}
    assert thomas.post(PAGE, data=kept).status_code == 403
    proved = thomas.get(away(thomas, "/identite/confirmer"))
    assert proved.status_code == 200
    assert "C’est bien vous" in proved.text
    assert (house.asked[-1]["prompt"], house.asked[-1]["max_age"]) == ("login", "0")
    assert thomas.post(PAGE, data=kept).status_code == 303


@pytest.mark.parametrize(
    ("twist", "said"),
    [
        ({"auth_time": 1_000_000}, "venez de vous y connecter"),
        ({"auth_time": None}, "venez de vous y connecter"),
        ({"userinfo": {"email": "claire@example.org"}}, "pas la personne de cette session"),
    ],
)
def test_a_proof_must_be_fresh_and_one_s_own(
    joined: Town, house: FakeProvider, twist: dict[str, Any], said: str
) -> None:
    house.claims["email"] = "thomas@example.org"
    thomas, _ = come_in(joined)
    age(joined, joined.thomas)
    house.twist |= twist
    answer = thomas.get(away(thomas, "/identite/confirmer"))
    assert answer.status_code == 403
    assert said in html.unescape(answer.text)
    assert thomas.fill(PAGE, **NEW, fonctions="jurist").status_code == 403


def test_leaving_leaves_the_provider_too(joined: Town, house: FakeProvider) -> None:
    visitor, _ = come_in(joined)
    answer = visitor.fill("/deconnexion", _from="/compte")
    assert answer.status_code == 200
    url = answer.headers["refresh"].removeprefix("0; url=")
    query = parse_qs(urlsplit(url).query)
    assert url.startswith(f"{house.issuer}/end_session?")
    assert query["post_logout_redirect_uri"] == ["http://testserver/connexion"]
    assert query["id_token_hint"][0].count(".") == 2
    assert visitor.get("/compte").status_code == 303
    with joined.desk.store.read() as unit:
        assert unit.connection.execute(select(tables.sessions.c.hint)).scalars().all() == [""]
    linked = Visitor(joined.app())
    linked.come_in(joined.link(joined.claire))
    assert linked.fill("/deconnexion", _from="/compte").headers["location"] == "/connexion"


def test_no_secret_of_a_journey_is_stored_or_shown(joined: Town) -> None:
    visitor = Visitor(joined.app())
    gone = visitor.get("/identite/entrer").headers["location"]
    query = {name: values[0] for name, values in parse_qs(urlsplit(gone).query).items()}
    with joined.desk.store.read() as unit:
        held = str(unit.connection.execute(select(tables.sign_in_flows)).mappings().one())
    assert not [name for name in ("state", "nonce", "code_challenge") if query[name] in held]
    assert SECRET not in repr(joined.desk.provider.client)  # type: ignore[union-attr]
    assert re.fullmatch(r"[\w-]{43}", query["code_challenge"])


def test_it_is_configured_whole_or_not_at_all(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("secret")
    (folder / "secret").write_text(SECRET + "\n", encoding="utf-8")
    whole = {
        "MANDATE_FLOW_OIDC_ISSUER": "https://idp.example",
        "MANDATE_FLOW_OIDC_CLIENT_ID": CLIENT,
        "MANDATE_FLOW_OIDC_CLIENT_SECRET_FILE": str(folder / "secret"),
        "MANDATE_FLOW_OIDC_ACR": "eidas1 eidas2",
    }
    assert provider_of(settings_of({})) is None
    made = provider_of(settings_of(whole))
    assert made is not None
    assert (made.client.secret, made.client.acr) == (SECRET, ("eidas1", "eidas2"))
    for name in list(whole)[1:3]:
        with pytest.raises(BadInput, match="à moitié"):
            provider_of(settings_of({key: value for key, value in whole.items() if key != name}))
