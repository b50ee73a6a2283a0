"""Reads one workflow file into a Definition, from its bytes alone: a file pinned to it years ago still reads."""

from __future__ import annotations

import hashlib

from mandate_flow.content.deadlines_reader import read_deadlines
from mandate_flow.content.facts_reader import read_documents, read_facts, read_figures, read_sections, read_states
from mandate_flow.content.fields import Fields
from mandate_flow.content.problem import Problems
from mandate_flow.content.steps_reader import read_payments, read_requirements, read_steps, read_threads
from mandate_flow.content.yaml_nodes import Keys, read_yaml
from mandate_flow.domain.file import FileKind
from mandate_flow.domain.workflow.definition import Definition


def definition_from_bytes(content: bytes, name: str = "workflow.yaml") -> Definition:
    """The definition; `name` is the file named in errors. Raises BadContent (file:line) when it cannot be read."""
    problems = Problems(name)
    found = read_workflow(content, problems)
    problems.raise_first()
    return found


def read_workflow(content: bytes, problems: Problems) -> Definition:
    """The definition as far as it can be read; what is wrong goes to `problems`."""
    root = Fields(read_yaml(content, problems), problems, "le fichier")
    states, sections = read_states(root), read_sections(root)
    facts, documents, steps = read_facts(root), read_documents(root), read_steps(root)
    dates, certain = _dates(root)
    found = Definition(
        root.word("workflow"),
        root.integer("version"),
        hashlib.sha256(content).hexdigest(),
        root.translated("title", required=True),
        root.word("starts"),
        states,
        sections,
        facts,
        documents,
        steps,
        read_requirements(root, facts, documents, steps),
        read_deadlines(root),
        dates=dates,
        certain=certain,
        figures=read_figures(root),
        threads=read_threads(root, steps),
        kind=root.one_of("kind", FileKind) or FileKind.SERVICE,
        reference=root.word("reference", ""),
        payments=read_payments(root),
    )
    root.done()
    return found


def _dates(root: Fields) -> tuple[dict[str, tuple[str, ...]], dict[str, frozenset[str]]]:
    """The facts that give each day, best first, and those that settle it: the first, or those said to be certain."""
    found: dict[str, tuple[str, ...]] = {}
    certain: dict[str, frozenset[str]] = {}
    inner = root.inner("dates", "« dates »")
    for name in ("entrustment", "grant"):
        if isinstance(inner.node, Keys) and isinstance(inner.node.items.get(name, (0, None))[1], Keys):
            said = inner.inner(name, f"« {name} »")
            sure, planned = said.words("certain", required=True), said.words("planned")
            said.done()
        elif inner.has(name):
            facts = inner.words(name)
            sure, planned = facts[:1], facts[1:]
        else:
            continue
        found[name], certain[name] = (*sure, *planned), frozenset(sure)
    inner.done()
    return found, certain
