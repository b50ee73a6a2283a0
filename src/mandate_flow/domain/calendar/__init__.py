"""Calendars: what structures, authorities and the keepers of the product owe outside of any file."""

from mandate_flow.domain.calendar.acts import Sight, refreshed
from mandate_flow.domain.calendar.definition import (
    NO_CALENDARS,
    SYSTEM_CALENDAR,
    CalendarDefinition,
    CalendarFact,
    CalendarRule,
    OwnerKind,
)
from mandate_flow.domain.calendar.derive import Around, derive
from mandate_flow.domain.calendar.picture import Picture
from mandate_flow.domain.calendar.state import BLANK, Calendar, fold_calendar

__all__ = [
    "BLANK",
    "NO_CALENDARS",
    "SYSTEM_CALENDAR",
    "Around",
    "Calendar",
    "CalendarDefinition",
    "CalendarFact",
    "CalendarRule",
    "OwnerKind",
    "Picture",
    "Sight",
    "derive",
    "fold_calendar",
    "refreshed",
]
