"""Any sequence of payments and cancellations: what counts is what was recorded and not cancelled, to the cent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as some

from mandate_flow.domain.command import CancelPayment, Command, RecordPayment
from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.event import Action
from mandate_flow.domain.payment import PaymentKind, paid
from mandate_flow.domain.people import Person
from tests.domain.engine import AGENT, MISSION, TODAY
from tests.domain.paying import ROUBAIX, paying
from tests.support.drills import times

MAKES: some.SearchStrategy[Callable[[int], Command]] = some.one_of(
    some.builds(
        lambda cents, kind, who, year, on, forced: (
            lambda number: RecordPayment(
                f"p{number}",
                who,
                year,
                kind,
                Decimal(cents) / 100,
                on,
                irregular=forced,
                reason="Fait" if forced else "",
            )
        ),
        some.integers(1, 12_000),
        some.sampled_from(PaymentKind),
        some.sampled_from(["lille", "roubaix"]),
        some.sampled_from(["2026", "2027"]),
        some.dates(date(2026, 9, 1), TODAY + timedelta(days=3)),
        some.booleans(),
    ),
    some.integers(0, 9).map(lambda which: lambda _: CancelPayment(f"p{which}", "Annulé")),
)


@settings(max_examples=times(60, 2000))
@given(some.lists(some.tuples(MAKES, some.sampled_from([MISSION, AGENT, ROUBAIX])), max_size=20))
def test_what_counts_for_a_year_is_what_its_events_recorded_and_did_not_cancel(
    acts: list[tuple[Callable[[int], Command], Person]],
) -> None:
    case = paying("lille", "roubaix")
    for number, (make, by) in enumerate(acts):
        try:
            case.does(make(number), by)
        except BadInput:  # cancelling what was never recorded
            continue
    gone = {one.outcome["id"] for one in case.events if one.action is Action.PAYMENT_CANCELLED}
    kept = [
        one.outcome for one in case.events if one.action is Action.PAYMENT_RECORDED and one.outcome["id"] not in gone
    ]
    for year in ("2026", "2027"):
        told = sum(int(one["cents"]) for one in kept if one["year"] == year)
        assert paid(case.now.payments.values(), year=year) * 100 == told
        for authority in ("lille", "roubaix"):
            regular = [one for one in kept if (one["year"], one["authority"]) == (year, authority)]
            if not any("irregular" in one for one in regular):
                assert sum(int(one["cents"]) for one in regular) <= 15_000
    assert case.replayed() == case.now
