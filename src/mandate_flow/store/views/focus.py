"""What one looks at: a theme, a territory, a regime, and the days that matter; every figure and every list obeys it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement

from mandate_flow.store.views.scope import within


@dataclass(frozen=True, slots=True)
class Focus:
    """Empty, it keeps everything. `territory` is the id of a group of communes.

    `since` and `until` (both included) bound what is to come: deadlines that fall due and mandates that end.
    """

    theme: str = ""
    territory: str = ""
    regime: str = ""
    since: date | None = None
    until: date | None = None

    def keeps(self, file_id: ColumnElement[str]) -> ColumnElement[bool]:
        """True where the file of that id is looked at."""
        return within(file_id, theme=self.theme, territory=self.territory, regime=self.regime)


EVERYWHERE: Final = Focus()
