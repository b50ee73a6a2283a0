"""Looks into a ZIP without ever writing it to the disk: what it declares, then what it really holds, both bounded."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO, Final

from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.said import said

MEBIBYTE: Final = 1024 * 1024
MOST_UNPACKED: Final = 400 * MEBIBYTE
"""Bytes that all the members may make together, those of archives inside included."""
MOST_MEMBER: Final = 50 * MEBIBYTE
"""Bytes of a member that has to be looked into."""
MOST_ENTRIES: Final = 5_000
MOST_DIRECTORY: Final = 2 * MEBIBYTE
MOST_TIMES: Final = 150
"""How many times its own size an archive may unfold to, above `SMALL`."""
SMALL: Final = 20 * MEBIBYTE
DEEPEST: Final = 2
"""A document inside an archive may itself hold a document, and no more."""
CHUNK: Final = 64 * 1024
_ENCRYPTED: Final = 0x1
_UTF8: Final = 0x800
_LINK: Final = 0o120000
_END: Final = struct.Struct("<4s4H2LH")
_LOCAL: Final = struct.Struct("<4s5H3L2H")


@dataclass(slots=True)
class Budget:
    """What is left to unfold, shared by an archive and those inside it."""

    left: int = MOST_UNPACKED
    entries: int = MOST_ENTRIES

    def spend(self, size: int) -> None:
        """Raises BadInput once more was unfolded than may be."""
        self.left -= size
        if self.left < 0:
            raise bomb()


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive: its name, where its bytes start, how many there are, packed and unpacked."""

    name: str
    start: int
    packed: int
    size: int
    crc: int
    stored: bool


def directory(stream: BinaryIO, budget: Budget) -> tuple[Member, ...]:
    """The members, folders left out. Raises BadInput for what is damaged, locked, a bomb, or points outside."""
    _check_end(stream)
    try:
        with zipfile.ZipFile(stream) as archive:
            infos, limit = archive.infolist(), archive.start_dir
    except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        raise damaged() from error
    budget.entries -= len(infos)
    if budget.entries < 0:
        raise _too_many()
    stream.seek(0, 2)
    declared, packed = sum(one.file_size for one in infos), stream.tell()
    if declared > budget.left or (declared > SMALL and declared > MOST_TIMES * packed):
        raise bomb()
    members = tuple(_member(stream, info) for info in infos)
    _check_apart(members, limit)
    return tuple(one for one in members if not one.name.endswith("/"))


def unpacked(stream: BinaryIO, member: Member, budget: Budget) -> Iterator[bytes]:
    """The bytes of a member in small pieces. Raises BadInput when they are not those declared."""
    total, crc = 0, 0
    for piece in _stored(stream, member) if member.stored else _inflated(stream, member):
        total, crc = total + len(piece), zlib.crc32(piece, crc)
        budget.spend(len(piece))
        if total > member.size:
            raise bomb()
        yield piece
    if total != member.size or crc != member.crc:
        raise damaged()


def whole(stream: BinaryIO, member: Member, budget: Budget, most: int = MOST_MEMBER) -> BytesIO:
    """A member in memory. Raises BadInput when it is larger than `most`."""
    if member.size > most:
        raise bomb()
    held = BytesIO()
    for piece in unpacked(stream, member, budget):
        held.write(piece)
    held.seek(0)
    return held


def bomb() -> BadInput:
    """What is said of an archive that unfolds out of proportion."""
    return BadInput(
        "Ce fichier contient des données compressées hors de proportion.",
        why=said("Dépliées, elles dépassent {most} Mo ou {times} fois sa taille.", most=400, times=MOST_TIMES),
        do="Déposez séparément les documents qu’il contient.",
    )


def damaged() -> BadInput:
    """What is said of an archive that cannot be read."""
    return BadInput(
        "Ce fichier est abîmé : son contenu ne se lit pas jusqu’au bout.",
        do="Ouvrez-le sur votre ordinateur, enregistrez-le de nouveau, puis déposez-le.",
    )


def locked() -> BadInput:
    """What is said of what needs a password."""
    return BadInput(
        "Ce fichier est protégé par un mot de passe.",
        why="Ni le logiciel ni les personnes qui suivront ce dossier ne pourraient le lire.",
        do="Enlevez la protection, puis déposez-le de nouveau.",
    )


def _check_end(stream: BinaryIO) -> None:
    """The end of the archive tells how many members there are, before anything is read of them."""
    stream.seek(0, 2)
    size = stream.tell()
    stream.seek(max(0, size - _END.size - 0xFFFF))
    tail = stream.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) < place + _END.size:
        raise damaged()
    _, disk, _, here, entries, length, offset, _ = _END.unpack_from(tail, place)
    if disk or here != entries:
        raise damaged()
    if entries > MOST_ENTRIES or length > MOST_DIRECTORY or offset > size:
        raise _too_many()


def _too_many() -> BadInput:
    return BadInput(
        said("Cette archive contient plus de {most} fichiers.", most=MOST_ENTRIES),
        do="Déposez séparément les documents utiles.",
    )


def _member(stream: BinaryIO, info: zipfile.ZipInfo) -> Member:
    if info.flag_bits & _ENCRYPTED:
        raise locked()
    name = info.filename
    bare = name.replace("\\", "/")
    outside = bare.startswith("/") or ".." in bare.split("/") or (len(bare) > 1 and bare[1] == ":") or "\0" in name
    if outside or (info.external_attr >> 16) & 0o170000 == _LINK:
        raise BadInput(
            said("Un fichier de cette archive vise un autre dossier : « {name} ».", name=name[:80]),
            why="Dépliée, elle écrirait hors de l’endroit choisi.",
            do="Refaites l’archive, ou déposez séparément les documents.",
        )
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise BadInput(
            "Cette archive est compressée d’une manière que tous les ordinateurs ne lisent pas.",
            do="Refaites-la en ZIP ordinaire, ou déposez séparément les documents.",
        )
    if info.header_offset < 0:
        raise damaged()
    stream.seek(info.header_offset)
    head = stream.read(_LOCAL.size)
    if len(head) < _LOCAL.size or not head.startswith(b"PK\x03\x04"):
        raise damaged()
    fields = _LOCAL.unpack(head)
    flags, named, extra = fields[2], fields[9], fields[10]
    if flags & _ENCRYPTED:
        raise locked()
    if stream.read(named) != info.orig_filename.encode("utf-8" if flags & _UTF8 else "cp437", "replace"):
        raise damaged()
    return Member(
        name=name,
        start=info.header_offset + _LOCAL.size + named + extra,
        packed=info.compress_size,
        size=info.file_size,
        crc=info.CRC,
        stored=info.compress_type == zipfile.ZIP_STORED,
    )


def _check_apart(members: tuple[Member, ...], limit: int) -> None:
    """No byte serves two members: one block that unfolds for each of a thousand names is the best known bomb."""
    end = 0
    for one in sorted(members, key=lambda one: one.start):
        if one.start < end:
            raise bomb()
        end = one.start + one.packed
        if end > limit:
            raise damaged()


def _stored(stream: BinaryIO, member: Member) -> Iterator[bytes]:
    left, at = member.packed, member.start
    while left > 0:
        stream.seek(at)
        piece = stream.read(min(CHUNK, left))
        if not piece:
            raise damaged()
        yield piece
        left, at = left - len(piece), at + len(piece)


def _inflated(stream: BinaryIO, member: Member) -> Iterator[bytes]:
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for packed in _stored(stream, member):
            piece = inflate.decompress(packed, CHUNK)
            while piece:
                yield piece
                piece = inflate.decompress(inflate.unconsumed_tail, CHUNK) if not inflate.eof else b""
            if inflate.eof:
                break
    except zlib.error as error:
        raise damaged() from error
    if not inflate.eof and member.packed:
        raise damaged()
