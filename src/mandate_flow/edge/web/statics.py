"""The style sheet, script, icon and fonts, read once and given with the hash of their bytes in their address."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "static"
TYPES: Final[Mapping[str, str]] = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}


@dataclass(frozen=True, slots=True)
class Static:
    """One file: its bytes, media type and hash (16 hex)."""

    body: bytes
    media_type: str
    mark: str


class Statics:
    """Every file that may be served, by its path below `static/`; nothing else can be reached."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.files = {
            path.relative_to(folder).as_posix(): _read(path)
            for path in sorted(folder.rglob("*"))
            if path.suffix in TYPES
        }

    def address(self, name: str) -> str:
        """The address of a file, which changes with its bytes. Raises KeyError."""
        return f"/static/{name}?v={self.files[name].mark}"


def _read(path: Path) -> Static:
    body = path.read_bytes()
    return Static(body, TYPES[path.suffix], hashlib.sha256(body).hexdigest()[:16])
