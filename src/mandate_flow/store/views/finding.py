"""Finds by the beginnings of words: files, and the communes and structures whose name is what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Connection, Select, and_, false, or_, select, true, union_all

from mandate_flow.domain.search import asked_for, words_of
from mandate_flow.store.tables import authorities, file_authorities, file_structures, files, search_words, structures
from mandate_flow.store.views.names import Named
from mandate_flow.store.views.scope import Scope, sees

MOST: Final = 5
"""How many of each kind are proposed."""
_LAST: Final = "\U0010ffff"
_WORD: Final = search_words.c.word


@dataclass(frozen=True, slots=True)
class Found:
    """What the words name: communes, structures, and the files (reference and title) that changed last."""

    communes: tuple[Named, ...] = ()
    structures: tuple[Named, ...] = ()
    files: tuple[Named, ...] = ()


def mention(text: str, themes: Mapping[str, str]) -> list[ColumnElement[bool]]:
    """Conditions on `files`: each word begins one of the file's own, of its theme or of an organisation in it.

    `themes`: the label of each theme, as the reader sees it.
    """
    return [files.c.id.in_(union_all(*_ways(word, themes))) for word in asked_for(text)]


def find(connection: Connection, scope: Scope, text: str, themes: Mapping[str, str], *, most: int = MOST) -> Found:
    """Three queries: communes and structures of the files that the scope sees, and those files."""
    words = asked_for(text)
    if not words:
        return Found()
    communes = (
        select(authorities.c.id, authorities.c.name, authorities.c.code)
        .where(authorities.c.kind == "commune", authorities.c.retired == false(), _works_in(scope))
        .where(*(authorities.c.id.in_(_owners("authority", word)) for word in words))
        .order_by(authorities.c.fold, authorities.c.id)
    )
    named = (
        select(structures.c.id, structures.c.name)
        .where(seen_structures(scope), structures.c.retired == false())
        .where(*(structures.c.id.in_(_owners("structure", word)) for word in words))
        .order_by(structures.c.fold, structures.c.id)
    )
    latest = (
        select(files.c.id, files.c.title, files.c.ref)
        .where(sees(scope, files.c.id), *mention(text, themes))
        .order_by(files.c.changed_at.desc(), files.c.ref)
    )
    return Found(
        tuple(Named(row.id, row.name, row.code) for row in connection.execute(communes.limit(most))),
        tuple(Named(row.id, row.name) for row in connection.execute(named.limit(most))),
        tuple(Named(row.id, row.title, row.ref) for row in connection.execute(latest.limit(most))),
    )


def seen_structures(scope: Scope) -> ColumnElement[bool]:
    """True for the structures of the files that the scope sees, and for its own."""
    if scope.every:
        return true()
    of_files = select(file_structures.c.structure_id).where(sees(scope, file_structures.c.file_id))
    return or_(structures.c.id == scope.structure, structures.c.id.in_(of_files))


def _works_in(scope: Scope) -> ColumnElement[bool]:
    """True for the authorities of the files that the scope sees, and for its own."""
    if scope.every:
        return true()
    of_files = select(file_authorities.c.authority_id).where(sees(scope, file_authorities.c.file_id))
    return or_(authorities.c.id == scope.authority, authorities.c.id.in_(of_files))


def _ways(word: str, themes: Mapping[str, str]) -> list[Select[str]]:
    by_authority = select(file_authorities.c.file_id).where(
        file_authorities.c.authority_id.in_(_owners("authority", word))
    )
    by_structure = select(file_structures.c.file_id).where(
        file_structures.c.structure_id.in_(_owners("structure", word))
    )
    about = [theme for theme, label in themes.items() if any(one.startswith(word) for one in words_of(label))]
    by_theme = [select(files.c.id).where(files.c.theme.in_(about))] if about else []
    return [_owners("file", word), by_authority, by_structure, *by_theme]


def _owners(kind: str, word: str) -> Select[str]:
    begins = and_(word <= _WORD, word + _LAST > _WORD)
    return select(search_words.c.owner).where(search_words.c.kind == kind, begins)
