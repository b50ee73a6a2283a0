"""The one door through which a file is written: its row, its event and all that follows from it, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from mandate_flow.domain.comment import TOLD
from mandate_flow.domain.deadline import DeadlineKey, DeadlineStatus
from mandate_flow.domain.deminimis import entries
from mandate_flow.domain.errors import Stale, Unseen
from mandate_flow.domain.event import GENESIS, Action, Draft, Event, Stream, StreamKind
from mandate_flow.domain.file import Document, File, FileKind, Proposal
from mandate_flow.domain.notice import Queued
from mandate_flow.domain.payment import Payment, cents
from mandate_flow.domain.register import ERASED_TEXT
from mandate_flow.domain.said import said
from mandate_flow.store import aid_rows
from mandate_flow.store import files_sql as sql
from mandate_flow.store.body import body_of, columns_of, file_from
from mandate_flow.store.comment_rows import write_comments, write_waiting
from mandate_flow.store.log import Log
from mandate_flow.store.search import index_anew, index_file
from mandate_flow.store.tables import roles_text
from mandate_flow.store.wire import JSON_TEXT, Statement, Wire, day_from, json_from

_DAYS: Final = ("mandate_start", "mandate_end", "next_due", "opened_on")
_ON_DOCUMENTS: Final = frozenset({Action.DOCUMENT_ADDED, Action.DOCUMENT_WITHDRAWN})
_ON_PAYMENTS: Final = frozenset({Action.PAYMENT_RECORDED, Action.PAYMENT_CANCELLED})
_ON_VERSIONS: Final = frozenset({Action.FILE_MIGRATED, Action.MIGRATION_UNDONE})
_NO_REMINDERS: Final[Mapping[DeadlineKey, date | None]] = {}


class Files:
    """The files through one connection."""

    __slots__ = ("_log", "_wire")

    def __init__(self, wire: Wire, log: Log) -> None:
        self._wire = wire
        self._log = log

    def get(self, file_id: str) -> File:
        """The file. Raises NotFound."""
        return self._one(sql.GET, file_id)

    def by_ref(self, ref: str) -> File:
        """The file by its reference, such as SIEG-2026-0003. Raises NotFound."""
        return self._one(sql.BY_REF, ref)

    def follower(self, file_id: str) -> str:
        """The reference of the file that follows this one, "" for none."""
        found = self._wire.run(sql.FOLLOWER, (file_id,)).fetchone()
        return str(found[0]) if found else ""

    def ref_of(self, file_id: str) -> str:
        """The reference of a file, "" when there is none of that id."""
        found = self._wire.run(sql.REF, (file_id,)).fetchone()
        return str(found[0]) if found else ""

    def every(self) -> Iterator[File]:
        """Every file there is, one in memory at a time where the reader lets go of it."""
        yield from map(_read, self._wire.run(sql.EVERY))

    def of_structure(self, structure_id: str) -> tuple[File, ...]:
        """The files of a structure."""
        return tuple(map(_read, self._wire.run(sql.OF_STRUCTURE, (structure_id,))))

    def of_authority(self, authority_id: str) -> tuple[File, ...]:
        """The files of an authority."""
        return tuple(map(_read, self._wire.run(sql.OF_AUTHORITY, (authority_id,))))

    def running_of(self, kind: FileKind, authority: str = "") -> tuple[str, ...]:
        """The references of the files of a kind other than services that have not ended, oldest first.

        Of one authority (id) when it is named.
        """
        asked = (sql.RUNNING_OF, (kind.value, authority)) if authority else (sql.RUNNING, (kind.value,))
        return tuple(row[0] for row in self._wire.run(*asked))

    def next_ref(self, prefix: str, year: int) -> str:
        """A reference nobody has, such as SIEG-2026-0003 for the prefix SIEG.

        The counter moves in this transaction, and waits for another that opens a file.
        """
        prefix = f"{prefix.upper()}-{year}"
        return f"{prefix}-{int(self._wire.run(sql.NEXT_REF, (prefix,)).fetchone()[0]):04d}"

    def record(
        self,
        before: File | None,
        after: File,
        draft: Draft,
        *,
        actor: str,
        at: datetime,
        day: date,
        queued: Sequence[Queued] = (),
        reminders: Mapping[DeadlineKey, date | None] = _NO_REMINDERS,
    ) -> tuple[Event, File]:
        """Write what an event makes of a file: `before` as loaded (None: it is opened), `after` as `evolve` gives it.

        `queued` are the notices, kept once by key; `reminders` gives the next reminder day of each deadline of the
        draft. Returns the event as recorded and the file with its new version and head. Raises Stale, with nothing
        written, when the file is no longer at the version of `before`.
        """
        seq, prev = (1, GENESIS) if before is None else (before.version + 1, before.head)
        stream = Stream(StreamKind.FILE, after.id)
        # The bytes are known before anything is sent, so that the row carries the hash and all can leave together.
        placed = self._log.prepare(stream, draft, actor=actor, at=at, day=day, seq=seq, prev=prev)
        file = replace(after, version=seq, head=placed.sealed.hash)
        try:
            with self._wire.batch():
                moved = self._write_row(before, file, at)
                self._log.send(placed, with_row=True)
                self._write_rest(before, file, draft, at, queued, reminders)
        except Exception as error:
            if type(error).__name__ in _FASTER and "FOREIGN KEY" not in str(error):
                raise _stale(file) from error
            raise
        if moved.rowcount != 1:
            raise _stale(file)
        return placed.recorded(), file

    def rewrite(self, file: File, at: datetime) -> None:
        """Write the row again from `file`, as an erasure does; the event is already in the log."""
        self._wire.run(sql.REWRITE, (*self._moving(file, at), file.id))
        self._documents(file, file.documents.values())
        index_anew(self._wire, file)
        write_comments(self._wire, file.id, file.comments.values())

    def _one(self, what: Statement, name: str) -> File:
        found = self._wire.run(what, (name,)).fetchone()
        if found is None:
            raise Unseen
        return _read(found)

    def _write_row(self, before: File | None, file: File, at: datetime) -> Any:  # noqa: ANN401 - a cursor
        if before is None:
            row = self._row(file, at)
            return self._wire.run(sql.OPEN, [row[name] for name in sql.COLUMNS])
        return self._wire.run(sql.MOVE, (*self._moving(file, at), file.id, before.version))

    def _write_rest(
        self,
        before: File | None,
        file: File,
        draft: Draft,
        at: datetime,
        queued: Sequence[Queued],
        reminders: Mapping[DeadlineKey, date | None],
    ) -> None:
        if before is None:
            self._parties(file)
        else:
            self._said_once(file, draft.action)
        index_file(self._wire, before, file)
        for row in draft.outcome.get("deadlines", ()):
            self._deadline(file, (row["code"], row["occurrence"]), reminders)
        if draft.action in _ON_DOCUMENTS:
            self._documents(file, (file.documents[draft.outcome["id"]],))
        if before is not None and draft.action in TOLD:
            write_comments(self._wire, file.id, (file.comments[draft.outcome["id"]],))
            write_waiting(self._wire, file.id, before.comments, file.comments)
        if draft.action in _ON_PAYMENTS:
            self._payment(file, file.payments[draft.outcome["id"]])
        self._proposals({} if before is None else before.proposals, file)
        if "aid" in draft.outcome:
            granted = draft.outcome["aid"]
            aid_rows.write_grant(self._wire, entries.grant_from(granted["structure"], granted))
        if draft.action is Action.AID_WITHDRAWN:
            aid_rows.withdraw(self._wire, draft.outcome["id"])
        for notice in queued:
            self._notice(file, notice, at)

    def _said_once(self, file: File, action: Action) -> None:
        """What the opening of a file said, when an act of its own says it anew."""
        if action is Action.FILE_AMENDED:
            self._amend(file)
        elif action is Action.FILE_ASSIGNED:
            self._wire.run(sql.ASSIGN, (file.assignee or None, file.id))
        elif action in _ON_VERSIONS:
            self._wire.run(sql.PIN, (file.workflow.version, file.workflow.sha256, file.id))

    def _amend(self, file: File) -> None:
        row = columns_of(file)
        self._wire.run(sql.AMEND, (row["title"], row["fold"], row["theme"], file.id))
        self._wire.run(sql.NO_AUTHORITY, (file.id,))
        self._wire.run(sql.NO_STRUCTURE, (file.id,))
        self._parties(file)

    def _parties(self, file: File) -> None:
        self._wire.many(sql.AUTHORITY, [(file.id, one, place) for place, one in enumerate(file.authorities)])
        self._wire.many(sql.STRUCTURE, [(file.id, one, place) for place, one in enumerate(file.structures)])

    def _row(self, file: File, at: datetime) -> dict[str, Any]:
        row = columns_of(file)
        if self._wire.sqlite:
            for name in _DAYS:
                row[name] = self._wire.day(row[name])
        row["head"] = file.head
        row["changed_at"] = self._wire.instant(at)
        row["body"] = JSON_TEXT(body_of(file))
        return row

    def _moving(self, file: File, at: datetime) -> list[Any]:
        row = self._row(file, at)
        return [row[name] for name in sql.MOVING]

    def _deadline(self, file: File, key: DeadlineKey, reminders: Mapping[DeadlineKey, date | None]) -> None:
        one = file.deadlines[key]
        reminder = reminders.get(key) if one.status is DeadlineStatus.OPEN else None
        days = (self._wire.day(one.due), self._wire.day(reminder))
        self._wire.run(sql.DEADLINE, (file.id, *key, days[0], one.status.value, one.cadence, one.owed_by, days[1]))

    def _proposals(self, held: Mapping[tuple[str, str], Proposal], file: File) -> None:
        """The rows of what waits for a second person: those that are over or other go, the new ones come."""
        for key in (key for key, one in held.items() if file.proposals.get(key) != one):
            self._wire.run(sql.NO_PROPOSAL, (file.id, *key))
        for key, one in file.proposals.items():
            if held.get(key) != one:
                values = (file.id, *key, one.actor, self._wire.day(one.day), roles_text(one.confirm_by))
                self._wire.run(sql.PROPOSAL, values)

    def _documents(self, file: File, documents: Iterable[Document]) -> None:
        for one in documents:
            name = one.name if isinstance(one.name, str) else ERASED_TEXT
            values = (
                one.id,
                file.id,
                one.kind,
                one.occurrence,
                name,
                one.media_type,
                one.size,
                one.sha256,
                one.withdrawn,
            )
            self._wire.run(sql.DOCUMENT, values)

    def _payment(self, file: File, one: Payment) -> None:
        what = (one.id, file.id, one.authority, one.year, one.kind.value, int(cents(one.amount)))
        self._wire.run(sql.PAYMENT, (*what, self._wire.day(one.on), one.cancelled, one.irregular))

    def _notice(self, file: File, one: Queued, at: datetime) -> None:
        wire = self._wire
        place = (file.id, one.deadline_code, one.occurrence, JSON_TEXT(one.data))
        when = (wire.day(one.send_on), wire.instant(at), "waiting")
        wire.run(sql.NOTICE, (one.key, one.notice, one.audience, one.urgency.value, *place, *when))


def _read(found: Sequence[Any]) -> File:
    """A row as a driver gives it, as a file."""
    row = dict(zip(sql.COLUMNS, found, strict=True))
    for name_of_day in _DAYS:
        row[name_of_day] = day_from(row[name_of_day])
    return file_from(row, json_from(row["body"]))


_FASTER: Final = frozenset({"IntegrityError", "UniqueViolation"})


def _stale(file: File) -> Stale:
    return Stale(
        said("Le dossier {ref} a été modifié par quelqu’un d’autre entre-temps.", ref=file.ref),
        why="Rien de ce que vous avez saisi n’a été enregistré.",
        do="Relisez le dossier, puis enregistrez de nouveau votre saisie.",
    )
