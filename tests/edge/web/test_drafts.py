"""What is typed and not recorded comes back in the fields of its form, and typing elsewhere never takes its place."""

from __future__ import annotations

import re

import pytest

from mandate_flow.edge.clock import moment
from mandate_flow.service.drafts import drafts_of
from tests.edge.web.conftest import Town, Visitor, signed_in

LONG, NEW = "Douze places en plus, rue des Postes", "Les familles"
SERVICE, PUBLIC = "fait.service_description", "fait.beneficiaries"


@pytest.fixture
def ahmed(town: Town) -> Visitor:
    return signed_in(town, town.ahmed)


def test_a_draft_is_in_the_fields_and_grows(town: Town, ahmed: Visitor) -> None:
    path = _form(town)
    _keep(ahmed, town, {SERVICE: LONG})
    page = ahmed.get(path).text
    assert re.search(rf"<textarea[^>]*>\s*{LONG}</textarea>", page)
    assert "Brouillon du" in page
    _keep(ahmed, town, {SERVICE: LONG, PUBLIC: NEW, "brouillon": _held(page)})
    assert _draft(town) == {SERVICE: LONG, PUBLIC: NEW}
    _keep(ahmed, town, {PUBLIC: NEW, "brouillon": _held(ahmed.get(path).text)})
    assert _draft(town) == {PUBLIC: NEW}


def test_a_page_that_never_showed_a_draft_takes_nothing_from_it(town: Town, ahmed: Visitor) -> None:
    seen = ahmed.get(_form(town)).text
    _keep(ahmed, town, {SERVICE: LONG})
    _keep(ahmed, town, {PUBLIC: NEW, "brouillon": _held(seen)})
    assert _draft(town) == {SERVICE: LONG, PUBLIC: NEW}
    answer = ahmed.fill(
        f"/dossiers/{town.shared.ref}/faits?{_query(town)}", _form(town), **{PUBLIC: NEW, "brouillon": ""}
    )
    assert answer.status_code == 303, answer.text
    assert _draft(town) == {SERVICE: LONG}


def test_what_is_recorded_is_no_draft(town: Town, ahmed: Visitor) -> None:
    _keep(ahmed, town, {SERVICE: LONG})
    held = _held(ahmed.get(_form(town)).text)
    ahmed.fill(f"/dossiers/{town.shared.ref}/faits?{_query(town)}", _form(town), **{SERVICE: LONG, "brouillon": held})
    assert _draft(town) == {}
    assert "Brouillon du" not in ahmed.get(_form(town)).text


def _query(town: Town) -> str:
    return "etape=identification&exercice=2026"


def _form(town: Town) -> str:
    return f"/dossiers/{town.shared.ref}?{_query(town)}"


def _held(page: str) -> str:
    found = re.search(r'name="brouillon" value="([^"]*)"', page)
    assert found
    return found[1]


def _keep(who: Visitor, town: Town, typed: dict[str, str]) -> None:
    who.fill(f"/dossiers/{town.shared.ref}/brouillon?{_query(town)}", _form(town), **typed)


def _draft(town: Town) -> dict[str, str]:
    drafts = drafts_of(town.desk, town.shared, moment(town.ahmed))
    return {name: value for one in drafts for name, value in one.typed}
