"""A period that has ended (the prefect's, that of third parties) is nobody's lateness, on any page."""

from collections.abc import Iterator

import pytest

from mandate_flow.store.views import EVERYTHING, AgendaFilters, Filters, Span, Views
from tests.store.sample import DAY, Sample, days, opened


@pytest.fixture
def views(database: str) -> Iterator[Views]:
    with opened(database) as connection:
        sample = Sample(connection)
        lille = sample.commune("59350", "Lille")
        sabots = sample.structure("sabots", "Les Petits Sabots")
        behind = sample.file("SIEG-2026-0001", (lille,), (sabots,))
        sample.deadline(behind, "appeal_period", days(-3), cadence="info", owed_by="agent")
        late = sample.file("SIEG-2026-0002", (lille,), (sabots,), next_due=days(-1))
        sample.deadline(late, "financial_report", days(-1))
        yield Views(connection)


def test_only_what_was_awaited_is_late(views: Views) -> None:
    board = views.board(DAY, EVERYTHING)
    assert (board.late, [one.late for one in board.communes]) == (1, [1])
    late = views.deadlines(DAY, EVERYTHING, AgendaFilters(span=Span.LATE))
    assert [one.code for one in late.rows] == ["financial_report"]
    every = views.deadlines(DAY, EVERYTHING, AgendaFilters())
    assert {one.code: one.late for one in every.rows} == {"appeal_period": False, "financial_report": True}
    for asked, ref in ((True, "SIEG-2026-0002"), (False, "SIEG-2026-0001")):
        (row,) = views.files(DAY, EVERYTHING, Filters(late=asked)).rows
        assert (row.ref, row.late) == (ref, asked)
    (structure,) = views.structures(DAY, EVERYTHING).rows
    assert (structure.deadlines, structure.late) == (2, 1)
