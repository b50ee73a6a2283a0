"""Who is told what: which notices an event queues, and which a reminder day queues."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from mandate_flow.domain.cadence import Cadence, Offset
from mandate_flow.domain.deadline import Deadline, DeadlineStatus
from mandate_flow.domain.event import Action, Event
from mandate_flow.domain.file import File
from mandate_flow.domain.law import Text
from mandate_flow.domain.people import Role
from mandate_flow.domain.value import Json
from mandate_flow.domain.workflow.definition import Definition


class Urgency(StrEnum):
    """When a notice leaves: at the next minute, or with the others of the day in one morning mail."""

    NOW = "now"
    DAILY = "daily"


BEFORE: Final = "reminder_before"  # to whoever owes it, ahead of the day
DUE: Final = "reminder_due"  # … on the day
LATE: Final = "reminder_late"  # … once it is past
ESCALATION: Final = "escalation"  # to the others, once it is past
WINDOW: Final = "window"  # a period that belongs to somebody we do not write to, or a copy ahead of the day
UNREACHABLE: Final = "unreachable"  # to the mission: nobody could be written to
ABANDONED: Final = "mail_abandoned"  # to the mission: a mail was given up
ON_THE_CALENDAR: Final = frozenset({BEFORE, DUE, LATE, ESCALATION, WINDOW})
"""What reminders of files are called; `of_calendar` gives the name of the same about a calendar."""
BY_DELIVERY: Final = frozenset({UNREACHABLE, ABANDONED})

MISSION: Final = f"role:{Role.MISSION}"
OWNER: Final = "owner"  # in a cadence: whoever owes the deadline
SECOND: Final = "second"  # in a notice: those who may confirm a proposed step
AUDIENCES: Final = frozenset({"structure", "agent", "mission", "jurist", "approver", "controller", "administrator"})
WE_WRITE_TO: Final = frozenset({"structure", "agent", "mission", "jurist"})


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """One kind of notice, as `notifications/notices.yaml` declares it.

    `on` is the action that queues it (None: the calendar or the delivery does), narrowed to `steps` where they are
    named, with `closes` to events that close a deadline owed by that party, and with `owed_by` to those that change
    one. `to` holds names of AUDIENCES, or SECOND.
    """

    name: str
    label: Text
    on: Action | None = None
    steps: frozenset[str] = frozenset()
    closes: str = ""
    owed_by: str = ""
    to: tuple[str, ...] = ()
    urgency: Urgency = Urgency.DAILY


@dataclass(frozen=True, slots=True)
class NoticeBook:
    """All kinds of notices, the cadences of reminders, and what is silent on purpose.

    `silent` holds actions ("facts:recorded") and steps ("step:taken/analyse") that write to nobody.
    """

    kinds: Mapping[str, NoticeKind]
    silent: frozenset[str] = frozenset()
    cadences: Mapping[str, Cadence] = field(default_factory=dict)

    def on(self, action: Action, step: str = "") -> tuple[NoticeKind, ...]:
        """The kinds that this action (of this step) queues, in the order of the file."""
        return tuple(
            kind for kind in self.kinds.values() if kind.on is action and (not kind.steps or step in kind.steps)
        )

    def is_silent(self, action: Action, step: str = "") -> bool:
        """True when the content declares that nobody is written to."""
        return action in self.silent or f"{action}/{step}" in self.silent


@dataclass(frozen=True, slots=True)
class Queued:
    """A notice waiting to be mailed from `send_on` on.

    `key` is the same whenever the same thing is said to the same audience: the store keeps the first. `audience` is a
    group ("structure:<id>", "authority:<id>", "role:<role>") until delivery spreads it over its recipients
    ("person:<id>", "mailbox:<structure id>"); `data` is JSON and holds no personal value.
    """

    key: str
    notice: str
    audience: str
    urgency: Urgency
    send_on: date
    data: Mapping[str, Json] = field(default_factory=dict)
    deadline_code: str = ""
    occurrence: str = ""


def of_calendar(notice: str) -> str:
    """The name of a reminder, such as LATE, when it is about a calendar and not about a file."""
    return f"calendar_{notice.removeprefix('reminder_')}"


def queued_by(book: NoticeBook, definition: Definition, file: File, event: Event) -> tuple[Queued, ...]:
    """The notices that an event of a file queues; `file` is the file after the event."""
    step = str(event.outcome.get("step", ""))
    occurrence = str(event.outcome.get("occurrence", ""))
    found = []
    for kind in book.on(event.action, step):
        code = _touched(event, kind)
        if code is None:
            continue
        data: dict[str, Json] = {"step": step} if step else {}
        if kind.owed_by:
            data |= _decided(file.deadlines[code, occurrence], event)
        if event.documents:
            data["sha256"] = event.documents[0]
        if SECOND in kind.to:
            data["actor"] = event.actor  # the first person is not asked again
        for audience in _audiences(kind.to, definition, file, step, occurrence):
            key = f"{file.id}:{event.seq}:{kind.name}:{audience}"
            found.append(Queued(key, kind.name, audience, kind.urgency, event.day, data, code, occurrence))
    return tuple(found)


def reminded_by(
    definition: Definition, file: File, deadline: Deadline, offset: Offset, day: date
) -> tuple[Queued, ...]:
    """The notices of one reminder day of an open deadline, one for each audience of the cadence's offset.

    Where nothing can meet a deadline it is a date to know (a period that ends), and nobody is told to be late.
    """
    rule = definition.deadlines.get(deadline.code)
    expected = deadline.owed_by in WE_WRITE_TO and (rule is None or rule.met_by is not None)
    owners = frozenset(_parties((deadline.owed_by,), file, deadline.occurrence))
    parties = tuple(deadline.owed_by if name == OWNER else name for name in offset.to)
    found = []
    for audience in dict.fromkeys(_parties(parties, file, deadline.occurrence)):
        notice = reminder(offset, owes=audience in owners) if expected else WINDOW
        key = f"{file.id}:{deadline.code}:{deadline.occurrence}:{deadline.due}:{offset.days}:{audience}"
        data: dict[str, Json] = {"due": deadline.due.isoformat(), "offset": offset.days}
        urgency = Urgency(offset.urgency)
        found.append(Queued(key, notice, audience, urgency, day, data, deadline.code, deadline.occurrence))
    return tuple(found)


def out_of_date(queued: Queued, file: File) -> str:
    """Why a notice no longer makes sense, now that the file is what it is; "" when it still does.

    "met", "ended", "suspended", "waived", "cancelled" or "moved" for a reminder, "decided" for a proposal that was
    settled, "left" when the authority or structure it goes to is no longer in the file. What was decided of a deadline
    is "moved" by the next act.
    """
    kind, _, name = queued.audience.partition(":")
    if name not in {"authority": file.authorities, "structure": file.structures}.get(kind, (name,)):
        return "left"
    if queued.notice in ON_THE_CALENDAR:
        deadline = file.deadlines.get((queued.deadline_code, queued.occurrence))
        return _overtaken(deadline, str(queued.data.get("due")), ended=file.ended)
    if "was" in queued.data:
        deadline = file.deadlines.get((queued.deadline_code, queued.occurrence))
        same = deadline is not None and (deadline.due.isoformat(), deadline.status.value) == (
            queued.data["due"],
            queued.data["status"],
        )
        return "" if same else "moved"
    if "actor" in queued.data and (str(queued.data.get("step")), queued.occurrence) not in file.proposals:
        return "decided"
    return ""


def _overtaken(deadline: Deadline | None, due: str, *, ended: bool) -> str:
    if deadline is not None and deadline.status is DeadlineStatus.MET:
        return "met"
    if ended:
        return "ended"
    if deadline is not None and deadline.status in (DeadlineStatus.SUSPENDED, DeadlineStatus.WAIVED):
        return deadline.status.value
    if deadline is None or deadline.status is not DeadlineStatus.OPEN:
        return "cancelled"
    return "" if deadline.due.isoformat() == due else "moved"


def reminder(offset: Offset, *, owes: bool) -> str:
    """Which notice a reminder day is: to whoever owes it, or to the others."""
    if not owes:
        return ESCALATION if offset.days > 0 else WINDOW
    if offset.days == 0:
        return DUE
    return LATE if offset.days > 0 else BEFORE


def _touched(event: Event, kind: NoticeKind) -> str | None:
    """The code of the deadline that the notice is about, "" for none in particular; None: it is not to be written."""
    if kind.owed_by:
        return str(event.outcome["code"]) if event.outcome.get("owed_by") == kind.owed_by else None
    return _closed(event, kind.closes) if kind.closes else ""


def _decided(deadline: Deadline, event: Event) -> dict[str, Json]:
    """What was decided of a deadline: from which day to which."""
    return {"was": str(event.outcome["was"]), "due": deadline.due.isoformat(), "status": deadline.status.value}


def _closed(event: Event, owed_by: str) -> str | None:
    """The code of the deadline owed by that party which this event closed, or None."""
    for row in event.outcome.get("deadlines", ()):
        if row["owed_by"] == owed_by and row["status"] == DeadlineStatus.MET:
            return str(row["code"])
    return None


def _audiences(
    names: tuple[str, ...], definition: Definition, file: File, step: str, occurrence: str
) -> tuple[str, ...]:
    wanted: list[str] = []
    for name in names:
        wanted += sorted(definition.steps[step].second_by) if name == SECOND else [name]
    return tuple(dict.fromkeys(_parties(tuple(wanted), file, occurrence)))


def _parties(names: tuple[str, ...], file: File, occurrence: str) -> Iterator[str]:
    """Names of AUDIENCES to audiences; an occurrence that is one of the file's parties narrows them to that one.

    Whoever is not written to (the prefect) stands for the agents, who must know.
    """
    for name in names:
        if name == "structure":
            yield from (f"structure:{one}" for one in _narrowed(file.structures, occurrence))
        elif name == "agent" or name not in AUDIENCES:
            yield from (f"authority:{one}" for one in _narrowed(file.authorities, occurrence))
        else:
            yield f"role:{name}"


def _narrowed(ids: tuple[str, ...], occurrence: str) -> tuple[str, ...]:
    return (occurrence,) if occurrence in ids else ids
