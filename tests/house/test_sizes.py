"""Small files, small functions, and no drawer for odds and ends."""

import ast
from pathlib import Path

import pytest

from tests.house.tree import ROOT, python_files

FILE_LINES = 300
LONGER: dict[str, int] = {}
FUNCTION_LINES = 40
DRAWERS = {"utils", "util", "helpers", "helper", "common", "base", "manager", "managers", "misc"}


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def long_functions(source: str) -> list[str]:
    return [
        f"{node.name} ({length} lines)"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > FUNCTION_LINES
    ]


def test_files_are_short() -> None:
    long = [
        f"{_name(path)}: {lines} lines"
        for path in python_files()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGER.get(path.name, FILE_LINES)
    ]
    assert not long, "Split by concept, inside the same room:\n" + "\n".join(long)


def test_functions_are_short() -> None:
    long = [
        f"{_name(path)}: {found}"
        for path in python_files()
        if "versions" not in path.parts  # a migration is a list of changes
        for found in long_functions(path.read_text(encoding="utf-8"))
    ]
    assert not long, "A function says one thing:\n" + "\n".join(long)


def test_no_drawers() -> None:
    drawers = [_name(path) for path in python_files() if {path.stem, path.parent.name} & DRAWERS]
    assert not drawers, f"Name a file after what it holds: {drawers}"


@pytest.mark.parametrize(("lines", "found"), [(FUNCTION_LINES, 0), (FUNCTION_LINES + 1, 1)])
def test_the_measure_of_functions(lines: int, found: int) -> None:
    assert len(long_functions("def f():\n" + "    x = 1\n" * (lines - 1))) == found
