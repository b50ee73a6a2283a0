"""What a stream of the log is about, in words: a file’s reference, the name of a structure, an authority, a person."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from mandate_flow.domain.said import said
from mandate_flow.store.subjects import content_name, file_words, member_name, opening
from mandate_flow.store.unit import Unit

STORAGE: Final = "storage"


@dataclass(frozen=True, slots=True)
class Subject:
    """The name of what a stream is about, and the reference of a file ("" for the others).

    `personal`: the name is a person's, for pages that persons open and for nothing else.
    """

    name: str
    ref: str = ""
    personal: bool = False


def subject_of(unit: Unit, stream: str) -> Subject:
    """From a stream's name such as "file/09a9…"; an empty name when nothing is known by it, or nothing readable."""
    kind, _, name = stream.partition("/")
    return _KINDS[kind](unit, name) if kind in _KINDS else Subject("")


def _file(unit: Unit, name: str) -> Subject:
    """The reference of its opening: one written over in the row would send the reader to another file."""
    ref, title = file_words(unit, name)
    opened = _outcome(opening(unit, name)).get("ref")
    return Subject(title, opened if isinstance(opened, str) else ref)


def _outcome(raw: bytes) -> Mapping[str, Any]:
    try:
        outcome = json.loads(raw)["outcome"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return {}
    return outcome if isinstance(outcome, dict) else {}


_KINDS: Final[Mapping[str, Callable[[Unit, str], Subject]]] = {
    "file": _file,
    "authority": lambda unit, name: Subject(member_name(unit, "authorities", name)),
    "structure": lambda unit, name: Subject(member_name(unit, "structures", name)),
    "person": lambda unit, name: Subject(member_name(unit, "people", name), personal=True),
    "system": lambda _unit, _name: Subject(said("le système")),
    "content": lambda unit, name: Subject(said("Contenu conservé « {name} »", name=content_name(unit, name))),
    STORAGE: lambda _unit, _name: Subject(said("La base de données")),
}
