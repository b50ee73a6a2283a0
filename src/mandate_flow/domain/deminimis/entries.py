"""The ledger as events: what each one carries, and what it makes of the grants and links of its stream."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from mandate_flow.domain.deminimis.grant import Grant, Regime, Source
from mandate_flow.domain.deminimis.verdict import Verdict
from mandate_flow.domain.event import Action, Draft, Event, Personal
from mandate_flow.domain.register import ERASED_TEXT
from mandate_flow.domain.undertaking import Link, LinkKind
from mandate_flow.domain.value import CENT, Erased, FactType, to_json


@dataclass(frozen=True, slots=True)
class Entries:
    """What the events of one stream (a structure's, or a file's) have written in the ledger, by id."""

    grants: Mapping[str, Grant] = field(default_factory=dict)
    links: Mapping[str, Link] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.grants or self.links)


NO_ENTRIES: Final = Entries()


def fold(entries: Entries, event: Event) -> Entries:
    """The entries after `event`, from the event alone. Raises LookupError when it speaks of what is not there."""
    out = event.outcome
    match event.action:
        case Action.AID_RECORDED:
            return _with_grant(entries, grant_from(event.stream.id, out))
        case Action.STEP_TAKEN if "aid" in out:
            return _with_grant(entries, grant_from(out["aid"]["structure"], out["aid"]))
        case Action.AID_WITHDRAWN:
            return _with_grant(entries, replace(entries.grants[out["id"]], withdrawn=True))
        case Action.LINK_DECLARED:
            return _with_link(entries, link_from(out))
        case Action.LINK_ENDED:
            return _with_link(entries, replace(entries.links[out["id"]], until=date.fromisoformat(out["until"])))
    return entries


def recorded(grant: Grant, verdict: Verdict) -> Draft:
    """The event by which aid enters the ledger in the journal of its structure, with the figures it was judged by."""
    cited = (verdict.law.sha256,) if verdict.law else ()
    return Draft(Action.AID_RECORDED, grant_to_json(grant, verdict), contents=cited)


def withdrawn(grant: Grant, reason: str) -> Draft:
    """The event by which aid no longer counts; in the stream that recorded it."""
    return Draft(Action.AID_WITHDRAWN, {"id": grant.id, "reason": Personal(reason)})


def declared(link: Link) -> Draft:
    """The event by which a link is declared."""
    outcome: dict[str, Any] = {
        "id": link.id,
        "left": link.left,
        "right": link.right,
        "kind": link.kind.value,
        "since": link.since.isoformat(),
        "until": link.until.isoformat() if link.until else None,
        "share": str(link.share) if link.share is not None else None,
    }
    return Draft(Action.LINK_DECLARED, outcome | _noted(link.note))


def ended(link: Link, until: date, reason: str) -> Draft:
    """The event by which a link ends; `until` is its last day."""
    outcome: dict[str, Any] = {"id": link.id, "until": until.isoformat()}
    return Draft(Action.LINK_ENDED, outcome | ({"reason": Personal(reason)} if reason else {}))


def grant_to_json(grant: Grant, verdict: Verdict) -> dict[str, Any]:
    """A grant as an event carries it, and the figures used."""
    return {
        "id": grant.id,
        "structure": grant.structure,
        "authority": grant.authority,
        "funder": grant.funder,
        "regime": grant.regime.value,
        "amount": to_json(FactType.MONEY, grant.amount),
        "granted_on": grant.granted_on.isoformat(),
        "instrument": grant.instrument,
        "in_kind": grant.in_kind,
        "source": grant.source.value,
        "file": grant.file_id,
        "sgei": grant.sgei,
        "judged": verdict.judged(),
    } | _noted(grant.note)


def grant_from(structure: str, row: Mapping[str, Any]) -> Grant:
    """Inverse of `grant_to_json`."""
    return Grant(
        id=row["id"],
        structure=structure,
        regime=Regime(row["regime"]),
        amount=Decimal(row["amount"]) * CENT,
        granted_on=date.fromisoformat(row["granted_on"]),
        authority=row["authority"],
        funder=row["funder"],
        instrument=row["instrument"],
        in_kind=row["in_kind"],
        source=Source(row["source"]),
        file_id=row["file"],
        sgei=row["sgei"],
        note=_note(row),
    )


def link_from(row: Mapping[str, Any]) -> Link:
    """A link as its event carries it."""
    return Link(
        id=row["id"],
        left=row["left"],
        right=row["right"],
        kind=LinkKind(row["kind"]),
        since=date.fromisoformat(row["since"]),
        until=date.fromisoformat(row["until"]) if row["until"] else None,
        note=_note(row),
        share=Decimal(row["share"]) if row["share"] else None,
    )


def _noted(note: str) -> dict[str, Any]:
    return {"note": Personal(note)} if note else {}


def _note(row: Mapping[str, Any]) -> str:
    note = row.get("note", "")
    return ERASED_TEXT if isinstance(note, Erased) else note.value if isinstance(note, Personal) else note


def _with_grant(entries: Entries, grant: Grant) -> Entries:
    return replace(entries, grants={**entries.grants, grant.id: grant})


def _with_link(entries: Entries, link: Link) -> Entries:
    return replace(entries, links={**entries.links, link.id: link})
