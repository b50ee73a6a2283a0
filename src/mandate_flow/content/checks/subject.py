"""A workflow under examination: its definition, the line of each of its parts, and what it may refer to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mandate_flow.content.problem import Problems, nearest
from mandate_flow.content.yaml_nodes import Path
from mandate_flow.domain.law import LawBook
from mandate_flow.domain.notice import NoticeBook
from mandate_flow.domain.workflow.definition import Definition


@dataclass(frozen=True, slots=True)
class Subject:
    """`lines` goes by path in the YAML tree, e.g. ("requirements", "voted", "that")."""

    definition: Definition
    lines: Mapping[Path, int]
    problems: Problems
    law: LawBook
    book: NoticeBook

    def line(self, *path: str | int) -> int:
        """The line of that part, or of the nearest part around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def known(self, kind: str, what: str, name: str, names: Iterable[str], *path: str | int) -> bool:
        """Tell when `name` is not among `names`; `what` begins the sentence ("L’état")."""
        names = list(names)
        if name in names:
            return True
        self.problems.add(kind, self.line(*path), f"{what} « {name} » n’existe pas.", do=nearest(name, names))
        return False

    def law_known(self, key: str, *path: str | int) -> bool:
        """Tell when `text.quantity` stands in no entry of the law."""
        return self.known("unknown-law", "La référence de droit", key, law_keys(self.law), *path)


def law_keys(law: LawBook) -> list[str]:
    """Every `text.quantity` of the law, at any date."""
    return sorted(
        {f"{text.name}.{name}" for text in law.texts.values() for one in text.entries for name in one.quantities}
    )
