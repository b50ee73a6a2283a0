"""Small documents of every kind people hand in, and those nobody should."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c4944415408d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)
GIF = bytes.fromhex("47494638396101000100800000000000ffffff21f90400000000002c00000000010001000002024401003b")
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"
MAIL = (
    b"From: a@example.org\r\nTo: b@example.org\r\nDate: Mon, 23 Nov 2026 09:00:00 +0100\r\n"
    b"Subject: Comptes\r\n\r\nBonjour.\r\n"
)
_MAIN = "application/vnd.openxmlformats-officedocument"
_MAINS = {
    "docx": ("word/document.xml", f"{_MAIN}.wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", f"{_MAIN}.spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", f"{_MAIN}.presentationml.presentation.main+xml"),
    "docm": ("word/document.xml", "application/vnd.ms-word.document.macroEnabled.main+xml"),
}
Members = Mapping[str, bytes]


def zipped(members: Members) -> bytes:
    """An archive of these members."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()


def office(kind: str, more: Members | None = None) -> bytes:
    """A document of today's Office: docx, xlsx, pptx, or docm with its macros declared."""
    part, content_type = _MAINS[kind]
    types = f'<Types><Override PartName="/{part}" ContentType="{content_type}"/></Types>'
    return zipped({"[Content_Types].xml": types.encode(), part: b"<w/>"} | dict(more or {}))


def open_document(kind: str = "text", more: Members | None = None, manifest: bytes = b"<manifest/>") -> bytes:
    """An OpenDocument: text, spreadsheet or presentation."""
    mimetype = f"application/vnd.oasis.opendocument.{kind}".encode()
    return zipped({"mimetype": mimetype, "META-INF/manifest.xml": manifest, "content.xml": b"<x/>"} | dict(more or {}))


def old_office(*streams: str) -> bytes:
    """A compound document whose directory names these streams: "WordDocument", "Workbook", "Macros"…"""
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HH", head, 28, 0xFFFE, 9)
    struct.pack_into("<II", head, 44, 1, 1)
    struct.pack_into("<109I", head, 76, 0, *[0xFFFFFFFF] * 108)
    names = ["Root Entry", *streams]
    rows = b"".join(
        one.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(one) + 2) + bytes(62) for one in names
    )
    sectors = -(-len(rows) // 512)
    table = [0xFFFFFFFD, *(at + 2 for at in range(sectors - 1)), 0xFFFFFFFE]
    return (
        bytes(head)
        + struct.pack("<128I", *table, *[0xFFFFFFFF] * (128 - len(table)))
        + rows.ljust(512 * sectors, b"\0")
    )


def forged(name: str, data: bytes, declared: int, crc: int, times: int = 1, flags: int = 0) -> bytes:
    """An archive whose directory tells `declared` bytes of a member, `times` over for the very same block."""
    raw = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = raw.compress(data) + raw.flush()
    fields = struct.pack("<HHHHHIII", 20, flags, 8, 0, 0, crc, len(packed), declared)
    block = b"PK\x03\x04" + fields + struct.pack("<HH", len(name), 0) + name.encode() + packed
    row = b"PK\x01\x02" + struct.pack("<H", 20) + fields + struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, 0)
    rows = (row + name.encode()) * times
    return block + rows + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, times, times, len(rows), len(block), 0)
