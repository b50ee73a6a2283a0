"""Reads workflows/stories/*.yaml: stories a jurist writes, each value with its type and its file:line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from mandate_flow.content.expected_reader import keyed, read_expected
from mandate_flow.content.fact_values import fact_value
from mandate_flow.content.fields import Fields
from mandate_flow.content.problem import Problems, nearest
from mandate_flow.content.yaml_nodes import Keys, Scalar, read_yaml
from mandate_flow.domain.errors import NotFound
from mandate_flow.domain.file import FactKey
from mandate_flow.domain.story import Act, Deed, Deposit, Given, Look, Party, Record, Story, Take, Withdraw
from mandate_flow.domain.value import Value
from mandate_flow.domain.workflow.definition import Definition

DEEDS = ("record", "deposit", "withdraw", "take")


def story_files(folder: Path) -> tuple[Path, ...]:
    """The stories of a content folder."""
    return tuple(sorted((folder / "workflows" / "stories").glob("*.yaml")))


def read_stories(folder: Path, find: Callable[[str], Definition]) -> tuple[Story, ...]:
    """All stories; `find` gives the latest version of a workflow. Raises BadContent (file:line)."""
    found = []
    for path in story_files(folder):
        problems = Problems(path.relative_to(folder).as_posix())
        story = read_story(path.read_bytes(), find, problems)
        problems.raise_first()
        if story is not None:
            found.append(story)
    return tuple(found)


def read_story(content: bytes, find: Callable[[str], Definition], problems: Problems) -> Story | None:
    """One story; None when `find` raises NotFound for its workflow, which is told."""
    root = Fields(read_yaml(content, problems), problems, "le fichier")
    title, name = root.translated("story", required=True), root.word("workflow")
    try:
        definition = find(name)
    except NotFound as error:
        problems.add("unknown-workflow", root.line_of("workflow"), error.what, do=error.do)
        return None
    on = root.day("on", required=True) or date.min
    story = Story(
        problems.file,
        title,
        name,
        root.integer("version", 0) or None,
        on,
        _given(root),
        _acts(root, definition, on),
        read_expected(root.inner("expect", "« expect »"), definition),
        f"{problems.file}:{root.line_of('story')}",
    )
    root.done()
    return story


def _given(root: Fields) -> Given:
    inner = root.inner("given", "« given »", required=True)
    parties = {
        name: Party(name, _texts(one), f"{root.problems.file}:{one.line}")
        for name, one in inner.each("defined", "l’organisme")
    }
    given = Given(
        inner.text("title"),
        inner.word("theme"),
        inner.words("authorities", required=True),
        inner.words("structures"),
        parties,
        inner.word("by", "mission"),
    )
    inner.done()
    return given


def _texts(one: Fields) -> dict[str, str]:
    found = {name: one.text(name) for name in (one.node.items if isinstance(one.node, Keys) else ())}
    one.done()
    return found


def _acts(root: Fields, definition: Definition, on: date) -> tuple[Act, ...]:
    """Days only go forward; an act without a day happens on the day of the one before."""
    found: list[Act] = []
    for row in root.rows("acts", "un acte", required=True):
        day = row.day("on") or on
        if day < on:
            what = f"Cet acte est daté du {day}, avant le précédent ({on})."
            root.problems.add("story-backwards", row.line_of("on"), what, do="Remettez les actes dans l’ordre.")
        on = max(day, on)
        where = f"{root.problems.file}:{row.line}"
        deed = _deed(row, definition)
        by = row.word("by", "" if isinstance(deed, Look) else None)
        found.append(Act(on, by, deed, read_expected(row, definition), where))
        row.done()
    return tuple(found)


def _deed(row: Fields, definition: Definition) -> Deed:
    named = [name for name in DEEDS if row.has(name)]
    if len(named) > 1:
        what = f"Un acte ne fait qu’une chose, pas {' et '.join(named)}."
        row.problems.add("several-deeds", row.line_of(named[1]), what, do="Faites-en plusieurs actes.")
    reason = row.text("reason", "")
    if not named:
        return Look()
    if named[0] == "record":
        return Record(_facts(row, definition), reason)
    if named[0] == "deposit":
        return Deposit(_documents(row, definition))
    step, occurrence = keyed(row.text(named[0]))
    if named[0] == "take":
        _known(row, "take", step, definition.steps, "unknown-step", "L’étape")
        return Take(step, occurrence, reason)
    _known(row, "withdraw", step, definition.documents, "unknown-document", "Le document")
    return Withdraw(step, occurrence, reason)


def _facts(row: Fields, definition: Definition) -> dict[FactKey, Value | None]:
    inner = row.inner("record", "« record »")
    found: dict[FactKey, Value | None] = {}
    for written in inner.node.items if isinstance(inner.node, Keys) else ():
        name, occurrence = keyed(str(written))
        kind = definition.facts.get(name)
        if not _known(inner, str(written), name, definition.facts, "unknown-fact", "Le fait") or kind is None:
            continue
        found[name, occurrence] = fact_value(kind, inner, str(written))
        if (kind.per is None) is not (occurrence == ""):
            do = f"Écrivez « {name}@… »." if kind.per else f"Écrivez « {name} » seul."
            what = f"Le fait « {name} » {'se répète' if kind.per else 'ne se répète pas'}."
            inner.problems.add("bad-occurrence", inner.line_of(str(written)), what, do=do)
    inner.done()
    return found


def _documents(row: Fields, definition: Definition) -> dict[FactKey, str]:
    inner = row.inner("deposit", "« deposit »")
    found = {}
    for written, (_, node) in inner.node.items.items() if isinstance(inner.node, Keys) else ():
        name, occurrence = keyed(written)
        _known(inner, written, name, definition.documents, "unknown-document", "Le document")
        found[name, occurrence] = node.text if isinstance(node, Scalar) else inner.text(written)
    inner.done()
    return found


def _known(row: Fields, key: str, name: str, names: Mapping[str, object], kind: str, thing: str) -> bool:
    row.has(key)
    if name not in names:
        what = f"{thing} « {name} » n’existe pas dans ce processus."
        row.problems.add(kind, row.line_of(key), what, do=nearest(name, names))
    return name in names
