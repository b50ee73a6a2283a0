"""Reads demo/: the people, structures, texts, scenes, paths and files of the demonstration, each with its file:line."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path as Folder
from typing import Final, TypeVar

from mandate_flow.content.decisions_reader import DECISIONS
from mandate_flow.content.demo_rates_reader import demo_rates
from mandate_flow.content.fact_values import FORMS
from mandate_flow.content.fields import Fields, as_number
from mandate_flow.content.problem import Problems, nearest
from mandate_flow.content.yaml_nodes import Items, Keys, Scalar, read_yaml
from mandate_flow.domain.demonstration import (
    DemoFile,
    DemoLine,
    Demonstration,
    DemoPerson,
    DemoStructure,
    Gesture,
    Path,
    Stretch,
    Written,
    one_each,
)
from mandate_flow.domain.errors import BadContent
from mandate_flow.domain.inventory import Answer, Instrument
from mandate_flow.domain.people import Role
from mandate_flow.domain.value import FactType, Value
from mandate_flow.domain.workflow.definition import Column, FactKind

ROOM: Final = "demo"
FILES: Final = ("people", "structures", "themes", "paths", "files", "inventory", "rates", "mission")
T = TypeVar("T")


def has_demonstration(folder: Folder) -> bool:
    """True when the content folder holds a demonstration."""
    return all((folder / ROOM / f"{name}.yaml").is_file() for name in FILES)


def read_demonstration(folder: Folder) -> Demonstration:
    """The demonstration of a content folder. Raises BadContent (file:line)."""
    if not has_demonstration(folder):
        raise BadContent("La démonstration manque.", do="Rétablissez le dossier demo/.", where=str(folder / ROOM))
    scenes: dict[str, tuple[Gesture, ...]] = {}
    for path in sorted((folder / ROOM / "scenes").glob("*.yaml")):
        scenes |= _read(folder, f"{ROOM}/scenes/{path.name}", _scene)
    themes = _read(folder, f"{ROOM}/themes.yaml", lambda root: _texts(root, "themes"))
    paths = _read(folder, f"{ROOM}/paths.yaml", lambda root: _paths(root, scenes))
    structures = _read(folder, f"{ROOM}/structures.yaml", _structures)
    nicknames = {one.nickname for one in structures}
    ways, others = _read(folder, f"{ROOM}/mission.yaml", lambda root: _mission(root, scenes, themes, nicknames))
    return Demonstration(
        _read(folder, f"{ROOM}/people.yaml", _people),
        structures,
        themes,
        _read(folder, f"{ROOM}/regimes.yaml", lambda root: _texts(root, "regimes")),
        scenes,
        {**paths, **ways},
        (*_read(folder, f"{ROOM}/files.yaml", lambda root: _files(root, themes, paths, nicknames)), *others),
        _read(folder, f"{ROOM}/inventory.yaml", lambda root: _inventory(root, nicknames)),
        _read(folder, f"{ROOM}/rates.yaml", demo_rates),
    )


def written_value(kind: FactKind | Column, text: str) -> Value | None:
    """A value as its type writes it (dates already resolved); None when it is not of that form."""
    if kind.type is FactType.CHOICES:
        return tuple(part.strip() for part in text.split(","))
    read, _ = FORMS.get(kind.type, (None, ""))
    return text if read is None else read(text)


def _read(folder: Folder, name: str, read: Callable[[Fields], T]) -> T:
    problems = Problems(name)
    root = Fields(read_yaml((folder / name).read_bytes(), problems), problems, "le fichier")
    found = read(root)
    root.done()
    problems.raise_first()
    return found


def _people(root: Fields) -> tuple[DemoPerson, ...]:
    found = []
    for row in root.rows("people", "une personne", required=True):
        role = row.word("role")
        kind = row.one_of("is", Role)
        person = DemoPerson(
            role,
            row.text("name"),
            row.text("email"),
            frozenset({kind} if kind else ()),
            row.text("authority", ""),
        )
        row.done()
        found.append(person)
    return tuple(found)


def _structures(root: Fields) -> tuple[DemoStructure, ...]:
    found = []
    for nickname, row in root.each("structures", "la structure", required=True):
        found.append(
            DemoStructure(
                nickname,
                row.word("form"),
                row.text("name"),
                row.text("siret"),
                row.text("rna", ""),
                row.text("email", ""),
                row.text("contact", ""),
                row.integer("fiscal_year_end_month", 12),
            )
        )
        row.done()
    return tuple(found)


def _texts(root: Fields, key: str) -> dict[str, dict[str, str]]:
    found = {}
    for name, row in root.each(key, "les textes", required=True):
        found[name] = _words(row)
    return found


def _words(row: Fields) -> dict[str, str]:
    """Every key of a mapping with its text."""
    names = row.node.items if isinstance(row.node, Keys) else ()
    found = {name: row.text(name) for name in names}
    row.done()
    return found


def _answers(row: Fields) -> dict[str, Written]:
    """Every key of a mapping with its text, or with the rows written under it."""
    found: dict[str, Written] = {}
    for name, (_, node) in row.node.items.items() if isinstance(row.node, Keys) else ():
        if isinstance(node, Items):
            found[name] = tuple(_words(one) for one in row.rows(name, "une ligne"))
        else:
            found[name] = row.text(name)
    row.done()
    return found


def _scene(root: Fields) -> dict[str, tuple[Gesture, ...]]:
    name = root.word("scene")
    root.text("title")
    found = []
    for row in root.rows("gestures", "un geste", required=True):
        found.append(
            Gesture(
                row.text("on"),
                row.word("by"),
                f"{root.problems.file}:{row.line}",
                _answers(row.inner("record", "« record »")),
                _words(row.inner("deposit", "« deposit »")),
                row.text("take", ""),
                row.text("reason", ""),
                frozenset(row.words("when")),
                frozenset(row.words("unless")),
                next(((one, _words(row.inner(one, f"« {one} »"))) for one in DECISIONS if row.has(one)), None),
                _words(row.inner("plan", "« plan »")),
                _words(row.inner("pay", "« pay »")),
            )
        )
        row.done()
    return {name: tuple(found)}


def _paths(root: Fields, scenes: dict[str, tuple[Gesture, ...]]) -> dict[str, Path]:
    found = {}
    for name, row in root.each("paths", "le chemin", required=True):
        stretches = []
        node = row.get("scenes", required=True)
        for item in node.items if isinstance(node, Items) else ():
            one = Fields(item, root.problems, "une scène")
            scene = one.word("scene")
            if scene not in scenes:
                what = f"La scène « {scene} » n’existe pas."
                root.problems.add("unknown-scene", one.line, what, do=nearest(scene, scenes))
            where = f"{root.problems.file}:{one.line}"
            words, marks = _words(one.inner("words", "« words »")), frozenset(one.words("marks"))
            stretches.append(Stretch(scene, one.text("on"), where, one.text("year", ""), words, marks))
            one.done()
        row.text("title")
        found[name] = Path(name, tuple(stretches), _words(row.inner("words", "« words »")))
        row.done()
    return found


def _files(
    root: Fields, themes: dict[str, dict[str, str]], paths: dict[str, Path], structures: set[str]
) -> tuple[DemoFile, ...]:
    found: list[DemoFile] = []
    for row in root.rows("files", "un dossier", required=True):
        theme, path, structure = row.word("theme", ""), row.word("path"), row.word("structure", "")
        for kind, name, known in (
            ("Le thème", theme, set(themes)),
            ("Le chemin", path, set(paths)),
            ("La structure", structure, structures),
        ):
            if name and name not in known:
                what = f"{kind} « {name} » n’existe pas."
                root.problems.add("unknown-name", row.line, what, do=nearest(name, known))
        each = row.words("each")
        pattern = DemoFile(
            row.text("title"),
            theme,
            row.word("workflow", "sieg"),
            row.words("authorities", required=not each),
            structure,
            path,
            row.text("start"),
            _amount(row),
            row.word("regime", "R6_DECISION"),
            f"{root.problems.file}:{row.line}",
            _words(row.inner("words", "« words »")),
            frozenset(row.words("marks")),
        )
        found += one_each(pattern, each, row.integer("apart", 0)) if each else [pattern]
        row.done()
    return tuple(found)


def _mission(
    root: Fields, scenes: dict[str, tuple[Gesture, ...]], themes: dict[str, dict[str, str]], structures: set[str]
) -> tuple[dict[str, Path], tuple[DemoFile, ...]]:
    """The paths and files that are about no service."""
    paths = _paths(root, scenes)
    return paths, _files(root, themes, paths, structures)


def _inventory(root: Fields, structures: set[str]) -> tuple[DemoLine, ...]:
    found = []
    for row in root.rows("inventory", "une ligne", required=True):
        structure = row.word("structure", "")
        if structure and structure not in structures:
            what = f"La structure « {structure} » n’existe pas."
            root.problems.add("unknown-name", row.line, what, do=nearest(structure, structures))
        found.append(
            DemoLine(
                row.text("authority"),
                row.text("what"),
                (row.one_of("instrument", Instrument) or Instrument.GRANT).value,
                _amount(row),
                row.text("granted"),
                f"{root.problems.file}:{row.line}",
                structure,
                row.text("name", ""),
                row.text("siret", ""),
                row.text("since", ""),
                row.text("until", ""),
                economic=_said(row, "economic"),
                own_need=_said(row, "own_need"),
                local=_said(row, "local"),
                act=row.text("act", ""),
                reasons=row.text("reasons", ""),
            )
        )
        row.done()
    return tuple(found)


def _said(row: Fields, question: str) -> str:
    return (row.one_of(question, Answer) or Answer.UNKNOWN).value


def _amount(row: Fields) -> Decimal:
    node = row.get("amount")
    if node is None:
        return Decimal(0)
    found = as_number(node.text) if isinstance(node, Scalar) else None
    if found is None:
        row.wrong(node, "« amount » doit être un montant en euros par an")
    return found or Decimal(0)
