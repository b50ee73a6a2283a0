"""Lists the figures of the law that a person should read again: checked more than a year ago, or never."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mandate_flow.content.law_reader import read_law
from mandate_flow.content.library import law_files
from mandate_flow.content.problem import Problems
from mandate_flow.content.yaml_nodes import lines_of, read_yaml
from mandate_flow.domain.law import Entry, Quantity


@dataclass(frozen=True, slots=True)
class Waiting:
    """A quantity to read again, at `file`:`line`. `key` is as cited."""

    file: str
    line: int
    key: str
    entry: Entry
    quantity: Quantity

    @property
    def where(self) -> str:
        """`file:line`"""
        return f"{self.file}:{self.line}"

    @property
    def last(self) -> date | None:
        """The day of the last check."""
        return self.quantity.checked_on


def review(folder: Path, day: date) -> tuple[Waiting, ...]:
    """What nobody has checked in the year that ends on `day` (a check dated later was not made yet), by file and line.

    Files that cannot be read give what could be read of them: `check` tells the rest.
    """
    return tuple(one for path in law_files(folder) for one in _file(path, day))


def _file(path: Path, day: date) -> list[Waiting]:
    content = path.read_bytes()
    text = read_law(path.stem, content, Problems(path.name))
    lines = dict(lines_of(read_yaml(content, Problems(path.name))))
    return [
        Waiting(f"law/{path.name}", lines["entries", index, "quantities", name], f"{path.stem}.{name}", entry, quantity)
        for index, entry in enumerate(text.entries)
        for name, quantity in entry.quantities.items()
        if not _fresh(quantity.checked_on, day)
    ]


def _fresh(checked_on: date | None, day: date) -> bool:
    return checked_on is not None and _year_before(day) <= checked_on <= day


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)
