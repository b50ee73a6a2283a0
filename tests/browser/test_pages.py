"""Every page at both sizes: seen, accessible, within its screen, usable by keyboard and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import expect

from tests.browser.hands import Hands, plain
from tests.browser.house import House
from tests.browser.seed import STAGES, Clerk
from tests.house.tree import ROOT
from tests.support.browser import DESKTOP, PHONE, axe

PICTURES = ROOT / "test-artifacts" / "pictures"
SIZES = {"desktop": DESKTOP, "phone": PHONE}

OFFICE = {
    "Garde d’enfants à horaires décalés": "opened",
    "Insertion par le maraîchage": "proposed",
    "Café associatif des seniors": "deliberation",
    "Conciergerie de quartier": "mandate",
    "Ressourcerie du canal": "signed",
    "Autopartage en libre-service": "control",
}
PAGES = {
    "board": "/", "board-table": "/?vue=tableau", "files": "/dossiers", "new-file": "/dossiers/nouveau",
    "file-history": "/dossiers/{ref}/historique", "file-past": "/dossiers/{ref}?au=2026-03-17",
    "file-earlier-stage": "/dossiers/{ref}?etape=deliberation", "communes": "/communes", "commune": "/communes/59350",
    "structures": "/structures", "structure": "/structures/{structure}", "new-structure": "/structures/nouvelle",
    "file-parties": "/dossiers/{ref}/parties", "structure-form": "/structures/{structure}/modifier",
    "deadlines": "/echeances", "mails": "/courriels", "mail": "/courriels/1", "control": "/controle",
    "administration": "/administration", "help": "/aide",
    "statement": "/accessibilite", "personal-data": "/donnees-personnelles", "account": "/compte",
    "absence": "/compte/absence", "file-documents": "/dossiers/{ref}/pieces", "inventories": "/inventaire",
    "deadlines-month": "/echeances?vue=calendrier", "mails-to-come": "/echeances?vue=envois",
}  # fmt: skip
FOCUSED = """() => {
  const one = document.activeElement, style = getComputedStyle(one)
  const words = one.labels?.length ? one.labels[0].textContent : one.textContent
  return [words, style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2]
}"""


def look(hands: Hands, name: str) -> list[str]:
    """Take pictures of the page at both sizes; what is wrong with it."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    hands.settled()
    faults = []
    for size, (width, height) in SIZES.items():
        hands.page.set_viewport_size({"width": width, "height": height})
        whole = hands.page.evaluate(
            "document.documentElement.scrollHeight"
        )  # else what sticks to the foot hides a line
        hands.page.set_viewport_size({"width": width, "height": max(height, whole)})
        hands.page.screenshot(path=PICTURES / f"{name}.{size}.png", full_page=True)
        faults += [f"{name} {size}: {fault}" for fault in axe(hands.page, every=True)]
    faults += dark(hands, name)
    for width in (390, 320):
        hands.page.set_viewport_size({"width": width, "height": 800})
        wide = hands.page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            faults.append(f"{name}: {wide} px wide on {width}")
    hands.page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    return faults


def dark(hands: Hands, name: str) -> list[str]:
    """The same in the dark: colours are the only thing that changes."""
    hands.page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    hands.page.emulate_media(color_scheme="dark")
    hands.page.screenshot(path=PICTURES / f"{name}.dark.png", full_page=True)
    faults = [f"{name} dark: {fault}" for fault in axe(hands.page, every=True)]
    hands.page.emulate_media(color_scheme="light")
    return faults


@pytest.mark.parametrize("stage", STAGES)
def test_a_file_at_each_stage(house: House, screens: Callable[..., Hands], stage: str) -> None:
    file = Clerk(house, "Autopartage en libre-service").bring_to(stage)
    house.tick()
    ahmed = screens(house, house.ahmed)
    assert ahmed.open(f"/dossiers/{file.ref}").status == 200
    assert look(ahmed, f"file-{STAGES.index(stage)}-{stage}") == []


@pytest.mark.timeout(400)
def test_every_page(house: House, screens: Callable[..., Hands]) -> None:
    files = [Clerk(house, title).bring_to(stage) for title, stage in OFFICE.items()]
    house.calendar.turn(date(2028, 7, 24))
    house.tick()
    claire, ines, stranger = screens(house, house.claire), screens(house, house.ines), screens(house)
    ref, structure = files[-1].ref, files[-1].structures[0]
    faults = []
    for name, path in PAGES.items():
        assert claire.open(path.format(ref=ref, structure=structure)).status == 200, path
        faults += look(claire, name)
    assert claire.open("/nulle-part").status == 404
    faults += look(claire, "nowhere")
    claire.open("/dossiers/nouveau")
    claire.press("Ouvrir le dossier")
    faults += look(claire, "new-file-refused")
    claire.open(f"/dossiers/{files[0].ref}")
    claire.fill({"Demande reçue le": "demain"})
    claire.press("Enregistrer")
    faults += look(claire, "file-wrong-date")
    claire.answer("Demande reçue le", "")
    claire.press("Ouvrir l’analyse juridique")
    faults += look(claire, "file-refused")
    for name, path in {"reader": f"/dossiers/{ref}", "control": "/controle"}.items():
        assert ines.open(path).status == 200
        faults += look(ines, f"controller-{name}")
    ines.press("Vérifier le journal")
    ines.told("Journal intègre")
    faults += look(ines, "controller-verified")
    stranger.open("/connexion")
    faults += look(stranger, "door")
    assert not faults, "\n".join(faults)


def test_without_scripts(house: House, screens: Callable[..., Hands]) -> None:
    file = Clerk(house, "Autopartage").bring_to("opened")
    ahmed = screens(house, house.ahmed, java_script_enabled=False)
    ahmed.open(f"/dossiers/{file.ref}")
    page = ahmed.page
    page.get_by_label("Territoire desservi").fill("Lille")
    page.get_by_label("Fichier : Statuts de l’organisme").set_input_files(
        {"name": "statuts.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 statuts"}
    )
    ahmed.press("Enregistrer")
    ahmed.told("Vos réponses sont enregistrées. La pièce est déposée.")
    expect(page.get_by_label("Territoire desservi")).to_have_value("Lille")
    assert ahmed.download("statuts.pdf") == b"%PDF-1.7 statuts"
    ahmed.press("Ouvrir l’analyse juridique")
    expect(page.get_by_role("alert")).to_contain_text("Indiquez le texte qui permet à chaque collectivité d’agir")


def test_by_keyboard(house: House, screens: Callable[..., Hands]) -> None:
    file = Clerk(house, "Autopartage").bring_to("opened")
    ahmed = screens(house, house.ahmed)
    ahmed.open(f"/dossiers/{file.ref}")
    page = ahmed.page
    page.keyboard.press("Tab")
    assert focused(ahmed) == "Aller au contenu"
    page.keyboard.press("Enter")
    tab_to(ahmed, "Territoire desservi")
    page.keyboard.type("Lille")
    page.keyboard.press("Enter")  # saves, and takes no step
    ahmed.told("Vos réponses sont enregistrées.")
    assert ahmed.typed_in("Territoire desservi") == "Lille"
    tab_to(ahmed, "Enregistrer")
    page.keyboard.press("Enter")
    ahmed.told("Rien n’a changé")
    tab_to(ahmed, "Ouvrir l’analyse juridique")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("pas encore possible")
    tab_to(ahmed, "Compléter : Compétence établie")
    page.keyboard.press("Enter")
    page.wait_for_url("**#fait.competence")
    page.wait_for_function("document.activeElement.id === 'fait.competence'")
    assert focused(ahmed) == "Compétence de la collectivité"


def focused(hands: Hands) -> str:
    """What has the focus, in words, after checking that one sees it."""
    words, ring = hands.page.evaluate(FOCUSED)
    for _ in range(40):  # a busy browser may draw the ring a moment after it moves the focus
        if ring:
            break
        hands.page.wait_for_timeout(50)
        words, ring = hands.page.evaluate(FOCUSED)
    assert ring, f"nothing shows that « {words} » has the focus"
    return plain(str(words))


def tab_to(hands: Hands, words: str, most: int = 60) -> None:
    """Press Tab until it is reached."""
    seen = []
    for _ in range(most):
        hands.page.keyboard.press("Tab")
        seen.append(focused(hands))
        if seen[-1] == words:
            return
    raise AssertionError(f"« {words} » is not reached by {most} tabs: {seen}")
