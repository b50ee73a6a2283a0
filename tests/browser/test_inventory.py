"""An agent who knows no law: three pasted lines, one triaged by plain questions, and the file that opens from it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from tests.browser.hands import Hands, plain
from tests.browser.house import House
from tests.browser.test_pages import look

INVENTORY = "/communes/59350/inventaire"
TABLE = """Bénéficiaire\tObjet\tMontant\tNature\tDate du vote\tContact
Lilas Autopartage\tAutopartage en libre-service\t340 000 €\tsubvention\t15/01/2026\tx
Club du Canal\tGymnase prêté\t18 500\tlocal\t02/09/2025\tx
Amicale du Square\tFête de quartier\tdouze\tsubvention\t04/04/2025\tx"""
MARKET = "Ce service est-il proposé sur un marché ?"
LOCAL = "L’effet reste-t-il purement local ?"
Screens = Callable[..., Hands]


class Journey:
    """What the agent sees and does; pictures are taken where scripts run."""

    def __init__(self, house: House, screens: Screens, *, scripts: bool) -> None:
        house.calendar.turn(date(2026, 11, 23))
        self.ahmed = screens(house, house.ahmed, java_script_enabled=scripts)
        self.scripts, self.page = scripts, self.ahmed.page
        self.faults: list[str] = []

    def seen(self, name: str) -> None:
        if self.scripts:
            self.faults += look(self.ahmed, f"inventory-{name}")

    def paste(self) -> None:
        self.ahmed.open("/communes/59350")
        self.page.get_by_role("link", name="Inventaire des aides").click()
        expect(self.ahmed.heading("L’inventaire est vide")).to_be_visible()
        self.seen("empty")
        self.page.get_by_role("link", name="Coller un tableau").first.click()
        self.page.get_by_label("Lignes copiées de votre tableur").fill(TABLE)
        self.seen("paste")
        self.ahmed.press("Voir ce qui est compris")
        expect(self.page.get_by_text("« douze » n’est pas un nombre")).to_be_visible()
        self.seen("preview")
        self.page.get_by_text("Corriger le tableau").click()
        self.page.get_by_label("Lignes collées").fill(TABLE.replace("douze", "1 200"))
        self.ahmed.press("Relire le tableau")
        self.ahmed.press("Enregistrer ces 3 lignes")
        self.ahmed.told("3 lignes sont enregistrées.")
        self.seen("lines")

    def triage(self) -> str:
        """The questions answered, in plain French; what the line then calls for."""
        self.page.get_by_role("link", name="Lilas Autopartage").first.click()
        asked = self.page.get_by_role("group", name=MARKET)
        expect(asked).to_contain_text("Alors : mandat nécessaire.")
        expect(asked).to_contain_text("Alors : hors aide d’État.")
        self.seen("triage")
        asked.get_by_label("Oui").check()
        self.page.get_by_role("group", name=LOCAL).get_by_label("Non").check()
        self.ahmed.press("Enregistrer mes réponses")
        self.ahmed.told("Vos réponses sont enregistrées.")
        self.seen("answered")
        return plain(self.ahmed.card("Ce que cette ligne appelle").inner_text())

    def open_file(self) -> None:
        self.ahmed.press("Ouvrir un dossier")
        expect(self.page.get_by_role("alert")).to_contain_text("Thème : la réponse manque.")
        self.seen("file-refused")
        self.page.get_by_label("Thème").select_option(label="Autopartage et mobilité")
        self.ahmed.press("Ouvrir un dossier")
        self.page.wait_for_url("**/dossiers/SIEG-2026-0001**")
        expect(self.ahmed.heading("Autopartage en libre-service").first).to_be_visible()

    def see_what_is_above(self) -> None:
        self.ahmed.open(INVENTORY)
        expect(self.page.get_by_role("link", name="SIEG-2026-0001")).to_be_visible()
        self.ahmed.open("/")
        figure = self.page.get_by_role("link", name="Aides au-delà des plafonds sans mandat")
        expect(figure).to_contain_text("40")
        figure.click()
        expect(self.ahmed.heading("Aides au-delà des plafonds sans mandat")).to_be_visible()
        expect(self.page.get_by_role("row").filter(has_text="Lilas Autopartage")).to_contain_text("340")
        self.seen("above")
        self.ahmed.open(f"{INVENTORY}/nouvelle")
        self.seen("new-line")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_an_agent_takes_the_inventory(house: House, screens: Screens, *, scripts: bool) -> None:
    journey = Journey(house, screens, scripts=scripts)
    journey.paste()
    told = journey.triage()
    for words in (
        "Mandat nécessaire",
        "340 000 € sans mandat, soit 40 000 € au-delà du plafond de 300 000 €",
        "règlement (UE) 2023/2831, art. 3, paragraphe 2",
        "confié par écrit, le plafond passe à 750 000 €",
    ):
        assert words in told
    journey.open_file()
    with house.desk.store.read() as unit:
        file = unit.files.by_ref("SIEG-2026-0001")
    amount = file.fact("yearly_amount")
    assert amount is not None
    assert (file.structures, amount.value) == ((house.lilas.id,), Decimal(340_000))
    journey.see_what_is_above()
    assert not journey.faults, "\n".join(journey.faults)
