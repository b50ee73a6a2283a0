"""A renewal ends a file and opens the one that follows, in one transaction; each leads to the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from mandate_flow.domain.command import Moment, RecordFacts, TakeStep
from mandate_flow.domain.errors import Forbidden
from mandate_flow.domain.event import Action, Personal
from mandate_flow.domain.file import FactKey, File
from mandate_flow.domain.people import Role
from mandate_flow.domain.refusal import Refused
from mandate_flow.domain.story import Take
from mandate_flow.domain.value import Value
from mandate_flow.service.act import Done, act
from mandate_flow.service.integrity import verify
from mandate_flow.service.reading import file_page
from mandate_flow.service.scenario import morning
from tests.service.parcours import Prepared, Town, person, prepare, town_on

DAY = date(2032, 7, 21)
BY_MISSION = Moment(person(Role.MISSION), morning(DAY), DAY)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    return prepare(tmp_path_factory.mktemp("parcours"))


@pytest.fixture
def town(database: str, prepared: Prepared, tmp_path: Path) -> Iterator[Town]:
    with town_on(database, prepared, tmp_path) as made:
        yield made


def before(town: Town, step: str) -> File:
    """A file brought to the eve of that step."""
    number = next(n for n, one in enumerate(town.story.acts) if isinstance(one.deed, Take) and one.deed.step == step)
    return town.play(number)


def take(town: Town, file: File, step: str, by: Moment = BY_MISSION) -> File:
    done = act(town.desk, file.id, TakeStep(step), by)
    assert isinstance(done, Done), done
    return done.file


def follower(town: Town, file: File) -> File:
    [found] = [one for one in town.files().values() if one.renews == file.id]
    return found


def test_the_next_file_has_what_the_two_have_in_common(town: Town) -> None:
    old = take(town, before(town, "close"), "renew")
    assert (old.state, old.ended) == ("renewed", True)
    new = follower(town, old)
    assert (new.title, new.theme, new.authorities, new.structures) == (
        old.title,
        old.theme,
        old.authorities,
        old.structures,
    )
    assert new.state == "identification"
    carried = {name for name, _ in new.facts}
    assert {"service_description", "territory", "operator_form", "operator_links"} <= carried
    assert not carried & {"regime", "sign_date", "application_received_on", "previous_grant", "conflict_screen"}
    assert all(new.facts[key] == old.facts[key] for key in new.facts)
    assert verify(town.desk.store).ok


def test_each_page_leads_to_the_other_and_personal_answers_stay_out_of_the_log(town: Town) -> None:
    old = take(town, before(town, "close"), "renew")
    new = follower(town, old)
    page, origin = (file_page(town.desk, one.ref, BY_MISSION) for one in (new, old))
    assert (page.follows, origin.followed_by) == (old.ref, new.ref)
    opened, recorded = page.history
    assert (opened.action, opened.outcome["renews"]) == (Action.FILE_OPENED, old.id)
    links = next(row for row in recorded.outcome["facts"] if row["name"] == "operator_links")
    assert isinstance(links["value"], Personal)


def test_a_second_renewal_is_refused(town: Town) -> None:
    old = take(town, before(town, "close"), "renew")
    refused = act(town.desk, old.id, TakeStep("renew"), BY_MISSION)
    assert isinstance(refused, Refused)
    assert [one.code for one in refused.refusals] == ["file_ended"]
    follower(town, old)


def test_a_renewal_prepared_before_the_end_opens_one_file_only(town: Town) -> None:
    old = before(town, "evaluate")
    act(town.desk, old.id, RecordFacts({("recommendation", ""): "renew"}), BY_MISSION)
    old = take(town, old, "prepare_renewal")
    assert (old.state, old.ended) == ("mandate", False)
    new = follower(town, old)
    again = act(town.desk, old.id, TakeStep("prepare_renewal"), BY_MISSION)
    assert isinstance(again, Refused)
    assert "already_taken" in {one.code for one in again.refusals}
    take(town, old, "evaluate")
    ends: dict[FactKey, Value | None] = {
        ("results_reached", ""): "Toutes les stations sont ouvertes",
        ("market_failure_persists", ""): "Oui",
        ("final_check_on", ""): DAY,
        ("log_checked_on", ""): DAY,
    }
    act(town.desk, old.id, RecordFacts(ends), BY_MISSION)
    take(town, old, "renew")
    assert follower(town, old).id == new.id


def test_who_may_not_open_a_file_renews_nothing(town: Town) -> None:
    old = before(town, "close")
    stranger = Moment(person(Role.APPROVER), morning(DAY), DAY)
    count = len(town.files())
    try:
        answer = act(town.desk, old.id, TakeStep("renew"), stranger)
        assert isinstance(answer, Refused)
    except Forbidden:
        pass
    assert len(town.files()) == count
    assert not town.file(old.id).ended


def test_what_has_changed_since_stays_with_each(town: Town) -> None:
    """The old file keeps its answers whatever becomes of the new one."""
    old = take(town, before(town, "close"), "renew")
    new = follower(town, old)
    changed: dict[FactKey, Value | None] = {("territory", ""): "Lille et Lomme", ("yearly_amount", ""): Decimal(1)}
    act(town.desk, new.id, RecordFacts(changed), BY_MISSION)
    assert town.file(old.id).facts["territory", ""] != town.file(new.id).facts["territory", ""]
