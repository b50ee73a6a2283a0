"""The views of the list that people keep: their own, and those that the mission shares with everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, insert, or_, select, true, update

from mandate_flow.domain.errors import NotFound
from mandate_flow.store.tables import default_views, saved_views


@dataclass(frozen=True, slots=True)
class SavedView:
    """A view: its name, the filters as the address of the list has them, and who saved it (an id)."""

    id: str
    person: str
    name: str
    query: str
    shared: bool


class SavedViews:
    """The views through one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, person: str) -> tuple[SavedView, ...]:
        """Those this person finds above the list: the shared ones, then their own, each by name."""
        kept = saved_views.c.removed_at.is_(None) & _open_to(person)
        asked = select(saved_views).where(kept).order_by(saved_views.c.shared.desc(), saved_views.c.name)
        return tuple(_view(row) for row in self._connection.execute(asked))

    def get(self, view: str, person: str, *, removed: bool = False) -> SavedView:
        """One of these, or one that can be put back where `removed` is asked for. Raises NotFound."""
        asked = select(saved_views).where(saved_views.c.id == view, _open_to(person))
        row = self._connection.execute(asked if removed else asked.where(saved_views.c.removed_at.is_(None))).first()
        if row is None:
            raise NotFound("Cette vue n’existe plus.", do="Choisissez parmi celles qui sont au-dessus de la liste.")
        return _view(row)

    def save(self, view: SavedView, at: datetime) -> None:
        """Keep a new view; what its owner removed before is then gone for good."""
        self._forget_removed(view.person)
        row = {"id": view.id, "person_id": view.person, "name": view.name, "query": view.query}
        self._connection.execute(insert(saved_views).values(**row, shared=view.shared, saved_at=at))

    def rename(self, view: str, name: str) -> None:
        """Give it another name."""
        self._connection.execute(update(saved_views).where(saved_views.c.id == view).values(name=name))

    def remove(self, view: SavedView, at: datetime) -> None:
        """Take it away from the list; it can be put back."""
        self._forget_removed(view.person)
        self._connection.execute(delete(default_views).where(default_views.c.view_id == view.id))
        self._connection.execute(update(saved_views).where(saved_views.c.id == view.id).values(removed_at=at))

    def put_back(self, view: str) -> None:
        """Undo a removal."""
        self._connection.execute(update(saved_views).where(saved_views.c.id == view).values(removed_at=None))

    def default_of(self, person: str) -> str:
        """The view a person begins with, "" for the whole list."""
        asked = select(default_views.c.view_id).where(default_views.c.person_id == person)
        return self._connection.scalar(asked) or ""

    def begin_with(self, person: str, view: str) -> None:
        """Say which view a person begins with, "" for the whole list."""
        self._connection.execute(delete(default_views).where(default_views.c.person_id == person))
        if view:
            self._connection.execute(insert(default_views).values(person_id=person, view_id=view))

    def forget(self, person: str) -> None:
        """Everything a person kept for themselves; what they shared stays."""
        own = select(saved_views.c.id).where(saved_views.c.person_id == person, ~saved_views.c.shared)
        mine = or_(default_views.c.person_id == person, default_views.c.view_id.in_(own))
        self._connection.execute(delete(default_views).where(mine))
        self._connection.execute(delete(saved_views).where(saved_views.c.id.in_(own)))

    def _forget_removed(self, person: str) -> None:
        gone = saved_views.c.removed_at.is_not(None) & (saved_views.c.person_id == person)
        self._connection.execute(delete(saved_views).where(gone))


def _open_to(person: str) -> ColumnElement[bool]:
    return or_(saved_views.c.person_id == person, saved_views.c.shared == true())


def _view(row: object) -> SavedView:
    return SavedView(row.id, row.person_id, row.name, row.query, row.shared)  # type: ignore[attr-defined]
