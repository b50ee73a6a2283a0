"""Over what the parts of a workflow repeat, and whose date chooses their law."""

from __future__ import annotations

from enum import StrEnum


class Per(StrEnum):
    """What a fact, document, requirement, step or deadline repeats over."""

    AUTHORITY = "authority"
    STRUCTURE = "structure"
    FISCAL_YEAR = "fiscal_year"
    MEETING = "meeting"


class LawOn(StrEnum):
    """Whose date chooses the law."""

    ENTRUSTMENT = "entrustment"
    GRANT = "grant"
    TRIGGER = "trigger"
    ACT = "act"
