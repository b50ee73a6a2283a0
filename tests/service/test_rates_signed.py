"""What a signature keeps of the rates; a later correction of the register changes nothing of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from mandate_flow.domain.command import TakeStep
from mandate_flow.domain.event import Action, Event, Stream, StreamKind
from mandate_flow.domain.file import File
from mandate_flow.domain.people import Role
from mandate_flow.domain.rates import Rate, RateKind
from mandate_flow.domain.story import Take
from mandate_flow.service.act import Done, act
from mandate_flow.service.integrity import verify
from mandate_flow.service.rates import Entry, correct_rate, entry_of, record_rates, retire_rates
from mandate_flow.service.reading import file_page
from tests.service.desks import by
from tests.service.parcours import Prepared, Town, cast, mission, prepare, town_on

FIVE = Entry(RateKind.SWAP, date(2026, 7, 1), date(2026, 12, 31), Decimal("2.45"), "Table fictive", 5, fictitious=True)
JURIST = by(Role.JURIST)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    return prepare(tmp_path_factory.mktemp("rates"))


@pytest.fixture
def town(database: str, prepared: Prepared, tmp_path: Path) -> Iterator[Town]:
    with town_on(database, prepared, tmp_path) as opened:
        yield opened


def signed(town: Town) -> File:
    """A file signed by two persons."""
    acts = [number for number, one in enumerate(town.story.acts, 1) if isinstance(one.deed, Take)]
    sign = [number for number in acts if town.story.acts[number - 1].deed == Take("sign")]
    return town.play(sign[-1])


def last_signature(town: Town, file: File) -> Event:
    with town.desk.store.read() as unit:
        events = unit.log.read(Stream(StreamKind.FILE, file.id))
    return [one for one in events if one.action is Action.STEP_TAKEN and one.outcome["step"] == "sign"][-1]


def recorded(town: Town) -> Rate:
    return record_rates(town.desk, [FIVE], JURIST)[0]


def test_a_signature_keeps_the_row_its_value_and_that_it_is_fictitious(town: Town) -> None:
    rate = recorded(town)
    file = signed(town)
    kept = last_signature(town, file).outcome["rates"]
    assert kept == {
        "on": "2026-12-01",
        "why": "",
        "typed": "2.45",
        "swap": {
            "id": rate.id,
            "version": 1,
            "rate": "2.45",
            "maturity": 5,
            "since": "2026-07-01",
            "until": "2026-12-31",
            "source": "Table fictive",
            "fictitious": True,
        },
    }
    before = town.events()
    correct_rate(town.desk, rate.id, replace(entry_of(rate), rate=Decimal(9)), "Essai", JURIST)
    retire_rates(town.desk, rate.id, "Essai", JURIST)
    assert last_signature(town, file).outcome["rates"] == kept
    assert [one for one in town.events() if one in before] == before
    assert town.file(file.id) == file
    assert verify(town.desk.store, town.desk.blobs).ok
    assert file_page(town.desk, file.ref, mission()).rates.swap(date(2026, 12, 1), 5) is None


def test_without_a_table_a_signature_keeps_that_there_was_none(town: Town) -> None:
    kept = last_signature(town, signed(town)).outcome["rates"]
    assert (kept["swap"], kept["why"], kept["typed"]) == (None, "empty", "2.45")


def test_a_rate_corrected_between_the_two_persons_is_the_one_that_is_kept(town: Town) -> None:
    rate = recorded(town)
    acts = [number for number, one in enumerate(town.story.acts) if one.deed == Take("sign")]
    file = town.play(acts[-1])
    correct_rate(town.desk, rate.id, replace(entry_of(rate), rate=Decimal("2.5")), "Mal lu", JURIST)
    on = town.story.acts[acts[-1]].on
    done = act(town.desk, file.id, TakeStep("sign"), cast().moment("approver", on))
    assert isinstance(done, Done)
    assert done.event.outcome["rates"]["swap"]["rate"] == "2.5"
    assert "swap_rate_as_published" in done.event.outcome["warnings"]
