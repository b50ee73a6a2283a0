"""Draws the states of a definition and the steps between them, as text that a Mermaid renderer turns into a picture."""

from __future__ import annotations

from typing import Final

from mandate_flow.domain.workflow.definition import Definition, Step
from mandate_flow.domain.workflow.machine import routes

SIGNS: Final = str.maketrans({":": " ", ";": ",", "#": " ", '"': "’", "\n": " "})
"""Signs that Mermaid would read as its own."""


def mermaid(definition: Definition, lang: str = "fr") -> str:
    """A `stateDiagram-v2`: one arrow for each place a step leads to from a state; the machine itself is asked where."""
    lines = ["stateDiagram-v2"]
    for state in definition.states.values():
        lines.append(f'    state "{_plain(state.label.get(lang) or state.label["fr"])}" as {state.name}')
    lines.append(f"    [*] --> {definition.starts}")
    for source, target, step in arrows(definition):
        lines.append(f"    {source} --> {target} : {_plain(step.label.get(lang) or step.label['fr'])}")
    lines += [f"    {state.name} --> [*]" for state in definition.states.values() if state.ending]
    return "\n".join(lines)


def arrows(definition: Definition) -> tuple[tuple[str, str, Step], ...]:
    """(from, to, step), in the order of the file; a step that closes a control may also stay where it is."""
    machine = routes(definition)
    found = []
    for step in definition.steps.values():
        for source in step.sources:
            ends = (machine.target(source, step.name, others_open=open_) for open_ in (False, True))
            found += [(source, target, step) for target in dict.fromkeys(ends) if target is not None]
    return tuple(found)


def _plain(text: str) -> str:
    return " ".join(text.translate(SIGNS).split())
