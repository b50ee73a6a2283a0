"""The money of a file under its workflow: which law counts, and what a closed control keeps of its calculation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from mandate_flow.domain.compensation.control.check import PeriodCheck
from mandate_flow.domain.compensation.picture import Picture, picture
from mandate_flow.domain.file import File
from mandate_flow.domain.law import LawBook
from mandate_flow.domain.workflow.definition import Definition, LawOn
from mandate_flow.domain.workflow.scope import law_day

COMPENSATED: Final = frozenset({"R2_ALTMARK", "R6_DECISION", "R8_NOTIFY"})
"""The regimes under which what is paid is compared with the net cost."""
ACCOUNTS: Final = "direct_costs"


@dataclass(frozen=True, slots=True)
class MandateMoney:
    """`on`: the day whose law counts; `provisional`: the day of entrustment is not certain yet."""

    picture: Picture
    on: date
    provisional: bool


def money_of(definition: Definition, file: File, law: LawBook, day: date) -> MandateMoney:
    """The money of a file as it stands on `day`, under the law of its entrustment."""
    on, provisional = law_day(definition, file, LawOn.ENTRUSTMENT, "", day)
    return MandateMoney(picture(file, law, on), on, provisional)


def is_compensated(definition: Definition, file: File) -> bool:
    """Whether the file's payments are compared with a net cost, year after year."""
    regime = file.fact("regime")
    return ACCOUNTS in definition.facts and regime is not None and regime.value in COMPENSATED


def kept_statement(definition: Definition, file: File, year: str, law: LawBook, day: date) -> Mapping[str, Any]:
    """What the event of a closed control keeps: each line in cents with its law, and where the period stood.

    No word that a person typed is kept: labels are found in the answers of that day.
    """
    if not is_compensated(definition, file) or not year.isdigit():
        return {}
    seen = money_of(definition, file, law, day)
    statement = seen.picture.statements.get(int(year))
    if statement is None:
        return {}
    keys = dict.fromkeys(key for line in statement.lines for key in line.law)
    check = seen.picture.check_of(int(year))
    kept: dict[str, Any] = {"lines": [line.kept() for line in statement.lines]}
    if isinstance(check, PeriodCheck):
        keys |= dict.fromkeys(key for line in check.lines for key in line.law)
        kept["period"] = {
            "years": list(check.period.years),
            "counted": list(check.known),
            "last": check.period.last,
            "outcome": check.outcome.value,
            "lines": [line.kept() for line in check.lines],
        }
    cited = [one for one in (law.cite(key, seen.on) for key in keys) if one is not None]
    cited += [one for one in seen.picture.law if one.key not in keys]
    kept["law"] = [
        {"key": one.key, "entry": one.entry, "sha256": one.sha256, "on": seen.on.isoformat()} for one in cited
    ]
    return kept
