"""Every point of the checklist is seen to by the workflows of mandates, or says why it does not concern one."""

from dataclasses import replace

import pytest

from mandate_flow.content.library import load
from mandate_flow.content.where import find_content
from mandate_flow.domain.checklist import Checklist, shortcomings
from mandate_flow.domain.refusal import Level
from mandate_flow.domain.workflow.definition import Definition

MANDATES = ("sieg", "sig")
STATES = {
    "S1": ("I", 11),
    "S2": ("A", 12),
    "S3": ("D", 9),
    "S4": ("M", 18),
    "S5": ("C", 11),
    "S6": ("E", 6),
    "S7": ("Z", 3),
}
THREADS = {"X": ("X", 5), "N": ("N", 2)}


@pytest.fixture(scope="module")
def checklist() -> Checklist:
    found = load(find_content()).checklist
    assert found is not None
    return found


@pytest.fixture(scope="module")
def mandates() -> tuple[Definition, ...]:
    library = load(find_content())
    return tuple(library.latest(name) for name in MANDATES)


def test_nothing_is_left_out(checklist: Checklist, mandates: tuple[Definition, ...]) -> None:
    assert "\n".join(shortcomings(checklist, mandates)) == ""


def test_every_state_has_all_its_points_in_order(checklist: Checklist) -> None:
    for state, (letter, count) in (STATES | THREADS).items():
        found = [one.id for one in checklist.items.values() if one.state == state]
        assert found == [f"{letter}{number}" for number in range(1, count + 1)]


def test_a_point_nobody_sees_to_is_told(checklist: Checklist, mandates: tuple[Definition, ...]) -> None:
    def told(**other: object) -> list[str]:
        item = replace(checklist.items["D6"], **other)  # type: ignore[arg-type]
        return list(shortcomings(replace(checklist, items={"D6": item}), mandates))

    assert told() == []
    assert told(met_by=("separate_vote_helt",)) == [
        "D6: separate_vote_helt is no requirement and no deadline",
        "D6: nothing in sieg",
        "D6: nothing in sig",
    ]
    assert told(level=Level.BLOCKER) == ["D6: blocks nowhere in sieg", "D6: blocks nowhere in sig"]
    assert told(met_by=("market_failure_shown",)) == ["D6: nothing in sig"]
    assert told(met_by=("keep_file",), level=Level.BLOCKER) == []
    assert told(met_by=("legal_check_five_years",), level=Level.BLOCKER) == [
        "D6: blocks nowhere in sieg",
        "D6: nothing in sig",
    ]
    assert told(met_by=("payment_not_suspended",), level=Level.BLOCKER) == []
