import errno
import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from mandate_flow.domain.errors import BadInput, NotFound, Unavailable
from mandate_flow.store.blobs import Blobs

RAW = b"%PDF" + bytes(range(256)) * 3000


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "documents", most=1024 * 1024)


def _kept(blobs: Blobs) -> list[str]:
    return sorted(path.name for path in blobs.folder.rglob("*") if path.is_file())


def test_a_document_is_read_back(blobs: Blobs) -> None:
    digest, size = blobs.put(RAW[at : at + 1000] for at in range(0, len(RAW), 1000))
    assert (digest, size) == (sha256(RAW).hexdigest(), len(RAW))
    with blobs.open(digest) as document:
        assert document.read() == RAW
    assert blobs.intact(digest)


def test_the_same_bytes_are_kept_once(blobs: Blobs) -> None:
    assert blobs.put([RAW]) == blobs.put([RAW])
    assert _kept(blobs) == [sha256(RAW).hexdigest()]


@pytest.mark.parametrize("chunks", [[RAW, RAW], [], [b""]])
def test_too_large_or_empty_is_refused_and_leaves_nothing(blobs: Blobs, chunks: list[bytes]) -> None:
    with pytest.raises(BadInput):
        blobs.put(chunks)
    assert _kept(blobs) == []


def test_a_sender_that_breaks_off_leaves_nothing(blobs: Blobs) -> None:
    def broken() -> Iterator[bytes]:
        yield RAW
        raise ConnectionError

    with pytest.raises(Unavailable):
        blobs.put(broken())
    assert _kept(blobs) == []


def test_a_full_disk_is_told_and_leaves_nothing(blobs: Blobs, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unavailable) as caught:
        blobs.put([RAW])
    assert caught.value.why == "Le disque est plein."
    assert _kept(blobs) == []


@pytest.mark.parametrize("name", ["0" * 64, "../../etc/passwd", "", "A" * 64])
def test_a_name_that_is_no_document_is_not_found(blobs: Blobs, name: str) -> None:
    with pytest.raises(NotFound):
        blobs.open(name)


def test_an_altered_document_is_noticed(blobs: Blobs) -> None:
    digest, _ = blobs.put([RAW])
    next(blobs.folder.rglob(digest)).write_bytes(RAW + b"x")
    assert not blobs.intact(digest)
    assert not blobs.intact("0" * 64)
