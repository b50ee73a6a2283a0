"""Two people on one file: the second sees both versions, keeps every word, and nothing of the first is undone."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from mandate_flow.domain.event import Action, Stream, StreamKind
from tests.browser import answers
from tests.browser.hands import Hands
from tests.browser.house import House
from tests.browser.seed import Clerk


def test_the_second_save_shows_both_versions(house: House, screens: Callable[..., Hands]) -> None:
    file = Clerk(house, "Autopartage").bring_to("opened")
    ahmed, nadia = screens(house, house.ahmed), screens(house, house.nadia)
    for hands in (ahmed, nadia):
        hands.open(f"/dossiers/{file.ref}")
    ahmed.fill({"Territoire desservi": "Lille et Lomme", "Autres financeurs publics": "aucun"})
    ahmed.save()
    hers = {"Territoire desservi": "Lille et Hellemmes", "Public visé": "Tous les habitants"}
    nadia.fill(hers)
    nadia.press("Enregistrer")
    conflict = nadia.page.get_by_role("alert")
    expect(conflict).to_contain_text("modifié par quelqu’un d’autre")
    expect(conflict.get_by_role("row").filter(has_text="Territoire desservi").get_by_role("cell")).to_have_text(
        ["Lille et Lomme", "Lille et Hellemmes"]
    )
    expect(conflict.get_by_role("row")).to_have_count(3)  # the head, and the two answers she gave: nothing she did not
    assert {label: nadia.typed_in(label) for label in hers} == hers
    assert nadia.typed_in("Autres financeurs publics") == "aucun"
    nadia.save()
    ahmed.open(f"/dossiers/{file.ref}")
    assert ahmed.typed_in("Territoire desservi") == "Lille et Hellemmes"
    assert ahmed.typed_in("Public visé") == "Tous les habitants"
    assert ahmed.typed_in("Autres financeurs publics") == "aucun"
    expect(ahmed.card("Historique").locator("del", has_text="Lille et Lomme")).to_be_visible()


def test_one_of_two_takes_the_step(house: House, screens: Callable[..., Hands]) -> None:
    clerk = Clerk(house, "Autopartage")
    clerk.give(answers.IDENTIFICATION, answers.IDENTIFICATION_DOCUMENTS)
    ahmed, nadia = screens(house, house.ahmed), screens(house, house.nadia)
    for hands in (ahmed, nadia):
        hands.open(f"/dossiers/{clerk.file.ref}")
    ahmed.press("Ouvrir l’analyse juridique")
    ahmed.told("C’est fait")
    nadia.press("Ouvrir l’analyse juridique")
    conflict = nadia.page.get_by_role("alert")
    expect(conflict).to_contain_text("L’étape n’a pas été franchie")
    expect(conflict).to_contain_text("Ahmed Bensalah")
    expect(nadia.page.get_by_role("list", name="Étapes du dossier").locator("[aria-current=step]")).to_contain_text(
        "Analyse juridique"
    )
    with house.desk.store.read() as unit:
        history = unit.log.read(Stream(StreamKind.FILE, clerk.file.id))
    assert [event.action for event in history].count(Action.STEP_TAKEN) == 1


def test_who_typed_nothing_is_in_nobodys_way(house: House, screens: Callable[..., Hands]) -> None:
    """A page opened long ago, where nothing was typed, undoes nothing and asks nothing."""
    file = Clerk(house, "Autopartage").bring_to("opened")
    ahmed, nadia = screens(house, house.ahmed), screens(house, house.nadia)
    for hands in (ahmed, nadia):
        hands.open(f"/dossiers/{file.ref}")
    ahmed.fill({"Territoire desservi": "Lille et Lomme"})
    ahmed.save()
    nadia.press("Enregistrer")
    nadia.told("Rien n’a changé")
    assert nadia.typed_in("Territoire desservi") == "Lille et Lomme"
