"""Rows for the tests of the store's reading rooms, put in by the tables themselves, and a way to open a database."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias

from sqlalchemy import Connection, Table, insert

from mandate_flow.domain.fold import fold
from mandate_flow.domain.search import words_of
from mandate_flow.store import tables
from mandate_flow.store.engine import Role, open_engine

DAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
HEAD = bytes(32)
Row: TypeAlias = dict[str, object]


def days(number: int) -> date:
    return DAY + timedelta(days=number)


@contextmanager
def opened(url: str, role: Role = Role.WRITER) -> Iterator[Connection]:
    """One transaction, committed at the end."""
    engine = open_engine(url, role)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


class Sample:
    """Writes rows with sensible values where a test does not say otherwise."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def commune(self, code: str, name: str, **other: object) -> str:
        row: Row = {"id": f"commune-{code}", "kind": "commune", "code": code} | other
        self.words("authority", f"commune-{code}", name, code)
        return self._put(tables.authorities, _named(name) | row)

    def territory(self, territory_id: str, name: str, *communes: str) -> str:
        row: Row = {"id": territory_id, "version": 1, "name": name, "fold": fold(name)}
        self._put(tables.territories, row)
        for one in communes:
            self.connection.execute(
                insert(tables.territory_communes), {"territory_id": territory_id, "authority_id": one}
            )
        return territory_id

    def structure(self, structure_id: str, name: str, **other: object) -> str:
        row: Row = {"id": structure_id, "form": "association", "email": f"{structure_id}@exemple.test"}
        self.words("structure", structure_id, name, str(other.get("siret", "")))
        return self._put(tables.structures, _named(name) | row | other)

    def person(self, person_id: str, **other: object) -> str:
        row: Row = {"id": person_id, "version": 1, "head": HEAD, "name": person_id, "roles": ["agent"]}
        email = f"{person_id}@exemple.test"
        return self._put(tables.people, row | {"email": email, "email_fold": email} | other)

    def file(self, ref: str, authorities: tuple[str, ...], structures: tuple[str, ...] = (), **other: object) -> str:
        """`other` holds columns of `files`; the id is the reference in lower case."""
        row: Row = file_row(ref) | other
        row["fold"] = fold(f"{ref} {row['title']}")
        file_id = self._put(tables.files, row)
        self.words("file", file_id, ref, str(row["title"]))
        for table, name, ids in (
            (tables.file_authorities, "authority_id", authorities),
            (tables.file_structures, "structure_id", structures),
        ):
            for place, one in enumerate(ids):
                self.connection.execute(insert(table), {"file_id": file_id, name: one, "place": place})
        return file_id

    def deadline(self, file_id: str, code: str, due: date, **other: object) -> None:
        row: Row = {"file_id": file_id, "code": code, "occurrence": "", "due": due, "status": "open"}
        self.connection.execute(insert(tables.deadlines), row | {"cadence": "report", "owed_by": "structure"} | other)

    def notice(self, key: str, **other: object) -> int:
        row: Row = {"key": key, "notice": "reminder_due", "audience": "role:mission", "urgency": "daily", "data": {}}
        row |= {"send_on": DAY, "queued_at": AT, "status": "waiting"} | other
        new = insert(tables.notices).values(row).returning(tables.notices.c.id)
        notice_id: int = self.connection.execute(new).scalar_one()
        return notice_id

    def mail(self, key: str, notices: tuple[int, ...] = (), **other: object) -> int:
        row: Row = {"key": key, "message_id": f"<{key}@test>", "recipient_kind": "person", "recipient_id": "p1"}
        row |= {"to": "p1@exemple.test", "subject": f"Sujet {key}", "bytes": b"Subject: x\r\n\r\n", "sha256": "0" * 64}
        row |= {"made_at": AT, "status": "queued", "next_at": AT} | other
        new = insert(tables.mails).values(row).returning(tables.mails.c.id)
        mail_id: int = self.connection.execute(new).scalar_one()
        for one in notices:
            self.connection.execute(insert(tables.mail_notices), {"mail_id": mail_id, "notice_id": one})
        return mail_id

    def words(self, kind: str, owner: str, *texts: str) -> None:
        """The words under which something is found."""
        self.connection.execute(insert(tables.search_words), word_rows(kind, owner, *texts))

    def _put(self, table: Table, row: Row) -> str:
        self.connection.execute(insert(table), row)
        return str(row["id"])


def word_rows(kind: str, owner: str, *texts: str) -> list[Row]:
    return [{"kind": kind, "word": word, "owner": owner} for word in sorted(words_of(*texts))]


def _named(name: str) -> Row:
    return {"version": 1, "head": HEAD, "name": name, "fold": fold(name)}


def file_row(ref: str) -> Row:
    return {
        "id": ref.lower(),
        "ref": ref,
        "version": 1,
        "head": HEAD,
        "workflow": "sieg",
        "workflow_version": 1,
        "workflow_sha256": "a" * 64,
        "state": "identification",
        "state_rank": 0,
        "furthest_rank": 0,
        "title": f"Dossier {ref}",
        "opened_on": DAY,
        "changed_at": AT,
        "body": {},
    }
