"""Recognises a document by its bytes, never by its name, and says why it cannot be kept when it cannot."""

from __future__ import annotations

from io import BytesIO
from typing import BinaryIO, Final

from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.said import Said, said
from mandate_flow.paper.received import archive, kinds, office, portable
from mandate_flow.paper.received.archive import Budget, Member
from mandate_flow.paper.received.kinds import PROGRAMS, Kind, announced, extension_of
from mandate_flow.paper.received.written import program, written_kind

HEAD: Final = 64
ZIP: Final = b"PK\x03\x04"
OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC: Final[tuple[tuple[bytes, Kind], ...]] = (
    (b"\x89PNG\r\n\x1a\n", kinds.PNG),
    (b"\xff\xd8\xff", kinds.JPEG),
    (b"GIF87a", kinds.GIF),
    (b"GIF89a", kinds.GIF),
    (b"II*\x00", kinds.TIFF),
    (b"MM\x00*", kinds.TIFF),
    (b"{\\rtf", kinds.RTF),
)
_BEFORE_PDF: Final = b"\xef\xbb\xbf \r\n\t\x00"
"""What scanners and mail programs leave before the beginning of a PDF."""
_PROGRAMS: Final = (
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"\x00asm",
    b"dex\n",
    b"L\x00\x00\x00\x01\x14\x02\x00",
    b"ITSF",
    b"#!",
)
_ARCHIVES: Final = (
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"\x28\xb5\x2f\xfd",
    b"MSCF",
)
_PHONE: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"})
_JAVA: Final = frozenset({"META-INF/MANIFEST.MF", "classes.dex", "AndroidManifest.xml"})


def recognise(stream: BinaryIO, name: str = "") -> Kind:
    """What a document is. Raises BadInput for what is refused, and when `name` announces something else."""
    kind = _kind(stream, Budget(), 0)
    told = announced(name)
    if told is not None and kind not in told[1]:
        raise BadInput(
            said("Le nom et le contenu de « {name} » ne disent pas la même chose.", name=name),
            why=said(
                "Son nom (.{extension}) annonce {named}, son contenu est {found}.",
                extension=extension_of(name),
                named=told[0],
                found=kind.label,
            ),
            do="Vérifiez que c’est le bon fichier, puis enregistrez-le de nouveau depuis le logiciel qui l’a fait.",
        )
    return kind


def showable(content: bytes) -> Kind | None:
    """The kind of a document that a browser may show inside the site; None for one that is only handed out."""
    head = content[:HEAD]
    kind = _by_magic(head)
    if kind is None or not kind.shown or (kind is kinds.PDF and not portable.only_shows(content)):
        return None
    return kind


def _kind(stream: BinaryIO, budget: Budget, depth: int) -> Kind:
    stream.seek(0)
    head = stream.read(HEAD)
    found = _by_magic(head)
    if found is not None:
        return found
    _check_head(head)
    if head.startswith((ZIP, b"PK\x05\x06")):
        return _archive(stream, budget, depth)
    if head.startswith(OLD_OFFICE):
        found = office.old_kind(stream)
    else:
        found = written_kind(stream)
    if found is None:
        raise _unknown()
    return found


def _by_magic(head: bytes) -> Kind | None:
    if head.lstrip(_BEFORE_PDF).startswith(b"%PDF-"):
        return kinds.PDF
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return kinds.WEBP
    if head[4:8] == b"ftyp" and head[8:12] in _PHONE:
        return kinds.HEIC
    return next((kind for magic, kind in _MAGIC if head.startswith(magic)), None)


def _check_head(head: bytes) -> None:
    """Raises BadInput for a program, or an archive other than ZIP."""
    if head.startswith(_PROGRAMS) or (head.startswith(b"MZ") and b"\x00" in head):
        raise program()
    if head.startswith(_ARCHIVES):
        raise BadInput(
            "Cette archive n’est pas une archive ZIP.",
            why="Son contenu ne peut pas être vérifié.",
            do="Refaites-la en ZIP, ou déposez séparément les documents qu’elle contient.",
        )


def _archive(stream: BinaryIO, budget: Budget, depth: int) -> Kind:
    if depth > archive.DEEPEST:
        raise _nested()
    members = archive.directory(stream, budget)
    names = frozenset(one.name for one in members)
    if names & _JAVA:
        raise program()
    told = {
        one.name: archive.whole(stream, one, budget, archive.MOST_DIRECTORY).getvalue()
        for one in members
        if one.name in office.TOLD_BY
    }
    kind = office.new_kind(names, told) or kinds.ZIP
    if kind is kinds.ZIP and depth:
        raise _nested()
    for one in members:
        if one.name not in told:
            _look_into(stream, one, budget, depth, plain=kind is kinds.ZIP)
    return kind


def _look_into(stream: BinaryIO, member: Member, budget: Budget, depth: int, *, plain: bool) -> None:
    """One member, unfolded to its end. In a plain archive it may be neither a program nor another archive."""
    pieces = archive.unpacked(stream, member, budget)
    head = next(pieces, b"")
    inner = head.startswith((ZIP, OLD_OFFICE))
    if inner and member.size > archive.MOST_MEMBER:
        raise archive.bomb()
    held = BytesIO(head)
    held.seek(0, 2)
    for piece in pieces:
        if inner:
            held.write(piece)
    try:
        if plain and extension_of(member.name) in PROGRAMS:
            raise program()
        if plain or head.startswith((b"MZ", b"\x7fELF")):
            _check_head(head[:HEAD])
        if head.startswith(ZIP):
            _kind(held, budget, depth + 1)
        elif inner:
            office.old_kind(held)
    except BadInput as wrong:
        raise _inside(member.name, wrong) from wrong


def _inside(name: str, wrong: BadInput) -> BadInput:
    """The same refusal, which says where in the archive."""
    why = wrong.why if isinstance(wrong.why, Said) else said(wrong.why)
    return BadInput(
        wrong.what, why=said("{why} C’est « {name} », à l’intérieur.", why=why, name=name[-80:]), do=wrong.do
    )


def _nested() -> BadInput:
    return BadInput(
        "Une archive en contient une autre.",
        why="Le contenu ne peut pas être vérifié jusqu’au bout.",
        do="Dépliez-la, puis déposez les documents, ou une seule archive ZIP.",
    )


def _unknown() -> BadInput:
    return BadInput(
        "Le contenu de ce fichier n’est pas d’un type reconnu.",
        why="Seul ce qui se lit partout est gardé : le dossier doit pouvoir se relire dans dix ans.",
        do="Déposez un PDF, une image, un document ou un tableur (Word, Excel, OpenDocument), un texte, un courriel ou "
        "une archive ZIP.",
    )
