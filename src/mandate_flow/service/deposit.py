"""Deposit a document: its bytes outside the database under their hash, its hash in the file's log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import BinaryIO, Final

from mandate_flow.domain.command import AddDocument, Moment
from mandate_flow.domain.errors import Tampered, Unseen
from mandate_flow.domain.file import Document
from mandate_flow.domain.refusal import Refused, Unchanged
from mandate_flow.service.act import Done, act, check_may_act
from mandate_flow.service.desk import Desk
from mandate_flow.store.blobs import Blobs

DOWNLOADED: Final = "document:downloaded"
REFUSED: Final = "document:refused"


def deposit(
    desk: Desk, file_id: str, kind: str, occurrence: str, name: str, chunks: Iterable[bytes], moment: Moment
) -> Done | Refused | Unchanged:
    """Store the bytes, then record the deposit. Bytes whose act is refused are harmless: nothing names them.

    Raises what `act` raises, and BadInput when the document is empty or too large.
    """
    command = AddDocument(desk.new_id(), kind, occurrence, clean_name(name), "", 0, "")
    with desk.store.read() as unit:
        check_may_act(unit.files.get(file_id), command, moment)
    sha256, size = desk.blobs.put(chunks)
    media_type = sniff(desk.blobs, sha256)
    return act(desk, file_id, AddDocument(command.id, kind, occurrence, command.name, sha256, size, media_type), moment)


def clean_name(name: str) -> str:
    """A file name as shown: no folder, no control character, at most 200 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(char for char in last if char.isprintable()).strip(". ")
    return kept[-200:] or "document"


def sniff(blobs: Blobs, sha256: str) -> str:
    """The media type by content, never by name; anything unknown is plain bytes."""
    with blobs.open(sha256) as stream:
        head = stream.read(8)
    for magic, media_type in _MAGIC:
        if head.startswith(magic):
            return media_type
    return "application/octet-stream"


_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"PK\x03\x04", "application/zip"),
)


@contextmanager
def opened(desk: Desk, ref: str, document_id: str, moment: Moment) -> Iterator[tuple[Document, BinaryIO]]:
    """A document of a file the person may see, and its bytes, which are those of its deposit.

    The access register notes the download, or that it was refused because the bytes are others: then raises Tampered.
    Raises NotFound, also for what the person may not see.
    """
    with desk.store.read() as unit:
        file = unit.files.by_ref(ref)
        document = file.documents.get(document_id)
        if document is None or not moment.by.may_see(file):
            raise Unseen
    try:
        content = desk.blobs.genuine(document.sha256, document.size)
    except Tampered:
        _note(desk, moment, REFUSED, f"{ref}/{document_id}")
        raise
    _note(desk, moment, DOWNLOADED, f"{ref}/{document_id}")
    yield document, BytesIO(content)


def _note(desk: Desk, moment: Moment, what: str, target: str) -> None:
    with desk.store.write() as unit:
        unit.doors.record_access(moment.at, moment.day, moment.by.id, what, target)
