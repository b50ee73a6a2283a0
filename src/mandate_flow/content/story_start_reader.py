"""Reads how a story starts from another one: `from`, `until`, `years` and `but`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mandate_flow.content.expected_reader import keyed
from mandate_flow.content.fact_values import fact_value
from mandate_flow.content.fields import Fields
from mandate_flow.content.problem import nearest
from mandate_flow.content.yaml_nodes import Keys
from mandate_flow.domain.file import FactKey
from mandate_flow.domain.story import Act, Story, Take
from mandate_flow.domain.story_start import Changes, before, changed, idle, moved, successes, taken_over
from mandate_flow.domain.value import Value
from mandate_flow.domain.workflow.definition import Definition

STARTS = ("until", "years", "but")


def started(root: Fields, base: Story | None, definition: Definition) -> Story | None:
    """The base, with only the deeds that are taken over from it; each slip is told with its line."""
    if base is None:
        for key in STARTS:
            if root.has(key):
                what = f"« {key} » ne dit rien sans « from »."
                root.problems.add("start-of-nothing", root.line_of(key), what, do="Ajoutez « from: une-histoire ».")
        return None
    base = moved(base, root.integer("years", 0))
    acts, changes = _acts(root, base), _changes(root, definition)
    for name, occurrence in idle(acts, changes):
        written = f"{name}@{occurrence}" if occurrence else name
        line = dict(_lines(root)).get(written, root.line_of("but"))
        what = f"« {written} » ne change rien : aucun acte repris ne le donne."
        root.problems.add("idle-change", line, what, do="Donnez-le sous « acts », avec record ou deposit.")
    where = f"{root.problems.file}:{root.line_of('from')}"
    return replace(base, acts=taken_over(changed(acts, changes), where))


def _acts(root: Fields, base: Story) -> tuple[Act, ...]:
    if not root.has("until"):
        return successes(base)
    written = root.text("until")
    step, occurrence = keyed(written)
    acts = before(base, step, occurrence)
    if acts is None:
        what = f"L’étape « {written} » n’est pas franchie dans « {base.file} »."
        taken = [act.deed.step for act in successes(base) if isinstance(act.deed, Take)]
        root.problems.add("unknown-until", root.line_of("until"), what, do=nearest(step, taken))
    return acts or ()


def _changes(root: Fields, definition: Definition) -> Changes:
    inner = root.inner("but", "« but »")
    facts: dict[FactKey, Value | None] = {}
    documents: dict[FactKey, str | None] = {}
    for written in inner.node.items if isinstance(inner.node, Keys) else ():
        name, occurrence = keyed(written)
        kind = definition.facts.get(name)
        if kind is not None:
            facts[name, occurrence] = fact_value(kind, inner, written)
        elif name in definition.documents:
            documents[name, occurrence] = inner.text(written) if inner.has(written) else None
        else:
            inner.has(written)
            what = f"« {name} » n’est ni un fait ni un document de ce processus."
            do = nearest(name, (*definition.facts, *definition.documents))
            inner.problems.add("unknown-fact", inner.line_of(written), what, do=do)
    inner.done()
    return Changes(facts, documents)


def _lines(root: Fields) -> Iterator[tuple[str, int]]:
    node = root.get("but")
    if isinstance(node, Keys):
        yield from ((written, line) for written, (line, _) in node.items.items())
