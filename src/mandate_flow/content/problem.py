"""What is wrong in a content file: where, what, why and what to do; collected so that all are told at once."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from mandate_flow.domain.errors import BadContent

NBSP: Final = "\u00a0"


class Severity(StrEnum):
    """An error stops `content check`; a warning is told and passes."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to correct. `line` counts from 1; `kind` is stable, the sentences are French and may change."""

    file: str
    line: int
    kind: str
    what: str
    why: str = ""
    do: str = ""
    level: Severity = Severity.ERROR
    readable: bool = False
    """The file can still be used: content under construction may be loaded with it, but not published."""

    @property
    def where(self) -> str:
        """`file:line`"""
        return f"{self.file}:{self.line}"

    def __str__(self) -> str:
        return " ".join(part for part in (f"{self.where}: {self.what}", self.why, self.do) if part)

    def error(self) -> BadContent:
        """The same as an exception."""
        return BadContent(self.what, why=self.why, do=self.do, where=self.where)


@dataclass(slots=True)
class Problems:
    """The problems of one file, in the order they were met."""

    file: str
    found: list[Problem] = field(default_factory=list)

    def add(self, kind: str, line: int, what: str, why: str = "", do: str = "", *, readable: bool = False) -> None:
        """An error at `line`."""
        self.found.append(
            Problem(self.file, line, kind, _typeset(what), _typeset(why), _typeset(do), readable=readable)
        )

    def warn(self, kind: str, line: int, what: str, why: str = "", do: str = "") -> None:
        """A warning at `line`."""
        texts = (_typeset(what), _typeset(why), _typeset(do))
        self.found.append(Problem(self.file, line, kind, *texts, level=Severity.WARNING, readable=True))

    def raise_first(self) -> None:
        """Raise BadContent for the first problem that makes the file unusable; says how many others there are."""
        fatal = [one for one in self.found if not one.readable]
        if not fatal:
            return
        first = fatal[0].error()
        if len(fatal) > 1:
            first.do = f"{first.do} (Et {len(fatal) - 1} autre(s) erreur(s) dans ce fichier.)".strip()
        raise first


def nearest(name: str, known: Iterable[str]) -> str:
    """What to do about a wrong name: the known one that is close, else the list when it is short, else nothing."""
    names = sorted(set(known))
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    if close:
        return f"Vouliez-vous dire « {close[0]} » ?"
    if 0 < len(names) <= 12:  # noqa: PLR2004 - what a reader takes in at a glance
        return f"Noms possibles : {', '.join(names)}."
    return ""


def _typeset(text: str) -> str:
    text = re.sub(r" ([:;?!])(?=\s|$)", NBSP + r"\1", text)
    return text.replace("« ", "«" + NBSP).replace(" »", NBSP + "»")
