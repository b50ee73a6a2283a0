"""The content that events cite, kept forever as it was when it was first used."""

from __future__ import annotations

from hashlib import sha256 as digest
from typing import Final

from mandate_flow.domain.errors import Tampered
from mandate_flow.store.wire import Wire, insert, statement

_PUT: Final = statement(
    insert("content", ("sha256", "kind", "name", "version", "bytes"), "ON CONFLICT (sha256) DO NOTHING")
)
_GET: Final = statement("SELECT bytes FROM content WHERE sha256 = ?")
_ALL: Final = statement("SELECT sha256, bytes FROM content ORDER BY sha256")


class ContentShelf:
    """The kept content through one connection."""

    __slots__ = ("_wire",)

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def put(self, sha256: str, kind: str, name: str, version: str, raw: bytes) -> None:
        """Keep `raw` under its hex sha256 unless it is there already. Raises ValueError when the two do not agree."""
        if digest(raw).hexdigest() != sha256:
            raise ValueError(f"{kind} {name}: these bytes are not those of {sha256}")
        self._wire.run(_PUT, (sha256, kind, name, version, raw))

    def get(self, sha256: str) -> bytes | None:
        """The bytes, or None. Raises Tampered when they are no longer those of their name."""
        row = self._wire.run(_GET, (sha256,)).fetchone()
        if row is None:
            return None
        raw = bytes(row[0])
        if digest(raw).hexdigest() != sha256:
            raise Tampered(
                "Un contenu conservé n’est plus celui qui a été enregistré.",
                why="Ses octets ne donnent plus l’empreinte que citent les événements.",
                do="Prévenez l’administrateur : une sauvegarde doit être comparée.",
                where=sha256,
            )
        return raw

    def altered(self) -> tuple[str, ...]:
        """The hashes whose bytes are no longer theirs."""
        return tuple(name for name, raw in self._wire.stream(_ALL) if digest(raw).hexdigest() != name)
