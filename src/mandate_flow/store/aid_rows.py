"""Grants and links and their rows, both ways, and the statements that write them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from mandate_flow.domain.deminimis.grant import Grant, Regime, Source
from mandate_flow.domain.undertaking import Link, LinkKind
from mandate_flow.domain.value import CENT
from mandate_flow.store.wire import Wire, insert, statement

_GRANT: Final = (
    "id structure_id regime cents granted_on authority_id funder instrument in_kind source file_id sgei note withdrawn"
).split()
_LINK: Final = ("id", "structure_id", "left_id", "right_id", "kind", "since", "until", "share", "note")


def _put(table: str, columns: list[str] | tuple[str, ...]) -> str:
    moving = ", ".join(f"{name} = excluded.{name}" for name in columns[1:])
    return insert(table, columns, f"ON CONFLICT (id) DO UPDATE SET {moving}")


_WRITE_GRANT: Final = statement(_put("aid", _GRANT))
_WRITE_LINK: Final = statement(_put("links", _LINK))
_WITHDRAW: Final = statement("UPDATE aid SET withdrawn = ? WHERE id = ?")


def write_grant(wire: Wire, grant: Grant) -> None:
    """Write the row of a grant, new or as it has become."""
    row = grant_row(grant)
    wire.run(_WRITE_GRANT, [wire.day(row[name]) if name == "granted_on" else row[name] for name in _GRANT])


def write_link(wire: Wire, link: Link) -> None:
    """Write the row of a link, new or as it has become."""
    row = link_row(link)
    wire.run(_WRITE_LINK, [wire.day(row[name]) if name in ("since", "until") else row[name] for name in _LINK])


def withdraw(wire: Wire, grant_id: str) -> None:
    """The grant counts no more."""
    wire.run(_WITHDRAW, (True, grant_id))


def grant_row(grant: Grant) -> dict[str, Any]:
    """The columns of a grant."""
    return {
        "id": grant.id,
        "structure_id": grant.structure,
        "regime": grant.regime.value,
        "cents": int(grant.amount / CENT),
        "granted_on": grant.granted_on,
        "authority_id": grant.authority or None,
        "funder": grant.funder,
        "instrument": grant.instrument,
        "in_kind": grant.in_kind,
        "source": grant.source.value,
        "file_id": grant.file_id or None,
        "sgei": grant.sgei,
        "note": grant.note,
        "withdrawn": grant.withdrawn,
    }


def grant_from(row: Mapping[str, Any]) -> Grant:
    """The grant behind a row."""
    return Grant(
        id=row["id"],
        structure=row["structure_id"],
        regime=Regime(row["regime"]),
        amount=Decimal(row["cents"]) * CENT,
        granted_on=row["granted_on"],
        authority=row["authority_id"] or "",
        funder=row["funder"],
        instrument=row["instrument"],
        in_kind=row["in_kind"],
        source=Source(row["source"]),
        file_id=row["file_id"] or "",
        sgei=row["sgei"],
        note=row["note"],
        withdrawn=row["withdrawn"],
    )


def link_row(link: Link) -> dict[str, Any]:
    """The columns of a link."""
    return {
        "id": link.id,
        "structure_id": link.home,
        "left_id": link.left,
        "right_id": link.right,
        "kind": link.kind.value,
        "since": link.since,
        "until": link.until,
        "share": "" if link.share is None else str(link.share),
        "note": link.note,
    }


def link_from(row: Mapping[str, Any]) -> Link:
    """The link behind a row."""
    return Link(
        id=row["id"],
        left=row["left_id"],
        right=row["right_id"],
        kind=LinkKind(row["kind"]),
        since=row["since"],
        until=row["until"],
        note=row["note"],
        share=Decimal(row["share"]) if row["share"] else None,
    )
