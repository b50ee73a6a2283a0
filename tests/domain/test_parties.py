"""Title, theme, authorities and structures of a file, corrected after its opening."""

from __future__ import annotations

from datetime import date

import pytest

from mandate_flow.domain.command import ChangeParties, RecordFacts, TakeStep
from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.event import Draft, Personal
from mandate_flow.domain.notice import Queued, Urgency, out_of_date
from mandate_flow.domain.refusal import Refused, Unchanged
from tests.domain.engine import MISSION, TODAY, codes, opened
from tests.domain.test_workflow import ready, record, running

VOTE = date(2026, 10, 1)


def test_a_file_opened_without_structure_gets_one_and_its_event_says_all_four_anew() -> None:
    case = opened()
    answer = case.does(ChangeParties(structures=(), title="  Garde   d’enfants "))
    answer = case.does(ChangeParties(structures=("sabots", "sabots"), reason="Choisie après l’appel"))
    assert isinstance(answer, Draft)
    assert answer.action.value == "file:amended"
    assert {name: answer.outcome[name] for name in ("title", "theme", "authorities", "structures")} == {
        "title": "Garde d’enfants",
        "theme": "culture",
        "authorities": ["lille"],
        "structures": ["sabots"],
    }
    assert answer.outcome["reason"] == Personal("Choisie après l’appel")
    assert (case.now.title, case.now.structures, case.now.version) == ("Garde d’enfants", ("sabots",), 3)
    assert case.replayed() == case.now


def test_what_is_the_same_writes_nothing() -> None:
    case = opened()
    for command in (ChangeParties(), ChangeParties("Essai", "culture", ("lille",), ("scic",), "Pour voir")):
        assert isinstance(case.does(command), Unchanged)
    assert case.now.version == 1


@pytest.mark.parametrize(
    ("command", "where"),
    [
        (ChangeParties(title="  "), "title"),
        (ChangeParties(title="x" * 201), "title"),
        (ChangeParties(authorities=()), "authorities"),
    ],
)
def test_a_file_keeps_a_title_and_an_authority(command: ChangeParties, where: str) -> None:
    with pytest.raises(BadInput) as refused:
        opened().does(command)
    assert refused.value.where == where


def test_whoever_has_answers_cannot_leave_until_they_are_cleared() -> None:
    case = opened("lille", "roubaix")
    record(case, vote__roubaix=VOTE)
    assert isinstance(case.does(ChangeParties(authorities=("roubaix",))), Draft)  # nothing under lille
    answer = case.does(ChangeParties(authorities=("lille",)))
    assert isinstance(answer, Refused)
    assert [(one.code, one.occurrence) for one in answer.refusals] == [("party_in_use", "roubaix")]
    for lang in ("fr", "en", "nl"):
        assert answer.refusals[0].says(lang)
    record(case, vote__roubaix=None)
    assert isinstance(case.does(ChangeParties(authorities=("lille",))), Draft)
    assert case.now.authorities == ("lille",)


def test_the_deadlines_of_who_leaves_are_cancelled_and_those_of_who_comes_back_open_again() -> None:
    case = opened("lille", "roubaix")
    record(case, vote__lille=TODAY)
    assert isinstance(case.does(ChangeParties(authorities=("roubaix", "lille"))), Draft)
    assert case.now.deadlines["appeal", "lille"].status.value == "open"
    assert isinstance(case.does(RecordFacts({("vote", "lille"): None})), Draft)
    assert case.now.deadlines["appeal", "lille"].status.value == "cancelled"


def test_what_was_proposed_lapses_and_must_be_proposed_again() -> None:
    case = ready()
    assert isinstance(case.does(TakeStep("start")), Draft)
    assert case.now.proposals
    assert isinstance(case.does(ChangeParties(title="Autre service")), Draft)
    assert not case.now.proposals
    assert case.replayed() == case.now


def test_past_the_first_state_a_correction_says_why() -> None:
    case = running()
    assert codes(case.does(ChangeParties(title="Autre"))) == ["reason_missing"]
    assert isinstance(case.does(ChangeParties(title="Autre", reason="Faute de frappe")), Draft)


def test_an_ended_file_is_not_corrected() -> None:
    case = opened()
    case.does(TakeStep("stop", reason="Sans suite"), MISSION)
    assert codes(case.does(ChangeParties(title="Autre", reason="Trop tard"))) == ["file_ended"]


def test_a_notice_to_who_has_left_is_not_sent() -> None:
    case = opened("lille", "roubaix")
    case.does(ChangeParties(authorities=("lille",)))
    for audience, why in (("authority:roubaix", "left"), ("authority:lille", ""), ("structure:other", "left")):
        assert out_of_date(Queued("k", "receipt", audience, Urgency.NOW, TODAY), case.now) == why
