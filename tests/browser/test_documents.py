"""Documents by hand: dropped several at once or chosen without scripts, looked at, replaced, withdrawn, put back."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Mapping

from playwright.sync_api import FilePayload, Locator, expect

from mandate_flow.service.specimen import specimen
from tests.browser.hands import Hands
from tests.browser.house import House
from tests.browser.seed import Clerk
from tests.browser.test_pages import PICTURES, SIZES, look
from tests.support.browser import DESKTOP
from tests.support.papers import office

STATUTES = "Statuts de l’organisme"
PDF = "application/pdf"


def picture(width: int = 640, height: int = 420) -> bytes:
    """A PNG of soft stripes, wide enough to be seen."""
    rows = b"".join(
        b"\x00" + b"".join(bytes((40 + 150 * x // width, 120 + 90 * y // height, 150)) for x in range(width))
        for y in range(height)
    )
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ]
    chunks = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def drop(hands: Hands, on: Locator, files: Mapping[str, bytes]) -> None:
    """Let files fall on a part of the page, as a mouse does."""
    brought = hands.page.evaluate_handle(
        """files => { const data = new DataTransfer()
        for (const [name, bytes] of files) data.items.add(new File([new Uint8Array(bytes)], name)); return data }""",
        [[name, list(content)] for name, content in files.items()],
    )
    expect(hands.page.get_by_text("Glissez-les sur la pièce voulue.")).to_be_visible()  # the script is there
    for event in ("dragover", "drop"):
        on.dispatch_event(event, {"dataTransfer": brought})


def closer(hands: Hands, name: str) -> None:
    """A picture of the card alone, at both sizes."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for size, (width, height) in SIZES.items():
        hands.page.set_viewport_size({"width": width, "height": height})
        hands.card("Pièces").screenshot(path=PICTURES / f"{name}.{size}.png")
    hands.page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})


def shelf(hands: Hands, label: str) -> Locator:
    return hands.page.locator("[data-depot]").filter(has=hands.page.get_by_text(label, exact=True))


def test_several_files_are_dropped_and_each_is_judged(house: House, screens: Callable[..., Hands]) -> None:
    file = Clerk(house, "Autopartage en libre-service").bring_to("opened")
    ahmed = screens(house, house.ahmed)
    ahmed.open(f"/dossiers/{file.ref}")
    page = ahmed.page
    page.get_by_label("Territoire desservi").fill("Lille et Hellemmes")  # typed, not saved
    here = shelf(ahmed, STATUTES)
    files = {
        "statuts.pdf": b"%PDF-1.7 statuts",
        "plan.png": picture(),
        "note.docm": office("docm"),
        "faux.pdf": office("xlsx"),
    }
    drop(ahmed, here, files)
    expect(here.get_by_role("status")).to_contain_text("2 pièces sont déposées. 2 fichiers sont refusés.")
    expect(here).to_contain_text("Ce document contient des macros.")
    expect(here).to_contain_text("Son nom (.pdf) annonce un document PDF, son contenu est un classeur Excel.")
    expect(here.get_by_role("link", name="statuts.pdf", exact=True)).to_be_visible()
    assert look(ahmed, "documents-dropped") == []
    closer(ahmed, "documents-card-dropped")
    assert ahmed.typed_in("Territoire desservi") == "Lille et Hellemmes"
    ahmed.press("Enregistrer")  # no one was faster: the deposits were this person's own
    ahmed.told("Vos réponses sont enregistrées.")
    drop(ahmed, shelf(ahmed, STATUTES), {"avenant.pdf": b"%PDF-1.7 avenant"})
    ahmed.told("La pièce est déposée.")
    expect(page.get_by_role("link", name="avenant.pdf", exact=True)).to_be_visible()


def test_a_file_that_misses_its_place_does_not_take_the_page_away(house: House, screens: Callable[..., Hands]) -> None:
    file = Clerk(house, "Autopartage en libre-service").bring_to("opened")
    ahmed = screens(house, house.ahmed)
    ahmed.open(f"/dossiers/{file.ref}")
    drop(ahmed, ahmed.page.locator("h1"), {"statuts.pdf": b"%PDF-1.7"})
    ahmed.page.wait_for_timeout(100)
    expect(ahmed.page.get_by_role("link", name="statuts.pdf")).to_have_count(0)


def test_without_scripts_several_are_chosen(house: House, screens: Callable[..., Hands]) -> None:
    file = Clerk(house, "Autopartage en libre-service").bring_to("opened")
    ahmed = screens(house, house.ahmed, java_script_enabled=False)
    ahmed.open(f"/dossiers/{file.ref}")
    page = ahmed.page
    page.get_by_label("Territoire desservi").fill("Lille")
    page.get_by_label(f"Fichier : {STATUTES}", exact=True).set_input_files(
        [
            FilePayload(name="statuts.pdf", mimeType=PDF, buffer=b"%PDF-1.7 v1"),
            FilePayload(name="setup.exe", mimeType=PDF, buffer=b"MZ\x90\x00\x03"),
        ]
    )
    ahmed.press(f"Déposer : {STATUTES}")
    expect(page.get_by_role("alert")).to_contain_text("« setup.exe » : Ce fichier est un programme.")
    ahmed.told("La pièce est déposée : statuts.pdf.")
    expect(page.get_by_label("Territoire desservi")).to_have_value("Lille")
    closer(ahmed, "documents-card-refused")
    page.get_by_text("Remplacer statuts.pdf").click()
    page.get_by_label("Nouvelle version de statuts.pdf").set_input_files(
        {"name": "statuts-2027.pdf", "mimeType": PDF, "buffer": b"%PDF-1.7 v2"}
    )
    ahmed.press("Déposer la nouvelle version")
    ahmed.told("La pièce est déposée.")
    here = page.locator("[data-depot]").filter(has_text=STATUTES)
    expect(here).to_contain_text("version 2")
    page.get_by_text("Retirer statuts-2027.pdf").click()
    page.get_by_label("Motif").first.fill("Exemplaire non signé")
    here.get_by_role("button", name="Retirer").click()
    ahmed.told("La pièce est retirée. Elle reste lisible et ne compte plus.")
    here.get_by_text("2 versions précédentes ou pièces retirées").click()
    expect(here).to_contain_text("Exemplaire non signé")
    expect(here).to_contain_text("Remplacée par statuts-2027.pdf")
    closer(ahmed, "documents-card-withdrawn")
    claire = screens(house, house.claire)
    claire.open(f"/dossiers/{file.ref}")
    claire.page.get_by_text("2 versions précédentes ou pièces retirées").click()
    assert look(claire, "documents-withdrawn") == []
    here.get_by_role("button", name="Déposer de nouveau statuts-2027.pdf").click()
    ahmed.told("La pièce est déposée.")
    assert ahmed.download("statuts-2027.pdf") == b"%PDF-1.7 v2"


def test_an_image_and_a_pdf_are_looked_at(house: House, screens: Callable[..., Hands]) -> None:
    clerk = Clerk(house, "Autopartage en libre-service")
    file = clerk.bring_to("analysis")
    ahmed = screens(house, house.ahmed)
    ahmed.open(f"/dossiers/{file.ref}?etape=identification")
    drop(ahmed, shelf(ahmed, STATUTES), {"plan des stations.png": picture()})
    ahmed.told("La pièce est déposée.")
    page = ahmed.page
    page.get_by_role("link", name="plan des stations.png", exact=True).click()
    image = page.get_by_role("img", name="Image déposée : plan des stations.png")
    expect(image).to_be_visible()
    assert image.evaluate("one => one.complete && one.naturalWidth") == 640
    assert look(ahmed, "document-image") == []
    page.get_by_role("link", name="Retour aux pièces").click()
    drop(ahmed, shelf(ahmed, STATUTES), {"statuts signés.pdf": specimen("Statuts", "Article 1", "Article 2")})
    ahmed.told("La pièce est déposée.")
    page.get_by_role("link", name="statuts signés.pdf", exact=True).click()
    expect(page.get_by_title("Document déposé : statuts signés.pdf")).to_be_visible()
    page.wait_for_timeout(2500)  # the reader of the browser is no part of the page: nothing tells that it is there
    assert look(ahmed, "document-pdf") == []
    page.get_by_role("link", name="Retour aux pièces").click()
    expect(page.get_by_role("heading", name="Pièces : identification")).to_be_visible()
    page.get_by_role("link", name="Toutes les pièces du dossier").click()
    expect(page.get_by_role("link", name="statuts signés.pdf")).to_be_visible()
    assert look(ahmed, "documents-all") == []
    page.get_by_role("button", name="Nederlands").or_(page.get_by_role("link", name="Nederlands")).click()
    expect(page.get_by_role("heading", name="Stukken van het dossier")).to_be_visible()
    assert look(ahmed, "documents-all-nl") == []
    page.get_by_role("link", name="plan des stations.png").click()
    expect(page.get_by_text("Herkende inhoud")).to_be_visible()
    assert look(ahmed, "document-image-nl") == []
    ahmed.open(f"/dossiers/{file.ref}?etape=identification")
    hands_card = page.get_by_role("region", name="Stukken: identificatie")
    expect(hands_card).to_contain_text("meerdere tegelijk")
    page.set_viewport_size({"width": 390, "height": 900})
    hands_card.screenshot(path=PICTURES / "documents-card-nl.phone.png")
