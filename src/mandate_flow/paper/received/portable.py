"""Whether a PDF only shows pages: one that runs a script, starts a program or sends a form is never shown."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final

_ACTIVE: Final = re.compile(rb"/(?:JavaScript|JS|Launch|RichMedia|XFA|SubmitForm|ImportData)(?![A-Za-z0-9_.-])")
_HIDDEN: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_OBJECTS: Final = re.compile(rb"/ObjStm(?![A-Za-z])")
_STREAM: Final = re.compile(rb"stream\r?\n")
_REACH: Final = 2_048
"""How far from the name of its type the bytes of a stream begin, at most."""
MOST_UNPACKED: Final = 64 * 1024 * 1024
CHUNK: Final = 64 * 1024


def only_shows(content: bytes) -> bool:
    """False for a PDF that acts, or whose objects cannot all be looked at (encrypted, or packed another way)."""
    if _acts(content):
        return False
    packed = _OBJECTS.search(content) is not None
    if not packed:
        return True
    if b"/Encrypt" in content:
        return False
    return all(one is not None and not _acts(one) for one in _unpacked(content))


def _acts(content: bytes) -> bool:
    plain = _HIDDEN.sub(lambda found: bytes((int(found[1], 16),)), content) if b"#" in content else content
    return _ACTIVE.search(plain) is not None


def _unpacked(content: bytes) -> Iterator[bytes | None]:
    """The packed objects of a PDF, each unfolded; None for one that does not unfold within bounds."""
    left = MOST_UNPACKED
    for found in _OBJECTS.finditer(content):
        start = _STREAM.search(content, found.end(), found.end() + _REACH)
        if start is None:
            yield None
            return
        objects = _inflated(content, start.end(), left)
        yield objects
        if objects is None:
            return
        left -= len(objects)


def _inflated(content: bytes, at: int, most: int) -> bytes | None:
    """One stream, unfolded to its end within `most` bytes; fed by small pieces, as its length is not believed."""
    inflate, held = zlib.decompressobj(), bytearray()
    try:
        while not inflate.eof and at < len(content) and len(held) < most:
            held += inflate.decompress(inflate.unconsumed_tail + content[at : at + CHUNK], CHUNK)
            at += CHUNK
        while not inflate.eof and inflate.unconsumed_tail and len(held) < most:
            held += inflate.decompress(inflate.unconsumed_tail, CHUNK)
    except zlib.error:
        return None
    return bytes(held) if inflate.eof else None
