"""The statements that every act on a file runs, written once."""

from __future__ import annotations

from typing import Final

from mandate_flow.store.wire import insert, statement

COLUMNS: Final = (
    "id",
    "ref",
    "version",
    "head",
    "kind",
    "workflow",
    "workflow_version",
    "workflow_sha256",
    "state",
    "state_rank",
    "furthest_rank",
    "ended",
    "title",
    "fold",
    "theme",
    "regime",
    "yearly_cents",
    "mandate_start",
    "mandate_end",
    "next_due",
    "opened_on",
    "changed_at",
    "demonstration",
    "renews",
    "assignee",
    "body",
)
FIXED: Final = frozenset(
    "id ref kind workflow workflow_version workflow_sha256 title fold theme opened_on"
    " demonstration renews assignee".split()
)
"""What the opening of a file says once, or an act of its own; written again, SQLite would also rewrite their index."""
MOVING: Final = tuple(name for name in COLUMNS if name not in FIXED)

GET: Final = statement(f"SELECT {', '.join(COLUMNS)} FROM files WHERE id = ?")  # noqa: S608
BY_REF: Final = statement(f"SELECT {', '.join(COLUMNS)} FROM files WHERE ref = ?")  # noqa: S608
FOLLOWER: Final = statement("SELECT ref FROM files WHERE renews = ?")
REF: Final = statement("SELECT ref FROM files WHERE id = ?")
EVERY: Final = statement(f"SELECT {', '.join(COLUMNS)} FROM files ORDER BY id")  # noqa: S608
OF_STRUCTURE: Final = statement(
    f"SELECT {', '.join(COLUMNS)} FROM files"  # noqa: S608
    " WHERE id IN (SELECT file_id FROM file_structures WHERE structure_id = ?) ORDER BY id"
)
OF_AUTHORITY: Final = statement(
    f"SELECT {', '.join(COLUMNS)} FROM files"  # noqa: S608
    " WHERE id IN (SELECT file_id FROM file_authorities WHERE authority_id = ?) ORDER BY id"
)
_RUNNING: Final = "SELECT f.ref FROM files f WHERE f.kind <> 'service' AND f.kind = ? AND NOT f.ended"
_OF: Final = " AND EXISTS (SELECT 1 FROM file_authorities a WHERE a.file_id = f.id AND a.authority_id = ?)"
RUNNING: Final = statement(f"{_RUNNING} ORDER BY f.opened_on, f.ref")
RUNNING_OF: Final = statement(f"{_RUNNING}{_OF} ORDER BY f.opened_on, f.ref")
OPEN: Final = statement(insert("files", COLUMNS))
MOVE: Final = statement(
    f"UPDATE files SET {', '.join(f'{name} = ?' for name in MOVING)} WHERE id = ? AND version = ?"  # noqa: S608
)
PIN: Final = statement("UPDATE files SET workflow_version = ?, workflow_sha256 = ? WHERE id = ?")
"""What a migration changes of what the opening said."""
AMEND: Final = statement("UPDATE files SET title = ?, fold = ?, theme = ? WHERE id = ?")
"""What a correction changes of it."""
ASSIGN: Final = statement("UPDATE files SET assignee = ? WHERE id = ?")
REWRITE: Final = statement(f"UPDATE files SET {', '.join(f'{name} = ?' for name in MOVING)} WHERE id = ?")  # noqa: S608
NEXT_REF: Final = statement(
    "INSERT INTO file_references (prefix, last) VALUES (?, 1)"
    " ON CONFLICT (prefix) DO UPDATE SET last = file_references.last + 1 RETURNING last"
)
AUTHORITY: Final = statement(insert("file_authorities", ("file_id", "authority_id", "place")))
STRUCTURE: Final = statement(insert("file_structures", ("file_id", "structure_id", "place")))
NO_AUTHORITY: Final = statement("DELETE FROM file_authorities WHERE file_id = ?")
NO_STRUCTURE: Final = statement("DELETE FROM file_structures WHERE file_id = ?")

_DEADLINE: Final = ("file_id", "code", "occurrence", "due", "status", "cadence", "owed_by", "next_reminder")
DEADLINE: Final = statement(
    insert(
        "deadlines",
        _DEADLINE,
        "ON CONFLICT (file_id, code, occurrence) DO UPDATE SET "
        + ", ".join(f"{name} = excluded.{name}" for name in _DEADLINE[3:]),
    )
)
PROPOSAL: Final = statement(insert("proposals", ("file_id", "step", "occurrence", "actor", "day", "confirm_by")))
NO_PROPOSAL: Final = statement("DELETE FROM proposals WHERE file_id = ? AND step = ? AND occurrence = ?")
PAYMENT: Final = statement(
    insert(
        "payments",
        ("id", "file_id", "authority_id", "year", "kind", "cents", "paid_on", "cancelled", "irregular"),
        "ON CONFLICT (id) DO UPDATE SET cancelled = excluded.cancelled",
    )
)
DOCUMENT: Final = statement(
    insert(
        "documents",
        ("id", "file_id", "kind", "occurrence", "name", "media_type", "size", "sha256", "withdrawn"),
        "ON CONFLICT (id) DO UPDATE SET name = excluded.name, withdrawn = excluded.withdrawn",
    )
)
NOTICE: Final = statement(
    insert(
        "notices",
        (
            "key",
            "notice",
            "audience",
            "urgency",
            "file_id",
            "deadline_code",
            "occurrence",
            "data",
            "send_on",
            "queued_at",
            "status",
        ),
        "ON CONFLICT (key) DO NOTHING",
    )
)
