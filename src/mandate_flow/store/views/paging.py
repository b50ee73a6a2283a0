"""One page of a list, with how many rows there are in all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import Select

PAGE_SIZE: Final = 50

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows of page `number` (the first is 1); `total` counts the rows of every page."""

    rows: tuple[Row, ...]
    total: int
    number: int = 1
    size: int = PAGE_SIZE

    @property
    def count(self) -> int:
        """The number of pages, at least 1."""
        return max(1, -(-self.total // self.size))


def cut(query: Select[Any], number: int) -> Select[Any]:
    """The rows of page `number`; a number below 1 gives the first page."""
    return query.limit(PAGE_SIZE).offset((max(1, number) - 1) * PAGE_SIZE)
