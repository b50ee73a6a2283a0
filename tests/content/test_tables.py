"""Questions that are tables, as workflows write them: what is read, and each slip with its line."""

from decimal import Decimal
from pathlib import Path

import pytest

from mandate_flow.content.check import check
from mandate_flow.content.spoken import example_of, words_of
from mandate_flow.content.workflow_reader import definition_from_bytes
from mandate_flow.domain.value import FactType
from mandate_flow.domain.workflow.answer import check_value
from mandate_flow.domain.workflow.definition import Choice, Column
from tests.content.folders import SOUND, sound_copy

LOAN = "workflows/loan.v1.yaml"
PRICE = "price: {type: money, label: {fr: Prix, en: Price, nl: Prijs}}"


def purchases(price: str = PRICE) -> tuple[Column, ...]:
    text = (SOUND / LOAN).read_text(encoding="utf-8").replace(PRICE, price)
    return definition_from_bytes(text.encode()).facts["purchases"].columns


def test_columns_are_read_in_their_order() -> None:
    label, price = purchases()
    assert (label.name, label.type, label.required, label.least) == ("label", FactType.TEXT, True, None)
    assert (price.name, price.type, price.required, price.least) == ("price", FactType.MONEY, False, Decimal(0))
    assert price.label == {"fr": "Prix", "en": "Price", "nl": "Prijs"}


def test_a_column_has_choices_and_bounds() -> None:
    texts = "{fr: S, en: S, nl: S}"
    _, size = purchases(f"size: {{type: choice, label: {texts}, help: {texts}, choices: {{S: {texts}}}}}")
    assert (size.choices, size.help["nl"]) == ((Choice("S", {"fr": "S", "en": "S", "nl": "S"}),), "S")
    _, count = purchases(f"count: {{type: number, label: {texts}, least: -2, most: 9, whole: true}}")
    assert (count.least, count.most, count.whole) == (Decimal(-2), Decimal(9), True)


def test_a_table_is_personal_unless_it_says_otherwise() -> None:
    content = (SOUND / LOAN).read_bytes()
    assert definition_from_bytes(content).facts["purchases"].personal
    said = content.replace(b"type: table\n", b"type: table\n    personal: false\n")
    assert not definition_from_bytes(said).facts["purchases"].personal


@pytest.mark.parametrize("price", [PRICE, PRICE.replace("money", "date"), PRICE.replace("money", "yes_no")])
def test_a_sentence_shows_an_example_that_fits(price: str) -> None:
    text = (SOUND / LOAN).read_text(encoding="utf-8").replace(PRICE, price)
    kind = definition_from_bytes(text.encode()).facts["purchases"]
    check_value(kind, example_of(kind))
    assert [words_of(example_of(kind), lang) for lang in ("fr", "en", "nl")] == ["1\xa0ligne", "1\xa0row", "1\xa0rij"]


@pytest.mark.parametrize(
    ("old", "new", "kind", "what"),
    [
        (PRICE, "price: {type: money, label: {fr: Prix}}", "missing-translation", "il manque en, nl"),
        (PRICE, "price: {type: money}", "missing-key", "Il manque « label » dans la colonne « price »"),
        (PRICE, "price: {label: {fr: P, en: P, nl: P}}", "missing-key", "Il manque « type » dans la colonne « price »"),
        (PRICE, PRICE.replace("money", "monnaie"), "bad-word", "la colonne « price »"),
        (PRICE, PRICE.replace("money", "choices"), "cell-type", "ne peut pas être de type choices"),
        (PRICE, PRICE.replace("money", "long_text"), "cell-type", "ne peut pas être de type long_text"),
        (PRICE, PRICE.replace("money", "choice"), "missing-key", "Il manque « choices »"),
        (PRICE, PRICE.replace("type: money", "type: money, choices: {A: A}"), "wrong-shape", "n’a pas de choix"),
        (PRICE, PRICE.replace("type: money", "type: money, columns: {}"), "unknown-key", "Clé inconnue « columns »"),
        (PRICE, "price: 12", "wrong-shape", "la colonne « price »"),
        ("type: table", "type: money", "wrong-shape", "n’a pas de colonnes"),
        ("total(paid_back) >=", "column(purchases, 'prise') >=", "unknown-column", "Vouliez-vous dire « price »"),
        ("total(paid_back) >=", "column(amount, 'price') >=", "bad-kind", "attend un tableau"),
        ("total(paid_back) >=", "column(purchase, 'price') >=", "unknown-fact", "« purchase » n’existe pas"),
        ("total(paid_back) >=", "rows(paid_back) >=", "per-mismatch", "par fiscal_year"),
        ("total(paid_back) >=", "purchases >=", "bad-kind", "Un tableau ne se compare pas"),
    ],
)
def test_a_slip_is_told_with_its_line(tmp_path: Path, old: str, new: str, kind: str, what: str) -> None:
    folder = sound_copy(tmp_path)
    text = (folder / LOAN).read_text(encoding="utf-8").replace(old, new, 1)
    (folder / LOAN).write_text(text, encoding="utf-8")
    told = [one for one in check(folder) if one.kind == kind and what in str(one).replace("\xa0", " ")]
    assert told, check(folder)
    assert new.partition(" >=")[0] in text.splitlines()[told[0].line - 1] or kind == "wrong-shape"


def test_a_choice_of_a_column_stands_once(tmp_path: Path) -> None:
    folder = sound_copy(tmp_path)
    path = folder / LOAN
    one = "{value: A, label: {fr: A, en: A, nl: A}}"
    choices = f"price: {{type: choice, choices: [{one}, {one}], label: {{fr: Prix, en: Price, nl: Prijs}}}}"
    path.write_text(path.read_text(encoding="utf-8").replace(PRICE, choices), encoding="utf-8")
    assert "duplicate-choice" in {problem.kind for problem in check(folder)}
