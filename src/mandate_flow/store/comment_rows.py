"""Comments of files and whom they wait for, as rows, and the statements that write them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from mandate_flow.domain.comment import Comment, Comments, waiting
from mandate_flow.domain.register import ERASED_TEXT
from mandate_flow.store.wire import Wire, insert, statement

_COLUMNS: Final = ("id", "file_id", "kind", "actor", "at", "seq", "answers", "settled", "withdrawn", "text")
_MOVING: Final = "ON CONFLICT (id) DO UPDATE SET settled = excluded.settled, withdrawn = excluded.withdrawn, text = "
_PUT: Final = statement(insert("comments", _COLUMNS, _MOVING + "excluded.text"))
_WAIT: Final = statement(insert("mentions", ("comment_id", "person", "file_id")))
_NO_WAIT: Final = statement("DELETE FROM mentions WHERE comment_id = ? AND person = ?")


def write_comments(wire: Wire, file_id: str, some: Iterable[Comment]) -> None:
    """The rows of comments, new or as they have become."""
    for one in some:
        row = comment_row(one)
        held = [wire.instant(one.at) if name == "at" else row.get(name, file_id) for name in _COLUMNS]
        wire.run(_PUT, held)


def write_waiting(wire: Wire, file_id: str, before: Comments, after: Comments) -> None:
    """Whom the comments wait for now: those who no longer are go, the new ones come."""
    was, now = waiting(before), waiting(after)
    for comment_id, person in sorted(was - now):
        wire.run(_NO_WAIT, (comment_id, person))
    for comment_id, person in sorted(now - was):
        wire.run(_WAIT, (comment_id, person, file_id))


def comment_row(one: Comment) -> dict[str, Any]:
    """The columns of a comment, but for its file; `text` says so when it was erased."""
    return {
        "id": one.id,
        "kind": one.kind.value,
        "actor": one.actor,
        "at": one.at,
        "seq": one.seq,
        "answers": one.answers or None,
        "settled": one.settled,
        "withdrawn": one.withdrawn,
        "text": one.text if isinstance(one.text, str) else ERASED_TEXT,
    }
