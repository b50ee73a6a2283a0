"""What people hand in is told apart by its bytes, bombs are found before they unfold, and lies are named."""

import contextlib
import io
import random
import time
import tracemalloc
import zipfile
import zlib

import pytest

from mandate_flow.domain.errors import BadInput
from mandate_flow.paper.received import archive, kinds
from mandate_flow.paper.received.recognise import recognise, showable
from tests.support.drills import Rounds
from tests.support.papers import GIF, MAIL, PDF, PNG, forged, office, old_office, open_document, zipped

MEBIBYTE = 1024 * 1024
GOOD = {
    "statuts.pdf": (PDF, "pdf"),
    "scan.pdf": (b"\r\n" + PDF, "pdf"),
    "photo.png": (PNG, "png"),
    "photo.jpg": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "jpeg"),
    "logo.gif": (GIF, "gif"),
    "photo.webp": (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "webp"),
    "scan.tif": (b"II*\x00\x08\x00\x00\x00", "tiff"),
    "photo.heic": (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "heic"),
    "note.docx": (office("docx", {"word/media/logo.png": PNG}), "docx"),
    "comptes.xlsx": (office("xlsx"), "xlsx"),
    "presentation.pptx": (office("pptx", {"ppt/embeddings/1.xlsx": office("xlsx")}), "pptx"),
    "note.odt": (open_document(), "odt"),
    "comptes.ods": (open_document("spreadsheet"), "ods"),
    "diapos.odp": (open_document("presentation"), "odp"),
    "ancien.doc": (old_office("WordDocument"), "doc"),
    "ancien.xls": (old_office("Workbook"), "xls"),
    "ancien.ppt": (old_office("PowerPoint Document"), "ppt"),
    "mail.msg": (old_office("__properties_version1.0"), "msg"),
    "lettre.rtf": (b"{\\rtf1 Bonjour}", "rtf"),
    "lettre.doc": (b"{\\rtf1 Bonjour}", "rtf"),
    "comptes.csv": ("exercice;montant\n2027;1 234,50 €\n".encode(), "text"),
    "ancien.csv": ("collectivité;oeuvre\nHém;été\n".encode("cp1252"), "text"),
    "excel.txt": ("Année\t2027\n".encode("utf-16"), "text"),
    "budget.xml": (b'<?xml version="1.0"?><DocumentBudgetaire/>', "xml"),
    "demande.eml": (MAIL, "eml"),
    "pieces.zip": (zipped({"a.pdf": PDF, "b.xlsx": office("xlsx"), "c.doc": old_office("WordDocument")}), "zip"),
    "sans-extension": (PDF, "pdf"),
    "photo-renommee.jpg": (PNG, "png"),
}  # fmt: skip
BAD = {
    "setup.exe": (b"MZ\x90\x00\x03\x00\x00\x00", "programme"),
    "tool": (b"\x7fELF\x02\x01\x01\x00", "programme"),
    "run.sh": (b"#!/bin/sh\nrm -rf /\n", "programme"),
    "raccourci.lnk": (b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(60), "programme"),
    "app.jar": (zipped({"META-INF/MANIFEST.MF": b"x", "A.class": b"\xca\xfe\xba\xbe"}), "programme"),
    "page.html": (b"\n<!-- x --><!DOCTYPE html><script>alert(1)</script>", "page web"),
    "texte.txt": (b"<script>alert(1)</script>", "page web"),
    "dessin.svg": (b'<?xml version="1.0"?><svg xmlns="x" onload="alert(1)"/>', "page web"),
    "note.docm": (office("docm"), "macros"),
    "note.docx": (office("docx", {"word/vbaProject.bin": b"x"}), "macros"),
    "classeur.xlsx": (office("xlsx", {"xl/macrosheets/sheet1.xml": b"<x/>"}), "macros"),
    "ancien.doc": (old_office("WordDocument", "Macros", "VBA"), "macros"),
    "ancien.xls": (old_office("Workbook", "_VBA_PROJECT_CUR"), "macros"),
    "note.odt": (open_document(more={"Basic/Standard/Module1.xml": b"<x/>"}), "macros"),
    "ferme.docx": (old_office("EncryptedPackage", "EncryptionInfo"), "mot de passe"),
    "ferme.odt": (open_document(manifest=b"<encryption-data/>"), "mot de passe"),
    "secret.zip": (forged("a.pdf", PDF, len(PDF), zlib.crc32(PDF), flags=1), "mot de passe"),
    "archive.rar": (b"Rar!\x1a\x07\x00", "archive ZIP"),
    "archive.7z": (b"7z\xbc\xaf\x27\x1c", "archive ZIP"),
    "inconnu.bin": (bytes(range(256)), "type reconnu"),
    "inconnu": (bytes(range(128, 256)) * 3 + b"\x00", "type reconnu"),
    "vide.zip": (b"PK\x03\x04" + bytes(40), "abîmé"),
    "outil.zip": (zipped({"outil/setup.dat": b"MZ\x90\x00\x03"}), "programme"),
    "script.zip": (zipped({"a/lancer.vbs": b"MsgBox 1"}), "programme"),
    "macros.zip": (zipped({"note.docm": office("docm")}), "macros"),
    "matriochka.zip": (zipped({"a.zip": zipped({"b.pdf": PDF})}), "en contient une autre"),
    "pieces.zip": (zipped({"../../etc/cron.d/x": b"x"}), "vise un autre dossier"),
    "lecteur.zip": (zipped({"C:/Windows/x.txt": b"x"}), "vise un autre dossier"),
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_it_is_told_by_its_content(name: str) -> None:
    content, kind = GOOD[name]
    assert recognise(io.BytesIO(content), name).name == kind
    assert recognise(io.BytesIO(content)).name == kind, "and without its name"


@pytest.mark.parametrize("name", BAD)
def test_it_is_refused_with_its_reason(name: str) -> None:
    content, words = BAD[name]
    with pytest.raises(BadInput) as caught:
        recognise(io.BytesIO(content), name)
    assert words in caught.value.what
    assert caught.value.do


@pytest.mark.parametrize(
    ("name", "content", "named", "found"),
    [
        ("statuts.pdf", zipped({"a.txt": b"x"}), "un document PDF", "une archive ZIP"),
        ("statuts.pdf", office("docx"), "un document PDF", "un document Word"),
        ("facture.pdf.exe", PDF, "un programme", "un document PDF"),
        ("lancer.bat", b"del *.*\r\n", "un programme", "du texte"),
        ("comptes.xlsx", b"exercice;montant\n", "un classeur Excel", "du texte"),
        ("photo.jpg", PDF, "une photo JPEG", "un document PDF"),
        ("page.html", PDF, "une page web", "un document PDF"),
        ("note.docm", office("docx"), "un document à macros", "un document Word"),
        ("pieces.rar", zipped({"a.pdf": PDF}), "une archive qui n’est pas ZIP", "une archive ZIP"),
    ],
)
def test_a_name_that_lies_is_told_both_ways(name: str, content: bytes, named: str, found: str) -> None:
    with pytest.raises(BadInput) as caught:
        recognise(io.BytesIO(content), name)
    assert name in caught.value.what
    assert f"annonce {named}" in caught.value.why
    assert f"son contenu est {found}" in caught.value.why


def _wide() -> bytes:
    """Five megabytes of zeros under each of a hundred names."""
    return zipped({f"{number}.txt": bytes(5 * MEBIBYTE) for number in range(100)})


def _deep() -> bytes:
    """Documents inside documents inside documents, four each time."""
    inner = office("docx", {"word/media/big.bin": bytes(20 * MEBIBYTE)})
    for _ in range(3):
        inner = office("docx", {f"word/embeddings/{copy}.docx": inner for copy in range(4)})
    return inner


def _lying() -> bytes:
    """Says ten bytes, with their checksum, and unfolds to thirty megabytes."""
    return forged("petit.txt", bytes(30 * MEBIBYTE), 10, zlib.crc32(bytes(10)))


def _overlapping() -> bytes:
    """One block that a thousand names share, each within bounds."""
    content = bytes(100_000)
    return forged("a.txt", content, len(content), zlib.crc32(content), times=1_000)


BOMBS = {"wide": _wide, "deep": _deep, "lying": _lying, "overlapping": _overlapping}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_found_in_little_time_and_memory(name: str) -> None:
    content = io.BytesIO(BOMBS[name]())
    tracemalloc.start()
    started = time.monotonic()
    with pytest.raises(BadInput) as caught:
        recognise(content, "pieces.zip")
    spent, peak = time.monotonic() - started, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "hors de proportion" in caught.value.what or "en contient une autre" in caught.value.what
    assert peak < 3 * archive.MOST_MEMBER
    assert spent < 20


def test_too_many_files_are_counted_before_they_are_listed() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for number in range(archive.MOST_ENTRIES + 1):
            made.writestr(f"{number}", b"")
    with pytest.raises(BadInput, match="plus de 5000 fichiers"):
        recognise(held, "pieces.zip")


def test_a_checksum_that_is_wrong_is_damage() -> None:
    with pytest.raises(BadInput, match="abîmé"):
        recognise(io.BytesIO(forged("a.txt", b"bonjour", 7, 0)))


def test_an_archive_cut_short_is_damage() -> None:
    content = office("xlsx")
    with pytest.raises(BadInput, match="abîmé"):
        recognise(io.BytesIO(content[: len(content) // 2]), "comptes.xlsx")


def test_what_is_inside_is_named() -> None:
    with pytest.raises(BadInput) as caught:
        recognise(io.BytesIO(zipped({"dossier/note.docm": office("docm")})), "pieces.zip")
    assert "« dossier/note.docm »" in caught.value.why
    assert "une macro est un programme" in caught.value.why.lower()


@pytest.mark.parametrize(
    "dictionary",
    [
        b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
        b"/AA << /O << /S /Launch /F (cmd.exe) >> >>",
        b"/S /J#61vaScript",
        b"/Type /ObjStm /Filter /FlateDecode >>\nstream\n" + zlib.compress(b"<< /S /JavaScript >>") + b"\nendstream",
        b"/Type /ObjStm /Filter /LZWDecode >>\nstream\nnot zlib\nendstream",
        b"/Encrypt 5 0 R >> << /Type /ObjStm >>\nstream\n" + zlib.compress(b"<< >>") + b"\nendstream",
    ],
)
def test_a_pdf_that_acts_is_kept_and_never_shown(dictionary: bytes) -> None:
    content = b"%PDF-1.7\n1 0 obj\n<< " + dictionary + b" >>\nendobj\n"
    assert recognise(io.BytesIO(content), "formulaire.pdf") is kinds.PDF
    assert showable(content) is None


def test_what_only_shows_is_shown() -> None:
    objects = zlib.compress(b"<< /Type /Page /JSomething 1 >>")
    packed = b"%PDF-1.7\n<< /Type /ObjStm /Filter /FlateDecode >>\nstream\n" + objects + b"\nendstream\n%%EOF"
    assert [showable(one) for one in (PDF, packed, PNG, GIF)] == [kinds.PDF, kinds.PDF, kinds.PNG, kinds.GIF]
    others = [content for content, kind in GOOD.values() if kind not in ("pdf", "png", "jpeg", "gif", "webp")]
    assert [showable(one) for one in (*others, b"<svg/>", b"")] == [None] * (len(others) + 2)


def test_bytes_that_went_wrong_are_refused_in_words_or_kept(rounds: Rounds) -> None:
    """Whatever happened to a file on its way, it is recognised or refused: nothing else is ever raised."""
    chance = random.Random(20261126)
    samples = [*((name, one[0]) for name, one in GOOD.items()), *((name, one[0]) for name, one in BAD.items())]
    for _ in range(rounds(5_000, 200_000)):
        name, content = chance.choice(samples)
        damaged = bytearray(content)
        for _ in range(chance.randint(1, 8)):
            at = chance.randrange(len(damaged) + 1)
            damaged[at : at + chance.randint(0, 6)] = chance.choice(
                (b"", b"\xff" * 4, b"\x00", chance.randbytes(chance.randint(1, 12)))
            )
        with contextlib.suppress(BadInput):
            recognise(io.BytesIO(damaged), name)
        showable(bytes(damaged))
