"""Which questions are asked now: those whose condition holds with the answers given so far."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mandate_flow.domain.file import File
from mandate_flow.domain.regime.tree import Asked, Group, Tree
from mandate_flow.domain.workflow.definition import Definition
from mandate_flow.domain.workflow.known import Known
from mandate_flow.domain.workflow.scope import FileScope


def asked_of(tree: Tree, definition: Definition, file: File, known: Known, day: date) -> tuple[Group, ...]:
    """The groups with the questions asked of this file; a group without any is left out.

    A question already answered stays; one about a fact that the file's own workflow does not have is never asked.
    """
    scope = FileScope(definition, file, known.law, day, day)

    def asked(one: Asked) -> bool:
        if one.fact not in definition.facts:
            return False
        return file.fact(one.fact) is not None or one.when is None or one.when(scope) is True

    groups = (replace(group, questions=tuple(filter(asked, group.questions))) for group in tree.groups)
    return tuple(group for group in groups if group.questions)
