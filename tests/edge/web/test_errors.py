"""What goes wrong is said in the reader's language, whichever room below noticed it."""

from dataclasses import replace
from datetime import date

import pytest

from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.law import Confidence
from mandate_flow.domain.law_words import CONFIDENCE
from mandate_flow.domain.said import joined, said, worded
from mandate_flow.domain.typed import read_money
from mandate_flow.edge.clock import moment
from mandate_flow.edge.web.forms import Form
from mandate_flow.edge.web.language import _, spoken_in
from mandate_flow.service.labels import THEMES
from mandate_flow.service.registers import change_person
from tests.edge.web.conftest import Town, Visitor, signed_in

REFUSED = {
    "fr": "Adresse électronique : « nulle-part » n’est pas une adresse électronique.",
    "en": "“nulle-part” is not an e-mail address.",
    "nl": "‘nulle-part’ is geen e-mailadres.",
}


def speaking(town: Town, lang: str) -> Visitor:
    """The administrator, who reads this language."""
    change_person(town.desk, replace(town.thomas, lang=lang), moment(town.thomas))
    return signed_in(town, town.thomas)


@pytest.mark.parametrize("lang", REFUSED)
def test_a_use_case_refuses_in_the_reader_s_language_and_names_the_field(town: Town, lang: str) -> None:
    page = speaking(town, lang).fill(
        "/administration/personnes/nouvelle", nom="Zoé", email="nulle-part", fonctions=["mission"], langue="fr"
    )
    assert page.status_code == 422
    assert REFUSED[lang] in page.text


def test_an_error_page_is_said_in_the_language_the_browser_asks_for(visitor: Visitor) -> None:
    page = visitor.get("/nulle-part", headers={"accept-language": "nl"})
    assert "<h1>Deze pagina bestaat niet.</h1>" in page.text
    assert "<h1>This page does not exist.</h1>" in visitor.get("/nulle-part", headers={"accept-language": "en"}).text


def test_a_refusal_of_the_register_is_said_in_dutch(town: Town) -> None:
    someone = speaking(town, "nl")
    page = someone.fill(f"/administration/personnes/{town.thomas.id}/retrait", "/administration")
    assert "U kunt uzelf niet verwijderen." in page.text


def test_a_field_whose_name_is_known_is_named() -> None:
    form = Form([("montant", "abc"), ("nom", "")])
    form.read("montant", read_money, label="Montant annuel")
    form.text("nom", label="Nom", required=True)
    assert form.errors["montant"].startswith("Montant annuel : « abc » n’est pas un nombre.")
    assert form.errors["nom"] == "Nom : la réponse manque."
    form = Form([("montant", "12")])
    form.read("montant", read_money, label="Montant annuel")
    form.blame(BadInput("Un montant ne peut pas être négatif.", where="amount"), {"amount": "montant"})
    assert form.errors["montant"] == "Montant annuel : Un montant ne peut pas être négatif."
    with spoken_in("en"):
        form = Form([("nom", "x" * 300)])
        form.text("nom", label="Name")
        assert form.errors["nom"] == "Name: This text has 300 characters. Stay below 200."


def test_sentences_within_sentences_are_said_too() -> None:
    label = {"fr": "Montant", "en": "Amount", "nl": "Bedrag"}
    sentence = joined((said("« {label:words} » manque.", label=label), worded(label), ""), " ")
    assert sentence == "« Montant » manque. Montant"
    with spoken_in("nl"):
        assert _(sentence) == "‘Bedrag’ ontbreekt. Bedrag"
        none = said("Aucun règlement de minimis connu n’est en vigueur le {day:day}.", day=date(2027, 1, 1))
        assert _(none).replace("\u00a0", " ").endswith("van kracht op 1 januari 2027.")


def test_words_for_codes_follow_the_language() -> None:
    assert THEMES["petite-enfance"] == "Petite enfance"
    with spoken_in("en"):
        assert dict(THEMES)["petite-enfance"] == "Early childhood"
    assert CONFIDENCE[Confidence.UNKNOWN]["nl"] == "niet gecontroleerd"
