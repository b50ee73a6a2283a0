"""What a file becomes by an event: reads the event alone, so that no later content can change a replay."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from mandate_flow.domain.comment import TOLD, fold_comments
from mandate_flow.domain.deadline import Deadline, DeadlineKey, DeadlineStatus, Suspension
from mandate_flow.domain.event import Action, Event, Personal
from mandate_flow.domain.file import CONTROL, Document, FactKey, File, FileKind, Pin, Proposal, ThreadKey, ThreadStatus
from mandate_flow.domain.payment import Payment, payment_from_json
from mandate_flow.domain.value import ERASED, Erased, Fact, FactType, Json, Value, from_json

Changed: TypeAlias = dict[str, Any]
"""The fields of a file that an event changes: they are gathered first, so that the file is copied once."""

_FIRST: Final = "a file is opened by its first event, once"


def evolve(file: File | None, event: Event) -> File:
    """The file after `event`. Raises ValueError when the event cannot follow (a log that was tampered with)."""
    if (file is None) != (event.action is Action.FILE_OPENED):
        raise ValueError(f"{event.stream} {event.seq}: {_FIRST}")
    before, changed = (_opened(event), {}) if file is None else (file, _CHANGES[event.action](file, event))
    return replace(
        before,
        **changed,
        version=event.seq,
        head=event.hash,
        deadlines=_deadlines(before.deadlines, event.outcome.get("deadlines", ())),
    )


def _opened(event: Event) -> File:
    out = event.outcome
    return File(
        id=event.stream.id,
        ref=out["ref"],
        workflow=Pin(**out["workflow"]),
        state=out["state"],
        version=event.seq,
        head=event.hash,
        opened_on=event.day,
        title=out["title"],
        theme=out["theme"],
        demonstration=out["demonstration"],
        kind=FileKind(out.get("kind", FileKind.SERVICE)),
        authorities=tuple(out["authorities"]),
        structures=tuple(out["structures"]),
        rank=out["rank"],
        furthest_rank=out["rank"],
        renews=out.get("renews", ""),
        entered={out["state"]: event.day},
    )


def _recorded(file: File, event: Event) -> Changed:
    facts = dict(file.facts)
    for one in event.outcome["facts"]:
        key: FactKey = (one["name"], one["occurrence"])
        kind = FactType(one["type"])
        value = fact_value(kind, one["value"])
        if value is None:
            facts.pop(key, None)
        else:
            facts[key] = Fact(kind, value)
    return _lapsed(file, event) | {"facts": facts}


def fact_value(kind: FactType, raw: Json | Personal | Erased) -> Value | Erased | None:
    """The value a row of `facts:recorded` gives: None when it clears the fact."""
    if raw is None or isinstance(raw, Erased):
        return raw
    return from_json(kind, json.loads(raw.value) if isinstance(raw, Personal) else raw)


def _lapsed(file: File, event: Event) -> Changed:
    gone = {tuple(one) for one in event.outcome.get("lapsed", ())}
    return {"proposals": {key: one for key, one in file.proposals.items() if key not in gone}} if gone else {}


def _amended(file: File, event: Event) -> Changed:
    out = event.outcome
    return _lapsed(file, event) | {
        "title": out["title"],
        "theme": out["theme"],
        "authorities": tuple(out["authorities"]),
        "structures": tuple(out["structures"]),
    }


def _assigned(file: File, event: Event) -> Changed:  # noqa: ARG001  (every change has the same shape)
    return {"assignee": event.outcome["assignee"] or ""}


def _proposed(file: File, event: Event) -> Changed:
    step, occurrence = event.outcome["step"], event.outcome["occurrence"]
    roles = tuple(event.outcome.get("confirm_by", ()))
    proposal = Proposal(step, occurrence, event.actor, event.day, event.seq, roles)
    return {"proposals": {**file.proposals, (step, occurrence): proposal}}


def _moved(file: File, event: Event) -> Changed:
    out = event.outcome
    key = (out["step"], out["occurrence"])
    entered = {**file.entered, out["to"]: event.day} if out["to"] != out["from"] else file.entered
    return {
        "state": out["to"],
        "rank": out["rank"],
        "furthest_rank": file.furthest_rank if out["ended"] else max(file.furthest_rank, out["rank"]),
        "ended": out["ended"],
        "threads": {**file.threads, **_threaded(out)},
        "entered": entered,
        "taken": {**file.taken, key: event.day},
        "proposals": {one: held for one, held in file.proposals.items() if one != key},
    }


def _threaded(out: Mapping[str, Any]) -> dict[ThreadKey, ThreadStatus]:
    """What a step opened or closed; "control" is how events said it when there were annual controls only."""
    if "control" in out:
        return {(CONTROL, out["control"]["year"]): ThreadStatus(out["control"]["status"])}
    if "thread" in out:
        return {(out["thread"]["name"], out["thread"]["occurrence"]): ThreadStatus(out["thread"]["status"])}
    return {}


def _added(file: File, event: Event) -> Changed:
    out = event.outcome
    name = out["name"]
    document = Document(
        id=out["id"],
        kind=out["kind"],
        occurrence=out["occurrence"],
        name=name.value if isinstance(name, Personal) else ERASED,
        sha256=out["sha256"],
        size=int(out["size"]),
        media_type=out["media_type"],
        day=event.day,
        actor=event.actor,
        replaces=out.get("replaces", ""),
        late=out.get("late", False),
    )
    held = dict(file.documents)
    if document.replaces:
        held[document.replaces] = replace(held[document.replaces], replaced_by=document.id)
    return _lapsed(file, event) | {"documents": {**held, document.id: document}}


def _withdrawn(file: File, event: Event) -> Changed:
    document = replace(file.documents[event.outcome["id"]], withdrawn=True)
    return _lapsed(file, event) | {"documents": {**file.documents, document.id: document}}


def _paid(file: File, event: Event) -> Changed:
    out = event.outcome
    label = out.get("label")
    row = {
        **out,
        "cancelled": False,
        "label": label.value if isinstance(label, Personal) else "",
        "irregular": out.get("irregular", False),
        "against": out.get("against", ()),
    }
    payment = payment_from_json(row)
    return _lapsed(file, event) | _with_payment(file, replace(payment, label=ERASED) if label is ERASED else payment)


def _unpaid(file: File, event: Event) -> Changed:
    return _lapsed(file, event) | _with_payment(file, replace(file.payments[event.outcome["id"]], cancelled=True))


def _with_payment(file: File, one: Payment) -> Changed:
    return {"payments": {**file.payments, one.id: one}}


def _migrated(file: File, event: Event) -> Changed:
    """Another version of the workflow: the event says all that it changes, so that no definition is needed."""
    out = event.outcome
    renamed = {(name, occurrence): (other, occurrence) for name, occurrence, other in out["renamed"]}
    gone = {tuple(one) for one in out["lapsed"]}
    proposals = {key: one for key, one in file.proposals.items() if key not in gone}
    for row in out["proposals"]:
        proposals[row[0], row[1]] = proposal_from_json(row)
    return {
        "workflow": Pin(**out["to"]),
        "state": out["state"],
        "rank": out["rank"],
        "furthest_rank": out["furthest_rank"],
        "entered": {state: date.fromisoformat(day) for state, day in out["entered"].items()},
        "facts": {renamed.get(key, key): fact for key, fact in file.facts.items()} if renamed else file.facts,
        "proposals": proposals,
    }


def _discussed(file: File, event: Event) -> Changed:
    return {"comments": fold_comments(file.comments, event)}


def _same(file: File, event: Event) -> Changed:  # noqa: ARG001  (every change has the same shape)
    return {}


_CHANGES: Final[Mapping[Action, Callable[[File, Event], Changed]]] = MappingProxyType(
    {
        Action.FILE_AMENDED: _amended,
        Action.FILE_ASSIGNED: _assigned,
        Action.FACTS_RECORDED: _recorded,
        Action.STEP_PROPOSED: _proposed,
        Action.STEP_TAKEN: _moved,
        Action.DOCUMENT_ADDED: _added,
        Action.DOCUMENT_WITHDRAWN: _withdrawn,
        Action.DEADLINE_EXTENDED: _same,  # its rows under "deadlines" say it all
        Action.DEADLINE_SUSPENDED: _same,
        Action.DEADLINE_RESUMED: _same,
        Action.DEADLINE_WAIVED: _same,
        Action.PAYMENT_RECORDED: _paid,
        Action.PAYMENT_CANCELLED: _unpaid,
        **dict.fromkeys(TOLD, _discussed),
        Action.VALUE_ERASED: _same,
        Action.AID_WITHDRAWN: _same,  # it changes the ledger, not the file
        Action.FILE_MIGRATED: _migrated,
        Action.MIGRATION_UNDONE: _migrated,
    }
)


def _deadlines(
    held: Mapping[DeadlineKey, Deadline], rows: Iterable[Mapping[str, Any]]
) -> Mapping[DeadlineKey, Deadline]:
    changed = {one.key: one for one in map(deadline_from_json, rows)}
    return {**held, **changed} if changed else held


def deadline_from_json(row: Mapping[str, Any]) -> Deadline:
    """A deadline as an event carries it."""
    return Deadline(
        code=row["code"],
        occurrence=row["occurrence"],
        due=date.fromisoformat(row["due"]),
        basis=row["basis"],
        trace=tuple((one[0], one[1]) for one in row["trace"]),
        owed_by=row["owed_by"],
        cadence=row["cadence"],
        status=DeadlineStatus(row["status"]),
        closed_on=date.fromisoformat(row["closed_on"]) if row["closed_on"] else None,
        provisional=row["provisional"],
        suspension=_suspension(row.get("suspension")),
        waived_on=date.fromisoformat(row["waived_on"]) if row.get("waived_on") else None,
    )


def _suspension(row: list[Any] | None) -> Suspension | None:
    return Suspension(date.fromisoformat(row[0]), row[1]) if row else None


def proposal_from_json(row: list[Any]) -> Proposal:
    """A proposal as rows and events keep it: the roles that may confirm stand last, where they are known."""
    step, occurrence, actor, day, version, *roles = row
    return Proposal(step, occurrence, actor, date.fromisoformat(day), version, tuple(roles[0]) if roles else ())


def proposal_to_json(one: Proposal) -> list[Any]:
    """Inverse of `proposal_from_json`."""
    roles = [list(one.confirm_by)] if one.confirm_by else []
    return [one.step, one.occurrence, one.actor, one.day.isoformat(), one.version, *roles]


def deadline_to_json(one: Deadline) -> dict[str, Any]:
    """Inverse of `deadline_from_json`; what nobody decided of it is not told."""
    decided: dict[str, Any] = {}
    if one.suspension is not None:
        decided["suspension"] = [one.suspension.since.isoformat(), one.suspension.restarts]
    if one.waived_on is not None:
        decided["waived_on"] = one.waived_on.isoformat()
    return decided | {
        "code": one.code,
        "occurrence": one.occurrence,
        "due": one.due.isoformat(),
        "basis": one.basis,
        "trace": [list(pair) for pair in one.trace],
        "owed_by": one.owed_by,
        "cadence": one.cadence,
        "status": one.status.value,
        "closed_on": one.closed_on.isoformat() if one.closed_on else None,
        "provisional": one.provisional,
    }
