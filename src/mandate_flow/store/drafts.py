"""What each person is typing in a file and has not recorded yet; erased when recorded, given up or too old."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select

from mandate_flow.store.tables import drafts


@dataclass(frozen=True, slots=True)
class Unsaved:
    """`form` names the form of the file, `version` is that of the file it was typed upon, `typed` field and value."""

    form: str
    version: int
    at: datetime
    typed: tuple[tuple[str, str], ...]


class Drafts:
    """The drafts through one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, person: str, file_id: str) -> tuple[Unsaved, ...]:
        """Those of one person in one file, the latest first."""
        asked = select(drafts).where(drafts.c.person == person, drafts.c.file_id == file_id)
        rows = self._connection.execute(asked.order_by(drafts.c.at.desc())).mappings()
        return tuple(
            Unsaved(row["form"], row["version"], row["at"], tuple((name, value) for name, value in row["typed"]))
            for row in rows
        )

    def keep(self, person: str, file_id: str, one: Unsaved) -> None:
        """Keep it in the place of the one before."""
        self.drop(person, file_id, one.form)
        row = {"person": person, "file_id": file_id, "form": one.form, "version": one.version, "at": one.at}
        self._connection.execute(insert(drafts).values(**row, typed=[list(pair) for pair in one.typed]))

    def drop(self, person: str, file_id: str, form: str) -> None:
        """It is recorded, or given up."""
        self._delete(and_(drafts.c.person == person, drafts.c.file_id == file_id, drafts.c.form == form))

    def drop_before(self, at: datetime) -> int:
        """How many were too old, and are gone."""
        return self._delete(drafts.c.at < at)

    def drop_of(self, person: str) -> int:
        """All those of a person."""
        return self._delete(drafts.c.person == person)

    def _delete(self, where: ColumnElement[bool]) -> int:
        return self._connection.execute(delete(drafts).where(where)).rowcount
