"""Answers that are tables: their one JSON form, what is checked in each cell, and what conditions see of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandate_flow.domain.command import RecordFacts
from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.event import Draft, Personal
from mandate_flow.domain.expression import ExpressionError, Kind, Unknown, parse
from mandate_flow.domain.refusal import Unchanged
from mandate_flow.domain.value import CELLS, ERASED, FactType, Json, Scalar, Table, from_json, to_json
from mandate_flow.domain.workflow.definition import Definition, FactKind
from mandate_flow.domain.workflow.migration import plan
from mandate_flow.domain.workflow.verdict import Choices, Movable, NeedsDecision
from tests.domain.engine import DEFINITION, KNOWN, TODAY, opened
from tests.domain.facts import Facts, ask, unknown

LOTS = DEFINITION.facts["lots"]
CELL: dict[FactType, st.SearchStrategy[Any]] = {
    FactType.TEXT: st.text(max_size=20),
    FactType.CHOICE: st.sampled_from(["A", "B"]),
    FactType.YES_NO: st.booleans(),
    FactType.DATE: st.dates(),
    FactType.MONEY: st.decimals(-(10**12), 10**12, places=2),
    FactType.PERCENTAGE: st.decimals(-1000, 1000, places=4),
    FactType.NUMBER: st.decimals(-(10**9), 10**9, places=3),
}


@st.composite
def tables(draw: st.DrawFn) -> Table:
    names = draw(st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=5, unique=True))
    columns = tuple((name, draw(st.sampled_from(sorted(CELLS)))) for name in names)
    rows = st.tuples(*(st.none() | CELL[kind] for _, kind in columns))
    return Table(columns, tuple(draw(st.lists(rows, max_size=6))))


def lots(*rows: dict[str, Scalar]) -> Table:
    return Table(LOTS.typed_columns, tuple(tuple(row.get(name) for name, _ in LOTS.typed_columns) for row in rows))


def test_every_type_of_cell_is_tried() -> None:
    assert set(CELL) == CELLS


@given(tables())
def test_a_table_reads_back_as_it_was_written(table: Table) -> None:
    assert from_json(FactType.TABLE, to_json(FactType.TABLE, table)) == table


def test_the_json_of_a_table_says_its_columns() -> None:
    table = Table(
        (("label", FactType.TEXT), ("amount", FactType.MONEY)), (("Siège", Decimal(60_000)), ("Divers", None))
    )
    assert to_json(FactType.TABLE, table) == {
        "columns": [["label", "text"], ["amount", "money"]],
        "rows": [["Siège", "6000000"], ["Divers", None]],
    }
    assert table.records()[0] == {"label": "Siège", "amount": Decimal(60_000)}


@pytest.mark.parametrize(
    "raw",
    [
        None,
        "text",
        [],
        {},
        {"columns": []},
        {"columns": [], "rows": {}},
        {"columns": [], "rows": [], "more": 1},
        {"columns": ["label"], "rows": []},
        {"columns": [["label", "text", "x"]], "rows": []},
        {"columns": [["label", "table"]], "rows": []},
        {"columns": [["label", "choices"]], "rows": []},
        {"columns": [["label", "nothing"]], "rows": []},
        {"columns": [["label", 1]], "rows": []},
        {"columns": [["a", "text"], ["a", "money"]], "rows": []},
        {"columns": [["a", "text"]], "rows": ["x"]},
        {"columns": [["a", "text"]], "rows": [["x", "y"]]},
        {"columns": [["a", "text"]], "rows": [[1]]},
        {"columns": [["a", "text"]], "rows": [[{"columns": [], "rows": []}]]},
        {"columns": [["a", "money"]], "rows": [["x"]]},
        {"columns": [["a", "date"]], "rows": [["2027-02-30"]]},
        {"columns": [["a", "yes_no"]], "rows": [["true"]]},
    ],
)
def test_what_is_no_table_is_told(raw: Json) -> None:
    with pytest.raises(ValueError, match=r"table|text|money|yes_no|isoformat|day"):
        from_json(FactType.TABLE, raw)


def test_a_table_is_recorded_and_replayed_from_its_event_alone() -> None:
    case = opened()
    table = lots({"what": "Vélo", "price": Decimal("310.50"), "new": True}, {"what": "Banc", "since": date(2026, 1, 2)})
    assert isinstance(case.does(RecordFacts({("lots", ""): table})), Draft)
    assert case.replayed().facts["lots", ""].value == table
    assert isinstance(case.does(RecordFacts({("lots", ""): table})), Unchanged)
    case.does(RecordFacts({("lots", ""): None}))
    assert ("lots", "") not in case.now.facts


def test_a_personal_table_stays_out_of_the_hashed_bytes() -> None:
    case = opened()
    guests = Table((("name", FactType.TEXT),), (("Jeanne",),))
    case.does(RecordFacts({("guests", "2027"): guests}))
    assert isinstance(case.events[-1].outcome["facts"][0]["value"], Personal)
    assert case.replayed().facts["guests", "2027"].value == guests


@pytest.mark.parametrize(
    ("row", "where", "says"),
    [
        ({}, "lots.2", "ligne 2 est vide"),
        ({"price": Decimal(1)}, "lots.2.what", "« Objet » manque"),
        ({"what": "x" * 501}, "lots.2.what", "500 caractères"),
        ({"what": date(2027, 1, 1)}, "lots.2.what", "forme"),
        ({"what": "x", "size": "XL"}, "lots.2.size", "liste proposée"),
        ({"what": "x", "price": Decimal(-1)}, "lots.2.price", "inférieur à 0"),
        ({"what": "x", "price": Decimal("Infinity")}, "lots.2.price", "utilisable"),
        ({"what": "x", "count": Decimal("1.5")}, "lots.2.count", "entier"),
        ({"what": "x", "count": Decimal(10)}, "lots.2.count", "dépasser 9"),
    ],
)
def test_each_cell_is_checked_and_named(row: dict[str, Scalar], where: str, says: str) -> None:
    with pytest.raises(BadInput, match=says) as told:
        opened().does(RecordFacts({("lots", ""): lots({"what": "Vélo"}, row)}))
    assert told.value.where == where


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (lots(*cast("list[dict[str, Scalar]]", [{"what": "Vélo"}] * 201)), "200 lignes"),
        (Table((("what", FactType.MONEY),)), "colonnes"),
        (Table((("what", FactType.TEXT), ("other", FactType.TEXT))), "colonnes"),
        ("Vélo", "forme"),
    ],
)
def test_a_table_of_another_shape_is_refused(table: Table | str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        opened().does(RecordFacts({("lots", ""): table}))


def test_conditions_sum_a_column_and_count_rows() -> None:
    table = lots({"what": "Vélo", "price": Decimal("310.50")}, {"what": "Banc"}, {"what": "Abri", "price": Decimal(2)})
    scope = Facts({"lots": table, "none": lots(), "gone": ERASED, "text": "x"})
    assert ask("column(lots, 'price')", scope) == Decimal("312.50")
    assert ask("rows(lots) == 3 and given(lots)", scope) is True
    assert (ask("column(none, 'price')", scope), ask("rows(none)", scope)) == (Decimal(0), Decimal(0))
    for name in ("absent", "gone", "text"):
        assert ask(f"column({name}, 'price')", scope) == unknown(name)
        assert ask(f"rows({name}) > 0", scope) == unknown(name)
    assert isinstance(ask("lots", scope), Table)
    assert ask("lots == other", Facts({"lots": table, "other": table})) == Unknown(frozenset(("lots", "other")))


def test_an_expression_says_which_columns_it_sums() -> None:
    assert parse("column(a, 'x') + column(b, 'y') > rows(a)").columns == {("a", "x"), ("b", "y")}


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("column(lots)", "column s’écrit column\\(tableau, 'colonne'\\)"),
        ("rows(lots, 'x')", "rows s’écrit rows\\(tableau\\)"),
        ("column(lots, price)", "entre guillemets"),
        ("column(amount, 'price')", "attend un tableau, pas un nombre"),
        ("rows('lots')", "Un nom est attendu"),
        ("lots == lots", "ne se compare pas"),
        ("lots and True", "pas un tableau"),
        ("lots + 1", "pas un tableau"),
        ("total(lots)", "pas des tableaux"),
        ("rows(lots) == 'x'", "ne se compare pas à un texte"),
    ],
)
def test_a_table_is_not_used_as_something_else(source: str, says: str) -> None:
    with pytest.raises(ExpressionError, match=says):
        parse(source, {"lots": Kind.TABLE, "amount": Kind.NUMBER})


def changed(**columns: Any) -> Definition:
    """The workflow with a column changed: its fields by the name of the column."""
    kind = replace(LOTS, columns=tuple(replace(one, **columns.get(one.name, {})) for one in LOTS.columns))
    return with_lots(kind)


def with_lots(kind: FactKind) -> Definition:
    return replace(DEFINITION, version=2, sha256="cd" * 32, facts={**DEFINITION.facts, "lots": kind})


@pytest.mark.parametrize(
    ("new", "fits"),
    [
        (changed(price={"label": {"fr": "Coût"}}), True),
        (with_lots(replace(LOTS, columns=tuple(reversed(LOTS.columns)))), True),
        (changed(since={"required": True}), False),
        (changed(what={"name": "item"}), False),
        (changed(price={"type": FactType.TEXT}), False),
        (changed(price={"most": Decimal(1)}), False),
        (with_lots(replace(LOTS, columns=LOTS.columns[:2])), False),
        (with_lots(replace(LOTS, type=FactType.TEXT, columns=())), False),
    ],
)
def test_rows_that_no_longer_fit_the_columns_are_put_aside(new: Definition, fits: bool) -> None:  # noqa: FBT001
    case = opened()
    case.does(RecordFacts({("lots", ""): lots({"what": "Vélo", "price": Decimal(3)})}))
    verdict = plan(DEFINITION, new, case.now, Choices(), KNOWN, TODAY)
    assert isinstance(verdict, Movable if fits else NeedsDecision)
    assert isinstance(plan(DEFINITION, new, case.now, Choices(aside=frozenset({"lots"})), KNOWN, TODAY), Movable)


def test_a_column_added_leaves_the_rows_as_they_are() -> None:
    before = with_lots(replace(LOTS, columns=LOTS.columns[:3]))
    table = Table(before.facts["lots"].typed_columns, (("Vélo", None, Decimal(3)),))
    case = opened()
    case.does(RecordFacts({("lots", ""): table}))
    assert isinstance(plan(before, with_lots(LOTS), case.now, Choices(), KNOWN, TODAY), Movable)
    assert isinstance(case.does(RecordFacts({("lots", ""): table.under(LOTS.typed_columns)})), Unchanged)
