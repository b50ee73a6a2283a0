"""How many files follow each version of each workflow, and which moved from one to another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, case, func, select

from mandate_flow.domain.audit.seal import reopen
from mandate_flow.domain.event import Action, Event, StreamKind
from mandate_flow.store.tables import content, events, files

_MIGRATIONS: Final = (Action.FILE_MIGRATED.value, Action.MIGRATION_UNDONE.value)


@dataclass(frozen=True, slots=True)
class Followed:
    """One version as files are pinned to it: how many are running, how many have ended."""

    workflow: str
    version: int
    sha256: str
    running: int
    ended: int


@dataclass(frozen=True, slots=True)
class Runner:
    """A running file of one version, for a list: its id, reference and title."""

    id: str
    ref: str
    title: str


def followed(connection: Connection) -> tuple[Followed, ...]:
    """Every version that files are pinned to, by workflow and version."""
    names = (files.c.workflow, files.c.workflow_version, files.c.workflow_sha256)
    ended = func.sum(case((files.c.ended, 1), else_=0))
    found = connection.execute(select(*names, func.count(), ended).group_by(*names).order_by(*names[:2]))
    return tuple(Followed(name, version, sha256, all_ - done, done) for name, version, sha256, all_, done in found)


def running(connection: Connection, workflow: str, version: int, ref: str = "") -> tuple[Runner, ...]:
    """The files of a version that have not ended, by reference; `ref` keeps that one alone."""
    query = select(files.c.id, files.c.ref, files.c.title).where(
        files.c.workflow == workflow, files.c.workflow_version == version, ~files.c.ended
    )
    query = query.where(files.c.ref == ref) if ref else query
    return tuple(Runner(*row) for row in connection.execute(query.order_by(files.c.ref)))


def kept_version(connection: Connection, workflow: str, version: int) -> tuple[str, ...]:
    """The hashes under which the database keeps that version: several when a draft was used."""
    query = select(content.c.sha256).where(
        content.c.kind == "workflow", content.c.name == workflow, content.c.version == str(version)
    )
    return tuple(connection.scalars(query.order_by(content.c.sha256)))


def migrations(connection: Connection) -> tuple[Event, ...]:
    """Every migration of a file and every undoing of one, oldest first."""
    query = select(events.c.id, events.c.bytes).where(
        events.c.stream_kind == StreamKind.FILE.value, events.c.action.in_(_MIGRATIONS)
    )
    return tuple(
        reopen(bytes(raw), {}, id=event_id) for event_id, raw in connection.execute(query.order_by(events.c.id))
    )
