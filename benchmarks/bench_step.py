"""One durable step of a file against the bare driver that sends the very same statements; the refusals of a step."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from unittest.mock import patch

import subject
from places import Place, SqlitePlace, postgres
from report import Goal, Options, Row, alternated, as_rate, options, show

from mandate_flow import app
from mandate_flow.content.library import load
from mandate_flow.domain.command import Moment, RecordFacts, TakeStep
from mandate_flow.domain.people import Person, Role
from mandate_flow.domain.refusal import Refusal
from mandate_flow.domain.register import Authority, Structure
from mandate_flow.domain.workdays import french_workdays
from mandate_flow.domain.workflow import explain
from mandate_flow.domain.workflow.known import Known
from mandate_flow.service.act import Done, act
from mandate_flow.service.desk import Desk
from mandate_flow.service.opening import Opening, open_file
from mandate_flow.store.unit import Store
from mandate_flow.store.wire import Statement, Wire

MISSION = Person("person-1", "Camille", "camille@exemple.test", frozenset({Role.MISSION}))
MOMENT = Moment(MISSION, datetime(2026, 11, 23, 8, 30, tzinfo=UTC), date(2026, 11, 23))
RATE = Goal("ratio", 0.5, at_least=True)
AT_ONCE = Goal("ours", 1.0, at_least=False)


@dataclass(frozen=True, slots=True)
class Sent:
    """One statement as an act gave it to the driver; `many` rows of values, or one."""

    text: str
    values: Any
    many: bool
    together: bool


def main() -> None:
    chosen = options(__doc__)
    rows: list[Row] = []
    notes: list[str] = []
    with tempfile.TemporaryDirectory(prefix="mf-bench-") as name:
        folder = Path(name)
        subject.write_content(folder / "content")
        rows.append(_step(SqlitePlace(folder), folder, chosen))
        with postgres() as place:
            if isinstance(place, str):
                notes.append(f"step, postgresql: skipped ({place})")
            else:
                rows.append(_step(place, folder, chosen))
        rows += _explain(folder, chosen)
    show(rows, notes, chosen)


def _step(place: Place, folder: Path, chosen: Options) -> Row:
    rounds, files = chosen.size(2, 9, 31), chosen.size(1, 12, 40)
    start, ids = _prepared(place, folder, rounds * files)
    batches = [ids[place : place + files] for place in range(0, len(ids), files)]
    recorded = _recorded(place, folder, start, batches)
    mine = _desk(folder, place.copy(start))
    theirs = place.copy(start)
    connection = place.bare(theirs)
    measured = alternated(
        rounds,
        lambda number: _timed(lambda: _take_all(mine, batches[number])),
        lambda number: _timed(lambda: _send_all(place, connection, recorded[number])),
    )
    connection.close()
    with mine.store.read() as unit:
        ours = [row.hash for row, _ in unit.log.walk()]
    with _desk(folder, theirs).store.read() as unit:
        assert ours == [row.hash for row, _ in unit.log.walk()], "the floor did not do the same work"
    mine.store.close()
    return as_rate(f"step, {place.name}", files * len(subject.STEPS), measured, RATE)


def _desk(folder: Path, url: str) -> Desk:
    """A desk over a migrated database; its randomness repeats, so that two runs write the same bytes."""
    settings = app.settings_of({}, data_dir=folder / "data", content_dir=folder / "content", database_url=url)
    desk = app.compose(settings)
    desk.store.close()
    return replace(desk, store=Store(url, entropy=random.Random(7).randbytes))  # noqa: S311 - repeatable on purpose


def _prepared(place: Place, folder: Path, count: int) -> tuple[str, list[str]]:
    """A database with files whose sixty facts are complete, and the files' ids."""
    url = place.new()
    app.upgrade(app.settings_of({}, data_dir=folder / "data", database_url=url))
    desk = _desk(folder, url)
    with desk.store.write() as unit:
        by: dict[str, Any] = {"actor": MISSION.id, "at": MOMENT.at, "day": MOMENT.day}
        unit.registers.record(Authority(subject.AUTHORITY, "commune", "Lille"), **by)
        unit.registers.record(Structure(subject.STRUCTURE, "scic", "Lilas"), **by)
    ids = []
    for number in range(count):
        opening = Opening("measure", f"Dossier {number}", "culture", (subject.AUTHORITY,), (subject.STRUCTURE,))
        ids.append(open_file(desk, opening, MOMENT).id)
        assert isinstance(act(desk, ids[-1], RecordFacts(subject.facts()), MOMENT), Done)
    desk.store.close()
    return url, ids


def _take_all(desk: Desk, ids: Sequence[str]) -> None:
    for file_id in ids:
        for step in subject.STEPS:
            done = act(desk, file_id, TakeStep(step), MOMENT)
            assert isinstance(done, Done), done


def _recorded(place: Place, folder: Path, start: str, batches: Sequence[Sequence[str]]) -> list[list[list[Sent]]]:
    """The statements of every act of every batch, as the product sends them."""
    desk = _desk(folder, place.copy(start))
    found = []
    for ids in batches:
        acts: list[list[Sent]] = []
        for file_id in ids:
            for step in subject.STEPS:
                with _listening() as sent:
                    act(desk, file_id, TakeStep(step), MOMENT)
                acts.append(sent)
        found.append(acts)
    desk.store.close()
    return found


@contextmanager
def _listening() -> Iterator[list[Sent]]:
    sent: list[Sent] = []
    together = False
    run, many, batch = Wire.run, Wire.many, Wire.batch

    def hear_run(self: Wire, what: Statement, values: Sequence[Any] = ()) -> Any:  # noqa: ANN401
        sent.append(Sent(what.sqlite if self.sqlite else what.postgresql, tuple(values), many=False, together=together))
        return run(self, what, values)

    def hear_many(self: Wire, what: Statement, rows: Any) -> None:  # noqa: ANN401
        kept = [tuple(row) for row in rows]
        sent.append(Sent(what.sqlite if self.sqlite else what.postgresql, kept, many=True, together=together))
        many(self, what, kept)

    @contextmanager
    def hear_batch(self: Wire) -> Iterator[None]:
        nonlocal together
        with batch(self):
            together = not self.sqlite
            yield
        together = False

    with patch.multiple(Wire, run=hear_run, many=hear_many, batch=hear_batch):
        yield sent


def _send_all(place: Place, connection: Any, acts: Sequence[Sequence[Sent]]) -> None:  # noqa: ANN401
    """Each act's statements in a transaction of its own, by the driver alone."""
    send = _send_sqlite if place.name == "sqlite" else _send_postgres
    for one in acts:
        send(connection, one)


def _send_sqlite(connection: Any, sent: Sequence[Sent]) -> None:  # noqa: ANN401
    connection.execute("BEGIN IMMEDIATE")
    for one in sent:
        if one.many:
            connection.cursor().executemany(one.text, one.values)
        else:
            connection.execute(one.text, one.values).fetchone()
    connection.execute("COMMIT")


def _send_postgres(connection: Any, sent: Sequence[Sent]) -> None:  # noqa: ANN401
    for one in sent:
        if not one.together:
            cursor = connection.execute(one.text, one.values)
            if cursor.description:
                cursor.fetchone()
    with connection.pipeline():
        for one in sent:
            if one.together and one.many:
                connection.cursor().executemany(one.text, one.values)
            elif one.together:
                connection.execute(one.text, one.values)
    connection.commit()


def _explain(folder: Path, chosen: Options) -> list[Row]:
    """All refusals of a step on a file whose sixty facts are given and wrong: found, and said in French."""
    library = load(folder / "content")
    definition, known = library.latest("measure"), Known(library.law, french_workdays())
    file = subject.wrong_file(definition)

    def asked() -> tuple[Refusal, ...]:
        return explain(definition, file, subject.STEPS[0], "", MOMENT.day, known).judgement.refusals

    def said() -> list[str]:
        return [one.says("fr") for one in asked()]

    assert len(asked()) == 7
    count = chosen.size(5, 500, 2000)
    return [
        Row("explain, all refused", _median(asked, count), None, None, AT_ONCE, "ms"),
        Row("explain, said in French", _median(said, count), None, None, None, "ms"),
    ]


def _median(work: Callable[[], object], count: int) -> float:
    return median(_timed(work) for _ in range(count)) * 1000


def _timed(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


if __name__ == "__main__":
    main()
