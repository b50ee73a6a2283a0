"""Tells written text apart: plain text, XML, a mail, a web page, a script."""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO, Final

from mandate_flow.domain.errors import BadInput
from mandate_flow.paper.received import kinds
from mandate_flow.paper.received.kinds import Kind

CHUNK: Final = 256 * 1024
HEAD: Final = 64 * 1024
_NEVER: Final = bytes({*range(32)} - {9, 10, 12, 13} | {127})
_NOT_WESTERN: Final = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))
_PROLOGUE: Final = re.compile(r"(?:\s|<\?xml[^>]*\?>|<!--.*?-->)*", re.DOTALL)
_WEB: Final = re.compile(
    r"<(?:!doctype\s+(?:html|svg)|(?:svg:)?svg|html|head|body|script|iframe|style|title|base|meta|object|embed|form|"
    r"img|table|div|a|br|p|h1)\b",
    re.IGNORECASE,
)
_MAIL: Final = re.compile(
    r"^(return-path|received|from|to|cc|subject|date|message-id|mime-version|delivered-to|dkim-signature|sender|"
    r"reply-to|content-type|x-[\w-]+):",
    re.IGNORECASE | re.MULTILINE,
)
_MAIL_NEEDS: Final = frozenset({"from", "date"})


def written_kind(stream: BinaryIO) -> Kind | None:
    """The kind of a text, None when the bytes are no text. Raises BadInput for a web page or a script."""
    encoding = _encoding(stream)
    if encoding is None:
        return None
    stream.seek(0)
    head = stream.read(HEAD).decode(encoding, "ignore").lstrip("\ufeff")
    start = head[_end_of_prologue(head) :]
    if _WEB.match(start) or (head.lstrip().startswith("<?xml") and re.search(r"<(?:\w+:)?(?:svg|html)\b", head)):
        raise web_page()
    if head.startswith("#!") or start.startswith(("<?php", "<%")):
        raise program()
    if head.lstrip().startswith("<?xml") or re.match(r"<[A-Za-z_][\w:.-]*[\s/>]", start):
        return kinds.XML
    said = {found.lower() for found in _MAIL.findall(head.replace("\r\n", "\n").partition("\n\n")[0])}
    return kinds.EML if said >= _MAIL_NEEDS and _MAIL.match(head) else kinds.TEXT


def web_page() -> BadInput:
    """What is said of a page or a drawing that may hold a script."""
    return BadInput(
        "Ce fichier est une page web ou un dessin SVG.",
        why="Un tel fichier peut contenir un programme, qui agirait chez qui l’ouvre.",
        do="Imprimez-le en PDF, puis déposez le PDF.",
    )


def program() -> BadInput:
    """What is said of something to run."""
    return BadInput(
        "Ce fichier est un programme.",
        why="Il pourrait agir sur l’ordinateur de qui l’ouvre.",
        do="Déposez le document lui-même, par exemple en PDF.",
    )


def _end_of_prologue(head: str) -> int:
    found = _PROLOGUE.match(head)
    return found.end() if found else 0


def _encoding(stream: BinaryIO) -> str | None:
    """How a text is written, read to its end; None for bytes that are no text."""
    stream.seek(0)
    mark = stream.read(2)
    if mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16" if _decodes(stream, "utf-16") else None
    stream.seek(0)
    decoder, utf8, western, any_byte = codecs.getincrementaldecoder("utf-8")(), True, True, False
    while chunk := stream.read(CHUNK):
        any_byte = True
        if len(chunk.translate(None, _NEVER)) != len(chunk):
            return None
        western = western and len(chunk.translate(None, _NOT_WESTERN)) == len(chunk)
        utf8 = utf8 and _goes_on(decoder, chunk)
        if not utf8 and not western:
            return None
    if utf8 and _goes_on(decoder, b"", final=True) and any_byte:
        return "utf-8"
    return "cp1252" if western and any_byte else None


def _decodes(stream: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    stream.seek(0)
    while chunk := stream.read(CHUNK):
        if not _goes_on(decoder, chunk):
            return False
    return _goes_on(decoder, b"", final=True)


def _goes_on(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True
