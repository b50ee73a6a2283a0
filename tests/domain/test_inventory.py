"""What lines add up to, what each one calls for, and that neither order nor repetition changes it."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandate_flow.content.library import load
from mandate_flow.content.where import find_content
from mandate_flow.domain.inventory import (
    Answer,
    Cover,
    Granted,
    Instrument,
    Line,
    Mandate,
    Risk,
    Total,
    Triage,
    Verdict,
    total_of,
    triage,
)
from mandate_flow.domain.inventory.total import instalments
from mandate_flow.domain.law import LawBook

DAY = date(2026, 11, 23)
LILLE, ROUBAIX = "commune-59350", "commune-59512"
YES, NO = Answer.YES, Answer.NO


@pytest.fixture(scope="module")
def law() -> LawBook:
    return load(find_content()).law


def line(number: int = 1, euros: int = 100_000, day: date = date(2026, 4, 2), **other: object) -> Line:
    given: dict[str, object] = {"authority": LILLE, "structure": "s1", "economic": YES, "instrument": Instrument.GRANT}
    return Line(id=f"l{number}", what="Crèche", yearly=Decimal(euros), granted_on=day, **given | other)  # type: ignore[arg-type]


def total(law: LawBook, *lines: Line, covers: tuple[Cover, ...] = (), ledger: tuple[Granted, ...] = ()) -> Total:
    return total_of("s1", lines, covers, ledger, law, DAY)


def whole(*euros: Decimal | None) -> list[int | None]:
    return [None if one is None else int(one) for one in euros]


def verdict(law: LawBook, one: Line, *others: Line, **beside: tuple[Cover, ...]) -> Triage:
    return triage(one, total(law, one, *others, covers=beside.get("covers", ())), law, DAY)


def cover(since: date | None = None, until: date | None = None, file: str = "f1") -> Cover:
    return Cover(file, "SIEG-2026-0001", frozenset({LILLE}), frozenset({"s1"}), since, until)


@pytest.mark.parametrize(
    ("since", "until", "granted", "days"),
    [
        (None, None, "2026-04-02", ["2026-04-02"]),
        (None, None, "2023-11-23", ["2023-11-23"]),  # the first day counts
        (None, None, "2023-11-22", []),
        ("2024-01-01", None, "2023-12-01", ["2024-01-01", "2025-01-01", "2026-01-01"]),
        ("2015-06-01", None, "2015-05-01", ["2024-06-01", "2025-06-01", "2026-06-01"]),
        ("2024-01-01", "2024-12-31", "2023-12-01", ["2024-01-01"]),
        (None, "2025-12-31", "2024-03-01", ["2024-03-01", "2025-03-01"]),
        ("2024-02-29", None, "2024-02-29", ["2024-02-29", "2025-02-28", "2026-02-28"]),
        ("2027-01-01", None, "2026-11-01", []),  # promised, not given yet
        ("2020-11-23", None, "2020-11-23", ["2023-11-23", "2024-11-23", "2025-11-23", "2026-11-23"]),
    ],
)
def test_when_a_line_gives(since: str | None, until: str | None, granted: str, days: list[str]) -> None:
    one = line(
        day=date.fromisoformat(granted),
        since=date.fromisoformat(since) if since else None,
        until=date.fromisoformat(until) if until else None,
    )
    assert [day.isoformat() for day in instalments(one, date(2023, 11, 23), DAY)] == days


def test_the_oldest_fill_the_ceiling_and_the_others_bear_the_excess(law: LawBook) -> None:
    old = line(1, 250_000, date(2024, 3, 1))
    new = line(2, 120_000, date(2026, 3, 1), authority=ROUBAIX)
    found = total(law, new, old)
    assert whole(found.general, found.limit, found.excess) == [370_000, 300_000, 70_000]
    assert found.by_authority == {ROUBAIX: 70_000}
    assert found.shares["l2"].excess == 70_000
    assert found.shares["l1"].excess == 0
    assert found.given_by == {LILLE: 250_000, ROUBAIX: 120_000}


def test_the_very_ceiling_is_not_above_it(law: LawBook) -> None:
    assert verdict(law, line(euros=300_000)).verdict is Verdict.DE_MINIMIS
    above = verdict(law, line(euros=300_001))
    assert (above.verdict, above.risk, above.question) == (Verdict.MANDATE_NEEDED, Risk.HIGH, "local")


def test_a_mandate_covers_its_own_dates_only(law: LawBook) -> None:
    one = line(1, 200_000, date(2024, 1, 1), since=date(2024, 1, 1))
    found = total(law, one, covers=(cover(since=date(2026, 1, 1)),))
    assert whole(found.covered, found.general, found.excess) == [200_000, 400_000, 100_000]
    told = verdict(law, one, covers=(cover(since=date(2026, 1, 1)),))
    assert told.verdict is Verdict.COVERED
    assert told.risk is Risk.HIGH
    assert [reason.code for reason in told.reasons] == ["other_file", "before_mandate"]
    assert told.reasons[-1].figures["amount"] == 400_000


def test_who_a_mandate_binds(law: LawBook) -> None:
    assert total(law, line(), covers=(cover(),)).covered == 100_000
    assert total(law, line(authority=ROUBAIX), covers=(cover(),)).covered == 0
    assert total(law, line(structure="s2"), covers=(cover(),)).covered == 0
    assert total(law, line(structure="s2", file="f1"), covers=(cover(),)).covered == 100_000
    assert verdict(law, line(file="f1"), covers=(cover(),)).risk is Risk.LOW
    assert verdict(law, line(), covers=(cover(),)).risk is Risk.MEDIUM
    declared = verdict(law, line(mandate=Mandate.OTHER, act="délibération 12"))
    assert (declared.verdict, [one.code for one in declared.reasons]) == (Verdict.COVERED, ["declared_act"])


def test_what_is_no_aid_uses_no_ceiling(law: LawBook) -> None:
    big = line(1, 280_000)
    for other in (
        line(2, economic=NO),
        line(2, instrument=Instrument.CONTRACT, own_need=YES),
        line(2, local=YES),
    ):
        assert total(law, big, other).general == 280_000
        assert verdict(law, other, big).verdict is Verdict.NO_AID
    assert total(law, big, line(2, own_need=YES)).excess == 80_000  # a grant is no purchase


def test_lines_nobody_qualified_count_and_are_told_apart(law: LawBook) -> None:
    one = line(1, 350_000, economic=Answer.UNKNOWN)
    found = total(law, one)
    assert whole(found.excess, found.unqualified) == [50_000, 350_000]
    told = verdict(law, one)
    assert (told.verdict, told.risk, told.question) == (Verdict.UNKNOWN, Risk.HIGH, "economic")
    contract = verdict(law, line(instrument=Instrument.CONTRACT))
    assert (contract.verdict, contract.question) == (Verdict.UNKNOWN, "own_need")


def test_an_old_grant_counts_no_more(law: LawBook) -> None:
    told = verdict(law, line(1, 900_000, date(2022, 1, 1)))
    assert (told.verdict, told.risk, [one.code for one in told.reasons]) == (
        Verdict.UNKNOWN,
        Risk.LOW,
        ["outside_period"],
    )


def test_the_way_out_depends_on_the_second_ceiling(law: LawBook) -> None:
    assert [one.code for one in verdict(law, line(euros=750_000)).reasons][-1] == "entrust"
    assert [one.code for one in verdict(law, line(euros=750_001)).reasons][-1] == "decision"


def test_every_reason_but_those_of_a_file_has_its_article(law: LawBook) -> None:
    for told in (
        verdict(law, line(euros=300_001)),
        verdict(law, line(euros=800_000)),
        verdict(law, line()),
        verdict(law, line(economic=Answer.UNKNOWN)),
        verdict(law, line(economic=NO)),
        verdict(law, line(local=YES)),
        verdict(law, line(instrument=Instrument.CONTRACT)),
    ):
        assert all(reason.law for reason in told.reasons), told


@pytest.mark.parametrize(
    ("day", "ceiling"), [(date(2013, 6, 1), 200_000), (date(2023, 12, 31), 200_000), (date(2024, 1, 1), 300_000)]
)
def test_the_law_of_the_day_counts(law: LawBook, day: date, ceiling: int) -> None:
    found = total_of("s1", [line(1, 250_000, day)], (), (), law, day)
    assert found.excess == max(0, 250_000 - ceiling)


def test_a_day_without_law_blames_nobody(law: LawBook) -> None:
    day = date(1999, 1, 1)
    found = total_of("s1", [line(1, 900_000, day)], (), (), law, day)
    assert whole(found.limit, found.excess) == [None, 0]
    assert triage(line(1, 900_000, day), found, law, day).risk is Risk.MEDIUM


def grant(euros: int, **other: object) -> Granted:
    given: dict[str, object] = {"undertaking": "s1", "authority": LILLE, "day": date(2026, 4, 2)}
    return Granted(amount=Decimal(euros), **given | other)  # type: ignore[arg-type]


def test_the_ledger_is_added_once(law: LawBook) -> None:
    one = line(1, 200_000)
    assert total(law, one, ledger=(grant(150_000),)).excess == 50_000
    assert total(law, one, ledger=(grant(200_000),)).general == 200_000  # the same aid
    assert total(law, one, ledger=(grant(200_000), grant(200_000))).general == 400_000  # the second is another one
    assert total(law, one, ledger=(grant(150_000, line="l1"),)).general == 200_000
    assert total(law, one, ledger=(grant(150_000, day=date(2020, 1, 1)),)).general == 200_000
    sieg = total(law, one, ledger=(grant(600_000, regime="SDM"),))
    assert whole(sieg.general, sieg.sieg, sieg.excess) == [200_000, 800_000, 0]


LAW = load(find_content()).law
AMOUNTS = st.integers(1, 400_000)
DAYS = st.dates(date(2022, 1, 1), DAY)
LINES = st.lists(st.tuples(AMOUNTS, DAYS, st.sampled_from([LILLE, ROUBAIX]), st.sampled_from(Answer)), max_size=12)


@given(LINES, st.randoms())
def test_the_figures_add_up_in_any_order(made: list[tuple[int, date, str, Answer]], chance: object) -> None:
    law = LAW
    lines = [
        line(number, euros, day, authority=authority, economic=answer)
        for number, (euros, day, authority, answer) in enumerate(made)
    ]
    found = total(law, *lines)
    chance.shuffle(lines)  # type: ignore[attr-defined]
    again = total(law, *lines)
    assert (again.general, again.excess, again.by_authority) == (found.general, found.excess, found.by_authority)
    assert sum(found.by_authority.values()) == found.excess == sum(one.excess for one in found.shares.values())
    assert found.excess == max(0, found.general - 300_000)
    assert sum(found.given_by.values()) == sum(one.given for one in found.shares.values())
