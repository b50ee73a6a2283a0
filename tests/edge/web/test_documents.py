"""A document that was changed on the disk is never handed out as the one that was deposited, and this is known."""

from pathlib import Path

import pytest

from mandate_flow.edge.clock import moment
from mandate_flow.service.act import Done
from mandate_flow.service.deposit import deposit
from mandate_flow.store.doors import AccessFilters
from tests.edge.web.conftest import Town, Visitor, signed_in

RAW = b"%PDF-1.7 statuts"


@pytest.fixture
def document(town: Town) -> str:
    done = deposit(town.desk, town.shared.id, "statutes", "", "statuts.pdf", [RAW], moment(town.claire))
    assert isinstance(done, Done)
    return next(iter(done.file.documents))


def _path(town: Town) -> Path:
    (path,) = (one for one in town.desk.blobs.folder.rglob("*") if one.is_file())
    return path


def _noted(town: Town) -> list[tuple[str, str]]:
    with town.desk.store.read() as unit:
        kept = unit.doors.accesses(AccessFilters())
    return [(one.what, one.target) for one in kept if one.what.startswith("document:")]


def test_the_bytes_that_were_deposited_are_handed_out(town: Town, mission: Visitor, document: str) -> None:
    answer = mission.get(f"/dossiers/{town.shared.ref}/documents/{document}")
    assert (answer.status_code, answer.content) == (200, RAW)
    assert _noted(town) == [("document:downloaded", f"{town.shared.ref}/{document}")]


@pytest.mark.parametrize("altered", [RAW.replace(b"7", b"8"), RAW + b"!", RAW[:-1], b""])
def test_other_bytes_are_not(town: Town, mission: Visitor, document: str, altered: bytes) -> None:
    _path(town).write_bytes(altered)
    answer = mission.get(f"/dossiers/{town.shared.ref}/documents/{document}")
    assert answer.status_code == 500
    for words in ("n’est plus celle qui a été déposée", "empreinte notée au dépôt", "Prévenez l’administrateur"):
        assert words in answer.text
    assert RAW.decode() not in answer.text
    assert _noted(town) == [("document:refused", f"{town.shared.ref}/{document}")]


def test_a_document_that_is_gone_is_said_so(town: Town, mission: Visitor, document: str) -> None:
    _path(town).unlink()
    answer = mission.get(f"/dossiers/{town.shared.ref}/documents/{document}")
    assert answer.status_code == 500
    assert "Cette pièce manque" in answer.text
    assert _noted(town) == [("document:refused", f"{town.shared.ref}/{document}")]


def test_who_may_not_see_the_file_learns_nothing_of_it(town: Town, document: str) -> None:
    _path(town).unlink()
    answer = signed_in(town, town.rose).get(f"/dossiers/{town.shared.ref}/documents/{document}")
    assert answer.status_code == 404
    assert _noted(town) == []


def test_the_controller_reads_which_document_of_which_file(town: Town, document: str) -> None:
    ines = signed_in(town, town.ines)
    token = ines.token("/controle")
    told = ines.post("/controle/verification", data={"csrf": token}).text
    assert "Journal intègre" in told
    assert "1 pièce déposée a été relue sur le disque" in told
    _path(town).write_bytes(b"other")
    ines.get(f"/dossiers/{town.shared.ref}/documents/{document}")
    told = ines.post("/controle/verification", data={"csrf": token}).text
    assert "1 écart trouvé" in told
    for words in (town.shared.ref, f"documents/{document}", "La pièce n’est plus celle qui a été déposée"):
        assert words in told.partition("Derniers actes")[0]
    assert "a demandé une pièce altérée" in told
    assert "Chaque pièce déposée, même retirée depuis" in told


def test_what_a_verification_found_is_said_in_the_language(town: Town, document: str) -> None:
    _path(town).write_bytes(b"other")
    ines = signed_in(town, town.ines)
    told = ines.fill("/controle/verification", _from="/controle").text
    assert f"/{document}" in told
    assert "1 pièce, 1 écart</small>" in told.replace("\u00a0", " ")
    ines.fill("/compte/langue", _from="/compte", langue="en")
    assert "1 document, 1 difference</small>" in ines.get("/controle").text.replace("\u00a0", " ")


def test_findings_are_named_in_words(town: Town) -> None:
    """On the page, which the right persons alone open, a person has a name and the database is no “storage”."""
    with town.desk.store.writer.begin() as connection:
        connection.exec_driver_sql("UPDATE people SET lang = 'nl' WHERE name = 'Rose Dubois'")
        connection.exec_driver_sql("UPDATE structures SET email = 'x' WHERE name = 'Lilas Autopartage'")
        connection.exec_driver_sql("DROP TRIGGER events_delete_refused")
    ines = signed_in(town, town.ines)
    told = ines.fill("/controle/verification", _from="/controle").text.partition("Derniers actes")[0]
    for words in ("Rose Dubois", f"person/{town.rose.id}", "Lilas Autopartage", "La base de données"):
        assert words in told
    assert "storage" not in told
