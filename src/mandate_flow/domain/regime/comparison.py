"""What a comparison says: for each regime whether it fits, every reason with its article, and which one to choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from mandate_flow.domain.expression import Unknown
from mandate_flow.domain.law import Citation
from mandate_flow.domain.refusal import Phrase
from mandate_flow.domain.regime.tree import Asked, Condition, Option


class Standing(StrEnum):
    """Whether a condition holds."""

    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition as it stands. `unverified`: no text it rests on was read in a source or confirmed by a person."""

    condition: Condition
    standing: Standing
    law: tuple[Citation, ...]
    missing: tuple[str, ...] = ()
    unverified: bool = False
    names: Mapping[str, Any] = field(compare=False, repr=False, default_factory=dict)

    def says(self, lang: str) -> str:
        """The sentence for a condition that is not met, or not known; the label of one that is."""
        if self.standing is Standing.MET:
            return self.condition.label.get(lang) or self.condition.label["fr"]
        return self.condition.says(lang, self.names)


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of advice with the texts it rests on."""

    phrase: Phrase = field(compare=False)
    names: Mapping[str, Any] = field(compare=False, repr=False)
    law: tuple[Citation, ...] = ()

    def says(self, lang: str) -> str:
        """The sentence."""
        return self.phrase(lang, self.names)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One regime or instrument under the law of `on`; `provisional`: that day is not certain yet.

    `eligible` is Unknown of the names that would tell.
    """

    option: Option
    eligible: bool | Unknown
    reasons: tuple[Reason, ...]
    cautions: tuple[Said, ...]
    on: date
    provisional: bool

    def standing(self, standing: Standing) -> tuple[Reason, ...]:
        """The reasons that stand so."""
        return tuple(one for one in self.reasons if one.standing is standing)


@dataclass(frozen=True, slots=True)
class Comparison:
    """All regimes and instruments of a file compared.

    `pending`: regimes not known yet that would come first; while there is one, nothing is `recommended`.
    `law`: every citation used, with the day it was read for. `aid`: what the ledger of aid said (`aid.…`, euros).
    """

    verdicts: tuple[Verdict, ...]
    recommended: Verdict | None
    pending: tuple[Verdict, ...]
    general_deminimis: tuple[Said, ...]
    instruments: tuple[Verdict, ...]
    instrument: Verdict | None
    requalification: tuple[Said, ...]
    next_question: Asked | None
    law: tuple[tuple[Citation, date], ...]
    aid: Mapping[str, Decimal]

    def of(self, code: str) -> Verdict:
        """The verdict on a regime. Raises KeyError."""
        return {one.option.code: one for one in self.verdicts}[code]
