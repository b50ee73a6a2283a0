"""All regimes compared for the same answers, under the law of each period."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from mandate_flow.content.library import Library, load
from mandate_flow.domain.event import GENESIS
from mandate_flow.domain.expression import Unknown
from mandate_flow.domain.file import Document, File, Pin
from mandate_flow.domain.regime import Comparison, Standing, account, asked_of, compare, contents_of, draft_of_reasons
from mandate_flow.domain.value import Fact, Value
from mandate_flow.domain.workdays import french_workdays
from mandate_flow.domain.workflow.known import Known
from tests.house.tree import ROOT

TODAY = date(2026, 11, 23)
DAYS = (
    date(2013, 6, 1),
    date(2023, 12, 31),
    date(2024, 1, 1),
    date(2026, 1, 7),
    date(2026, 1, 8),
    TODAY,
)
ECONOMIC: dict[str, Value] = {
    "service_category": "general",
    "economic_activity": True,
    "economic_reasons": "Les usagers paient",
    "state_resources": True,
    "selective_advantage": True,
    "trade_effect": True,
    "excluded_sector": False,
    "rgec_category": "none",
    "planned_years": Decimal(3),
    "deminimis_prior": Decimal(0),
}
SGEI: dict[str, Value] = ECONOMIC | {"market_failure": "Aucune offre", "obligations": "Une station par quartier"}
LOCAL: dict[str, Value] = ECONOMIC | {
    "trade_effect": False,
    "local_area": True,
    "foreign_users": False,
    "foreign_investment": False,
    "local_effect_reasons": "Usagers du quartier",
    "border_reasons": "Moins de 1 % d’usagers belges",
    "deminimis_amount": Decimal(10_000),
    "yearly_amount": Decimal(10_000),
}
ALTMARK: dict[str, Value] = SGEI | {
    "altmark_parameters": True,
    "altmark_limit": True,
    "altmark_selection": "tender",
    "yearly_amount": Decimal(900_000),
    "deminimis_amount": Decimal(2_700_000),
}


@cache
def library() -> Library:
    return load(ROOT)


def amounts(total: int, yearly: int) -> dict[str, Value]:
    return {"deminimis_amount": Decimal(total), "yearly_amount": Decimal(yearly)}


def file(answers: dict[str, Value], papers: tuple[str, ...] = ()) -> File:
    kinds = library().latest("sieg").facts
    held = {(name, ""): Fact(kinds[name].type, value) for name, value in answers.items()}
    documents = {kind: Document(kind, kind, "", kind, "0" * 64, 1, "application/pdf", TODAY, "x") for kind in papers}
    pin = Pin("sieg", 1, "0" * 64)
    return File("1", "SIEG-1", pin, "legal_analysis", 1, GENESIS, TODAY, "Un", facts=held, documents=documents)


def compared(answers: dict[str, Value], day: date = TODAY, papers: tuple[str, ...] = ()) -> Comparison:
    known = Known(library().law, french_workdays())
    return compare(library().regimes["sieg"], library().latest("sieg"), file(answers, papers), known, day)


def chosen(answers: dict[str, Value], day: date = TODAY, papers: tuple[str, ...] = ()) -> str | None:
    found = compared(answers, day, papers).recommended
    return found.option.code if found else None


def lightest(answers: dict[str, Value], day: date = TODAY, papers: tuple[str, ...] = ()) -> str | None:
    """The lightest regime that fits, whether or not a lighter one is still undecided."""
    fitting = [one for one in compared(answers, day, papers).verdicts if one.eligible is True]
    return min(fitting, key=lambda one: one.option.rank).option.code if fitting else None


def fits(answers: dict[str, Value], code: str, day: date = TODAY, papers: tuple[str, ...] = ()) -> object:
    eligible = compared(answers, day, papers).of(code).eligible
    return None if isinstance(eligible, Unknown) else eligible


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        # 250 000 without obligations: 200 000 until 2023, 300 000 since.
        (
            ECONOMIC | amounts(250_000, 100_000),
            (None, None, "R4_DEMIN", "R4_DEMIN", "R4_DEMIN", "R4_DEMIN"),
        ),
        # 600 000 for an SGEI: 500 000 until 2023, 750 000 since; above it, the Decision.
        (
            SGEI | amounts(600_000, 200_000),
            ("R6_DECISION", "R6_DECISION", *["R5_DEMIN_SIEG"] * 4),
        ),
        # 16 millions a year: above 15 millions until 7 January 2026, under 20 since.
        (
            SGEI | amounts(48_000_000, 16_000_000),
            (*["R8_NOTIFY"] * 4, "R6_DECISION", "R6_DECISION"),
        ),
        # Affordable housing has no ceiling since 8 January 2026 only.
        (
            SGEI | amounts(90_000_000, 30_000_000) | {"service_category": "affordable_housing"},
            (*["R8_NOTIFY"] * 4, "R6_DECISION", "R6_DECISION"),
        ),
        # Social services never had one.
        (
            SGEI | amounts(90_000_000, 30_000_000) | {"service_category": "social"},
            tuple(["R6_DECISION"] * 6),
        ),
        # The block exemption of culture began in July 2014.
        (
            ECONOMIC | amounts(900_000, 300_000) | {"rgec_category": "culture"},
            (None, *["R7_RGEC"] * 5),
        ),
    ],
    ids=["general", "sgei", "decision", "affordable", "social", "culture"],
)
def test_the_same_facts_get_the_answer_of_each_period(answers: dict[str, Value], expected: tuple[Any, ...]) -> None:
    assert tuple(lightest(answers, day) for day in DAYS) == expected


def test_the_day_that_counts_is_that_of_the_grant_and_says_when_it_is_provisional() -> None:
    answers = ECONOMIC | amounts(250_000, 100_000)
    assert chosen(answers | {"mandate_start": date(2023, 12, 31)}) is None
    early = compared(answers | {"mandate_start": date(2023, 12, 31)}).of("R4_DEMIN")
    assert (early.on, early.provisional) == (date(2023, 12, 31), True)
    certain = compared(answers | {"grant_date": date(2024, 1, 1)}).of("R4_DEMIN")
    assert (certain.on, certain.provisional, certain.eligible) == (date(2024, 1, 1), False, True)
    assert compared(answers).of("R4_DEMIN").provisional


NOT_ECONOMIC: dict[str, Value] = {"economic_activity": False, "economic_reasons": "Gratuit, ouvert à tous"}
TRANSPORT: dict[str, Value] = ECONOMIC | {"service_category": "land_transport"} | amounts(9_000_000, 3_000_000)
MARKET: dict[str, Value] = ECONOMIC | {"selective_advantage": False}
PROOF = ("altmark_evidence",)


@pytest.mark.parametrize(
    ("regime", "fitting", "papers", "unfit"),
    [
        ("R0_SNEIG", NOT_ECONOMIC, (), ECONOMIC),
        ("R0_SNEIG", NOT_ECONOMIC, (), NOT_ECONOMIC | {"users_pay": True, "comparable_offers": True}),
        ("R1_NO_AID", MARKET, (), ECONOMIC),
        ("R2_ALTMARK", ALTMARK, PROOF, ALTMARK | {"altmark_selection": "neither"}),
        ("R2_ALTMARK", ALTMARK, PROOF, ALTMARK | {"altmark_parameters": False}),
        ("R3_LOCAL", LOCAL, (), LOCAL | {"foreign_users": True}),
        ("R3_LOCAL", LOCAL, (), LOCAL | {"local_area": False}),
        ("R4_DEMIN", ECONOMIC | amounts(300_000, 100_000), (), ECONOMIC | amounts(300_001, 100_000)),
        ("R4_DEMIN", ECONOMIC | amounts(1, 1), (), ECONOMIC | amounts(1, 1) | {"excluded_sector": True}),
        ("R5_DEMIN_SIEG", SGEI | amounts(750_000, 250_000), (), SGEI | amounts(750_001, 250_000)),
        (
            "R6_DECISION",
            SGEI | amounts(9_000_000, 3_000_000),
            (),
            SGEI | amounts(9, 3) | {"planned_years": Decimal(11)},
        ),
        ("R7_RGEC", ECONOMIC | {"rgec_category": "sport"}, (), ECONOMIC),
        ("R8_NOTIFY", SGEI, (), SGEI | {"economic_activity": False}),
        ("R9_1370", TRANSPORT, (), ECONOMIC),
    ],
)
def test_each_regime_fits_in_one_case_and_is_refused_in_another(
    regime: str, fitting: dict[str, Value], papers: tuple[str, ...], unfit: dict[str, Value]
) -> None:
    assert fits(fitting, regime, papers=papers) is True
    assert lightest(fitting, papers=papers) == regime or regime == "R8_NOTIFY"
    assert fits(unfit, regime, papers=papers) is False


def test_altmark_is_not_for_those_who_have_no_evidence() -> None:
    verdict = compared(ALTMARK).of("R2_ALTMARK")
    assert verdict.eligible is False
    assert [one.condition.code for one in verdict.standing(Standing.UNMET)] == ["fourth_proved"]
    assert chosen(ALTMARK) == "R6_DECISION"


def test_the_border_must_be_answered() -> None:
    silent = {name: value for name, value in LOCAL.items() if name != "border_reasons"}
    verdict = compared(silent).of("R3_LOCAL")
    assert isinstance(verdict.eligible, Unknown)
    assert verdict.eligible.names == {"border_reasons"}
    [reason] = verdict.standing(Standing.UNKNOWN)
    assert "frontière belge" in reason.says("fr")


def test_every_reason_has_a_sentence_and_an_article_in_each_language() -> None:
    for answers in ({}, NOT_ECONOMIC, ECONOMIC, SGEI, LOCAL, ALTMARK, SGEI | amounts(90_000_000, 30_000_000)):
        for day in DAYS[1:]:
            for verdict in (*compared(answers, day).verdicts, *compared(answers, day).instruments):
                assert verdict.reasons
                for reason in verdict.reasons:
                    assert all(reason.says(lang) for lang in ("fr", "en", "nl"))
                    assert reason.law or reason.condition.in_force or "altmark" not in reason.condition.law[0]


def test_why_not_the_general_de_minimis_is_told_with_figures() -> None:
    told = " ".join(one.says("fr") for one in compared(SGEI | amounts(412_500, 82_500)).general_deminimis)
    told = told.replace("\u202f", " ").replace("\u00a0", " ")
    assert "412 500 €" in told
    assert "le plafond est de 300 000 €" in told
    assert "750 000 €" in told
    silent = " ".join(one.says("fr") for one in compared(ECONOMIC).general_deminimis)
    assert "On ne peut pas encore le dire" in silent


def test_several_years_promised_at_once_count_at_once() -> None:
    answers = ECONOMIC | amounts(100_000, 100_000) | {"planned_years": Decimal(4)}
    told = " ".join(one.says("fr") for one in compared(answers).general_deminimis).replace("\u202f", " ")
    assert "400 000" in told


def test_questions_appear_with_the_answers_they_depend_on() -> None:
    known = Known(library().law, french_workdays())
    tree, definition = library().regimes["sieg"], library().latest("sieg")

    def asked(answers: dict[str, Value]) -> set[str]:
        groups = asked_of(tree, definition, file(answers), known, TODAY)
        return {one.fact for group in groups for one in group.questions}

    assert "border_reasons" not in asked(ECONOMIC)
    assert "border_reasons" in asked(
        ECONOMIC | {"local_area": True, "foreign_users": False, "foreign_investment": False}
    )
    assert "state_resources" not in asked(NOT_ECONOMIC)
    assert "amortisation_note" in asked(ECONOMIC | {"planned_years": Decimal(12)})


def test_all_conditions_are_reached_and_every_regime_is_compared() -> None:
    tree = library().regimes["sieg"]
    assert {one.option.code for one in compared({}).verdicts} == {
        one.value for one in library().latest("sieg").facts["regime"].choices
    }
    ranks = [one.rank for one in tree.regimes]
    assert len(set(ranks)) == len(ranks) == 10


def test_the_account_keeps_verdicts_figures_and_law_and_no_words_of_people() -> None:
    answers = SGEI | amounts(600_000, 200_000)
    found = compared(answers)
    kept = account(found, library().regimes["sieg"], file(answers))
    assert kept["recommended"] == "R5_DEMIN_SIEG"
    assert kept["figures"]["deminimis_amount"] == "60000000"
    assert "market_failure" not in kept["figures"]
    assert "aid.sieg_total" in kept["figures"]
    assert {"key": "de_minimis_sieg.ceiling", "on": "2026-11-23"}.items() <= next(
        one for one in kept["law"] if one["key"] == "de_minimis_sieg.ceiling"
    ).items()
    assert library().regimes["sieg"].sha256 in contents_of(found, library().regimes["sieg"])
    assert found.recommended is not None
    assert "art. 3, paragraphe 2" in draft_of_reasons(found.recommended)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"initiative": "operator", "own_need": False, "counterpart": False, "planned_years": Decimal(4)}, "cpo"),
        ({"initiative": "operator", "own_need": False, "counterpart": False, "planned_years": Decimal(1)}, "grant"),
        ({"initiative": "authority", "own_need": True, "counterpart": True, "risk_transfer": False}, "public_contract"),
        ({"initiative": "authority", "own_need": False, "counterpart": False, "risk_transfer": True}, "concession"),
    ],
)
def test_the_instrument_follows_from_who_wants_what(answers: dict[str, Value], expected: str) -> None:
    found = compared(answers)
    assert found.instrument is not None
    assert found.instrument.option.code == expected
    assert found.requalification


def test_a_workflow_without_a_fact_is_not_asked_for_it() -> None:
    definition = library().latest("sieg")
    older = replace(definition, facts={k: v for k, v in definition.facts.items() if k != "users_pay"})
    known = Known(library().law, french_workdays())
    groups = asked_of(library().regimes["sieg"], older, file({}), known, TODAY)
    assert all(one.fact != "users_pay" for group in groups for one in group.questions)
    compare(library().regimes["sieg"], older, file(SGEI), known, TODAY)
