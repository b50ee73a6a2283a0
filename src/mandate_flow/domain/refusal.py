"""A "no" is a value: what is missing, why, by which text, who can supply it and where."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

from mandate_flow.domain.law import Citation, Text

Phrase: TypeAlias = Callable[[str, Mapping[str, Any]], str]
"""A compiled sentence of the content: (language, names) to text."""


class Level(StrEnum):
    """A blocker stops the step; a warning goes with it."""

    BLOCKER = "blocker"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One unmet requirement (or one reason why a step is not open).

    `remedy` is ("fact", name), ("document", kind), ("step", name) or ("", ""); `missing` names the facts or law
    quantities that are not known; `downgraded`: a blocker shown as a warning because its law is not verified.
    """

    code: str
    level: Level
    label: Text
    phrase: Phrase = field(compare=False)
    names: Mapping[str, Any] = field(compare=False, default_factory=dict)
    law: tuple[Citation, ...] = ()
    owed_by: str = ""
    remedy: tuple[str, str] = ("", "")
    occurrence: str = ""
    missing: tuple[str, ...] = ()
    provisional: bool = False
    downgraded: bool = False

    def says(self, lang: str) -> str:
        """The sentence shown to the person."""
        return self.phrase(lang, self.names)


@dataclass(frozen=True, slots=True)
class Refused:
    """The answer to a command that was not carried out: all reasons at once."""

    refusals: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The answer to a command that would change nothing: nothing is written."""
