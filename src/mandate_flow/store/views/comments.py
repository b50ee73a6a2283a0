"""What is said beside files: where a person is asked by name, and the remarks of those who control."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Select, false, literal_column, select

from mandate_flow.store.tables import comments, files, mentions, people
from mandate_flow.store.views.scope import Scope, sees

MOST: Final = 50
_REMARK: Final = comments.c.kind == literal_column("'remark'")  # in the words of the partial index


@dataclass(frozen=True, slots=True)
class Spoken:
    """A comment in a list: where, by whom (id and name), when, and its words."""

    id: str
    ref: str
    title: str
    kind: str
    actor: str
    name: str
    at: datetime
    text: str
    settled: bool


def list_asked(connection: Connection, scope: Scope, person: str) -> tuple[Spoken, ...]:
    """The comments that ask this person by name and wait for an answer, oldest first."""
    if not person:
        return ()
    asked = _spoken().join(mentions, mentions.c.comment_id == comments.c.id).where(mentions.c.person == person)
    return _read(connection, asked.where(sees(scope, comments.c.file_id)).order_by(comments.c.at))


def list_remarks(connection: Connection, scope: Scope) -> tuple[Spoken, ...]:
    """The last remarks that stand, each that opens a thread, the latest first."""
    standing = _spoken().where(_REMARK, comments.c.answers.is_(None), comments.c.withdrawn == false())
    return _read(connection, standing.where(sees(scope, comments.c.file_id)).order_by(comments.c.at.desc()))


def _spoken() -> Select[Any]:
    of = (comments.c[name] for name in ("id", "kind", "actor", "at", "text", "settled"))
    named = select(*of, files.c.ref, files.c.title, people.c.name).join(files, files.c.id == comments.c.file_id)
    return named.outerjoin(people, people.c.id == comments.c.actor)


def _read(connection: Connection, query: Select[Any]) -> tuple[Spoken, ...]:
    rows = connection.execute(query.limit(MOST)).mappings()
    return tuple(Spoken(**{**row, "name": row["name"] or row["actor"]}) for row in rows)
