"""What is odd about a day that was typed, said beside it before anybody builds on it; nothing is refused."""

from __future__ import annotations

from datetime import date
from typing import Final

from mandate_flow.domain.value import Erased, Value
from mandate_flow.domain.workflow.definition import FactKind, Per
from mandate_flow.edge.web.formats import long_day
from mandate_flow.edge.web.language import _

HAPPENED: Final = ("_on", "sign_date", "grant_date")
"""How the name of a fact ends that tells the day something happened."""
PLANNED: Final = frozenset({"mission_starts_on", "mission_ends_on", "adapted_on", "terminated_on", "resumed_on"})
"""… but for these, which may be set ahead."""


def odd_day(kind: FactKind, occurrence: str, value: Value | Erased | None, today: date) -> str:
    """A day still to come for what must have happened, or before the fiscal year it is about; "" for nothing odd."""
    if not isinstance(value, date) or not kind.name.endswith(HAPPENED) or kind.name in PLANNED:
        return ""
    if value > today:
        return _("À vérifier : le {day} est dans le futur.", day=long_day(value))
    if kind.per is Per.FISCAL_YEAR and occurrence.isdigit() and value.year < int(occurrence):
        return _("À vérifier : le {day} est avant l’exercice {year}.", day=long_day(value), year=occurrence)
    return ""
