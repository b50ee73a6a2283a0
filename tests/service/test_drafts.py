"""A draft is its author's alone, takes the place of the one before, and does not last longer than a month."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mandate_flow.domain.errors import Forbidden, NotFound
from mandate_flow.domain.people import Role
from mandate_flow.service.drafts import drafts_of, forget_old, give_up, keep
from mandate_flow.service.erasure import erase_person
from mandate_flow.service.integrity import verify
from tests.service.desks import by, desk_on
from tests.service.test_assigning import Town

FORM, TYPED = "identification|2026|", [("fait.territory", "Lille")]


@pytest.fixture
def town(database: str, tmp_path: Path) -> Iterator[Town]:
    with desk_on(database, tmp_path) as desk:
        yield Town(desk)


def test_a_draft_is_ones_own_and_the_last_one_stands(town: Town) -> None:
    lea, claire = town.moment(town.of_lille), town.moment(town.claire)
    keep(town.desk, town.lille, FORM, 1, [("fait.territory", "Lomme")], lea)
    keep(town.desk, town.lille, FORM, 1, TYPED, lea)
    with town.desk.store.read() as unit:
        file = unit.files.by_ref(town.lille)
    assert [one.typed for one in drafts_of(town.desk, file, lea)] == [tuple(TYPED)]
    assert drafts_of(town.desk, file, claire) == ()
    assert keep(town.desk, town.lille, FORM, 1, [], lea) is None
    assert drafts_of(town.desk, file, lea) == ()
    keep(town.desk, town.lille, FORM, 1, TYPED, lea)
    give_up(town.desk, town.lille, FORM, lea)
    assert drafts_of(town.desk, file, lea) == ()
    assert file.version == 1
    assert verify(town.desk.store).ok


def test_nobody_drafts_in_what_they_do_not_complete(town: Town) -> None:
    with pytest.raises(NotFound):
        keep(town.desk, town.roubaix, FORM, 1, TYPED, town.moment(town.of_lille))
    with pytest.raises(Forbidden):
        keep(town.desk, town.lille, FORM, 1, TYPED, town.moment(town.controller))


def test_a_draft_goes_after_a_month_and_with_its_author(town: Town) -> None:
    lea = town.moment(town.of_lille)
    keep(town.desk, town.lille, FORM, 1, TYPED, lea)
    assert forget_old(town.desk, lea.at + timedelta(days=29)) == 0
    assert forget_old(town.desk, lea.at + timedelta(days=31)) == 1
    keep(town.desk, town.lille, FORM, 1, TYPED, lea)
    erase_person(town.desk.store, town.of_lille.id, replace(by(Role.ADMINISTRATOR), at=lea.at))
    assert forget_old(town.desk, lea.at + timedelta(days=31)) == 0
