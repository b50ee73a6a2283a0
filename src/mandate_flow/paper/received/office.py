"""Tells documents of office suites apart, new and old, and refuses those with macros or under a password."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping
from typing import BinaryIO, Final

from mandate_flow.domain.errors import BadInput
from mandate_flow.paper.received import kinds
from mandate_flow.paper.received.archive import damaged, locked
from mandate_flow.paper.received.kinds import Kind

TYPES: Final = "[Content_Types].xml"
MIMETYPE: Final = "mimetype"
MANIFEST: Final = "META-INF/manifest.xml"
TOLD_BY: Final = frozenset({TYPES, MIMETYPE, MANIFEST})
"""The members that say what an archive is."""

_MAIN: Final = re.compile(rb"<(?:\w+:)?Override\b[^>]*>")
_PART: Final = re.compile(rb"PartName\s*=\s*[\"']/([^\"']+)[\"']")
_NEW: Final[Mapping[bytes, Kind]] = {
    b"wordprocessingml.document.main+xml": kinds.DOCX,
    b"wordprocessingml.template.main+xml": kinds.DOCX,
    b"spreadsheetml.sheet.main+xml": kinds.XLSX,
    b"spreadsheetml.template.main+xml": kinds.XLSX,
    b"presentationml.presentation.main+xml": kinds.PPTX,
    b"presentationml.slideshow.main+xml": kinds.PPTX,
    b"presentationml.template.main+xml": kinds.PPTX,
}
_OPEN: Final[Mapping[bytes, Kind]] = {
    one.media_type.encode() + end: one for one in (kinds.ODT, kinds.ODS, kinds.ODP) for end in (b"", b"-template")
}
_MACRO_PLACES: Final = ("vbaproject.bin", "macrosheets/", "vbadata.xml")
_OLD: Final[Mapping[str, Kind]] = {
    "WordDocument": kinds.DOC,
    "Workbook": kinds.XLS,
    "Book": kinds.XLS,
    "PowerPoint Document": kinds.PPT,
    "__properties_version1.0": kinds.MSG,
}
_OLD_MACROS: Final = frozenset({"_VBA_PROJECT", "_VBA_PROJECT_CUR", "Macros", "VBA"})
_MOST_SECTORS: Final = 4_096
_ENTRY: Final = 128
_FREE: Final = 0xFFFFFFFA
"""Sector numbers from here on are marks, not places."""


def new_kind(names: frozenset[str], told: Mapping[str, bytes]) -> Kind | None:
    """The kind of an archive that an office suite wrote, None for another archive. Raises BadInput for macros."""
    if TYPES in names:
        return _microsoft(names, told[TYPES])
    if MIMETYPE in names and MANIFEST in names:
        return _open(names, told[MIMETYPE].strip(), told[MANIFEST])
    return None


def old_kind(stream: BinaryIO) -> Kind | None:
    """The kind of a compound document of before 2007, None for another one. Raises BadInput for macros or a lock."""
    names = frozenset(streams(stream))
    if "EncryptedPackage" in names:
        raise locked()
    if names & _OLD_MACROS:
        raise macros()
    return next((kind for name, kind in _OLD.items() if name in names), None)


def macros() -> BadInput:
    """What is said of a document that holds a program."""
    return BadInput(
        "Ce document contient des macros.",
        why="Une macro est un programme : elle peut agir sur l’ordinateur de qui ouvre le document.",
        do="Enregistrez-le sans macros (.docx, .xlsx, .odt…) ou en PDF, puis déposez-le de nouveau.",
    )


def streams(stream: BinaryIO) -> Iterator[str]:
    """The names in the directory of a compound document. Raises BadInput when it cannot be walked through."""
    stream.seek(0)
    head = stream.read(512)
    if len(head) < 512:  # noqa: PLR2004 - the size of its header
        raise damaged()
    shift, first = struct.unpack_from("<H", head, 30)[0], struct.unpack_from("<I", head, 48)[0]
    if shift not in (9, 12):
        raise damaged()
    tables = [one for one in struct.unpack_from("<109I", head, 76) if one < _FREE]
    sector, seen = first, set[int]()
    while sector < _FREE:
        if sector in seen or len(seen) > _MOST_SECTORS:
            raise damaged()
        seen.add(sector)
        yield from _names(_sector(stream, sector, shift))
        sector = _next(stream, tables, sector, shift)


def _microsoft(names: frozenset[str], types: bytes) -> Kind | None:
    if b"macroEnabled" in types or any(place in name.lower() for name in names for place in _MACRO_PLACES):
        raise macros()
    for one in _MAIN.findall(types):
        part = _PART.search(one)
        kind = next((kind for said, kind in _NEW.items() if said in one), None)
        if kind is not None and part is not None and part[1].decode("utf-8", "replace") in names:
            return kind
    return None


def _open(names: frozenset[str], mimetype: bytes, manifest: bytes) -> Kind | None:
    if b"encryption-data" in manifest:
        raise locked()
    modules = (name for name in names if name.startswith(("Basic/", "Scripts/")) and not name.endswith("/"))
    if any(not name.endswith(("script-lb.xml", "script-lc.xml", "dialog-lb.xml", "dialog-lc.xml")) for name in modules):
        raise macros()
    return _OPEN.get(mimetype)


def _sector(stream: BinaryIO, number: int, shift: int) -> bytes:
    stream.seek((number + 1) << shift)
    return stream.read(1 << shift)


def _names(sector: bytes) -> Iterator[str]:
    for at in range(0, len(sector) - _ENTRY + 1, _ENTRY):
        length = struct.unpack_from("<H", sector, at + 64)[0]
        if 2 < length <= 64:  # noqa: PLR2004 - in bytes, its final zero included
            yield sector[at : at + length - 2].decode("utf-16-le", "replace")


def _next(stream: BinaryIO, tables: list[int], sector: int, shift: int) -> int:
    """The sector after this one, from the allocation table."""
    each = (1 << shift) // 4
    if sector // each >= len(tables):
        raise damaged()
    row = _sector(stream, tables[sector // each], shift)
    if len(row) < 1 << shift:
        raise damaged()
    return int(struct.unpack_from("<I", row, 4 * (sector % each))[0])
