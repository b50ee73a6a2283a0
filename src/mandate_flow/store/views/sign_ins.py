"""When people came in last, from the log."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, func, select

from mandate_flow.domain.event import Action, StreamKind
from mandate_flow.store.tables import events


def last_sign_ins(connection: Connection, people: Collection[str]) -> Mapping[str, datetime]:
    """The last sign-in of each of these persons (ids) who ever came in: one query."""
    query = (
        select(events.c.stream_id, func.max(events.c.at).label("at"))
        .where(events.c.stream_kind == StreamKind.PERSON.value, events.c.stream_id.in_(sorted(people)))
        .where(events.c.action == Action.ACCESS_GRANTED.value)
        .group_by(events.c.stream_id)
    )
    return {row.stream_id: row.at for row in connection.execute(query)}
