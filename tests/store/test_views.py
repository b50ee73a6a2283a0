from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Connection

from mandate_flow.domain.file import File, Pin
from mandate_flow.domain.people import Person, Role
from mandate_flow.store.views import (
    EVERYTHING,
    AgendaFilters,
    Filters,
    Focus,
    Named,
    Page,
    Scope,
    Sort,
    Span,
    StageCount,
    StructureFilters,
    StructureSort,
    Views,
)
from tests.store.sample import AT, DAY, Sample, days
from tests.store.world import CAR, EAST, LILLE, NURSERY, OF_LILAS, OF_LILLE, OF_ROUBAIX, OLD, ROUBAIX, WATTRELOS, filled


@pytest.fixture
def connection(database: str) -> Iterator[Connection]:
    with filled(database) as connection:
        yield connection


@pytest.fixture
def views(connection: Connection) -> Views:
    return Views(connection)


def refs(page: Page[Any]) -> list[str]:
    return [row.ref for row in page.rows]


def codes(page: Page[Any]) -> list[str]:
    return [row.code for row in page.rows]


def test_the_board_counts(views: Views) -> None:
    board = views.board(DAY, EVERYTHING)
    assert (board.day, board.active, board.due_soon, board.late, board.ending) == (DAY, 2, 2, 1, 1)
    assert [(one.name, one.furthest_rank, one.active, one.late) for one in board.communes] == [
        ("Lille", 4, 2, 1),
        ("Roubaix", 4, 1, 1),
        ("Wattrelos", 5, 0, 0),
    ]
    assert board.stages == (StageCount(4, 2), StageCount(5, 1))
    assert [one.code for one in board.to_do] == ["financial_report", "appeal", "vote", "evaluation", "archive"]
    first = board.to_do[0]
    assert (first.ref, first.occurrence, first.due, first.late, first.owed_by) == (
        CAR,
        "2025",
        days(-2),
        True,
        "structure",
    )
    assert first.authorities == (Named(ROUBAIX, "Roubaix", "59512"), Named(LILLE, "Lille", "59350")), (
        "in the file's order"
    )
    assert first.structures == (Named("lilas", "Lilas Autopartage"),)
    assert (first.workflow, first.workflow_sha256) == ("sieg", "a" * 64)


def test_the_board_narrows_to_a_theme_a_territory_and_a_queue(views: Views) -> None:
    nursery = views.board(DAY, EVERYTHING, Focus(theme="petite-enfance"))
    assert (nursery.active, nursery.due_soon, nursery.late, nursery.ending) == (1, 1, 0, 0)
    assert nursery.stages == (StageCount(None, 2), StageCount(0, 1))
    west = views.board(DAY, EVERYTHING, Focus(territory=EAST))
    assert (west.active, west.due_soon, west.late, west.ending) == (1, 1, 1, 1)
    assert [one.name for one in west.communes] == ["Roubaix"]
    assert views.board(DAY, EVERYTHING, Focus(territory="unknown")).active == 0
    decided = views.board(DAY, EVERYTHING, Focus(regime="R6_DECISION"))
    assert (decided.active, decided.late, [one.active for one in decided.communes]) == (1, 1, [1, 1, 0])
    queue = views.board(DAY, EVERYTHING, owed_by={"agent"})
    assert [one.code for one in queue.to_do] == ["vote", "evaluation", "archive"]
    assert queue.late == 1, "the queue narrows what is to be done, not the figures"


@pytest.mark.parametrize("scope", [EVERYTHING, OF_LILLE, OF_ROUBAIX, OF_LILAS, Scope()])
@pytest.mark.parametrize(
    "focus",
    [Focus(), Focus(theme="petite-enfance"), Focus(territory=EAST), Focus(regime="R6_DECISION", territory=EAST)],
)
def test_every_figure_of_the_board_is_the_length_of_a_list(views: Views, scope: Scope, focus: Focus) -> None:
    files = Filters(theme=focus.theme, territory=focus.territory, regime=focus.regime)
    dues = AgendaFilters(theme=focus.theme, territory=focus.territory, regime=focus.regime)
    board = views.board(DAY, scope, focus)
    assert board.active == views.files(DAY, scope, replace(files, ended=False)).total
    assert board.ending == views.files(DAY, scope, replace(files, ending=True)).total
    assert board.late == views.deadlines(DAY, scope, replace(dues, span=Span.LATE)).total
    assert board.due_soon == views.deadlines(DAY, scope, replace(dues, span=Span.DAYS_30)).total
    assert len(board.to_do) == views.deadlines(DAY, scope, dues).total


def test_chosen_days_bound_what_is_to_come_and_what_ends(views: Views) -> None:
    for since, until, due, ending in ((0, 31, 3, 0), (31, 200, 2, 1), (-400, 0, 1, 0), (201, 400, 0, 0)):
        chosen = Focus(since=days(since), until=days(until))
        board = views.board(DAY, EVERYTHING, chosen)
        assert (board.due_soon, board.ending, board.late) == (due, ending, 1), (since, until)
        first = max(DAY, days(since))
        agenda = AgendaFilters(since=first, until=days(until))
        assert board.due_soon == views.deadlines(DAY, EVERYTHING, agenda).total
        filters = Filters(ends_since=days(since), ends_until=days(until))
        assert board.ending == views.files(DAY, EVERYTHING, filters).total


def test_a_scope_sees_its_files_only(views: Views) -> None:
    assert refs(views.files(DAY, OF_ROUBAIX)) == [CAR]
    assert refs(views.files(DAY, OF_LILAS, sort=Sort.REF)) == [OLD, CAR]
    assert refs(views.files(DAY, Scope(authority=WATTRELOS, structure="creche"), sort=Sort.REF)) == [OLD, NURSERY]
    assert refs(views.files(DAY, Scope())) == []
    board = views.board(DAY, OF_ROUBAIX)
    assert (board.active, board.late) == (1, 1)
    assert [(one.name, one.active, one.late) for one in board.communes] == [
        ("Lille", 1, 1),
        ("Roubaix", 1, 1),
        ("Wattrelos", 0, 0),
    ]
    assert views.board(DAY, Scope()).to_do == ()


@pytest.mark.parametrize("active", [True, False])
@pytest.mark.parametrize("roles", [{role} for role in Role] + [{Role.AGENT, Role.STRUCTURE}, {Role.AGENT, Role.JURIST}])
def test_a_scope_is_what_the_person_may_see(views: Views, roles: set[Role], active: bool) -> None:  # noqa: FBT001
    person = Person("p", "P", "p@exemple.test", frozenset(roles), ROUBAIX, "creche", active=active)
    shown = refs(views.files(DAY, Scope.of(person), sort=Sort.REF))
    every = views.files(DAY, EVERYTHING, sort=Sort.REF).rows
    assert shown == [row.ref for row in every if person.may_see(_as_file(row))]


def _as_file(row: Any) -> File:
    authorities, structures = (tuple(one.id for one in many) for many in (row.authorities, row.structures))
    pin = Pin(row.workflow, 1, "a" * 64)
    return File(row.id, row.ref, pin, row.state, 1, b"", DAY, row.title, authorities=authorities, structures=structures)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), [OLD, CAR, NURSERY]),
        (Filters(state="mandate"), [CAR]),
        (Filters(authority=LILLE), [CAR, NURSERY]),
        (Filters(structure="lilas"), [OLD, CAR]),
        (Filters(theme="petite-enfance"), [NURSERY]),
        (Filters(workflow="sig"), []),
        (Filters(regime="R6_DECISION"), [CAR]),
        (Filters(late=True), [CAR]),
        (Filters(late=False), [OLD, NURSERY]),
        (Filters(ended=True), [OLD]),
        (Filters(ending=True), [CAR]),
        (Filters(owed_by=frozenset({"agent"})), [OLD, CAR, NURSERY]),
        (Filters(owed_by=frozenset({"prefect", "jurist"})), [CAR]),
        (Filters(text="AUTOPARTAGE"), [OLD, CAR]),
        (Filters(text="autop"), [OLD, CAR]),
        (Filters(text="partage"), []),
        (Filters(text="l’autopartage du territ"), [CAR]),
        (Filters(text="enf", theme_labels={"autopartage-mobilite": "Enfin mobile"}), [CAR, NURSERY]),
        (Filters(text="autopartage roubaix"), [CAR]),
        (Filters(text="coeur"), [NURSERY]),
        (Filters(text="cœur RÉUSSIE lille"), [NURSERY]),
        (Filters(text="100 %_"), [NURSERY]),
        (Filters(text="%"), [OLD, CAR, NURSERY]),
        (Filters(text="_"), [OLD, CAR, NURSERY]),
        (Filters(text="2026-0001"), [CAR]),
        (Filters(text="lille absent"), []),
        (Filters(authority=LILLE, late=True, text="lilas"), [CAR]),
    ],
)
def test_the_list_is_filtered(views: Views, filters: Filters, expected: list[str]) -> None:
    page = views.files(DAY, EVERYTHING, filters, Sort.REF)
    assert (refs(page), page.total) == (expected, len(expected))


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (Sort.CHANGED, [NURSERY, OLD, CAR]),
        (Sort.DUE, [CAR, NURSERY, OLD]),
        (Sort.REF, [OLD, CAR, NURSERY]),
        (Sort.STATE, [NURSERY, CAR, OLD]),
        (Sort.END, [OLD, CAR, NURSERY]),
        (Sort.AMOUNT, [CAR, OLD, NURSERY]),
    ],
)
def test_the_list_is_sorted_with_the_unknown_last(views: Views, sort: Sort, expected: list[str]) -> None:
    assert refs(views.files(DAY, EVERYTHING, sort=sort)) == expected


def test_a_row_of_the_list_says_all_a_page_shows(views: Views) -> None:
    (row,) = views.files(DAY, EVERYTHING, Filters(state="mandate")).rows
    assert (row.yearly, row.late, row.next_due, row.rank, row.furthest_rank) == (
        Decimal("123456.78"),
        True,
        days(-2),
        3,
        4,
    )
    assert [one.name for one in row.authorities] == ["Roubaix", "Lille"]
    assert row.changed_at == AT


def test_the_list_comes_in_pages(connection: Connection, views: Views) -> None:
    sample = Sample(connection)
    for number in range(120):
        sample.file(f"SIG-2026-{number:04}", (LILLE,))
    pages = [views.files(DAY, EVERYTHING, Filters(workflow="sieg"), Sort.REF, number) for number in range(5)]
    assert [len(page.rows) for page in pages] == [50, 50, 50, 23, 0]
    assert [page.number for page in pages] == [1, 1, 2, 3, 4]
    assert {(page.total, page.count) for page in pages} == {(123, 3)}
    assert len({row.id for page in pages for row in page.rows}) == 123


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (AgendaFilters(), ["financial_report", "appeal", "vote", "evaluation", "archive"]),
        (AgendaFilters(Span.LATE), ["financial_report"]),
        (AgendaFilters(Span.DAYS_30), ["appeal", "vote"]),
        (AgendaFilters(Span.DAYS_90), ["appeal", "vote", "evaluation", "archive"]),
        (AgendaFilters(owed_by=frozenset({"prefect", "structure"})), ["financial_report", "appeal"]),
        (AgendaFilters(authority=WATTRELOS), ["archive"]),
        (AgendaFilters(structure="creche"), ["vote"]),
        (AgendaFilters(theme="petite-enfance"), ["vote"]),
        (AgendaFilters(file=OLD.lower()), ["archive"]),
    ],
)
def test_deadlines_are_filtered(views: Views, filters: AgendaFilters, expected: list[str]) -> None:
    page = views.deadlines(DAY, EVERYTHING, filters)
    assert (codes(page), page.total) == (expected, len(expected))


def test_twelve_months_from_a_leap_day(views: Views) -> None:
    leap = date(2028, 2, 29)
    assert views.board(leap, EVERYTHING).ending == 0


def test_days_hold_the_first_deadlines_and_count_them_all(connection: Connection, views: Views) -> None:
    sample, day = Sample(connection), days(40)
    for number in range(6):
        sample.deadline(CAR.lower(), f"code{number}", day)
    chosen = AgendaFilters(since=days(30), until=days(40))
    found = views.days(DAY, EVERYTHING, chosen)
    assert [(one.day, one.total, len(one.rows)) for one in found] == [
        (days(30), 1, 1),
        (days(31), 1, 1),
        (day, 6, 4),
    ]
    assert [one.code for one in found[-1].rows] == ["code0", "code1", "code2", "code3"]
    assert sum(one.total for one in found) == views.deadlines(DAY, EVERYTHING, chosen).total
    assert [one.total for one in views.days(DAY, OF_ROUBAIX, chosen)] == [1, 6]
    assert views.days(DAY, Scope(), chosen) == ()
    every = views.every_deadline(DAY, EVERYTHING, chosen, 100)
    assert [one.due for one in every] == sorted(one.due for one in every)
    assert len(every) == 8
    assert len(views.every_deadline(DAY, EVERYTHING, chosen, 3)) == 3


def test_structures_are_sorted_by_sums_and_found_by_siret(connection: Connection, views: Views) -> None:
    def shown(filters: StructureFilters, scope: Scope = EVERYTHING) -> list[str]:
        return [one.id for one in views.structures(DAY, scope, filters).rows]

    assert shown(StructureFilters()) == ["creche", "lilas", "seule"]
    assert shown(StructureFilters(sort=StructureSort.LATE)) == ["lilas", "creche", "seule"]
    assert shown(StructureFilters(sort=StructureSort.ACTIVE)) == ["creche", "lilas", "seule"], "equals by name"
    assert shown(StructureFilters(late=True)) == ["lilas"]
    assert shown(StructureFilters(late=True), Scope(authority=WATTRELOS)) == [], "late in a file one does not see"
    assert shown(StructureFilters("502 812 345")) == ["lilas"]
    assert shown(StructureFilters(form="scop")) == []
    assert len(views.structures(DAY, EVERYTHING, StructureFilters(), most=2).rows) == 2
    Sample(connection).structure("lilas2", "Autre Lilas", siret="50281234500099")
    assert views.namesakes(EVERYTHING, "lilas") == (("lilas2", "Autre Lilas", "50281234500099"),)
    assert views.namesakes(OF_LILLE, "lilas") == ()
