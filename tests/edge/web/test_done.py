"""What was just done to a file is told by the name of the step, and where the file now stands."""

from __future__ import annotations

from tests.edge.web.conftest import Town, Visitor
from tests.edge.web.mandated import mandated


def test_a_step_that_was_taken_is_named(town: Town, mission: Visitor) -> None:
    file = mandated(town, town.lilas.id)
    page = mission.get(f"/dossiers/{file.ref}?depuis=1&fait={file.version}").text
    assert "C’est fait : « Constater que l’acte est exécutoire ». Le dossier est à l’étape « Mandat »." in page
    assert "C’est fait : « Signer le mandat »." in page


def test_an_address_that_names_no_version_tells_nothing(town: Town, mission: Visitor) -> None:
    file = mandated(town, town.lilas.id)
    for last in ("²", "9" * 5000, "x"):
        page = mission.get(f"/dossiers/{file.ref}?depuis=1&fait={last}")
        assert (page.status_code, "C’est fait" in page.text) == (200, False)
    assert mission.fill(f"/dossiers/{file.ref}/parties", version="²").status_code == 422
