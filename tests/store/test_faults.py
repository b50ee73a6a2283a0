"""A process that dies between any two statements of an act leaves all of it or nothing."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from mandate_flow.domain.event import Draft
from mandate_flow.domain.file import File
from mandate_flow.service.integrity import verify
from mandate_flow.store.tables import metadata
from mandate_flow.store.unit import Store
from tests.store import fuse as fuses
from tests.store.story import Story, added, facts, opened, proposed, taken, withdrawn
from tests.support.drills import Rounds

pytestmark = pytest.mark.drill
ACTS: dict[str, Callable[[], Draft]] = {
    "open": lambda: opened("SIEG-2026-0099"),
    "facts": facts,
    "propose": proposed,
    "take": taken,
    "add": added,
}


def _everything(store: Store) -> list[tuple[object, ...]]:
    with store.read() as unit:
        return [
            tuple(map(str, row)) for table in metadata.sorted_tables for row in unit.connection.execute(select(table))
        ]


def _act(story: Story, file: File, name: str) -> None:
    with story.store.write() as unit:
        if name == "open":
            story.write(unit, None, ACTS[name](), "f99")
        else:
            story.write(unit, unit.files.get(file.id), ACTS[name]())


@pytest.mark.parametrize("name", [*ACTS])
def test_a_fault_at_any_statement_leaves_nothing(story: Story, name: str) -> None:
    file = story.open()
    fuse = fuses.Fuse()
    broken = Story(Store(story.store.writer.url.render_as_string(hide_password=False)))
    fuses.put_in(broken.store, fuse)
    before = _everything(story.store)
    statement = 0
    while True:
        statement += 1
        fuse.arm(statement)
        try:
            _act(broken, file, name)
        except fuses.Blown:
            assert _everything(story.store) == before, statement
            continue
        break
    assert statement > 4, "the fuse never blew"
    assert _everything(story.store) != before
    assert verify(story.store).ok
    broken.store.close()


CHILD = """
import sys
from tests.store import fuse as fuses
from tests.store.story import Story
from tests.store.test_faults import _act
from mandate_flow.store.unit import Store
story = Story(Store(sys.argv[1]))
fuse = fuses.Fuse(fuses.kill)
fuses.put_in(story.store, fuse)
with story.store.read() as unit:
    file = unit.files.get("f1")
fuse.arm(int(sys.argv[2]))
_act(story, file, "facts")
print("done", fuse.count)
"""


@pytest.mark.timeout(600)
def test_a_killed_process_leaves_nothing(story: Story, rounds: Rounds) -> None:
    story.open()
    url = story.store.writer.url.render_as_string(hide_password=False)
    before = _everything(story.store)
    for statement in range(1, 100)[:: rounds(4, 1)]:
        done = subprocess.run(
            [sys.executable, "-c", CHILD, url, str(statement)],
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode == 0:  # past the last statement: the child lived and its act is whole
            break
        assert done.returncode == -signal.SIGKILL, done.stderr
        assert _everything(story.store) == before, statement
    with story.store.read() as unit:
        file = unit.files.get("f1")
    assert (file.version, statement > 4) == (2, True)
    story.go(story.go(file, added()), withdrawn())
    assert verify(story.store).ok
