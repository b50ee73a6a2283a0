"""One file from its opening to its end, clicked and typed; each refusal tells everything at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from mandate_flow.domain.command import Moment, RecordFacts
from mandate_flow.domain.people import Person
from mandate_flow.edge.clock import moment
from mandate_flow.service.act import Done, act
from mandate_flow.service.reading import file_page
from tests.browser import answers, tables
from tests.browser.hands import Hands, Typed, plain
from tests.browser.house import House
from tests.browser.seed import Clerk

IN_SIGHT = "field => { const box = field.getBoundingClientRect(); return box.top >= 0 && box.top < innerHeight }"


class Journey:
    """The file, the people who work on it, and the papers they hand in."""

    def __init__(self, house: House, papers: Path) -> None:
        self.house, self.papers, self.ref = house, papers, ""

    def paper(self, label: str) -> Path:
        """A file on the person's own disk, unlike any other."""
        path = self.papers / f"{label.replace('/', '-')}.pdf"
        path.write_bytes(b"%PDF-1.7\n" + label.encode() * 50 + bytes(range(256)))
        return path

    def hand_in(self, hands: Hands, first: str, *others: str) -> None:
        """Deposit a paper, then the others in one go while saving; get the very same bytes back."""
        hands.deposit(first, self.paper(first))
        for label in others:
            hands.choose(label, self.paper(label))
        if others:
            hands.press("Enregistrer")
            hands.told("La pièce est déposée." if len(others) == 1 else f"{len(others)} pièces sont déposées.")
        for label in (first, *others):
            path = self.paper(label)
            assert hands.download(path.name) == path.read_bytes()

    def asked(self, step: str, by: Person, occurrence: str = "") -> list[tuple[str, str, list[str]]]:
        """What the engine itself says against the step: title, sentence, articles."""
        at = self.house.calendar.now()
        page = file_page(self.house.desk, self.ref, Moment(by, at, at.date()))
        (found,) = [one for one in page.explanations if (one.step.name, one.occurrence) == (step, occurrence)]
        return [
            (plain(one.label["fr"]), plain(one.says("fr")), [plain(cited.words("fr")) for cited in one.law])
            for one in found.judgement.refusals
        ]

    def refused(self, hands: Hands, step: str, by: Person, button: str, occurrence: str = "") -> str:
        """Press the button; every reason the engine has is on the page, no more, no less. The words of the refusal."""
        hands.press(button)
        expect(hands.page.get_by_role("alert").get_by_role("heading")).to_contain_text("pas encore possible")
        lines = hands.refusals()
        expected = self.asked(step, by, occurrence)
        assert len(lines) == len(expected)
        for title, sentence, articles in expected:
            (line,) = [line for line in lines if title in line and sentence in line]
            assert all(article in line for article in articles), line
        return "\n".join(lines)

    def completes(self, hands: Hands, title: str, field: str) -> None:
        """« Compléter » of that line leads to the field, on the page where it is asked."""
        line = hands.page.get_by_role("alert").get_by_role("listitem").filter(has_text=title)
        line.get_by_role("link", name="Compléter").click()
        target = hands.field(field)
        assert target.is_visible()
        hands.page.wait_for_function(IN_SIGHT, arg=target)

    def label(self, fact: str) -> str:
        """The words of a question that may be said otherwise from one version of the workflow to the next."""
        with self.house.desk.store.read() as unit:
            definition = self.house.desk.definition(unit, unit.files.by_ref(self.ref).workflow)
        return definition.facts[fact].label["fr"]

    def pays(self) -> None:
        """What Lille voted for the year was paid; the page of payments has its own test."""
        desk, here = self.house.desk, moment(self.house.claire)
        with desk.store.read() as unit:
            file = unit.files.by_ref(self.ref)
            definition = desk.definition(unit, file.workflow)
        for command in (RecordFacts(tables.schedule(definition, "2027")), tables.payment("2027")):
            assert isinstance(act(desk, file.id, command, here), Done)

    def shows(self, hands: Hands, typed: Typed) -> None:
        """Every answer is still in its field."""
        assert {label: hands.typed_in(label) for label in typed} == dict(typed)


@pytest.mark.timeout(180)
def test_a_file_from_its_opening_to_its_end(house: House, screens: Callable[..., Hands], tmp_path: Path) -> None:
    journey = Journey(house, tmp_path)
    ahmed = screens(house, house.ahmed)
    opens(journey, ahmed)
    identifies(journey, ahmed)
    analyses(journey, ahmed, screens(house, house.sophie))
    house.calendar.turn(date(2026, 7, 10))
    ahmed.come_back(house.ahmed)
    deliberates(journey, ahmed)
    claire = screens(house, house.claire)
    signs(journey, ahmed, claire)
    house.tick()
    house.calendar.turn(date(2028, 7, 21))
    claire.come_back(house.claire)
    controls(journey, claire, screens(house, house.luc))
    house.tick()
    house.calendar.turn(date(2037, 9, 1))
    claire.come_back(house.claire)
    closes(journey, claire)
    house.tick()
    reads_the_mails(claire, journey.ref)
    verifies(journey, screens(house, house.ines))


@pytest.mark.timeout(150)
def test_a_mandate_is_voted_and_signed_without_scripts(
    house: House, screens: Callable[..., Hands], tmp_path: Path
) -> None:
    journey = Journey(house, tmp_path)
    journey.ref = Clerk(house, "Autopartage en libre-service").bring_to("deliberation").ref
    house.calendar.turn(date(2026, 7, 10))
    ahmed, claire = (screens(house, one, java_script_enabled=False) for one in (house.ahmed, house.claire))
    ahmed.open(f"/dossiers/{journey.ref}")
    deliberates(journey, ahmed)
    signs(journey, ahmed, claire)


def opens(journey: Journey, ahmed: Hands) -> None:
    ahmed.open("/")
    ahmed.page.get_by_role("navigation", name="Principal", exact=True).get_by_role("link", name="Dossiers").click()
    ahmed.page.get_by_role("link", name="Ouvrir un dossier").click()
    ahmed.page.get_by_label("SIEG").first.check()
    ahmed.fill({"Objet du service": "Autopartage en libre-service", "Thème": "Autopartage et mobilité"})
    ahmed.page.get_by_label("Structure mandatée").select_option(label="Lilas Autopartage")
    ahmed.press("Ouvrir le dossier")
    ahmed.told("Le dossier est ouvert.")
    journey.ref = ahmed.page.url.partition("?")[0].rpartition("/")[2]
    assert journey.ref == "SIEG-2026-0001"


def identifies(journey: Journey, ahmed: Hands) -> None:
    some = {"Description du service": answers.IDENTIFICATION["Description du service"], "Public visé": "Habitants"}
    ahmed.fill(some)  # not saved: the step is asked at once
    said = journey.refused(ahmed, "analyse", journey.house.ahmed, "Ouvrir l’analyse juridique")
    for phrase in (
        "Indiquez le texte qui permet à chaque collectivité d’agir",
        "Déposez les statuts de l’organisme.",
        "Indiquez les élus et agents liés à l’organisme, ou « aucun ».",
        "Dites si une aide a déjà été versée à l’organisme.",
        "CGCT, art. L1111-6 ; code pénal, art. 432-12",
    ):
        assert phrase in said, said
    journey.shows(ahmed, some)
    journey.completes(ahmed, "Compétence établie", "Compétence de la collectivité")
    ahmed.fill(answers.IDENTIFICATION | {"Demande reçue le": "31/02/2026"})
    ahmed.press("Enregistrer")
    expect(ahmed.page.get_by_role("alert")).to_contain_text("« 31/02/2026 » n’est pas une date")
    journey.shows(ahmed, answers.IDENTIFICATION | {"Demande reçue le": "31/02/2026"})
    ahmed.answer("Demande reçue le", answers.IDENTIFICATION["Demande reçue le"])
    ahmed.save()
    journey.hand_in(ahmed, *answers.IDENTIFICATION_DOCUMENTS)
    ahmed.press("Ouvrir l’analyse juridique")
    ahmed.told("C’est fait : « Ouvrir l’analyse juridique ».")


def analyses(journey: Journey, ahmed: Hands, sophie: Hands) -> None:
    ahmed.fill(answers.ANALYSIS)
    ahmed.save()
    deminimis = answers.DEMINIMIS | {journey.label("deminimis_prior"): "120 000"}
    ahmed.fill(deminimis)  # asked once the regime is known
    said = journey.refused(ahmed, "submit", journey.house.ahmed, "Proposer : Soumettre à l’assemblée")
    for phrase in ("120 000 € dé", "l’aide de 412 500 €", "plafond de 300 000 € sur 3 ans"):
        assert phrase in said, said
    assert "Déposez l’avis du juriste" in said
    journey.shows(ahmed, deminimis)
    journey.completes(ahmed, "Sous le plafond de minimis général", "Aide de minimis accordée par ce dossier")
    ahmed.fill(answers.DECISION)
    ahmed.save()
    journey.hand_in(ahmed, *answers.ANALYSIS_DOCUMENTS)
    two_people(ahmed, sophie, journey, "Soumettre à l’assemblée", "Ahmed Bensalah")


def deliberates(journey: Journey, ahmed: Hands) -> None:
    ahmed.fill(answers.COUNCIL)
    said = journey.refused(ahmed, "enforce", journey.house.ahmed, "Constater que l’acte est exécutoire")
    assert "Convocation envoyée le 22 juin 2026 pour une séance le 26 juin 2026 : il faut 5 jours francs" in said
    assert "Déposez la délibération signée." in said
    journey.shows(ahmed, answers.COUNCIL)
    journey.completes(ahmed, "Convocation dans les délais", "Convocation envoyée le")
    ahmed.fill(answers.IN_TIME)
    ahmed.save()
    journey.hand_in(ahmed, *answers.COUNCIL_DOCUMENTS)
    ahmed.press("Constater que l’acte est exécutoire")
    ahmed.told("C’est fait")


def signs(journey: Journey, ahmed: Hands, claire: Hands) -> None:
    ahmed.fill(answers.MANDATE)
    ahmed.save()  # keys are asked once there are other activities
    ahmed.cells(answers.KEYS)
    said = journey.refused(ahmed, "sign", journey.house.ahmed, "Proposer : Signer le mandat")
    assert "Le taux de 4,2 % dépasse 3,45 %, soit le taux de swap de 2,45 % augmenté de 100 points de base." in said
    assert "une convention signée est obligatoire avant tout versement" in said
    journey.shows(ahmed, answers.MANDATE)
    ahmed.fill(answers.REASONABLE)
    ahmed.save()
    journey.hand_in(ahmed, *answers.MANDATE_DOCUMENTS)
    two_people(ahmed, claire, journey, "Signer le mandat", "Ahmed Bensalah")
    expect(claire.card("chéance").locator("b").filter(has_text="Contrôle annuel")).to_have_count(10)


def controls(journey: Journey, claire: Hands, luc: Hands) -> None:
    claire.press("Ouvrir le contrôle annuel : exercice 2027")
    claire.told("C’est fait")
    journey.pays()
    claire.open(f"/dossiers/{journey.ref}")
    claire.fill(answers.CONTROL)
    claire.cells(answers.ACCOUNTS)
    said = journey.refused(
        claire, "close_control", journey.house.claire, "Proposer : Clore le contrôle annuel : exercice 2027", "2027"
    )
    assert "En 2027, 412 500 € ont été versés pour un maximum de 395 175 € : 17 325 € de trop." in said
    assert "le rapport du commissaire aux comptes est obligatoire" in said
    journey.shows(claire, answers.CONTROL)
    claire.fill(answers.CONTROL_DECISION)
    claire.save()
    journey.hand_in(claire, *answers.CONTROL_DOCUMENTS)
    two_people(claire, luc, journey, "Clore le contrôle annuel : exercice 2027", "Claire Delcourt")


def closes(journey: Journey, claire: Hands) -> None:
    claire.press("Ouvrir l’évaluation")
    claire.told("C’est fait")
    journey.refused(claire, "close", journey.house.claire, "Clore le dossier")
    claire.fill(answers.EVALUATION)
    claire.save()
    journey.hand_in(claire, *answers.EVALUATION_DOCUMENTS)
    claire.press("Clore le dossier")
    claire.told("C’est fait")
    expect(claire.page.get_by_text("Ce dossier se consulte, il ne se modifie plus.")).to_be_visible()
    expect(claire.page.get_by_role("button", name="Enregistrer")).to_have_count(0)


def two_people(first: Hands, second: Hands, journey: Journey, step: str, proposer: str) -> None:
    """The first proposes and cannot confirm; the second sees who proposed, and confirms."""
    first.press(f"Proposer : {step}")
    first.told("C’est proposé.")
    expect(first.page.get_by_role("button", name=f"Confirmer : {step}")).to_have_count(0)
    second.open(f"/dossiers/{journey.ref}")
    expect(second.page.get_by_text(f"Proposé par {proposer}")).to_be_visible()
    second.press(f"Confirmer : {step}")
    second.told("C’est fait")


def reads_the_mails(claire: Hands, ref: str) -> None:
    claire.page.get_by_role("navigation", name="Principal", exact=True).get_by_text("Plus").click()
    claire.page.get_by_role("link", name="Courriels", exact=True).click()
    rows = claire.page.get_by_role("row").filter(has_text="contact@lilas.example.org")
    subjects = [plain(words) for words in rows.get_by_role("rowheader").all_inner_texts()]
    for subject in (
        "Votre mandat est signé : Autopartage en libre-service",
        "Contrôle annuel 2027 : Autopartage en libre-service (et 3 autres)",
        "Contrôle annuel 2027 clos : Autopartage en libre-service",
        "Bien reçu : Bilan d’ensemble du mandat",
    ):
        assert subject in subjects
    rows.get_by_role("link", name="Votre mandat est signé").click()
    claire.page.get_by_role("link", name="Texte seul").click()
    expect(claire.page.locator("pre")).to_contain_text("Lilas Autopartage")
    expect(claire.page.locator("pre")).to_contain_text(ref)


def verifies(journey: Journey, ines: Hands) -> None:
    ines.open("/controle")
    ines.press("Vérifier le journal")
    expect(ines.page.get_by_role("status")).to_contain_text("Journal intègre")
    expect(ines.page.get_by_role("link", name=journey.ref).first).to_be_visible()
