"""The drawing of a workflow says what its machine does."""

import re
from dataclasses import replace
from functools import cache

import pytest

from mandate_flow.content.library import Library, load
from mandate_flow.domain.workflow.diagram import arrows, mermaid
from mandate_flow.domain.workflow.machine import routes
from tests.house.tree import ROOT


@cache
def library() -> Library:
    return load(ROOT)


@pytest.mark.parametrize("name", ["sieg", "sig"])
def test_every_state_is_drawn_and_every_arrow_is_a_way_of_the_machine(name: str) -> None:
    definition = library().latest(name)
    drawn = mermaid(definition)
    assert set(re.findall(r'^    state ".+" as (\w+)$', drawn, re.MULTILINE)) == set(definition.states)
    assert f"[*] --> {definition.starts}\n" in drawn
    ends = set(re.findall(r"^    (\w+) --> \[\*\]$", drawn, re.MULTILINE))
    assert ends == {state.name for state in definition.states.values() if state.ending}
    machine = routes(definition)
    drawn_ways = {(source, target, step.name) for source, target, step in arrows(definition)}
    for source in definition.states:
        for step in definition.steps:
            to = {machine.target(source, step, others_open=one) for one in (False, True)} - {None}
            assert {target for at, target, name in drawn_ways if (at, name) == (source, step)} == to


def test_a_control_may_be_closed_and_another_stay_open() -> None:
    ways = {
        (source, target) for source, target, step in arrows(library().latest("sieg")) if step.name == "close_control"
    }
    assert ways == {("annual_control", "mandate"), ("annual_control", "annual_control")}


def test_signs_of_the_drawing_are_not_taken_from_labels() -> None:
    definition = library().latest("sieg")
    start = definition.states[definition.starts]
    loud = replace(start, label={"fr": 'Début : "a"; b # c'})
    drawn = mermaid(replace(definition, states={**definition.states, start.name: loud}))
    assert f'    state "Début ’a’, b c" as {start.name}' in drawn
