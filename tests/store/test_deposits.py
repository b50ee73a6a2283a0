"""Documents on the disk, withdrawn or not, are compared with what the log says of their deposit."""

import tracemalloc
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import text

from mandate_flow.domain.audit import Finding
from mandate_flow.service.integrity import verify
from mandate_flow.store.blobs import Blobs
from tests.store.story import ADA, CRECHE, Story, added


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "documents")


def _tell(story: Story, blobs: Blobs) -> None:
    """File f1 with a document that was withdrawn (d1) and one that stands (d2); f2 holds the bytes of d1 again."""
    for document in ("d1", "d2"):
        blobs.put([document.encode()])
    story.go(story.tell("f1"), added("d2"))
    again = added("d3")
    story.go(story.open("f2"), replace(again, outcome={**again.outcome, "sha256": sha256(b"d1").hexdigest()}))


def _at(blobs: Blobs, raw: bytes) -> Path:
    digest, _ = blobs.put([raw])
    return blobs.folder / digest[:2] / digest


def _found(story: Story, blobs: Blobs) -> set[tuple[str, int, str]]:
    return {(one.stream, one.seq, one.field) for one in verify(story.store, blobs).findings}


def test_documents_that_are_as_deposited_are_counted(story: Story, blobs: Blobs) -> None:
    _tell(story, blobs)
    report = verify(story.store, blobs)
    assert report.ok
    assert report.documents == 3
    assert verify(story.store).documents is None


def test_an_altered_document_is_named_wherever_it_was_deposited(story: Story, blobs: Blobs) -> None:
    """Also where it was withdrawn: what was once shown to someone may be asked for."""
    _tell(story, blobs)
    _at(blobs, b"d1").write_bytes(b"D1")
    assert _found(story, blobs) == {("file/f1", 5, "documents/d1"), ("file/f2", 2, "documents/d3")}
    assert verify(story.store).ok, "without the folder nothing is said of it"


def test_a_missing_document_is_named(story: Story, blobs: Blobs) -> None:
    _tell(story, blobs)
    _at(blobs, b"d2").unlink()
    (finding,) = verify(story.store, blobs).findings
    assert (finding.stream, finding.seq, finding.field) == ("file/f1", 7, "documents/d2")
    assert "manque" in finding.what


def test_a_document_that_cannot_be_read_is_named_and_stops_nothing(story: Story, blobs: Blobs) -> None:
    _tell(story, blobs)
    path = _at(blobs, b"d2")
    path.unlink()
    path.mkdir()
    _at(blobs, b"d1").write_bytes(b"")
    assert {("file/f1", 7, "documents/d2"), ("file/f1", 5, "documents/d1")} <= _found(story, blobs)


def test_a_large_document_is_read_in_small_pieces(blobs: Blobs) -> None:
    digest, _ = blobs.put(bytes(1024 * 1024) for _ in range(20))
    tracemalloc.start()
    assert blobs.intact(digest)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2 * 1024 * 1024


def test_findings_say_what_they_are_about(story: Story, blobs: Blobs) -> None:
    """The reference of a file is that of its opening, even when its row says another; a person is marked as such."""
    _tell(story, blobs)
    with story.store.write() as unit:
        for change in (
            "UPDATE files SET ref = 'SIEG-2026-9999' WHERE id = 'f1'",
            "UPDATE structures SET email = 'x'",
            "UPDATE people SET roles = '[]'",
        ):
            unit.connection.execute(text(change))
    report = verify(story.store, blobs)
    assert report.subjects["file/f1"].ref == "SIEG-2026-0001"
    assert report.subjects[f"structure/{CRECHE.id}"].name == CRECHE.name
    person = report.subjects[f"person/{ADA.id}"]
    assert (person.name, person.personal) == (ADA.name, True)
    assert all(isinstance(one, Finding) for one in report.findings)
