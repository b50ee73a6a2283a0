"""A small sound content folder, and ways to break it."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from mandate_flow.content.check import check
from mandate_flow.content.problem import Problem

HERE = Path(__file__).parent
SOUND = HERE / "sound"
BROKEN = tuple(sorted((HERE / "broken").glob("*.yaml")))


def sound_copy(folder: Path) -> Path:
    """A copy of the sound content, to be changed."""
    return shutil.copytree(SOUND, folder / "content")


def change(folder: Path, case: Path) -> None:
    """Break a copy in the one way that the case describes."""
    told: dict[str, Any] = yaml.safe_load(case.read_text(encoding="utf-8"))
    if "remove" in told:
        (folder / told["remove"]).unlink()
    elif "write" in told:
        (folder / told["write"]).write_text(told["text"], encoding="utf-8")
    else:
        path = folder / told["in"]
        text = path.read_text(encoding="utf-8")
        assert told["replace"] in text, f"{case.name}: nothing to replace"
        path.write_text(text.replace(told["replace"], told["with"], 1), encoding="utf-8")


def problems_of(folder: Path, case: Path) -> tuple[Problem, ...]:
    """What `check` says of a copy broken by the case."""
    content = sound_copy(folder / case.stem)
    change(content, case)
    return check(content)


def listed(problems: Iterable[Problem]) -> str:
    """As a person reads them, no-break spaces made visible."""
    return "".join(f"{one.level} {one.kind}\n  {one}\n".replace("\u00a0", "~") for one in problems)
