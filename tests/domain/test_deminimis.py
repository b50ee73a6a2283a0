"""The ledger of de minimis aid, by the product's own law: each period, each ceiling, any order of grants."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mandate_flow.content.library import load
from mandate_flow.content.where import find_content
from mandate_flow.domain.deminimis import Grant, Ledger, ReasonCode, Regime, ceilings, last_day_in, window_to
from mandate_flow.domain.deminimis.entries import grant_from, grant_to_json
from mandate_flow.domain.undertaking import Link, LinkKind, component, holdings

LAW = load(find_content()).law
DM, SDM = Regime.GENERAL, Regime.SGEI
FIRST = date(2012, 5, 1)


def grant(amount: str, day: date, regime: Regime = SDM, to: str = "a", number: int = 0) -> Grant:
    return Grant(f"{day}-{regime}-{amount}-{number}", to, regime, Decimal(amount), day)


def ledger(*grants: Grant, links: tuple[Link, ...] = (), month: int = 12) -> Ledger:
    return Ledger("a", grants, links, month)


@pytest.mark.parametrize(
    ("day", "regime", "caps", "first"),
    [
        (date(2012, 4, 28), SDM, (), date(2010, 1, 1)),
        (date(2013, 6, 1), DM, (200_000, 500_000), date(2011, 1, 1)),
        (date(2013, 6, 1), SDM, (500_000, 500_000), date(2011, 1, 1)),
        (date(2023, 12, 31), DM, (200_000, 500_000), date(2021, 1, 1)),
        (date(2023, 12, 31), SDM, (500_000, 500_000), date(2021, 1, 1)),
        (date(2024, 1, 1), DM, (300_000,), date(2021, 1, 1)),
        (date(2024, 1, 1), SDM, (750_000,), date(2021, 1, 1)),
        (date(2026, 11, 23), DM, (300_000,), date(2023, 11, 23)),
        (date(2026, 11, 23), SDM, (750_000,), date(2023, 11, 23)),
        (date(2031, 1, 1), SDM, (), date(2028, 1, 1)),
    ],
)
def test_ceilings_and_period_of_a_day(day: date, regime: Regime, caps: tuple[int, ...], first: date) -> None:
    assert tuple(one.amount for one in ceilings(regime, day, LAW)) == tuple(map(Decimal, caps))
    assert window_to(day).first == first


@pytest.mark.parametrize(
    ("day", "month", "first"),
    [
        (date(2023, 8, 31), 8, date(2020, 9, 1)),
        (date(2023, 9, 1), 8, date(2021, 9, 1)),
        (date(2024, 2, 29), 8, date(2021, 2, 28)),
        (date(2023, 2, 28), 2, date(2020, 3, 1)),
    ],
)
def test_fiscal_years_until_2023_then_to_the_day(day: date, month: int, first: date) -> None:
    assert window_to(day, month).first == first


def test_the_boundary_day_counts_and_the_next_day_it_has_left() -> None:
    held = ledger(grant("750000", date(2024, 1, 15)))
    assert held.what_if(grant("0.01", date(2027, 1, 15)), LAW).excess == Decimal("0.01")
    assert held.what_if(grant("750000", date(2027, 1, 16)), LAW).ok


def test_a_cent_too_many_and_none_of_it_may_be_granted() -> None:
    held = ledger(grant("457500", date(2025, 3, 1)))
    verdict = held.what_if(grant("292500.01", date(2026, 11, 23)), LAW)
    assert (verdict.ok, verdict.total_before, verdict.cap) == (False, Decimal(457_500), Decimal(750_000))
    assert (verdict.headroom, verdict.excess) == (Decimal(292_500), Decimal("0.01"))
    [reason] = verdict.reasons
    assert reason.law is not None
    assert reason.law.words("fr") == "règlement (UE) 2023/2832, art. 3, paragraphe 2"
    assert reason.law.words("en").endswith("2023/2832, art. 3, paragraph 2")
    assert "750 000" in reason.sentence.replace("\u202f", " ")
    assert held.what_if(grant("292500", date(2026, 11, 23)), LAW).ok


def test_both_families_share_500_000_until_2023_and_are_independent_since() -> None:
    held = ledger(grant("400000", date(2023, 3, 1), SDM))
    verdict = held.what_if(grant("150000", date(2023, 12, 31), DM), LAW)
    assert [one.code for one in verdict.reasons] == [ReasonCode.OVER_COMMON]
    assert held.headroom(date(2023, 12, 31), DM, LAW) == Decimal(100_000)
    assert held.what_if(grant("300000", date(2024, 1, 1), DM), LAW).ok
    assert held.headroom(date(2024, 1, 1), SDM, LAW) == Decimal(350_000)


def test_no_regulation_no_grant() -> None:
    verdict = ledger().what_if(grant("1", date(2031, 1, 1)), LAW)
    assert [one.code for one in verdict.reasons] == [ReasonCode.NO_REGULATION]


def test_a_grant_written_down_late_may_not_push_a_later_one_above() -> None:
    held = ledger(grant("750000", date(2026, 6, 1)))
    verdict = held.what_if(grant("1", date(2025, 6, 1)), LAW)
    assert [one.code for one in verdict.reasons] == [ReasonCode.LATER_PERIOD]
    assert held.headroom(date(2025, 6, 1), SDM, LAW) == 0


def test_what_leaves_when() -> None:
    held = ledger(grant("10", date(2025, 5, 2)), grant("20", date(2024, 2, 29)), grant("30", date(2020, 1, 1)))
    assert [(day, one.amount) for day, one in held.leaving(date(2026, 11, 23), SDM)] == [
        (date(2027, 2, 28), Decimal(20)),
        (date(2028, 5, 2), Decimal(10)),
    ]


def test_withdrawn_aid_counts_no_more() -> None:
    held = ledger(replace(grant("750000", date(2026, 1, 1)), withdrawn=True))
    assert held.headroom(date(2026, 11, 23), SDM, LAW) == Decimal(750_000)


def link(left: str, right: str, kind: LinkKind = LinkKind.MAJORITY, until: date | None = None) -> Link:
    return Link(f"{left}{right}", left, right, kind, date(2025, 1, 1), until)


def test_one_undertaking_through_a_chain_while_the_links_stand() -> None:
    links = (link("b", "a"), link("b", "c", LinkKind.APPOINTMENT, date(2025, 12, 31)), link("d", "e"))
    assert component(links, "a", date(2024, 12, 31)) == ("a",)
    assert component(links, "a", date(2025, 12, 31)) == ("a", "b", "c")
    assert component(links, "a", date(2026, 1, 1)) == ("a", "b")
    assert component(links, "a") == ("a", "b", "c")


def test_capital_joins_nobody() -> None:
    held = Link("x", "commune-59350", "a", LinkKind.CAPITAL, date(2025, 1, 1), share=Decimal(50))
    assert component((held,), "a", date(2026, 1, 1)) == ("a",)
    assert holdings((held,), "a", date(2026, 1, 1)) == (held,)


def test_aid_of_the_whole_undertaking_counts() -> None:
    held = ledger(grant("700000", date(2026, 2, 1), to="b"), links=(link("b", "a"),))
    assert not held.what_if(grant("50001", date(2026, 3, 1)), LAW).ok
    assert held.what_if(grant("50000", date(2026, 3, 1)), LAW).members == ("a", "b")


days = some.integers(0, 365 * 18).map(lambda number: FIRST + timedelta(days=number))
grants = some.builds(
    Grant,
    some.uuids().map(str),
    some.sampled_from(["a", "b"]),
    some.sampled_from(list(Regime)),
    some.integers(1, 60_000_000).map(lambda cents: Decimal(cents) / 100),
    days,
)
months = some.integers(1, 12)
LINKED = (link("a", "b"),)


def filled(asked: list[Grant], month: int) -> Ledger:
    """Each grant in the order asked, those refused left out, as the ledger does it."""
    held = ledger(links=LINKED, month=month)
    for one in asked:
        asking = replace(held, structure=one.structure)
        if asking.what_if(one, LAW).ok:
            held = replace(held, grants=(*held.grants, one))
    return held


@given(some.lists(grants, max_size=12), months)
def test_no_order_of_grants_exceeds_a_ceiling(asked: list[Grant], month: int) -> None:
    held = filled(asked, month)
    for structure in ("a", "b"):
        seen = replace(held, structure=structure)
        for one in held.grants:
            if one.structure != structure:
                continue
            for limit in ceilings(one.regime, one.granted_on, LAW):
                inside = seen.within(seen.window(one.granted_on), limit.regimes)
                assert sum(each.amount for each in inside) <= limit.amount


@given(some.lists(grants, max_size=8), grants, months)
def test_headroom_is_what_what_if_grants_and_a_refusal_changes_nothing(
    asked: list[Grant], new: Grant, month: int
) -> None:
    held = replace(filled(asked, month), structure=new.structure)
    room = held.headroom(new.granted_on, new.regime, LAW)
    verdict = held.what_if(new, LAW)
    assert verdict.ok == (room is not None and new.amount <= room)
    assert held.headroom(new.granted_on, new.regime, LAW) == room
    if room:
        assert held.what_if(replace(new, amount=room), LAW).ok
        assert not held.what_if(replace(new, amount=room + Decimal("0.01")), LAW).ok


@given(some.lists(grants, max_size=6), grants, some.sampled_from(list(LinkKind)), days, some.none() | days)
def test_links_later_never_change_what_was_judged(
    asked: list[Grant], new: Grant, kind: LinkKind, since: date, until: date | None
) -> None:
    held = replace(filled(asked, 12), structure=new.structure)
    written = grant_to_json(new, held.what_if(new, LAW))
    kept = dict(written["judged"])
    later = replace(held, links=(*held.links, Link("late", "c", new.structure, kind, since, until)))
    later.what_if(new, LAW)
    assert written["judged"] == kept
    assert grant_from(new.structure, written) == new


@given(days, months)
def test_what_counts_on_a_day_leaves_after_its_last_day(day: date, month: int) -> None:
    last = last_day_in(day, month)
    assert window_to(last, month).holds(day)
    assert not window_to(last + timedelta(days=1), month).holds(day)
