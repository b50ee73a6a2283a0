from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandate_flow.domain.expression import KINDS, ExpressionError, Kind, Unknown, parse
from mandate_flow.domain.value import ERASED, FactType
from tests.domain.facts import Facts, unknown

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
