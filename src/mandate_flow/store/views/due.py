"""Open deadlines with what a page needs to name them: the file, its organisations, its workflow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, select

from mandate_flow.domain.deadline import TO_KNOW, DeadlineStatus
from mandate_flow.store.tables import OPEN, deadlines, files
from mandate_flow.store.views.names import Named, authorities_of, structures_of

FILE: Final = "file"


@dataclass(frozen=True, slots=True)
class DueRow:
    """An open deadline. Its label is in the definition whose sha256 (hex) is `workflow_sha256`, under `code`.

    One of a calendar has no file: `owner_kind` (structure, authority, system) and `owner_id` say whose it is, and its
    label is in the calendars.
    """

    file_id: str
    ref: str
    title: str
    state: str
    demonstration: bool
    workflow: str
    workflow_version: int
    workflow_sha256: str
    code: str
    occurrence: str
    due: date
    owed_by: str
    cadence: str
    next_reminder: date | None
    late: bool
    authorities: tuple[Named, ...]
    structures: tuple[Named, ...]
    owner_kind: str = FILE
    owner_id: str = ""
    suspended: bool = False

    @property
    def home(self) -> str:
        """What the deadline belongs to: the id of a file, or the owner of a calendar ("structure:lilas")."""
        return self.file_id or f"{self.owner_kind}:{self.owner_id}"


_FILE: Final = ("ref", "title", "state", "demonstration", "workflow", "workflow_version", "workflow_sha256")
_DEADLINE: Final = ("file_id", "code", "occurrence", "due", "owed_by", "cadence", "next_reminder")
SUSPENDED: Final = deadlines.c.status == DeadlineStatus.SUSPENDED.value
"""A deadline whose clock stands still: it is in no list of open ones."""


def open_deadlines(*conditions: ColumnElement[bool], standing: ColumnElement[bool] = OPEN) -> Select[Any]:
    """Open deadlines joined with their files, earliest first; equals by file, code and occurrence.

    `standing`: SUSPENDED for those whose clock stands still.
    """
    columns = [
        SUSPENDED.label("suspended"),
        *(deadlines.c[name] for name in _DEADLINE),
        *(files.c[name] for name in _FILE),
    ]
    return (
        select(*columns)
        .join(files, files.c.id == deadlines.c.file_id)
        .where(standing, *conditions)
        .order_by(deadlines.c.due, deadlines.c.file_id, deadlines.c.code, deadlines.c.occurrence)
    )


def due_rows(connection: Connection, day: date, query: Select[Any]) -> tuple[DueRow, ...]:
    """The rows of `open_deadlines`: three queries, whatever their number."""
    found = [dict(row) for row in connection.execute(query).mappings()]
    ids = [row["file_id"] for row in found]
    with_authorities, with_structures = authorities_of(connection, ids), structures_of(connection, ids)
    return tuple(
        DueRow(
            **row | {"suspended": bool(row["suspended"])},
            late=row["due"] < day and row["cadence"] != TO_KNOW and not row["suspended"],
            authorities=with_authorities.get(row["file_id"], ()),
            structures=with_structures.get(row["file_id"], ()),
        )
        for row in found
    )
