"""A file as its row keeps it: columns for what is filtered, sorted or summed, and one JSON body for the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from mandate_flow.domain.comment import Comment, CommentKind
from mandate_flow.domain.deadline import TO_KNOW, Deadline, DeadlineKey, DeadlineStatus
from mandate_flow.domain.file import Document, FactKey, File, FileKind, Pin, ThreadStatus
from mandate_flow.domain.fold import fold
from mandate_flow.domain.payment import payment_from_json, payment_to_json
from mandate_flow.domain.value import ERASED, Erased, Fact, FactType, from_json, to_json
from mandate_flow.domain.workflow.evolve import (
    deadline_from_json,
    deadline_to_json,
    proposal_from_json,
    proposal_to_json,
)

_GONE: Final = {"erased": True}
"""Where an erased value stood; no value has this form."""
_SAID_OF_FEW: Final = ("replaces", "replaced_by", "late")
"""What the row of a document says only when there is something to say."""
_TYPES: Final = {kind.value: kind for kind in FactType}


def body_of(file: File) -> dict[str, Any]:
    """The JSON body: what `file_from` cannot read from columns. A file says nothing of payments or comments it has not.

    Nor does one without a person in charge; who it is stands in a column too, which a migration fills from here.
    """
    payments = [payment_to_json(one) for one in file.payments.values()]
    comments = [_comment(one) for one in file.comments.values()]
    at_times = {"payments": payments, "assignee": file.assignee, "comments": comments}
    return {name: value for name, value in at_times.items() if value} | {
        "authorities": list(file.authorities),
        "structures": list(file.structures),
        "facts": _rows(file.facts),
        "documents": [_document(one) for one in file.documents.values()],
        "threads": [[*key, status.value] for key, status in file.threads.items()],
        "entered": {state: day.isoformat() for state, day in file.entered.items()},
        "taken": [[*key, day.isoformat()] for key, day in file.taken.items()],
        "proposals": [proposal_to_json(one) for one in file.proposals.values()],
        "deadlines": [deadline_to_json(one) for one in file.deadlines.values()],
    }


def file_from(row: Mapping[str, Any], body: Mapping[str, Any]) -> File:
    """The file behind a row; inverse of `columns_of` and `body_of`."""
    return File(
        id=row["id"],
        ref=row["ref"],
        workflow=Pin(row["workflow"], row["workflow_version"], row["workflow_sha256"]),
        state=row["state"],
        version=row["version"],
        head=bytes(row["head"]),
        opened_on=row["opened_on"],
        title=row["title"],
        theme=row["theme"],
        demonstration=bool(row["demonstration"]),
        kind=FileKind(row["kind"]),
        authorities=tuple(body["authorities"]),
        structures=tuple(body["structures"]),
        rank=row["state_rank"],
        furthest_rank=row["furthest_rank"],
        ended=bool(row["ended"]),
        renews=row["renews"] or "",
        assignee=body.get("assignee", ""),
        facts=StoredFacts(body["facts"]),
        documents={one["id"]: _document_from(one) for one in body["documents"]},
        threads={(name, occurrence): ThreadStatus(status) for name, occurrence, status in body["threads"]},
        entered={state: date.fromisoformat(day) for state, day in body["entered"].items()},
        taken={(step, occurrence): date.fromisoformat(day) for step, occurrence, day in body["taken"]},
        proposals={(row[0], row[1]): proposal_from_json(row) for row in body["proposals"]},
        deadlines=_deadlines(body["deadlines"]),
        payments={one["id"]: payment_from_json(one) for one in body.get("payments", ())},
        comments={one["id"]: _comment_from(one) for one in body.get("comments", ())},
    )


def columns_of(file: File) -> dict[str, Any]:
    """The columns of `files` that follow from the file alone (all but `head`, `changed_at` and `body`)."""
    yearly = _held(file, "yearly_amount")
    regime = _held(file, "regime")
    return {
        "id": file.id,
        "ref": file.ref,
        "version": file.version,
        "kind": file.kind.value,
        "workflow": file.workflow.name,
        "workflow_version": file.workflow.version,
        "workflow_sha256": file.workflow.sha256,
        "state": file.state,
        "state_rank": file.rank,
        "furthest_rank": file.furthest_rank,
        "ended": file.ended,
        "title": file.title,
        "fold": fold(f"{file.ref} {file.title}"),
        "theme": file.theme,
        "regime": regime if isinstance(regime, str) else "",
        "yearly_cents": int(str(to_json(FactType.MONEY, yearly))) if isinstance(yearly, Decimal) else None,
        "mandate_start": _day(file, "mandate_start"),
        "mandate_end": _day(file, "mandate_end"),
        "next_due": next_due(file),
        "opened_on": file.opened_on,
        "demonstration": file.demonstration,
        "renews": file.renews or None,
        "assignee": file.assignee or None,
    }


def next_due(file: File) -> date | None:
    """The earliest day of an open deadline that somebody has to meet."""
    open_ones = (one for one in file.deadlines.values() if one.status is DeadlineStatus.OPEN)
    return min((one.due for one in open_ones if one.cadence != TO_KNOW), default=None)


def _held(file: File, name: str) -> object:
    fact = file.facts.get((name, ""))
    return None if fact is None else fact.value


def _day(file: File, name: str) -> date | None:
    value = _held(file, name)
    return value if isinstance(value, date) else None


def _value(fact: Fact) -> Any:  # noqa: ANN401 - a JSON form
    return _GONE if isinstance(fact.value, Erased) else to_json(fact.type, fact.value)


class StoredFacts(Mapping[FactKey, Fact]):
    """Facts as their row keeps them, read when asked for: an act asks for few, and writes the others back unread."""

    __slots__ = ("_read", "_rows")

    def __init__(self, rows: list[list[Any]]) -> None:
        self._rows = {(row[0], row[1]): row for row in rows}
        self._read: dict[FactKey, Fact] = {}

    def __getitem__(self, key: FactKey) -> Fact:
        found = self._read.get(key)
        if found is None:
            _, _, kind, raw = self._rows[key]
            of = _TYPES[kind]
            found = self._read[key] = Fact(of, ERASED if raw == _GONE else from_json(of, raw))
        return found

    def get(self, key: FactKey, default: Any = None) -> Any:  # noqa: ANN401 - as Mapping has it
        """The fact, or `default`: asked of every name of every condition, so without an exception on the way."""
        return self[key] if key in self._rows else default

    def __iter__(self) -> Iterator[FactKey]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def rows(self) -> list[list[Any]]:
        """The rows they were made from."""
        return list(self._rows.values())


def _rows(facts: Mapping[FactKey, Fact]) -> list[list[Any]]:
    if isinstance(facts, StoredFacts):
        return facts.rows()
    return [[*key, fact.type, _value(fact)] for key, fact in facts.items()]


def _document(one: Document) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "occurrence": one.occurrence,
        "name": _GONE if isinstance(one.name, Erased) else one.name,
        "sha256": one.sha256,
        "size": one.size,
        "media_type": one.media_type,
        "day": one.day.isoformat(),
        "actor": one.actor,
        "withdrawn": one.withdrawn,
    } | {name: said for name in _SAID_OF_FEW if (said := getattr(one, name))}


def _document_from(raw: Mapping[str, Any]) -> Document:
    name = ERASED if isinstance(raw["name"], dict) else raw["name"]
    return Document(**{**raw, "name": name, "day": date.fromisoformat(raw["day"])})


def _comment(one: Comment) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind.value,
        "actor": one.actor,
        "at": one.at.isoformat(),
        "day": one.day.isoformat(),
        "seq": one.seq,
        "text": _GONE if isinstance(one.text, Erased) else one.text,
        "mentions": list(one.mentions),
        "answers": one.answers,
        "settled": [one.settled_by, one.settled_on.isoformat()] if one.settled_on else [],
        "withdrawn": one.withdrawn,
    }


def _comment_from(raw: Mapping[str, Any]) -> Comment:
    by, on = raw["settled"] or ("", None)
    return Comment(
        id=raw["id"],
        kind=CommentKind(raw["kind"]),
        actor=raw["actor"],
        at=datetime.fromisoformat(raw["at"]),
        day=date.fromisoformat(raw["day"]),
        seq=raw["seq"],
        text=ERASED if isinstance(raw["text"], dict) else raw["text"],
        mentions=tuple(raw["mentions"]),
        answers=raw["answers"],
        settled_by=by,
        settled_on=date.fromisoformat(on) if on else None,
        withdrawn=raw["withdrawn"],
    )


def _deadlines(rows: list[Mapping[str, Any]]) -> dict[DeadlineKey, Deadline]:
    return {one.key: one for one in map(deadline_from_json, rows)}
