"""What one line calls for on a day: a verdict with its reasons and articles, a risk, and the next question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from mandate_flow.domain.inventory.line import Answer, Instrument, Line
from mandate_flow.domain.inventory.total import Share, Total
from mandate_flow.domain.law import Citation, LawBook

NEAR: Final = Decimal("0.8")
"""From four fifths of the ceiling on, the next grant may cross it."""


class Verdict(StrEnum):
    """What the line is, as far as the answers tell."""

    NO_AID = "no_aid"
    DE_MINIMIS = "de_minimis"
    MANDATE_NEEDED = "mandate_needed"
    COVERED = "covered"
    UNKNOWN = "unknown"


class Risk(StrEnum):
    """How much there is to lose by leaving it so."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, by code; `figures` holds the euros, days and references its sentence names."""

    code: str
    law: tuple[Citation, ...] = ()
    figures: Mapping[str, Decimal | date | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Triage:
    """The answer: `question` names the field of the line to answer next, "" when nothing more is asked."""

    verdict: Verdict
    risk: Risk
    reasons: tuple[Reason, ...]
    question: str = ""


def triage(line: Line, total: Total, law: LawBook, day: date) -> Triage:
    """The triage of a line; `total` is that of its undertaking on the same day, over all authorities."""
    cite = _Citing(law, day)
    share = total.shares.get(line.id, Share())
    if found := _no_aid(line, cite):
        return found
    if share.cover is not None or share.declared:
        return _covered(line, share, total, cite)
    if share.given == 0:
        figures: dict[str, Decimal | date | str] = {"first": total.first, "last": total.last}
        reason = Reason("outside_period", cite("de_minimis_general.window_years"), figures)
        return Triage(Verdict.UNKNOWN, Risk.LOW, (reason,), _question(line, above=False))
    sizes = tuple(_size(total, cite))
    above = total.limit is not None and total.general > total.limit
    question = _question(line, above=above)
    if line.economic is Answer.UNKNOWN:
        return Triage(
            Verdict.UNKNOWN, _weight(total), (Reason("not_qualified", cite("tfeu.aid_elements")), *sizes), question
        )
    if question == "own_need":
        reason = Reason("maybe_bought", cite("code_commande_publique.public_contract", "loi_2000_321.grant_definition"))
        return Triage(Verdict.UNKNOWN, _weight(total), (reason, *sizes), question)
    economic = Reason("economic", cite("tfeu.aid_elements"))
    if not above:
        return Triage(Verdict.DE_MINIMIS, _weight(total), (economic, *sizes, *_duties(cite)), question)
    return Triage(Verdict.MANDATE_NEEDED, Risk.HIGH, (economic, *sizes, *_ways(total, cite)), question)


@dataclass(frozen=True, slots=True)
class _Citing:
    law: LawBook
    day: date

    def __call__(self, *keys: str) -> tuple[Citation, ...]:
        """What the texts say on that day; what none of them says is left out."""
        return tuple(found for key in keys if (found := self.law.cite(key, self.day)) is not None)


def _no_aid(line: Line, cite: _Citing) -> Triage | None:
    if line.economic is Answer.NO:
        reason = Reason("not_economic", cite("tfeu.non_economic_services", "tfeu.aid_elements"))
        return Triage(Verdict.NO_AID, Risk.LOW, (reason,))
    if line.instrument is Instrument.CONTRACT and line.own_need is Answer.YES:
        reason = Reason("bought", cite("code_commande_publique.public_contract"))
        return Triage(Verdict.NO_AID, Risk.LOW, (reason,))
    if line.local is Answer.YES:
        reason = Reason("local", cite("notion_of_aid.local_effect"))
        return Triage(Verdict.NO_AID, Risk.MEDIUM, (reason,))
    return None


def _covered(line: Line, share: Share, total: Total, cite: _Citing) -> Triage:
    reasons, risk = [], Risk.LOW
    if share.cover is None:
        reasons.append(Reason("declared_act", cite("sgei_decision.scope"), {"act": line.act}))
        large = total.limit is not None and share.given > total.limit
        risk = Risk.MEDIUM if large else Risk.LOW
    elif share.cover.file == line.file:
        reasons.append(Reason("own_file", (), {"ref": share.cover.ref}))
    else:
        reasons.append(Reason("other_file", (), {"ref": share.cover.ref}))
        risk = Risk.MEDIUM
    if share.uncovered:
        reasons.append(Reason("before_mandate", cite("tfeu.standstill"), {"amount": share.uncovered}))
        risk = Risk.HIGH if share.excess else Risk.MEDIUM
    return Triage(Verdict.COVERED, risk, tuple(reasons))


def _size(total: Total, cite: _Citing) -> Iterator[Reason]:
    """How the total stands to the general ceiling."""
    if total.limit is None:
        yield Reason("no_ceiling")
        return
    code = "above_ceiling" if total.general > total.limit else "within_ceiling"
    figures: dict[str, Decimal | date | str] = {
        "total": total.general,
        "limit": total.limit,
        "excess": total.excess,
        "left": total.limit - total.general,
    }
    yield Reason(code, cite("de_minimis_general.ceiling", "de_minimis_general.all_funders"), figures)


def _duties(cite: _Citing) -> Iterator[Reason]:
    if found := cite("de_minimis_general.register_working_days"):
        yield Reason("register", found, {"days": str(found[0].quantity.value)})


def _ways(total: Total, cite: _Citing) -> Iterator[Reason]:
    """What would make it lawful: a written entrustment up to the second ceiling, else the Decision."""
    limit = total.sieg_limit
    figures: dict[str, Decimal | date | str] = {"limit": limit or Decimal(0), "total": total.sieg}
    if limit is not None and total.sieg <= limit:
        yield Reason("entrust", cite("de_minimis_sieg.ceiling", "de_minimis_sieg.entrustment"), figures)
    else:
        yield Reason("decision", cite("sgei_decision.scope", "tfeu.standstill"), figures)


def _question(line: Line, *, above: bool) -> str:
    if line.economic is Answer.UNKNOWN:
        return "economic"
    if line.instrument is Instrument.CONTRACT and line.own_need is Answer.UNKNOWN:
        return "own_need"
    return "local" if above and line.local is Answer.UNKNOWN else ""


def _weight(total: Total) -> Risk:
    if total.limit is None:
        return Risk.MEDIUM
    if total.general > total.limit:
        return Risk.HIGH
    return Risk.MEDIUM if total.general >= total.limit * NEAR else Risk.LOW
