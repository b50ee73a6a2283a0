"""What leaves: notices are queued with the act, mails are made of them, claimed, sent once, and never lost."""

from __future__ import annotations

from mandate_flow.store.outbox.calendar_reminders import CalendarReminder, CalendarReminders
from mandate_flow.store.outbox.mails import Claimed, Mails
from mandate_flow.store.outbox.notices import Notices, Waiting
from mandate_flow.store.outbox.reminders import DueReminder, Reminders

__all__ = ["CalendarReminder", "Claimed", "DueReminder", "Outbox", "Waiting"]


class Outbox(Notices, Mails, Reminders, CalendarReminders):
    """The four sides of the outbox on one connection."""
