"""Every requirement refuses in one story and holds in another; every regime and every period of the law is told."""

from collections import Counter
from collections.abc import Iterable

import pytest

from mandate_flow.content.library import load
from mandate_flow.content.where import find_content
from mandate_flow.domain.workflow.definition import Definition
from mandate_flow.service.stories import StoryResult, run_stories

FOLDER = find_content()
ENOUGH = 40
SEVERAL = 2
BY_PERIOD = {"R6_DECISION": "sgei_decision", "R4_DEMIN": "de_minimis_general", "R5_DEMIN_SIEG": "de_minimis_sieg"}


@pytest.fixture(scope="module")
def told() -> tuple[StoryResult, ...]:
    """All stories, really played."""
    return run_stories(FOLDER)


@pytest.fixture(scope="module")
def definitions() -> tuple[Definition, ...]:
    library = load(FOLDER)
    return tuple(library.latest(name) for name in sorted({name for name, _ in library.definitions}))


def test_there_are_enough_stories_and_all_are_true(told: tuple[StoryResult, ...]) -> None:
    assert len(told) >= ENOUGH
    assert [failure for one in told for failure in one.failures] == []


def test_every_requirement_refuses_in_one_story_and_holds_in_another(
    told: tuple[StoryResult, ...], definitions: tuple[Definition, ...]
) -> None:
    lacking = [words for one in definitions for words in without_pair(one, told)]
    assert not lacking, "\n" + "\n".join(lacking)


def test_every_deadline_is_open_in_one_story_and_met_or_behind_in_another(
    told: tuple[StoryResult, ...], definitions: tuple[Definition, ...]
) -> None:
    lacking = [words for one in definitions for words in without_end(one, told)]
    assert not lacking, "\n" + "\n".join(lacking)


def test_every_regime_has_several_stories(told: tuple[StoryResult, ...], definitions: tuple[Definition, ...]) -> None:
    counted = Counter(regime for one in told for regime in one.seen.regimes)
    regimes = {one.value for each in definitions if "regime" in each.facts for one in each.facts["regime"].choices}
    few = {regime: counted[regime] for regime in sorted(regimes) if counted[regime] < SEVERAL}
    assert not few, f"regimes with too few stories: {few}"


@pytest.mark.parametrize("regime", BY_PERIOD)
def test_every_period_of_the_law_has_several_stories(told: tuple[StoryResult, ...], regime: str) -> None:
    """One is not enough: a period shows by what it lets pass and by what it refuses."""
    text = BY_PERIOD[regime]
    counted = Counter(
        entry for one in told if regime in one.seen.regimes for name, entry in one.seen.law if name == text
    )
    entries = [entry.id for entry in load(FOLDER).law.texts[text].entries]
    few = {entry: counted[entry] for entry in entries if counted[entry] < SEVERAL}
    assert entries
    assert not few, f"periods of {text} with too few stories: {few}"


def test_a_requirement_without_its_pair_is_named(
    told: tuple[StoryResult, ...], definitions: tuple[Definition, ...]
) -> None:
    """The count can fail: without the stories on the republican contract, it says so."""
    [sieg] = [one for one in definitions if one.name == "sieg"]
    code = "republican_contract_signed"
    others = [one for one in told if code not in one.seen.refused]
    assert f"sieg: {code} refuses in no story" in without_pair(sieg, others)
    assert f"sieg: {code} holds in no story" in without_pair(sieg, [])


def without_pair(definition: Definition, told: Iterable[StoryResult]) -> list[str]:
    """The requirements that no story of the workflow shows refusing (or warning), or holding."""
    mine = [one.seen for one in told if one.workflow == definition.name]
    against = {code for seen in mine for code in seen.refused | seen.warned}
    met = {code for seen in mine for code in seen.met}
    return [
        f"{definition.name}: {code} {words}"
        for code in definition.requirements
        for words, shown in (("refuses in no story", against), ("holds in no story", met))
        if code not in shown
    ]


def test_a_deadline_that_no_story_sees_is_named(
    told: tuple[StoryResult, ...], definitions: tuple[Definition, ...]
) -> None:
    """The count can fail: without the stories that look at the end of the prefect’s period, it says so."""
    [sieg] = [one for one in definitions if one.name == "sieg"]
    others = [one for one in told if "prefect_referral" not in one.seen.settled]
    assert "sieg: prefect_referral is met or behind in no story" in without_end(sieg, others)
    assert "sieg: prefect_referral is open in no story" in without_end(sieg, [])


def without_end(definition: Definition, told: Iterable[StoryResult]) -> list[str]:
    """The deadlines that no story of the workflow looks at while they run, or once they are met, behind or waived."""
    mine = [one.seen for one in told if one.workflow == definition.name]
    running = {code for seen in mine for code in seen.due}
    over = {code for seen in mine for code in seen.settled}
    return [
        f"{definition.name}: {code} {words}"
        for code in definition.deadlines
        for words, shown in (("is open in no story", running), ("is met or behind in no story", over))
        if code not in shown
    ]
