"""Keeps the words under which things are found, in the transaction that writes what they come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from mandate_flow.domain.event import StreamKind
from mandate_flow.domain.file import File
from mandate_flow.domain.register import Authority, Member, Structure, kind_of
from mandate_flow.domain.search import words_of
from mandate_flow.store.wire import Statement, Wire, insert, statement

_ADD: Final = statement(insert("search_words", ("kind", "word", "owner"), "ON CONFLICT DO NOTHING"))
_DROP: Final = statement("DELETE FROM search_words WHERE kind = ? AND word = ? AND owner = ?")
_FORGET: Final = statement("DELETE FROM search_words WHERE owner = ? AND kind = ?")
_CLEAR: Final = statement("DELETE FROM search_words")
_FILES: Final = statement("SELECT id, ref || ' ' || title FROM files")
_DOCUMENTS: Final = statement("SELECT file_id, name FROM documents WHERE name <> '(effacé)'")
_AUTHORITIES: Final = statement("SELECT id, name || ' ' || code FROM authorities")
_STRUCTURES: Final = statement("SELECT id, name || ' ' || siret || ' ' || rna FROM structures")
_SOURCES: Final = (
    (StreamKind.FILE, _FILES),
    (StreamKind.FILE, _DOCUMENTS),
    (StreamKind.AUTHORITY, _AUTHORITIES),
    (StreamKind.STRUCTURE, _STRUCTURES),
)
BATCH: Final = 10_000


def words_of_file(file: File) -> frozenset[str]:
    """Its reference, its title and the names of its documents; an erased name is found no more."""
    names = (one.name for one in file.documents.values())
    return words_of(file.ref, file.title, *(name for name in names if isinstance(name, str)))


def words_of_member(member: Member) -> frozenset[str]:
    """The name of an authority or structure and its public numbers; a person is not searched for."""
    if isinstance(member, Authority):
        return words_of(member.name, member.code)
    return words_of(member.name, member.siret, member.rna) if isinstance(member, Structure) else frozenset()


def index_file(wire: Wire, before: File | None, after: File) -> None:
    """The words of a file after an act; nothing is sent when they are the same."""
    if before is None or before.title != after.title or before.documents != after.documents:
        _move(wire, StreamKind.FILE, after.id, words_of_file(before) if before else frozenset(), words_of_file(after))


def index_member(wire: Wire, before: Member | None, after: Member) -> None:
    """The words of an authority or structure after it entered its register or changed."""
    _move(wire, kind_of(after), after.id, words_of_member(before) if before else frozenset(), words_of_member(after))


def index_anew(wire: Wire, file: File) -> None:
    """The words of a file from nothing, as an erasure needs them."""
    wire.run(_FORGET, (file.id, StreamKind.FILE.value))
    _move(wire, StreamKind.FILE, file.id, frozenset(), words_of_file(file))


def rebuild(wire: Wire) -> int:
    """Every word again from the rows; how many there are."""
    wire.run(_CLEAR)
    count = 0
    for kind, source in _SOURCES:
        for batch in _batches(_words(wire, kind, source)):
            wire.many(_ADD, batch)
            count += len(batch)
    return count


def _move(wire: Wire, kind: StreamKind, owner: str, held: frozenset[str], wanted: frozenset[str]) -> None:
    for word in sorted(held - wanted):
        wire.run(_DROP, (kind.value, word, owner))
    for word in sorted(wanted - held):
        wire.run(_ADD, (kind.value, word, owner))


def _words(wire: Wire, kind: StreamKind, source: Statement) -> Iterator[tuple[str, str, str]]:
    for owner, text in wire.run(source).fetchall():
        for word in words_of(text):
            yield kind.value, word, owner


def _batches(rows: Iterable[tuple[str, str, str]]) -> Iterator[list[tuple[str, str, str]]]:
    batch: list[tuple[str, str, str]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
