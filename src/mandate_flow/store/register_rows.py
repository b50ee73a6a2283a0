"""Members of the registers and their rows, both ways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final

from mandate_flow.domain.absence import Absence
from mandate_flow.domain.event import StreamKind
from mandate_flow.domain.fold import fold
from mandate_flow.domain.people import Person, Role
from mandate_flow.domain.register import Authority, Member, Structure

_AUTHORITY: Final = tuple(one.name for one in fields(Authority))
_STRUCTURE: Final = tuple(one.name for one in fields(Structure))


def row_of(member: Member, version: int, head: bytes) -> dict[str, Any]:
    """The columns of a member's row."""
    if isinstance(member, Person):
        return {
            "id": member.id,
            "version": version,
            "head": head,
            "name": member.name,
            "email": member.email,
            "email_fold": address_key(member.email) or f"({member.id})",  # unique, and nobody's address
            "roles": sorted(role.value for role in member.roles),
            "authority_id": member.authority,
            "structure_id": member.structure,
            "lang": member.lang,
            "active": member.active,
            "substitute_id": member.absence.substitute if member.absence else None,
            "away_since": member.absence.since if member.absence else None,
            "away_until": member.absence.until if member.absence else None,
        }
    names = _AUTHORITY if isinstance(member, Authority) else _STRUCTURE
    row = {name: getattr(member, name) for name in names}
    return {**row, "fold": fold(member.name), "version": version, "head": head}


def member_from(kind: StreamKind, row: Mapping[str, Any]) -> Member:
    """The member behind a row of its register."""
    if kind is StreamKind.AUTHORITY:
        return authority_from(row)
    return structure_from(row) if kind is StreamKind.STRUCTURE else person_from(row)


def authority_from(row: Mapping[str, Any]) -> Authority:
    """The authority behind a row."""
    return Authority(**{name: row[name] for name in _AUTHORITY})


def structure_from(row: Mapping[str, Any]) -> Structure:
    """The structure behind a row."""
    return Structure(**{name: row[name] for name in _STRUCTURE})


def person_from(row: Mapping[str, Any]) -> Person:
    """The person behind a row."""
    return Person(
        id=row["id"],
        name=row["name"],
        email=row["email"],
        roles=frozenset(map(Role, row["roles"])),
        authority=row["authority_id"],
        structure=row["structure_id"],
        lang=row["lang"],
        active=row["active"],
        absence=Absence(row["substitute_id"], row["away_since"], row["away_until"]) if row["substitute_id"] else None,
    )


def address_key(email: str) -> str:
    """An e-mail address as it is compared: no case, no spaces around."""
    return email.strip().lower()
