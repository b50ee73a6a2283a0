"""Reads templates/<notice>.example.yaml: the names a template may use, with plausible values for previews and tests."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mandate_flow.content.fields import as_day
from mandate_flow.content.problem import Problems
from mandate_flow.content.yaml_nodes import Items, Node, Scalar, read_yaml

SUFFIX = ".example.yaml"


def example_file(folder: Path, notice: str) -> Path:
    """Where the example of a notice stands in a content folder."""
    return folder / "notifications" / "templates" / f"{notice}{SUFFIX}"


def read_example(folder: Path, notice: str) -> dict[str, Any]:
    """The names of a notice's template with example values. Raises BadContent (file:line), FileNotFoundError."""
    path = example_file(folder, notice)
    problems = Problems(path.relative_to(folder).as_posix())
    found = {name: _plain(node) for name, (_, node) in read_yaml(path.read_bytes(), problems).items.items()}
    problems.raise_first()
    return found


def _plain(node: Node) -> Any:  # noqa: ANN401 - text, truth, whole number, day, None, list or mapping
    """Without quotes, `true`, `false`, whole numbers, days and nothing are what they seem; all else is text."""
    if isinstance(node, Items):
        return [_plain(one) for one in node.items]
    if not isinstance(node, Scalar):
        return {name: _plain(value) for name, (_, value) in node.items.items()}
    if not node.plain:
        return node.text
    if node.null:
        return None
    if node.text in ("true", "false"):
        return node.text == "true"
    return int(node.text) if re.fullmatch(r"-?[0-9]+", node.text) else as_day(node.text) or node.text
