"""The worked example of compensation: three years of a solidarity car-sharing service, all figures invented."""

from dataclasses import replace
from decimal import Decimal

from mandate_flow.domain.compensation import (
    Direct,
    Key,
    Keys,
    Line,
    Pool,
    Revenue,
    RevenueKind,
    Statement,
    YearAccount,
    YearResult,
    statement,
)


def euros(text: str | int) -> Decimal:
    return Decimal(text)


def key(pool: str, numerator: str, denominator: str, unit: str = "", activity: str = "entrusted") -> Key:
    return Key(pool, activity, unit, Decimal(numerator), Decimal(denominator))


KEYS = Keys(
    (
        key("Siège", "6.0", "10.0", "ETP"),
        key("Siège", "4.0", "10.0", "ETP", "other"),
        key("Informatique", "45", "100", "réservations"),
        key("Informatique", "55", "100", "réservations", "other"),
        key("Communication", "1", "2", "chiffre d’affaires"),
        key("Communication", "1", "2", "chiffre d’affaires", "other"),
    )
)


def account(year: int, direct: int, pools: tuple[int, int, int], fees: int, public: int, capital: int) -> YearAccount:
    names = ("Siège", "Informatique", "Communication")
    return YearAccount(
        year,
        (Direct("Véhicules et assurances", euros(direct), "grand livre"),),
        tuple(Pool(name, euros(amount)) for name, amount in zip(names, pools, strict=True)),
        (
            Revenue("Abonnements", RevenueKind.FEES, euros(fees)),
            Revenue("ADEME", RevenueKind.OTHER_PUBLIC, euros(public)),
        ),
        euros(capital),
        Decimal("3.45"),
        None,
        KEYS,
    )


YEARS = {
    2026: account(2026, 310_000, (60_000, 36_000, 24_000), 168_000, 20_000, 240_000),
    2027: account(2027, 322_000, (61_000, 37_000, 22_000), 181_000, 20_000, 228_000),
    2028: account(2028, 336_000, (62_500, 38_000, 21_000), 190_000, 10_000, 216_000),
}


def of_year(year: int, paid: int) -> Statement:
    return statement(replace(YEARS[year], paid=euros(paid)))


def line(found: Statement, code: str) -> Line:
    one = found.line(code)
    assert one is not None
    return one


def result(found: Statement) -> YearResult:
    return YearResult(found.year, found.paid, found.maximum)
