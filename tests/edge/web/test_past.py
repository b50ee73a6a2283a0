"""A file on a day gone by: every page that knows that day keeps it, and a day to come is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mandate_flow.edge.clock import now
from tests.edge.web.conftest import Town, Visitor
from tests.edge.web.mandated import mandated

DAY = "2025-06-30"


def test_the_day_goes_along(town: Town, mission: Visitor) -> None:
    ref = mandated(town, town.lilas.id).ref
    page = mission.get(f"/dossiers/{ref}?au={DAY}").text
    for part in ("comptes", "fiche", "historique", "pieces"):
        assert f'href="/dossiers/{ref}/{part}?au={DAY}"' in page, part
        shown = mission.get(f"/dossiers/{ref}/{part}?au={DAY}").text
        assert "30 juin 2025" in shown.replace("\u00a0", " "), part
        assert f'href="/dossiers/{ref}?au={DAY}"' in shown, part
        assert "Revenir à aujourd’hui" in shown, part
        assert "?au=" not in mission.get(f"/dossiers/{ref}/{part}").text, part


@pytest.mark.parametrize("part", ["", "/fiche", "/historique", "/pieces", "/comptes"])
def test_a_day_to_come_is_refused(town: Town, mission: Visitor, part: str) -> None:
    ref = mandated(town, town.lilas.id).ref if part == "/comptes" else town.shared.ref
    tomorrow = (now() + timedelta(days=2)).date().isoformat()
    answer = mission.get(f"/dossiers/{ref}{part}?au={tomorrow}")
    assert answer.status_code == 422
    assert "Cette date n’est pas encore venue." in answer.text
