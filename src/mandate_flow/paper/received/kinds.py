"""The kinds of documents that are accepted, how each is called, and which of them a browser may show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from mandate_flow.domain.said import Said, said


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document: its media type, how a sentence names it, and whether a browser shows it safely."""

    name: str
    media_type: str
    label: Said
    shown: bool = False


_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_OPEN: Final = "application/vnd.oasis.opendocument"
PDF: Final = Kind("pdf", "application/pdf", said("un document PDF"), shown=True)
PNG: Final = Kind("png", "image/png", said("une image PNG"), shown=True)
JPEG: Final = Kind("jpeg", "image/jpeg", said("une photo JPEG"), shown=True)
GIF: Final = Kind("gif", "image/gif", said("une image GIF"), shown=True)
WEBP: Final = Kind("webp", "image/webp", said("une image WebP"), shown=True)
TIFF: Final = Kind("tiff", "image/tiff", said("une image TIFF"))
HEIC: Final = Kind("heic", "image/heic", said("une photo HEIC"))
DOCX: Final = Kind("docx", f"{_OFFICE}.wordprocessingml.document", said("un document Word"))
XLSX: Final = Kind("xlsx", f"{_OFFICE}.spreadsheetml.sheet", said("un classeur Excel"))
PPTX: Final = Kind("pptx", f"{_OFFICE}.presentationml.presentation", said("une présentation PowerPoint"))
ODT: Final = Kind("odt", f"{_OPEN}.text", said("un texte OpenDocument"))
ODS: Final = Kind("ods", f"{_OPEN}.spreadsheet", said("un classeur OpenDocument"))
ODP: Final = Kind("odp", f"{_OPEN}.presentation", said("une présentation OpenDocument"))
DOC: Final = Kind("doc", "application/msword", said("un document Word d’avant 2007"))
XLS: Final = Kind("xls", "application/vnd.ms-excel", said("un classeur Excel d’avant 2007"))
PPT: Final = Kind("ppt", "application/vnd.ms-powerpoint", said("une présentation PowerPoint d’avant 2007"))
MSG: Final = Kind("msg", "application/vnd.ms-outlook", said("un courriel d’Outlook"))
RTF: Final = Kind("rtf", "application/rtf", said("un texte RTF"))
EML: Final = Kind("eml", "message/rfc822", said("un courriel"))
XML: Final = Kind("xml", "application/xml", said("un document XML"))
TEXT: Final = Kind("text", "text/plain", said("du texte ou un tableau CSV"))
ZIP: Final = Kind("zip", "application/zip", said("une archive ZIP"))
UNKNOWN: Final = "application/octet-stream"
"""The media type of what was deposited before kinds were told apart, and was not recognised then."""

_IMAGES: Final = (PNG, JPEG, GIF, WEBP, TIFF, HEIC)
_WRITTEN: Final = (TEXT, XML, EML)
_NAMED: Final[tuple[tuple[str, tuple[Kind, ...]], ...]] = (
    ("pdf", (PDF,)),
    ("png jpg jpeg jpe jfif gif webp tif tiff heic heif", _IMAGES),  # phones and messengers call them as they please
    ("docx dotx", (DOCX,)),
    ("xlsx xltx", (XLSX,)),
    ("pptx potx ppsx", (PPTX,)),
    ("odt ott", (ODT,)),
    ("ods ots", (ODS,)),
    ("odp otp", (ODP,)),
    ("doc dot", (DOC, RTF)),  # Word itself writes RTF under that name
    ("xls xlt", (XLS,)),
    ("ppt pps", (PPT,)),
    ("msg", (MSG,)),
    ("rtf", (RTF,)),
    ("eml", (EML,)),
    ("txt text md log", _WRITTEN),
    ("csv tsv", (TEXT,)),
    ("xml", (XML,)),
    ("zip", (ZIP,)),
)
EXTENSIONS: Final[Mapping[str, tuple[Kind, ...]]] = MappingProxyType(
    {extension: kinds for extensions, kinds in _NAMED for extension in extensions.split()}
)
"""What the end of a name announces."""

PROGRAMS: Final = frozenset(
    "exe com scr pif dll sys msi msp bat cmd ps1 psm1 vbs vbe js jse mjs wsf wsh hta cpl lnk url reg jar class app apk "
    "deb rpm sh bash zsh command py pyc pl rb php asp aspx jsp bin run elf so dylib wasm gadget inf scf".split()
)
_REFUSED: Final[tuple[tuple[frozenset[str], Said], ...]] = (
    (PROGRAMS, said("un programme")),
    (frozenset("html htm xhtml xht mht mhtml svg svgz".split()), said("une page web ou un dessin SVG")),
    (frozenset("docm dotm xlsm xltm xlsb xlam pptm potm ppsm ppam".split()), said("un document à macros")),
    (frozenset("rar 7z gz tgz tar bz2 xz zst cab iso dmg ace arj lzh".split()), said("une archive qui n’est pas ZIP")),
)


def extension_of(name: str) -> str:
    """The end of a name after its last dot, in lower case; "" when there is none."""
    stem, dot, end = name.rpartition(".")
    return end.lower() if dot and stem and end.isalnum() else ""


def announced(name: str) -> tuple[Said, tuple[Kind, ...]] | None:
    """What a name announces: in words, and the kinds it may be (none for what is refused); None: it says nothing."""
    extension = extension_of(name)
    if extension in EXTENSIONS:
        kinds = EXTENSIONS[extension]
        return _first(kinds, extension).label, kinds
    return next(((words, ()) for extensions, words in _REFUSED if extension in extensions), None)


def _first(kinds: Iterable[Kind], extension: str) -> Kind:
    """The kind that bears that very name, else the usual one."""
    known = {"jpg": "jpeg", "jpe": "jpeg", "jfif": "jpeg", "tif": "tiff", "heif": "heic"}
    found = list(kinds)
    return next((one for one in found if one.name == known.get(extension, extension)), found[0])
