"""What leaves: notices are queued with the act, mails are made of them, claimed, sent once, and never lost."""

from __future__ import annotations

from mandate_flow.store.outbox.mails import Claimed, Mails
from mandate_flow.store.outbox.notices import Notices, Waiting
from mandate_flow.store.outbox.reminders import DueReminder, Reminders

__all__ = ["Claimed", "DueReminder", "Outbox", "Waiting"]


class Outbox(Notices, Mails, Reminders):
    """The three sides of the outbox on one connection."""
