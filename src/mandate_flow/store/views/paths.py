"""Where each commune stands on its own way, and the missions there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from mandate_flow.domain.file import FileKind
from mandate_flow.store.tables import file_authorities, files
from mandate_flow.store.views.scope import Scope, of_kind, sees


@dataclass(frozen=True, slots=True)
class PathRow:
    """The own way of a commune; the label of `state` is in its definition. `late`: `next_due` is past."""

    ref: str
    workflow_sha256: str
    state: str
    rank: int
    ended: bool
    opened_on: date
    next_due: date | None
    late: bool


@dataclass(frozen=True, slots=True)
class MissionRow:
    """A mission, for a list."""

    ref: str
    title: str
    ended: bool
    opened_on: date


def list_paths(connection: Connection, day: date, scope: Scope) -> Mapping[str, PathRow]:
    """By authority (id): its running way, else the last one that ended."""
    query = (
        select(file_authorities.c.authority_id, files.c.ref, files.c.workflow_sha256, files.c.state)
        .add_columns(files.c.state_rank, files.c.ended, files.c.opened_on, files.c.next_due)
        .join(files, files.c.id == file_authorities.c.file_id)
        .where(of_kind(FileKind.PATH), sees(scope, files.c.id))
        .order_by(files.c.ended.desc(), files.c.opened_on, files.c.ref)
    )
    found = {}
    for row in connection.execute(query):
        late = row.next_due is not None and row.next_due < day
        found[row.authority_id] = PathRow(
            row.ref, row.workflow_sha256, row.state, row.state_rank, row.ended, row.opened_on, row.next_due, late
        )
    return found


def list_missions(connection: Connection) -> tuple[MissionRow, ...]:
    """Those that run first, the latest first; who may read each is for the caller to check."""
    query = (
        select(files.c.ref, files.c.title, files.c.ended, files.c.opened_on)
        .where(of_kind(FileKind.MISSION))
        .order_by(files.c.ended, files.c.opened_on.desc(), files.c.ref.desc())
    )
    return tuple(MissionRow(*row) for row in connection.execute(query))
