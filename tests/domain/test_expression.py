from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import product
from operator import and_, or_

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandate_flow.domain.expression import KINDS, Expression, ExpressionError, Kind, Result, Unknown, parse
from mandate_flow.domain.value import ERASED, FactType


@dataclass
class Facts:
    """A scope over two dictionaries."""

    values: Mapping[str, object] = field(default_factory=dict)
    repeated: Mapping[str, Mapping[str, object]] = field(default_factory=dict)

    def look_up(self, name: str) -> object:
        return self.values.get(name, Unknown(frozenset((name,))))

    def every(self, fact: str) -> Mapping[str, object]:
        return self.repeated.get(fact, {})


class Regime(StrEnum):
    R6 = "R6"


MANDATE = Facts(
    {
        "regime": "R6",
        "mandate_start": date(2027, 1, 1),
        "mandate_end": date(2036, 12, 31),
        "yearly_amount": Decimal("1500000.00"),
        "in_kind": False,
        "publics": ("sport", "youth"),
        "law.sgei_decision.max_years": Decimal(10),
        "law.sgei_decision.ceiling": Decimal(20_000_000),
        "documents.report": True,
        "entered.mandate": date(2027, 1, 1),
        "day": date(2027, 3, 1),
        "open_controls": 2,
        "president": ERASED,
        "like_a_choice": Regime.R6,
        "broken": None,
        "half": 0.5,
        "not_a_number": Decimal("sNaN"),
        "endless": Decimal("Infinity"),
        "immense": Decimal("9E+999999"),
        "first_day": date.min,
        "last_day": date.max,
        "late_day": date(9999, 12, 30),
        "documents.odd": "deposited",
    },
    {
        "paid": {"2027": Decimal("10.50"), "2028": Decimal("4.50")},
        "visits": {"2027": 3, "2028": "three"},
        "votes": {"commune-59350": True},
        "lost": {"2027": ERASED, "2028": Unknown(frozenset(("lost",)))},
    },
)


def ask(source: str, scope: Facts = MANDATE) -> Result:
    return parse(source)(scope)


def unknown(*names: str) -> Unknown:
    return Unknown(frozenset(names))


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        ("regime == 'R6'", True),
        ("regime != 'R6'", False),
        ("regime == 'R6' and yearly_amount <= law.sgei_decision.ceiling", True),
        ("years(mandate_start, mandate_end) <= law.sgei_decision.max_years or missing_note", True),
        ("1_000_000 < yearly_amount <= 1500000.00", True),
        ("1 < 2 > 3", False),
        ("regime in ['R5', 'R6']", True),
        ("regime not in ('R5', 'R6')", False),
        ("regime in {'R5'}", False),
        ("'sport' in publics", True),
        ("'culture' not in publics", True),
        ("like_a_choice == 'R6'", True),
        ("publics == publics", True),
        ("not in_kind", True),
        ("in_kind == False", True),
        ("documents.report", True),
        ("entered.mandate <= day", True),
        ("open_controls == 2", True),
        ("day >= date('2027-03-01')", True),
        ("0.1 + 0.2 == 0.3", True),
        ("(2 + 3) * 4 - 10 / 4", Decimal("17.5")),
        ("-yearly_amount + 1", Decimal("-1499999.00")),
        ("day - mandate_start", Decimal(59)),
        ("mandate_start", date(2027, 1, 1)),
        ("publics", ("sport", "youth")),
        ("year(mandate_end)", Decimal(2036)),
        ("abs(1 - 3)", Decimal(2)),
        ("min(3, 1, 2) + max(3, yearly_amount)", Decimal("1500001.00")),
        ("max(mandate_start, day)", date(2027, 3, 1)),
        ("given(regime, mandate_start)", True),
        ("known(regime) and not known(absent)", True),
        ("given(president) and known(president)", True),
        ("total(paid)", Decimal("15.00")),
        ("total(nothing) + count(nothing)", Decimal(0)),
        ("count(paid) + count(votes)", Decimal(3)),
        ("count(lost)", Decimal(1)),
        ("  regime ==\n    'R6'\t", True),
    ],
)
def test_answers(source: str, answer: object) -> None:
    found = ask(source)
    assert found == answer
    assert type(found) is type(answer)


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("absent", ["absent"]),
        ("absent == other", ["absent", "other"]),
        ("absent == 'R6'", ["absent"]),
        ("'R6' == absent", ["absent"]),
        ("absent in ['R6']", ["absent"]),
        ("absent not in ['R6']", ["absent"]),
        ("absent in publics", ["absent"]),
        ("regime in absent", ["absent"]),
        ("not absent", ["absent"]),
        ("-absent", ["absent"]),
        ("absent + 1", ["absent"]),
        ("given(regime, absent, other)", ["absent", "other"]),
        ("years(absent, other)", ["absent", "other"]),
        ("law.sgei_decision.absent > 1", ["law.sgei_decision.absent"]),
        ("absent and regime == 'R6' and other", ["absent", "other"]),
        # known, but of a kind that does not fit
        ("regime < 3", ["regime"]),
        ("regime == day", ["regime", "day"]),
        ("yearly_amount == regime", ["yearly_amount", "regime"]),
        ("yearly_amount in ['R6']", ["yearly_amount"]),
        ("regime in yearly_amount", ["regime", "yearly_amount"]),
        ("publics < publics", ["publics"]),
        ("regime and in_kind == False", ["regime"]),
        ("not regime", ["regime"]),
        ("max(mandate_start, mandate_end) and in_kind == False", ["mandate_start", "mandate_end"]),
        ("-regime", ["regime"]),
        ("regime + 1", ["regime"]),
        ("day - yearly_amount", ["day", "yearly_amount"]),
        ("year(regime)", ["regime"]),
        ("years(mandate_start, regime)", ["mandate_start", "regime"]),
        ("max(mandate_start, yearly_amount)", ["mandate_start", "yearly_amount"]),
        ("max(regime, regime)", ["regime"]),
        ("total(visits)", ["visits"]),
        ("total(votes)", ["votes"]),
        ("total(lost) > 1", ["lost"]),
        ("documents.odd and in_kind == False", ["documents.odd"]),
        ("not documents.odd", ["documents.odd"]),
        # stored values that are no value
        ("president", ["president"]),
        ("president == 'Ada'", ["president"]),
        ("president != 'Ada'", ["president"]),
        ("broken == 1", ["broken"]),
        ("half == 0.5", ["half"]),
        ("not_a_number < 1", ["not_a_number"]),
        ("endless == endless", ["endless"]),
        # what cannot be computed
        ("yearly_amount / (open_controls - 2)", ["yearly_amount", "open_controls"]),
        ("immense * immense", ["immense"]),
        ("years(first_day, last_day)", ["first_day", "last_day"]),
        ("years(day, late_day)", ["day", "late_day"]),
        ("days(first_day, last_day) - years(day, last_day)", ["day", "last_day"]),
    ],
)
def test_what_is_not_known_is_named(source: str, names: list[str]) -> None:
    assert ask(source) == unknown(*names)


def test_what_is_not_known_never_passes_for_true() -> None:
    assert not ask("absent")


TRUTHS = (True, False, Unknown(frozenset("x")))


@pytest.mark.parametrize(("word", "fold", "ends"), [("and", and_, False), ("or", or_, True)])
def test_three_valued_logic_is_kleenes(word: str, fold: Callable[[bool, bool], bool], *, ends: bool) -> None:
    for a, b in product(TRUTHS, TRUTHS):
        found = ask(f"a {word} b", Facts({"a": a, "b": b}))
        if isinstance(a, bool) and isinstance(b, bool):
            assert found is fold(a, b)
        else:
            assert found == (ends if ends in (a, b) else unknown("x"))


@pytest.mark.parametrize(
    ("unit", "first", "last", "length"),
    [
        ("years", "2027-01-01", "2036-12-31", "10"),
        ("years", "2027-01-01", "2037-03-14", "10.2"),
        ("years", "2028-02-29", "2038-02-28", "10"),
        ("years", "2027-07-01", "2028-06-30", "1"),
        ("years", "2027-01-01", "2026-12-31", "0"),
        ("years", "2028-01-01", "2026-12-31", "-1"),
        ("months", "2027-01-15", "2027-03-14", "2"),
        ("months", "2027-01-31", "2027-02-28", "1"),
        ("months", "2027-02-01", "2027-02-14", "0.5"),
        ("days", "2027-01-01", "2027-01-01", "1"),
        ("days", "2027-01-01", "2027-12-31", "365"),
        ("days", "2027-01-02", "2027-01-01", "0"),
    ],
)
def test_lengths_count_the_first_and_the_last_day(unit: str, first: str, last: str, length: str) -> None:
    assert ask(f"{unit}(date('{first}'), date('{last}'))") == Decimal(length)


DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))


@given(DAYS, DAYS, DAYS)
def test_a_longer_period_is_never_shorter(a: date, b: date, c: date) -> None:
    a, b, c = sorted((a, b, c))
    for unit in ("years", "months", "days"):
        length = parse(f"{unit}(a, b)")
        assert length(Facts({"a": a, "b": b})) <= length(Facts({"a": a, "b": c}))  # type: ignore[operator]


@given(st.integers(1, 30), DAYS)
def test_a_whole_number_of_years_is_found_again(count: int, start: date) -> None:
    leap_day = (start.month, start.day) == (2, 29)
    year = start.year + count
    end = date(year, 2, 28) if leap_day else start.replace(year=year) - timedelta(days=1)
    assert ask("years(a, b)", Facts({"a": start, "b": end})) == count or (leap_day and year % 4 == 0)


def test_an_expression_tells_what_it_uses() -> None:
    found = parse("given(regime) and total(paid) > law.text.cap and count(votes) == authorities and documents.report")
    assert found.names == {"regime", "law.text.cap", "authorities", "documents.report"}
    assert found.repeated == {"paid", "votes"}
    assert found.functions == {"given", "total", "count"}
    assert found == parse(found.source)
    assert isinstance(found, Expression)


TYPES = {"regime": Kind.TEXT, "amount": Kind.NUMBER, "signed": Kind.DATE, "agreed": Kind.TRUTH, "publics": Kind.TEXTS}


def test_every_type_of_fact_has_a_kind() -> None:
    assert set(KINDS) == set(FactType)


@pytest.mark.parametrize(
    ("source", "column", "what", "hint"),
    [
        ("", 1, "vide", "given(vote_date)"),
        ("   \n", 1, "vide", ""),
        ("a and " * 400 + "a", 2001, "2000 caractères", "Découpez"),
        ("not " * 50 + "a", 165, "40 niveaux", "Découpez"),
        ("(" * 300 + "a" + ")" * 300, 201, "inattendu", "Sont admis"),
        ("a # comment", 3, "#", "hors de"),
        ("a == '\\n'", 7, "\\", "guillemets droits"),
        ("a ==", 1, "incomplète", "Sont admis"),
        ("a == 'é' b", 10, "inattendu", "Sont admis"),
        ("a \0", 1, "inattendu", "Sont admis"),
        ("a == '\ud800'", 1, "inattendu", "Sont admis"),
        ("  regime = 'R6'", 10, "« = »", "=="),
        ("a && b", 3, "« && »", "and"),
        ("a et b", 3, "« et »", "and"),
        ("a || b", 3, "« || »", "or"),
        ("a ou b", 3, "« ou »", "or"),
        ("'et' == a ou b", 11, "« ou »", "or"),
        ("a <> b", 3, "« <> »", "!="),
        ("!a", 1, "« ! »", "not"),
        ("a ≤ b", 3, "« ≤ »", "<="),
        ("a => b", 3, "« => »", ">="),
        ("a == ‘R6’", 6, "« ‘ »", "guillemets droits"),
        ("yers(a, b) > 1", 1, "« yers » n’existe pas", "Vouliez-vous dire « years »"),
        ("given(a) and __import__('os')", 14, "« __import__ » n’existe pas", "Fonctions : years(du, au)"),
        ("a.b()", 1, "Seule une fonction", "Fonctions"),
        ("years(a)", 1, "years s’écrit years(du, au)", ""),
        ("years(a, b, c)", 1, "years s’écrit", ""),
        ("years(*a)", 1, "years s’écrit", ""),
        ("years(a, b=c)", 1, "years s’écrit", ""),
        ("given()", 1, "given s’écrit given(nom, …)", ""),
        ("known(a, b)", 1, "known s’écrit", ""),
        ("total(1)", 7, "Un nom est attendu", "law.<texte>"),
        ("given(documents.report)", 7, "toujours vrai ou faux", "documents.report seul"),
        ("date(day)", 1, "Cette date n’existe pas", ""),
        ("date('2026-02-30')", 1, "Cette date n’existe pas", ""),
        ("date('20260108')", 1, "Cette date n’existe pas", ""),
        ("date('2026-01-08', 1)", 1, "Cette date n’existe pas", ""),
        ("a.b == 1", 1, "« a.b » n’est pas un nom admis", "documents.<pièce>"),
        ("law.cap == 1", 1, "« law.cap » n’est pas un nom", ""),
        ("(a + b).c", 1, "Un nom est attendu", ""),
        ("état == 1", 1, "« état » n’est pas un nom", ""),
        ("'é' == état", 8, "« état » n’est pas un nom", ""),
        ("a == None", 6, "valeur n’est pas admise", "not known(nom)"),
        ("a == 0x10", 6, "valeur n’est pas admise", ""),
        ("a == 1e9", 6, "valeur n’est pas admise", ""),
        ("a == 2j", 6, "valeur n’est pas admise", ""),
        ("a == b''", 6, "valeur n’est pas admise", ""),
        ("a is None", 6, "is n’est pas admis", "known(nom)"),
        ("a ** 2", 1, "écriture n’est pas admise", "Sont admis"),
        ("1 if a else 2", 1, "écriture n’est pas admise", ""),
        ("a[0]", 1, "écriture n’est pas admise", ""),
        ("~a", 1, "écriture n’est pas admise", ""),
        ("[x for x in y]", 1, "écriture n’est pas admise", ""),
        ("(lambda: 1)", 2, "écriture n’est pas admise", ""),
        ("f'{a}'", 1, "écriture n’est pas admise", ""),
        ("a / 0", 5, "Division par zéro", ""),
        # kinds
        ("1 == '1'", 6, "Un nombre ne se compare pas à un texte", ""),
        ("day >= '2026-01-08'", 8, "Une date ne se compare pas à un texte", "date('2026-01-08')"),
        ("signed >= '2026-01-08'", 11, "Une date ne se compare pas à un texte", "date('2026-01-08')"),
        ("True < False", 8, "n’a pas d’ordre", "=="),
        ("absent < agreed", 10, "n’a pas d’ordre", "=="),
        ("regime and agreed", 1, "condition est attendue ici, pas un texte", "given(nom)"),
        ("not amount", 5, "condition est attendue ici, pas un nombre", ""),
        ("agreed and years(signed, day)", 12, "pas un nombre", ""),
        ("-regime", 2, "Ici est attendu un nombre, pas un texte", ""),
        ("amount + signed", 10, "Ici est attendu un nombre, pas une date", ""),
        ("signed - 'x'", 10, "Ici est attendu un nombre ou une date, pas un texte", "date("),
        ("signed - amount", 10, "Une date et un nombre", "date - date"),
        ("years(signed, amount)", 15, "Ici est attendu une date, pas un nombre", "date("),
        ("max(signed, amount)", 1, "pas un mélange", ""),
        ("amount in ['x']", 1, "Ici est attendu un texte, pas un nombre", ""),
        ("regime in []", 11, "in attend une liste de textes", "in ['R5', 'R6']"),
        ("regime in ['R5', 6]", 11, "in attend une liste de textes", ""),
        ("regime in 'R5'", 11, "in attend une liste de textes", ""),
        ("regime in amount", 11, "in attend une liste, pas un nombre", ""),
    ],
)
def test_a_wrong_expression_is_refused_with_its_place_and_what_is_allowed(
    source: str, column: int, what: str, hint: str
) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(source, TYPES)
    error = caught.value
    plain = error.what.replace("\u00a0", " ")
    assert what in plain
    assert hint in error.do.replace("\u00a0", " ")
    assert error.column == column
    assert error.where == f"colonne {column}"


def test_kinds_that_are_known_let_right_expressions_through() -> None:
    for source in (
        "regime in publics",
        "signed - day < amount",
        "agreed or max(signed, day) > signed",
        "publics == publics",
    ):
        assert parse(source, TYPES).names


NAMES = st.sampled_from(["a", "b", "law.t.q", "documents.d", "entered.s", "day", "state", "open_controls"])
ATOMS = NAMES | st.sampled_from(["1", "0", "2.5", "'x'", "''", "True", "date('2026-01-08')", "total(r)", "count(r)"])
JOINS = st.sampled_from(["and", "or", "==", "!=", "<", ">=", "+", "-", "*", "/"])
SOURCES = st.recursive(
    ATOMS,
    lambda part: st.one_of(
        st.builds("({} {} {})".format, part, JOINS, part),
        st.builds("not {}".format, part),
        st.builds("-{}".format, part),
        st.builds("{} in ['x', 'y']".format, part),
        st.builds("{}({}, {})".format, st.sampled_from(["years", "months", "days", "min", "max"]), part, part),
        st.builds("{}({})".format, st.sampled_from(["year", "abs", "known", "given"]), part),
    ),
    max_leaves=12,
)
STORED = st.one_of(
    st.none(),
    st.sampled_from(["", "x", "2027"]),
    st.booleans(),
    st.integers(-3, 10**20),
    st.floats(),
    st.decimals(),
    st.dates(),
    st.tuples(st.just("x")),
    st.just(ERASED),
    st.just(unknown("z")),
)
VALUES = st.dictionaries(NAMES, STORED)
REPEATED = st.dictionaries(st.just("r"), st.dictionaries(st.sampled_from(["2027", "2028"]), STORED))


@given(SOURCES, VALUES, REPEATED)
def test_whatever_is_stored_an_expression_answers(
    source: str, values: dict[str, object], repeated: dict[str, dict[str, object]]
) -> None:
    try:
        expression = parse(source)
    except ExpressionError:
        return
    answer = expression(Facts(values, repeated))
    assert isinstance(answer, bool | Decimal | str | date | tuple | Unknown)
    if isinstance(answer, Unknown):
        assert answer.names <= expression.names | expression.repeated | {"z"}


@given(st.text(max_size=20) | st.text("ab.()[]'\"=<>!+-*/, 01#\\\n", max_size=60))
def test_whatever_is_written_is_read_or_refused(source: str) -> None:
    try:
        parse(source)
        column = 1
    except ExpressionError as error:
        column = error.column
    assert 1 <= column <= max(1, len(source))
