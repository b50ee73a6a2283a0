"""Deposit a document: its bytes outside the database under their hash, its hash in the file's log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from mandate_flow.domain.command import AddDocument, Moment
from mandate_flow.domain.errors import Tampered, Unseen
from mandate_flow.domain.file import Document, File
from mandate_flow.domain.refusal import Refused, Unchanged
from mandate_flow.paper.received.kinds import Kind
from mandate_flow.paper.received.recognise import recognise, showable
from mandate_flow.service.act import Done, act, check_may_act
from mandate_flow.service.desk import Desk

DOWNLOADED: Final = "document:downloaded"
SHOWN: Final = "document:shown"
REFUSED: Final = "document:refused"


@dataclass(frozen=True, slots=True)
class Handed:
    """A document and its bytes, which are those of its deposit; `shown` when a browser may show it in the site."""

    document: Document
    content: bytes
    shown: Kind | None


def deposit(
    desk: Desk,
    file_id: str,
    kind: str,
    occurrence: str,
    name: str,
    chunks: Iterable[bytes],
    moment: Moment,
    *,
    replaces: str = "",
) -> Done | Refused | Unchanged:
    """Store the bytes once they are recognised, then record the deposit; `replaces`: as a new version of a document.

    Bytes whose act is refused are harmless: nothing names them. Raises what `act` raises, and BadInput when the
    document is empty, too large, of a kind that is not kept, or other than its name says.
    """
    command = AddDocument(desk.new_id(), kind, occurrence, clean_name(name), "", 0, "", replaces)
    with desk.store.read() as unit:
        check_may_act(unit.files.get(file_id), command, moment)
    sha256, size, found = kept(desk, chunks, command.name)
    what = (command.id, kind, occurrence, command.name, sha256, size, found.media_type, replaces)
    return act(desk, file_id, AddDocument(*what), moment)


def put_back(desk: Desk, ref: str, document_id: str, moment: Moment) -> Done | Refused | Unchanged:
    """Deposit again a document that was withdrawn, or an earlier version: its bytes were kept.

    An earlier version replaces the one that counts now. Raises what `act` raises, Unseen, and Tampered.
    """
    file, document = _seen(desk, ref, document_id, moment)
    if document.counts:
        return Unchanged()
    content = desk.blobs.genuine(document.sha256, document.size)
    name = document.name if isinstance(document.name, str) else ""
    last = file.documents[document_id]
    while last.replaced_by:
        last = file.documents[last.replaced_by]
    replaces = last.id if last.counts else ""
    where = (document.kind, document.occurrence, name)
    return deposit(desk, file.id, *where, (content,), moment, replaces=replaces)


def kept(desk: Desk, chunks: Iterable[bytes], name: str = "") -> tuple[str, int, Kind]:
    """Keep bytes once they are recognised: their hex sha256, how many there are, what they are. Raises BadInput."""
    found: list[Kind] = []
    sha256, size = desk.blobs.put(chunks, lambda stream: found.append(recognise(stream, name)))
    return sha256, size, found[0]


def clean_name(name: str) -> str:
    """A file name as shown: no folder, no control character, at most 200 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(char for char in last if char.isprintable()).strip(". ")
    return kept[-200:] or "document"


def handed_out(desk: Desk, ref: str, document_id: str, moment: Moment, *, inside: bool = False) -> Handed:
    """A document of a file the person may see, to be downloaded, or shown `inside` the site.

    The access register notes it, or that it was refused because the bytes are others: then raises Tampered.
    Raises Unseen, also for what the person may not see. Nothing is noted of what cannot be shown inside.
    """
    _, document = _seen(desk, ref, document_id, moment)
    try:
        content = desk.blobs.genuine(document.sha256, document.size)
    except Tampered:
        _note(desk, moment, REFUSED, f"{ref}/{document_id}")
        raise
    shown = showable(content) if inside else None
    if shown or not inside:
        _note(desk, moment, SHOWN if inside else DOWNLOADED, f"{ref}/{document_id}")
    return Handed(document, content, shown)


def can_be_shown(desk: Desk, document: Document) -> Kind | None:
    """What a browser may show of a document, None for one that is only downloaded. Raises Tampered."""
    return showable(desk.blobs.genuine(document.sha256, document.size))


def _seen(desk: Desk, ref: str, document_id: str, moment: Moment) -> tuple[File, Document]:
    with desk.store.read() as unit:
        file = unit.files.by_ref(ref)
    document = file.documents.get(document_id)
    if document is None or not moment.by.may_see(file):
        raise Unseen
    return file, document


def _note(desk: Desk, moment: Moment, what: str, target: str) -> None:
    with desk.store.write() as unit:
        unit.doors.record_access(moment.at, moment.day, moment.by.id, what, target)
