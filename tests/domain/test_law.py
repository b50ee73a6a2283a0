"""Dated law: the figures of each period, what may block, and what a correction leaves as it was."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from mandate_flow.content.law_reader import read_law
from mandate_flow.content.library import law_book
from mandate_flow.content.problem import Problems
from mandate_flow.domain.law import Confidence, LawBook, LawText, Quantity
from mandate_flow.domain.law_words import confidence_words, value_words
from mandate_flow.service.law_pages import change, law_on, timeline
from tests.house.tree import ROOT

DAYS = tuple(map(date.fromisoformat, "2013-06-01 2023-12-31 2024-01-01 2026-01-07 2026-01-08 2026-11-23".split()))

# One line a figure, one column a day; None: the law of that day says no such figure.
FIGURES: dict[str, tuple[int | None, ...]] = {
    "de_minimis_general.ceiling": (200_000, 200_000, 300_000, 300_000, 300_000, 300_000),
    "de_minimis_general.road_ceiling": (100_000, 100_000, None, None, None, None),
    "de_minimis_general.window_years": (3, 3, 3, 3, 3, 3),
    "de_minimis_general.cumulation": (None, 500_000, None, None, None, None),
    "de_minimis_general.total_with_sieg": (None, None, 1_050_000, 1_050_000, 1_050_000, 1_050_000),
    "de_minimis_general.register_working_days": (None, None, None, 20, 20, 20),
    "de_minimis_sieg.ceiling": (500_000, 500_000, 750_000, 750_000, 750_000, 750_000),
    "de_minimis_sieg.window_years": (3, 3, 3, 3, 3, 3),
    "de_minimis_sieg.cumulation": (500_000, 500_000, None, None, None, None),
    "de_minimis_sieg.register_working_days": (None, None, None, 20, 20, 20),
    "sgei_decision.ceiling_per_year": (15_000_000,) * 4 + (20_000_000,) * 2,
    "sgei_decision.control_years": (3, 3, 3, 3, 5, 5),
    "sgei_decision.max_years": (10, 10, 10, 10, 10, 10),
    "sgei_decision.tolerance": (10, 10, 10, 10, 10, 10),
    "sgei_decision.profit_cap_bp": (100, 100, 100, 100, 100, 100),
    "sgei_decision.publication_over": (15_000_000,) * 4 + (None,) * 2,
    "sgei_decision.register_over": (None,) * 4 + (1_000_000,) * 2,
    "sgei_decision.state_report_years": (2, 2, 2, 2, None, None),
    "sgei_decision.other_income_exemption": (None, None, None, None, 5, 5),
    "sgei_decision.keep_years": (10, 10, 10, 10, 10, 10),
    "sgei_framework.control_years": (3, 3, 3, 3, 3, 3),
    "decret_2001_495.convention_threshold": (23_000,) * 6,
    "code_commerce.audit_threshold": (153_000,) * 6,
    "cgct.annex_threshold": (75_000,) * 6,
    "cgct.convocation_clear_days": (5,) * 6,
    "code_juridictions_financieres.control_threshold": (None,) + (1_500,) * 5,
    "decret_2017_779.open_data_months": (None,) + (3,) * 5,
    "loi_2000_321.financial_report_months": (6,) * 6,
    "crpa.withdrawal_months": (None,) + (4,) * 5,
    "crpa.silence_months": (None,) + (2,) * 5,
    "recuperation.limitation_years": (None,) + (10,) * 5,
}
KINDS = ("fiscal_years", "fiscal_years", *("rolling_years",) * 4)
TEXTS = {
    "de_minimis_general": ("1998/2006", "1407/2013", *("2023/2831",) * 4),
    "de_minimis_sieg": ("360/2012", "360/2012", *("2023/2832",) * 4),
    "sgei_decision": (*("2012/21/UE",) * 4, *("2025/2630",) * 2),
}


@cache
def law() -> LawBook:
    return law_book(ROOT)


@pytest.mark.parametrize("key", FIGURES)
def test_each_period_has_its_figure(key: str) -> None:
    cited = [law().cite(key, day) for day in DAYS]
    assert [one.quantity.value if one else None for one in cited] == [
        None if figure is None else Decimal(figure) for figure in FIGURES[key]
    ]


@pytest.mark.parametrize("text", ["de_minimis_general", "de_minimis_sieg"])
def test_years_were_fiscal_and_became_rolling(text: str) -> None:
    cited = [law().cite(f"{text}.window_kind", day) for day in DAYS]
    assert tuple(one.quantity.value for one in cited if one) == KINDS


@pytest.mark.parametrize("text", TEXTS)
def test_each_period_cites_its_own_text(text: str) -> None:
    entries = [law().texts[text].on(day) for day in DAYS]
    assert [
        expected in (entry.text["fr"] if entry else "") for entry, expected in zip(entries, TEXTS[text], strict=True)
    ]
    assert all(expected in entry.text["fr"] for entry, expected in zip(entries, TEXTS[text], strict=True) if entry)
    assert None not in entries


def test_what_was_not_verified_of_the_new_decision_warns_and_says_why() -> None:
    entry = law().texts["sgei_decision"].on(date(2026, 1, 8))
    assert entry is not None
    loose = [one for one in entry.quantities.values() if not one.binding]
    assert {"art4_f", "register_over", "register_delay", "tolerance"} <= {one.name for one in loose}
    assert [one.name for one in loose if not one.note] == []
    assert entry.quantities["ceiling_per_year"].binding


@pytest.mark.parametrize("confidence", Confidence)
def test_what_may_block(confidence: Confidence) -> None:
    firm = confidence in (Confidence.VERIFIED, Confidence.SECONDARY)
    assert Quantity("x", None, "art. 1", confidence).binding is firm
    assert Quantity("x", None, "art. 1", confidence, checked_on=date(2026, 1, 1)).binding


CORRECTED = """
title: {fr: Prêts, en: Loans, nl: Leningen}
entries:
  - id: first
    since: 2020-01-01
    until: 2025-12-31
    text: {fr: règlement, en: rules, nl: reglement}
    quantities:
      ceiling: {value: 1000, article: "3", confidence: verified, unit: EUR}
      months: {value: 6, article: "5", confidence: verified, unit: months}
  - id: second
    since: 2026-01-01
    text: {fr: règlement, en: rules, nl: reglement}
    quantities:
      ceiling: {value: 2000, article: "3", confidence: verified, unit: EUR}
  - id: first-corrected
    corrects: first
    since: 2020-01-01
    until: 2025-12-31
    text: {fr: règlement, en: rules, nl: reglement}
    quantities:
      ceiling: {value: 1200, article: "3", confidence: verified, unit: EUR}
      months: {value: 6, article: "5", confidence: verified, unit: months}
"""


def corrected() -> LawText:
    problems = Problems("loans.yaml")
    text = read_law("loans", CORRECTED.encode(), problems)
    assert problems.found == []
    return text


def test_a_correction_is_read_from_then_on_and_the_first_entry_stays_to_be_cited() -> None:
    book = LawBook({"loans": corrected()})
    now = book.cite("loans.ceiling", date(2022, 1, 1))
    assert now is not None
    assert (now.entry, now.quantity.value) == ("first-corrected", Decimal(1200))
    assert [one.id for one in corrected().entries] == ["first", "second", "first-corrected"]
    after = book.cite("loans.ceiling", date(2026, 1, 1))
    assert after is not None
    assert after.entry == "second"
    versions = {one.entry.id: one for one in timeline(book, "loans").versions}
    assert versions["first"].corrected_by == "first-corrected"
    assert [one.name for one in versions["first-corrected"].differences] == ["ceiling"]
    assert [one.name for one in versions["second"].differences] == ["ceiling", "months"]


def test_the_law_changes_on_known_days_only() -> None:
    book = LawBook({"loans": corrected()})
    assert corrected().changes() == {date(2020, 1, 1), date(2026, 1, 1)}
    seen = law_on(book, date(2022, 1, 1))
    assert seen.previous is not None
    assert seen.next is not None
    assert (seen.previous.day, seen.next.day) == (date(2020, 1, 1), date(2026, 1, 1))
    standing = law_on(book, date(2026, 1, 1))
    assert standing.previous is not None
    assert (standing.previous.day, standing.next) == (date(2020, 1, 1), None)


def test_the_day_the_decision_changes_says_both() -> None:
    [turn] = [one for one in change(law(), date(2026, 1, 8)).turns if one.text.name == "sgei_decision"]
    assert turn.before is not None
    assert turn.after is not None
    assert (turn.before.id, turn.after.id) == ("sd12", "sd25")


@pytest.mark.parametrize(
    ("quantity", "said"),
    [
        (Quantity("x", Decimal(300_000), "", Confidence.VERIFIED, unit="EUR"), "300 000 €"),
        (Quantity("x", Decimal(1), "", Confidence.VERIFIED, unit="weeks"), "1 semaine"),
        (Quantity("x", Decimal(20), "", Confidence.VERIFIED, unit="working_days"), "20 jours ouvrés"),
        (Quantity("x", Decimal(10), "", Confidence.VERIFIED, unit="%"), "10 %"),
        (Quantity("x", Decimal(7), "", Confidence.VERIFIED), "7"),
        (Quantity("x", date(2029, 1, 1), "", Confidence.VERIFIED), "1er janvier 2029"),
        (Quantity("x", "rolling_years", "", Confidence.VERIFIED), "années glissantes"),
        (Quantity("x", None, "art. 1", Confidence.VERIFIED), ""),
    ],
)
def test_a_figure_is_said_with_its_unit(quantity: Quantity, said: str) -> None:
    assert value_words(quantity).replace("\u00a0", " ").replace("\u202f", " ") == said


def test_a_check_by_a_person_is_said_rather_than_the_source() -> None:
    checked = Quantity("x", None, "art. 1", Confidence.UNKNOWN, checked_on=date(2026, 3, 2))
    assert confidence_words(checked).replace("\u00a0", " ") == "relu le 2 mars 2026"
    assert confidence_words(Quantity("x", None, "art. 1", Confidence.UNKNOWN)) == "non vérifié"
