"""Reads the checklist of files (`workflows/checklist.v<n>.yaml`)."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from mandate_flow.content.fields import Fields
from mandate_flow.content.problem import Problems, nearest
from mandate_flow.content.yaml_nodes import Keys, read_yaml
from mandate_flow.domain.checklist import Checklist, Item
from mandate_flow.domain.law import Text
from mandate_flow.domain.refusal import Level

PATTERN: Final = "checklist.v[0-9]*.yaml"


def checklist_files(folder: Path) -> tuple[Path, ...]:
    """The checklists of a content folder, the oldest version first."""
    return tuple(sorted((folder / "workflows").glob(PATTERN), key=lambda path: (len(path.name), path.name)))


def read_checklist(content: bytes, problems: Problems) -> Checklist:
    """The checklist as far as it can be read; what is wrong goes to `problems`."""
    root = Fields(read_yaml(content, problems), problems, "le fichier")
    states = _texts(root.inner("states", "« states »", required=True))
    items = {name: _item(name, one, states) for name, one in root.each("items", "le point", required=True)}
    found = Checklist(root.integer("version"), root.translated("title", required=True), states, items)
    root.done()
    return found


def _item(name: str, one: Fields, states: dict[str, Text]) -> Item:
    state = one.word("state")
    if state not in states:
        what = f"L’état « {state} » n’est pas dans « states »."
        one.problems.add("unknown-state", one.line_of("state"), what, do=nearest(state, states))
    item = Item(
        name,
        state,
        one.one_of("level", Level) or Level.BLOCKER,
        one.translated("label", required=True),
        one.words("met_by", required=True),
        _texts(one.inner("absent", "« absent »")),
    )
    one.done()
    return item


def _texts(one: Fields) -> dict[str, Text]:
    names = tuple(one.node.items) if isinstance(one.node, Keys) else ()
    found = {name: one.translated(name, required=True) for name in names}
    one.done()
    return found
