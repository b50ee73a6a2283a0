import re
from pathlib import Path

import pytest

from mandate_flow.edge.web.shield import FORM_BYTES
from tests.edge.web.conftest import TOKEN, Town, Visitor, copy_of, signed_in

PAGES = [
    "/", "/?vue=tableau", "/dossiers", "/dossiers/nouveau", "/communes", "/communes/59350", "/structures",
    "/structures/nouvelle", "/echeances", "/courriels", "/administration", "/aide", "/style", "/nulle-part",
]  # fmt: skip
INLINE = re.compile(r"<style|<script(?![^>]*\ssrc=)|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)
FOREIGN = re.compile(r'(?:src|href|action)="(?:https?:)?//', re.IGNORECASE)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_binds_the_browser(mission: Visitor, path: str) -> None:
    answer = mission.get(path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cache-control"] == "no-store"
    assert not INLINE.search(answer.text)
    assert not FOREIGN.search(answer.text)


def test_even_a_crash_answers_with_a_page_and_its_headers(town: Town, mission: Visitor) -> None:
    town.desk.store.reader.dispose()
    (town.desk.blobs.folder).mkdir(parents=True, exist_ok=True)
    mission.app.state.site.templates.globals["share"] = None  # type: ignore[attr-defined]
    answer = mission.get("/")
    assert answer.status_code == 500
    assert "Une erreur inattendue" in answer.text
    assert "Traceback" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_form_without_its_token_does_nothing(town: Town, mission: Visitor) -> None:
    typed = {"nom": "Intruse", "forme": "association", "cloture": "12"}
    for token in ("", "0" * 64, signed_in(town, town.sophie).token("/structures/nouvelle")):
        answer = mission.post("/structures/nouvelle", data={"csrf": token, **typed})
        assert answer.status_code == 403
        assert "Intruse" in answer.text  # what was typed is shown again
    assert "Intruse" not in mission.get("/structures").text


def test_a_lost_session_loses_no_typing(town: Town, mission: Visitor) -> None:
    typed = {"nom": "Pédale Douce", "forme": "scop", "cloture": "6", "contact": "Ligne 1\nLigne 2"}
    token = mission.token("/structures/nouvelle")
    secret = mission.cookies.pop("mandate-session")
    lost = mission.post("/structures/nouvelle", data={"csrf": token, **typed})
    assert lost.status_code == 401
    assert "dans cette page" in lost.text
    assert "Ligne 1\nLigne 2" in lost.text
    mission.cookies.set("mandate-session", secret)  # signed in again, in another tab
    asked = mission.post("/structures/nouvelle", data={"csrf": _token(lost.text), **typed})
    assert asked.status_code == 403  # the token was that of nobody's page: the person is asked once more
    done = mission.post("/structures/nouvelle", data={"csrf": _token(asked.text), **typed})
    assert done.status_code == 303
    assert "Pédale Douce" in mission.get("/structures").text


def test_what_was_typed_is_given_back_under_its_questions(town: Town, mission: Visitor) -> None:
    path = f"/dossiers/{town.shared.ref}"
    typed = {"version": "12", "brouillon": "", "fait.territory": "Lille et Lomme", "fait.operator_form": "scic"}
    token = mission.token(path)
    secret = mission.cookies.pop("mandate-session")
    lost = mission.post(f"{path}/faits", data={"csrf": token, **typed})
    assert "<dt>Territoire desservi</dt><dd>Lille et Lomme</dd>" in lost.text
    assert "<dd>scic</dd>" not in lost.text
    assert "<dt>version</dt>" not in lost.text
    assert "La page suivante vous la montre une dernière fois" in lost.text
    mission.cookies.set("mandate-session", secret)
    asked = mission.post(f"{path}/faits", data={"csrf": _token(lost.text), **typed})
    assert "au nom de <strong>Claire Delcourt</strong>" in asked.text


def test_a_form_of_another_site_is_never_given_back(town: Town, visitor: Visitor) -> None:
    answer = visitor.post("/structures/nouvelle", data={"nom": "Intruse"}, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403
    assert "Intruse" not in answer.text


def _token(text: str) -> str:
    found = TOKEN.search(text)
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("headers", "passes"),
    [
        ({"origin": "http://testserver"}, True),
        ({"origin": "https://evil.example"}, False),
        ({"origin": "null"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "same-origin"}, True),
    ],
)
def test_a_form_of_another_site_does_nothing(mission: Visitor, headers: dict[str, str], passes: bool) -> None:  # noqa: FBT001
    typed = {"csrf": mission.token("/structures/nouvelle"), "nom": "", "forme": "", "cloture": "12"}
    answer = mission.post("/structures/nouvelle", data=typed, headers=headers)
    assert answer.status_code == (422 if passes else 403)


def test_cookies_are_out_of_reach(town: Town, visitor: Visitor) -> None:
    assert "HttpOnly" in visitor.get("/connexion").headers["set-cookie"]
    given = visitor.fill(town.link(town.claire).removeprefix("http://testserver")).headers["set-cookie"]
    assert given.startswith("mandate-session=")
    assert "HttpOnly" in given
    assert "SameSite=lax" in given
    assert "Secure" not in given


def test_over_https_cookies_are_secure_and_the_browser_stays_there(settled: Town, tmp_path: Path) -> None:
    town = copy_of(settled, tmp_path, base_url="https://mandats.example.org")
    visitor = Visitor(town.app(), "https://mandats.example.org")
    answer = visitor.fill(town.link(town.claire).removeprefix("https://mandats.example.org"))
    assert answer.headers["set-cookie"].startswith("__Host-mandate-session=")
    assert "Secure" in answer.headers["set-cookie"]
    assert answer.headers["strict-transport-security"].startswith("max-age=")
    town.desk.store.close()


def test_too_much_is_refused_before_it_is_read(mission: Visitor) -> None:
    answer = mission.post("/structures/nouvelle", data={"nom": "x" * (FORM_BYTES + 1)})
    assert answer.status_code == 413
    assert "trop volumineux" in answer.text


def test_a_mail_is_shown_in_a_frame_that_can_do_nothing(town: Town, mission: Visitor) -> None:
    number = town.write_to(town.shared, html="<script>alert(1)</script><p>Bonjour</p>")
    page = mission.get(f"/courriels/{number}")
    assert "frame-src 'self'" in page.headers["content-security-policy"]
    assert 'sandbox=""' in page.text
    assert "alert(1)" not in page.text
    inside = mission.get(f"/courriels/{number}/apercu")
    policy = inside.headers["content-security-policy"]
    assert policy.startswith("sandbox;")
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert "Bonjour" in inside.text


def test_what_is_typed_is_never_markup(town: Town, mission: Visitor) -> None:
    town.file("<img src=x onerror=alert(1)>", "commune-59350", town.lilas)
    text = mission.get("/dossiers").text
    assert "<img" not in text
    assert "&lt;img" in text


def test_a_part_of_a_page_is_told_to_show_an_error_whole_and_to_go_to_the_door(
    visitor: Visitor, mission: Visitor
) -> None:
    part = {"hx-request": "true", "hx-current-url": "http://testserver/dossiers?q=auto"}
    wrong = mission.get("/dossiers/SIEG-2000-0001", headers=part)
    assert (wrong.status_code, wrong.headers["hx-retarget"], wrong.headers["hx-reselect"]) == (404, "body", "unset")
    assert "hx-retarget" not in mission.get("/dossiers/SIEG-2000-0001").headers
    ended = visitor.get("/communes", headers=part)
    assert (ended.status_code, ended.headers["hx-redirect"]) == (401, "/connexion?suite=%2Fdossiers%3Fq%3Dauto")
    abroad = visitor.get("/communes", headers=part | {"hx-current-url": "https://elsewhere.example//evil"})
    assert abroad.headers["hx-redirect"] == "/connexion"
