"""What happened: drafts as the rules give them, events as the log keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

FORMAT_VERSION: Final = 1
GENESIS: Final = bytes(32)


class Action(StrEnum):
    """`subject:past-participle`; a name is never changed, only retired. Each member's comment is its meaning."""

    FILE_OPENED = "file:opened"  # a file was opened under a pinned workflow
    FILE_AMENDED = "file:amended"  # its title, theme, authorities or structures were corrected; all four are told anew
    FILE_ASSIGNED = "file:assigned"  # a person was put in charge of it, or nobody is any more
    FILE_COMMENTED = "file:commented"  # somebody said something about it, or answered; it changes nothing of the file
    COMMENT_SETTLED = "comment:settled"  # what was said needs nothing more
    COMMENT_REOPENED = "comment:reopened"  # … or needs something after all
    COMMENT_WITHDRAWN = "comment:withdrawn"  # whoever said it took it back; its words are erased
    FACTS_RECORDED = "facts:recorded"  # facts were given, changed or cleared
    STEP_PROPOSED = "step:proposed"  # first of two persons: all requirements met, a second person must confirm
    STEP_TAKEN = "step:taken"  # the file went through a step
    DOCUMENT_ADDED = "document:added"  # a document was deposited, perhaps as a new version of another
    DOCUMENT_WITHDRAWN = "document:withdrawn"  # a document no longer counts; it is kept
    PAYMENT_RECORDED = (
        "payment:recorded"  # an authority paid, or gave in kind, with the warnings and law it was judged by
    )
    PAYMENT_CANCELLED = "payment:cancelled"  # … and that no longer counts; it is kept
    DEADLINE_EXTENDED = "deadline:extended"  # a deadline was put off to a later day, with a reason
    DEADLINE_SUSPENDED = "deadline:suspended"  # its clock was stopped, from a day on, with a reason
    DEADLINE_RESUMED = "deadline:resumed"  # it runs again: for what was left, from zero, or because no longer waived
    DEADLINE_WAIVED = "deadline:waived"  # it was dispensed with, with a reason
    VALUE_ERASED = "value:erased"  # a personal value was erased, its commitment stays
    FILE_MIGRATED = "file:migrated"  # a running file was pinned to another version of its workflow
    MIGRATION_UNDONE = "migration:undone"  # … and put back as it was, nothing having happened since
    MEMBER_RECORDED = "register:recorded"  # a person, structure, authority or setting entered a register
    MEMBER_CHANGED = "register:changed"  # some of its fields changed
    MEMBER_RETIRED = "register:retired"  # it left the register
    ABSENCE_DECLARED = "absence:declared"  # a person is away for some days, and who stands in meanwhile
    ABSENCE_ENDED = "absence:ended"  # … and is back, or will not be away
    AID_RECORDED = "aid:recorded"  # de minimis aid to a structure entered the ledger, with the figures it was judged by
    AID_WITHDRAWN = "aid:withdrawn"  # … and no longer counts; told in the stream that recorded it
    LINK_DECLARED = "link:declared"  # one structure holds another: together they may be one undertaking
    LINK_ENDED = "link:ended"  # … until a day, which the event says
    MAIL_SENT = "mail:sent"  # a mail was accepted by the mail server, or kept as a file
    MAIL_ABANDONED = "mail:abandoned"  # a mail could not be sent and was given up
    ACCESS_GRANTED = "access:granted"  # a person signed in
    ACCESS_DIGESTED = "access:digested"  # digest of one day of the access register
    INVENTORY_RECORDED = "inventory:recorded"  # lines entered the inventory of an authority
    INVENTORY_CHANGED = "inventory:changed"  # some fields of one line changed
    INVENTORY_REMOVED = "inventory:removed"  # a line left the inventory, with a reason
    CALENDAR_CHANGED = "calendar:changed"  # deadlines of a calendar opened, moved, were met or lapsed by themselves
    CALENDAR_NOTED = "calendar:noted"  # a date or an amount of a fiscal year was written in a calendar, or cleared
    CALENDAR_DONE = "calendar:done"  # a person said that a deadline of a calendar is done, and since when
    CALENDAR_REOPENED = "calendar:reopened"  # … or that it is owed after all
    CALENDAR_EXTENDED = "calendar:extended"  # it may wait until a later day, for a reason
    CALENDAR_WAIVED = "calendar:waived"  # nobody owes it any more, for a reason


class StreamKind(StrEnum):
    """The five kinds of streams."""

    FILE = "file"
    STRUCTURE = "structure"
    PERSON = "person"
    AUTHORITY = "authority"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Stream:
    """An ordered, chained list of events about one thing."""

    kind: StreamKind
    id: str

    def __str__(self) -> str:
        return f"{self.kind}/{self.id}"


@dataclass(frozen=True, slots=True)
class Personal:
    """A leaf of an outcome that must stay out of hashed bytes: the event keeps a salted commitment only."""

    value: str


@dataclass(frozen=True, slots=True)
class Draft:
    """An event as the rules decide it, before it has a place in its stream.

    `outcome` is a JSON tree (str, int, bool, None, list, dict) whose personal leaves are `Personal`.
    `documents` and `contents` are hex sha256 of deposited documents and of content cited.
    """

    action: Action
    outcome: Mapping[str, Any]
    documents: tuple[str, ...] = ()
    contents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """A recorded event. `outcome` has its personal leaves as `Personal`, or `ERASED` once erased."""

    stream: Stream
    seq: int
    at: datetime
    day: date
    actor: str
    action: Action
    outcome: Mapping[str, Any]
    documents: tuple[str, ...] = ()
    contents: tuple[str, ...] = ()
    prev: bytes = GENESIS
    hash: bytes = GENESIS
    nonce: bytes = field(default=bytes(16), repr=False)
    id: int = 0
