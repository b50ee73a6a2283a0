from collections.abc import Callable
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.typed import read_day, read_money, read_number
from mandate_flow.domain.value import FactType
from mandate_flow.edge.web import formats
from mandate_flow.edge.web.forms import Form, read_percentage

UNDERSTOOD: list[tuple[Callable[[str], Any], str, Any]] = [
    (read_money, "1 234,50", Decimal("1234.50")),
    (read_money, "1\u202f234,50\u202f€", Decimal("1234.50")),
    (read_money, "1\u00a0234,5 euros", Decimal("1234.5")),
    (read_money, "1.234,50", Decimal("1234.50")),
    (read_money, "15.000.000", Decimal(15000000)),
    (read_money, "1234.50", Decimal("1234.50")),
    (read_money, "-12", Decimal(-12)),
    (read_money, "−12", Decimal(-12)),
    (read_percentage, "3,45 %", Decimal("3.45")),
    (read_percentage, "3.45", Decimal("3.45")),
    (read_number, "0", Decimal(0)),
    (read_day, "23/11/2026", date(2026, 11, 23)),
    (read_day, "3/1/2026", date(2026, 1, 3)),
    (read_day, "23.11.2026", date(2026, 11, 23)),
    (read_day, "23 / 11 / 2026", date(2026, 11, 23)),
    (read_day, "2026-11-23", date(2026, 11, 23)),
]
REFUSED: list[tuple[Callable[[str], Any], str]] = [
    (read_money, "douze"),
    (read_money, "1,234.50"),
    (read_money, "12,345"),
    (read_money, "1e9"),
    (read_money, "NaN"),
    (read_money, "١٢"),
    (read_money, "9" * 13),
    (read_number, ""),
    (read_number, "1,2,3"),
    (read_percentage, "%"),
    (read_day, "31/02/2026"),
    (read_day, "23/11/26"),
    (read_day, "11/23/2026"),
    (read_day, "demain"),
    (read_day, "0000-00-00"),
]


@pytest.mark.parametrize(("reader", "typed", "value"), UNDERSTOOD)
def test_what_a_french_person_types_is_understood(reader: Callable[[str], Any], typed: str, value: object) -> None:
    assert reader(typed) == value


@pytest.mark.parametrize(("reader", "typed"), REFUSED)
def test_what_cannot_be_understood_is_refused_with_an_example(reader: Callable[[str], Any], typed: str) -> None:
    with pytest.raises(BadInput):
        reader(typed)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_an_amount_reads_as_it_is_written(amount: Decimal) -> None:
    assert read_money(formats.money(amount)) == amount


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_a_day_reads_as_it_is_written(day: date) -> None:
    assert read_day(formats.figures_day(day)) == day


@given(st.text(max_size=40))
def test_no_text_breaks_a_reader(typed: str) -> None:
    for reader in (read_money, read_percentage, read_number, read_day):
        with suppress(BadInput):
            reader(typed)


def test_a_form_keeps_what_was_typed_and_tells_every_error_at_once() -> None:
    form = Form([("montant", "douze"), ("jour", "31/02/2026"), ("choix", "z"), ("plusieurs", "a"), ("plusieurs", "z")])
    assert form.value("montant", FactType.MONEY, label="Montant") is None
    assert form.value("jour", FactType.DATE) is None
    assert form.value("choix", FactType.CHOICE, allowed=("a", "b")) is None
    assert form.value("plusieurs", FactType.CHOICES, allowed=("a", "b")) == ("a",)
    assert form.value("vide", FactType.TEXT) is None
    assert form.text("titre", label="Titre", required=True) == ""
    assert list(form.errors) == ["montant", "jour", "choix", "plusieurs", "titre"]
    assert form.errors["montant"].startswith("Montant : « douze » n’est pas un nombre")
    assert form.typed_in("montant", "stored") == "douze"
    assert form.typed_in("autre", "stored") == "stored"


def test_a_box_that_was_unticked_stays_unticked() -> None:
    assert Form().all_typed_in("fonctions", ["mission"]) == ["mission"]
    assert Form([("nom", "x")]).all_typed_in("fonctions", ["mission"]) == []


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (FactType.YES_NO, "oui", True),
        (FactType.YES_NO, "non", False),
        (FactType.LONG_TEXT, " ligne\r\nligne ", "ligne\nligne"),
        (FactType.CHOICE, "a", "a"),
        (FactType.ORGANISATION, "Une autre", "Une autre"),
    ],
)
def test_every_kind_of_question_has_its_reading(kind: FactType, typed: str, value: object) -> None:
    assert Form([("q", typed)]).value("q", kind, allowed=("a",) if kind is FactType.CHOICE else ()) == value
