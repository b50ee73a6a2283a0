"""What files, aid and inventories make of the picture of a calendar's owner."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from mandate_flow.domain.calendar.see import Findings, picture_of_authority, picture_of_structure
from mandate_flow.domain.deminimis import Grant, Regime
from mandate_flow.domain.event import GENESIS
from mandate_flow.domain.file import File, Pin
from mandate_flow.domain.inventory import Answer, Instrument, Line
from mandate_flow.domain.payment import Payment, PaymentKind
from mandate_flow.domain.register import Authority, Structure
from mandate_flow.domain.value import Fact, FactType, Value

ASSO, LILLE = Structure("asso", "association", "Asso", fiscal_year_end_month=8), Authority("lille", "commune", "Lille")
DAY = date(2026, 2, 1)


def _file(regime: str = "R6_DECISION", **facts: Value) -> File:
    told: dict[str, Value] = {
        "regime": regime,
        "sign_date": DAY,
        "mandate_start": date(2026, 1, 1),
        "mandate_end": date(2027, 12, 31),
        "yearly_amount": Decimal("1200000.00"),
        **facts,
    }
    return File(
        "f", "SIEG-2026-0001", Pin("sieg", 1, ""), "mandate", 1, GENESIS, DAY, "Autopartage",
        authorities=("lille", "mel"),
        structures=("asso",),
        facts={(name, ""): Fact(FactType.TEXT, value) for name, value in told.items()},
        taken={("sign", ""): DAY},
    )  # fmt: skip


def _paid(name: str, euros: str, **other: object) -> Payment:
    basic = Payment(name, "lille", "2026", PaymentKind.CASH, Decimal(euros), date(2027, 1, 15))
    return replace(basic, **other)  # type: ignore[arg-type]


def _with(file: File, *payments: Payment) -> File:
    return replace(file, payments={one.id: one for one in payments})


def test_cash_is_the_payments_of_all_files_or_the_total_that_one_of_them_tells() -> None:
    one = _with(
        _file(), _paid("a", "100000"), _paid("b", "5", kind=PaymentKind.IN_KIND), _paid("c", "9", cancelled=True)
    )
    two = _with(_file(), _paid("d", "60000", authority="mel"))
    told = {("cash_grants_total", "2026"): Fact(FactType.MONEY, Decimal(150000))}
    values = picture_of_structure(ASSO, Findings((one, two))).values
    assert values["cash_grants", "2026"] == Decimal(160000)
    three = replace(_file(), facts=told)
    assert picture_of_structure(ASSO, Findings((one, three))).values["cash_grants", "2026"] == Decimal(150000)
    assert values["fiscal_year_end_month", ""] == Decimal(8)


def test_an_authority_gave_aid_in_the_years_of_its_grants_mandates_payments_and_lines() -> None:
    grants = (
        Grant("g", "asso", Regime.SGEI, Decimal(5000), date(2022, 5, 1), "lille"),
        Grant("w", "asso", Regime.SGEI, Decimal(5000), date(2021, 5, 1), "lille", withdrawn=True),
        Grant("m", "asso", Regime.SGEI, Decimal(5000), date(2020, 5, 1), "mel"),
    )
    lines = (
        Line("l", "lille", "Fête", Instrument.GRANT, Decimal(100), date(2018, 3, 1)),
        Line("n", "lille", "Ménage", Instrument.GRANT, Decimal(100), date(2017, 3, 1), economic=Answer.NO),
    )
    found = Findings((_file(), _file("R1_NO_AID")), grants, lines)
    values = picture_of_authority(LILLE, found).values
    assert {year for name, year in values if name == "gave_aid"} == {"2018", "2022", "2026", "2027"}
    unsigned = replace(_with(_file(), _paid("p", "1")), taken={})
    values = picture_of_authority(LILLE, Findings((unsigned,))).values
    assert {year for name, year in values if name == "gave_aid"} == {"2027"}


def test_what_is_given_under_the_present_decision_is_what_was_paid_else_agreed() -> None:
    since = date(2026, 1, 8)
    file = _with(_file(), _paid("p", "700000"), _paid("q", "900000", authority="mel"))
    values = picture_of_authority(LILLE, Findings((file, file), decision_since=since)).values
    assert values["largest_decision_aid", "2026"] == Decimal(1400000)
    assert values["largest_decision_aid", "2027"] == Decimal(2400000)
    before = _file(sign_date=date(2026, 1, 7))
    for files in ((before,), (_file("R4_DEMIN"),), (replace(file, taken={}),)):
        assert not [
            name
            for name, _ in picture_of_authority(LILLE, Findings(files, decision_since=since)).values
            if name == "largest_decision_aid"
        ]


def test_only_communes_metropole_and_departement_report_to_the_region() -> None:
    kinds = ("commune", "metropole", "departement", "region", "state")
    told = [
        picture_of_authority(Authority("x", kind, "X"), Findings()).value("reports_to_region", "2026") for kind in kinds
    ]
    assert told == [True, True, True, False, False]
