"""What a person may see, as conditions that every figure and every list of the views obeys."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Self

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true, union

from mandate_flow.domain.file import FileKind
from mandate_flow.domain.people import SEES_EVERY_FILE, Person, Role
from mandate_flow.store.tables import OTHER_KINDS, file_authorities, file_structures, files, territory_communes


@dataclass(frozen=True, slots=True)
class Scope:
    """Every file, or the files of one authority or one structure (ids); nothing when all are empty.

    `person` is the id of who looks: mails sent to them are theirs to read.
    """

    every: bool = False
    authority: str = ""
    structure: str = ""
    person: str = ""

    @classmethod
    def of(cls, person: Person) -> Self:
        """The same files as `Person.may_see`, for a query instead of for one file."""
        if not person.active:
            return cls()
        return cls(
            every=person.is_any(SEES_EVERY_FILE),
            authority=(person.authority or "") if Role.AGENT in person.roles else "",
            structure=(person.structure or "") if Role.STRUCTURE in person.roles else "",
            person=person.id,
        )


EVERYTHING = Scope(every=True)


def sees(scope: Scope, file_id: ColumnElement[str]) -> ColumnElement[bool]:
    """True where the file of that id is in the scope."""
    if scope.every:
        return true()
    ways: list[Select[str]] = []
    if scope.authority:
        ways.append(_of_authorities((scope.authority,)))
    if scope.structure:
        ways.append(_of_structure(scope.structure))
    if not ways:
        return false()
    return file_id.in_(ways[0] if len(ways) == 1 else union(*ways))


def within(
    file_id: ColumnElement[str], *, theme: str = "", territory: str = "", regime: str = ""
) -> ColumnElement[bool]:
    """True where the file of that id has this theme, this regime, and an authority of the territory (its id)."""
    condition: ColumnElement[bool] = true()
    if theme:
        condition &= file_id.in_(select(files.c.id).where(files.c.theme == theme))
    if regime:
        condition &= file_id.in_(select(files.c.id).where(files.c.regime == regime))
    if territory:
        condition &= in_territory(file_id, territory)
    return condition


def in_territory(file_id: ColumnElement[str], territory: str) -> ColumnElement[bool]:
    """True where a commune of the territory (id) mandates or co-mandates the file of that id."""
    of = select(file_authorities.c.file_id).where(file_authorities.c.authority_id.in_(communes_of(territory)))
    return file_id.in_(of)


def communes_of(territory: str) -> Select[str]:
    """The ids of the communes of a territory."""
    return select(territory_communes.c.authority_id).where(territory_communes.c.territory_id == territory)


def of_kind(kind: str) -> ColumnElement[bool]:
    """True for files of that kind; most are about services, so the few others, which have an index, tell them."""
    if kind == FileKind.SERVICE:
        return files.c.id.not_in(OTHER_KINDS)
    return and_(files.c.id.in_(OTHER_KINDS), files.c.kind == kind)


def has_authority(file_id: ColumnElement[str], authority: str) -> ColumnElement[bool]:
    """True where the authority (id) mandates or co-mandates the file of that id."""
    return file_id.in_(_of_authorities((authority,)))


def has_structure(file_id: ColumnElement[str], structure: str) -> ColumnElement[bool]:
    """True where the structure (id) is one of the file of that id."""
    return file_id.in_(_of_structure(structure))


def matches(words: Collection[str], *columns: ColumnElement[str]) -> ColumnElement[bool]:
    """True where every (folded) word is found in at least one of the (folded) columns."""
    condition: ColumnElement[bool] = true()
    for word in words:
        condition &= or_(*(column.contains(word, autoescape=True) for column in columns))
    return condition


def _of_authorities(ids: Collection[str]) -> Select[str]:
    return select(file_authorities.c.file_id).where(file_authorities.c.authority_id.in_(sorted(ids)))


def _of_structure(structure: str) -> Select[str]:
    return select(file_structures.c.file_id).where(file_structures.c.structure_id == structure)
