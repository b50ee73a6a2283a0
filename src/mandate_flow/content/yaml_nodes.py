"""Reads YAML text into nodes that keep their line; no type is guessed, no anchor, tag or duplicate key passes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import yaml

from mandate_flow.content.problem import Problems

NULLS: Final = frozenset({"", "~", "null"})


@dataclass(frozen=True, slots=True)
class Scalar:
    """A word or a sentence, as written. `plain`: without quotes, so it may be a number, a date, true, false or null."""

    line: int
    text: str
    plain: bool

    @property
    def null(self) -> bool:
        """True for nothing, `~` and `null` without quotes."""
        return self.plain and self.text in NULLS


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    line: int
    items: list[Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Keys:
    """A mapping, in the order of the file; each key once."""

    line: int
    items: dict[str, tuple[int, Node]] = field(default_factory=dict)


Node: TypeAlias = Scalar | Items | Keys
Path: TypeAlias = tuple[str | int, ...]


def read_yaml(text: bytes, problems: Problems) -> Keys:
    """The file's mapping; what cannot be read is told to `problems` and left out."""
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        events = list(yaml.parse(text.decode("utf-8"), Loader=loader))
    except UnicodeDecodeError as error:
        line = text[: error.start].count(b"\n") + 1
        problems.add("not-utf8", line, "Ce fichier n’est pas en UTF-8.", do="Enregistrez-le de nouveau en UTF-8.")
        return Keys(1)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        _not_yaml(problems, line, " ".join(str(error.problem or error.context).split()))
        return Keys(1)
    except yaml.YAMLError as error:
        _not_yaml(problems, 1, " ".join(str(error).split()))
        return Keys(1)
    try:
        return _document(events, problems)
    except RecursionError:
        _not_yaml(problems, 1, "trop de niveaux imbriqués")
        return Keys(1)


def lines_of(node: Node, path: Path = ()) -> Iterator[tuple[Path, int]]:
    """Each path of the tree with its line: the line of the key, or of the item in a list."""
    if isinstance(node, Keys):
        for name, (line, value) in node.items.items():
            yield (*path, name), line
            yield from lines_of(value, (*path, name))
    elif isinstance(node, Items):
        for index, value in enumerate(node.items):
            yield (*path, index), value.line
            yield from lines_of(value, (*path, index))


def _document(events: list[Any], problems: Problems) -> Keys:
    starts = [one for one in events if isinstance(one, yaml.DocumentStartEvent)]
    if len(starts) > 1:
        mark = starts[1].start_mark
        line = mark.line + 1 if mark else 1
        problems.add(
            "several-documents", line, "Ce fichier contient plusieurs documents YAML.", do="Gardez-en un seul."
        )
    stream = iter(one for one in events if isinstance(one, (yaml.NodeEvent, yaml.CollectionEndEvent)))
    first = next(stream, None)
    if first is None:
        problems.add("empty-file", 1, "Ce fichier est vide.", do="Écrivez son contenu ou supprimez-le.")
        return Keys(1)
    root = _node(first, stream, problems)
    if isinstance(root, Keys):
        return root
    problems.add("wrong-shape", root.line, "Ce fichier doit être une suite de « clé : valeur ».")
    return Keys(1)


def _node(event: Any, stream: Iterator[Any], problems: Problems) -> Node:  # noqa: ANN401 - PyYAML types no events
    line = event.start_mark.line + 1
    if event.anchor is not None:
        why = "Chaque texte se lit seul, à l’endroit où il est écrit."
        problems.add("anchor", line, f"Ancre ou renvoi « {event.anchor} » refusé.", why, "Répétez la valeur.")
    if isinstance(event, yaml.AliasEvent):
        return Scalar(line, "", plain=True)
    if event.tag is not None and not (isinstance(event, yaml.ScalarEvent) and event.tag == "!"):
        problems.add("tag", line, f"Étiquette « {event.tag} » refusée.", do="Écrivez la valeur sans étiquette.")
    if isinstance(event, yaml.ScalarEvent):
        return Scalar(line, event.value, plain=event.style in (None, ""))
    if isinstance(event, yaml.SequenceStartEvent):
        return _items(line, stream, problems)
    return _keys(line, stream, problems)


def _items(line: int, stream: Iterator[Any], problems: Problems) -> Items:
    found = Items(line)
    for event in stream:
        if isinstance(event, yaml.SequenceEndEvent):
            break
        found.items.append(_node(event, stream, problems))
    return found


def _keys(line: int, stream: Iterator[Any], problems: Problems) -> Keys:
    found = Keys(line)
    for event in stream:
        if isinstance(event, yaml.MappingEndEvent):
            break
        key = _node(event, stream, problems)
        value = _node(next(stream), stream, problems)
        if not isinstance(key, Scalar):
            problems.add("wrong-shape", key.line, "Une clé doit être un mot.")
        elif key.text in found.items:
            first = found.items[key.text][0]
            why = f"Elle est déjà écrite ligne {first} : l’une des deux serait perdue."
            problems.add("duplicate-key", key.line, f"Clé « {key.text} » en double.", why, "Gardez-en une seule.")
        else:
            found.items[key.text] = (key.line, value)
    return found


def _not_yaml(problems: Problems, line: int, why: str) -> None:
    do = "Vérifiez l’indentation, les deux-points et les guillemets de cette ligne et de la précédente."
    problems.add("not-yaml", line, "Ce fichier n’est pas du YAML lisible.", f"L’analyseur dit : {why}.", do)
