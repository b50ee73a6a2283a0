"""Reads one workflow file into a Definition, from its bytes alone: a file pinned to it years ago still reads."""

from __future__ import annotations

import hashlib

from mandate_flow.content.deadlines_reader import read_deadlines
from mandate_flow.content.facts_reader import read_documents, read_facts, read_figures, read_sections, read_states
from mandate_flow.content.fields import Fields
from mandate_flow.content.problem import Problems
from mandate_flow.content.steps_reader import read_payments, read_requirements, read_steps, read_threads
from mandate_flow.content.yaml_nodes import read_yaml
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
        dates=_dates(root),
        figures=read_figures(root),
        threads=read_threads(root, steps),
        kind=root.one_of("kind", FileKind) or FileKind.SERVICE,
        reference=root.word("reference", ""),
        payments=read_payments(root),
    )
    root.done()
    return found


def _dates(root: Fields) -> dict[str, tuple[str, ...]]:
    node = root.get("dates")
    if node is None:
        return {}
    inner = Fields(node, root.problems, "« dates »")
    found = {name: inner.words(name) for name in ("entrustment", "grant") if inner.has(name)}
    inner.done()
    return found
