"""Turns what the views read into what the tables of the pages show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from mandate_flow.domain.calendar import OwnerKind
from mandate_flow.domain.deadline import TO_KNOW, Deadline
from mandate_flow.domain.due import explain
from mandate_flow.domain.event import Stream, StreamKind
from mandate_flow.domain.said import said
from mandate_flow.domain.workflow.meetings import day_of
from mandate_flow.edge.web.dossier.dues import address
from mandate_flow.edge.web.formats import long_day
from mandate_flow.edge.web.language import N_, _, in_language, speaking
from mandate_flow.edge.web.paths import WITHOUT, Mark, mark
from mandate_flow.service.agenda import Computed
from mandate_flow.service.calendars.pages import law_of, triggers
from mandate_flow.service.calendars.words import SYSTEM_NAMES, called, page_of
from mandate_flow.service.labels import OWED_BY, Labels
from mandate_flow.store.views import CommuneRow, DueRow, FileRow, MailRow, Named, PathRow

NO_FILE: Final = N_("Aucun dossier")
HIGHEST: Final = 5


@dataclass(frozen=True, slots=True)
class FileLine:
    """A line of a table of files."""

    href: str
    ref: str
    title: str
    workflow: str
    state: str
    css: str
    authorities: str
    structures: str
    next_due: date | None
    yearly: Decimal | None
    mandate_end: date | None


@dataclass(frozen=True, slots=True)
class DueLine:
    """A line of a table of deadlines.

    `trace` in sentences, oldest first; `page`: its own page, in the file; `owner`: who owes it, by name; `to_know`:
    nobody can meet it nor be late.
    """

    due: date
    label: str
    href: str
    ref: str
    title: str
    where: str
    owed_by: str
    owner: str
    law: str
    trace: tuple[str, ...]
    provisional: bool
    next_reminder: date | None
    to_know: bool
    page: str = ""
    suspended: bool = False


@dataclass(frozen=True, slots=True)
class CommuneLine:
    """A line of the table of communes; `path`: where it stands on its own way."""

    href: str
    name: str
    rank: int | None
    stage: str
    css: str
    active: int
    late: int
    population: int | None
    path: Mark = WITHOUT


def stage_css(rank: int | None) -> str:
    """The colour of a stage; endings have that of the last one."""
    return "sn" if rank is None else f"s{min(rank, HIGHEST)}"


def stage_names(labels: Labels) -> Mapping[int, str]:
    """Rank to label of the stages on the way."""
    return dict(labels.stages())


def names(some: Iterable[Named]) -> str:
    """Names in a row."""
    return ", ".join(one.name for one in some)


def file_lines(rows: Iterable[FileRow], labels: Labels) -> list[FileLine]:
    """Files as a table shows them."""
    return [
        FileLine(
            href=f"/dossiers/{row.ref}",
            ref=row.ref,
            title=row.title,
            workflow=row.workflow,
            state=labels.state(row.workflow_sha256, row.state),
            css=stage_css(row.rank),
            authorities=names(row.authorities),
            structures=names(row.structures),
            next_due=row.next_due,
            yearly=row.yearly,
            mandate_end=row.mandate_end,
        )
        for row in rows
    ]


def due_lines(rows: Iterable[DueRow], labels: Labels, day: date, computed: Computed | None = None) -> list[DueLine]:
    """Deadlines as a table shows them; the trace is there when `computed` is."""
    lines = []
    for row in rows:
        found = (computed or {}).get((row.home, row.code, row.occurrence))
        lines.append((_due_line if row.file_id else _calendar_line)(row, labels, day, found))
    return lines


def _due_line(row: DueRow, labels: Labels, day: date, found: Deadline | None) -> DueLine:
    label, occurrence = labels.deadline(row.workflow_sha256, row.code), row.occurrence
    organisations = {one.id: f"({one.name})" for one in (*row.authorities, *row.structures)}
    if occurrence.isdigit() or (occurrence in organisations and len(organisations) > 1):
        label = f"{label} {organisations.get(occurrence, occurrence)}"
    elif meeting := day_of(occurrence):
        label = f"{label} ({long_day(meeting)})"
    return DueLine(
        due=row.due,
        label=label,
        href=f"/dossiers/{row.ref}",
        ref=row.ref,
        title=row.title,
        where=" · ".join(part for part in (names(row.authorities), names(row.structures) or row.title) if part),
        owed_by=OWED_BY.get(row.owed_by, row.owed_by),
        owner=_owner(row),
        law=labels.deadline_law(row.workflow_sha256, row.code, day),
        trace=labels.told(row.workflow_sha256, found.trace) if found else (),
        provisional=found.provisional if found else False,
        next_reminder=row.next_reminder,
        to_know=not labels.may_be_met(row.workflow_sha256, row.code),
        page=address(row.ref, row.code, row.occurrence),
        suspended=row.suspended,
    )


def _calendar_line(row: DueRow, labels: Labels, day: date, found: Deadline | None) -> DueLine:
    """A deadline of a calendar: its title is that of the calendar, and it has no reference."""
    rule = labels.calendars.rules.get(row.code)
    owner = Stream(StreamKind(row.owner_kind), row.owner_id)
    return DueLine(
        due=row.due,
        label=called(rule, row.code, row.occurrence, speaking()),
        href=page_of(owner),
        ref="",
        title=row.title or in_language(SYSTEM_NAMES),
        where=row.title or in_language(SYSTEM_NAMES),
        owed_by=OWED_BY.get(row.owed_by, row.owed_by),
        owner=_owner(row),
        law=law_of(labels.law, rule, day),
        trace=explain(found.trace, speaking(), triggers(labels.calendars, OwnerKind(row.owner_kind))) if found else (),
        provisional=False,
        next_reminder=row.next_reminder,
        to_know=row.cadence == TO_KNOW,
    )


def _owner(row: DueRow) -> str:
    """Who owes it, by name where it is an organisation of the file: the one of the occurrence, or all of them."""
    parties = {"structure": row.structures, "agent": row.authorities}.get(row.owed_by, ())
    narrowed = tuple(one for one in parties if one.id == row.occurrence) or parties
    return names(narrowed) or OWED_BY.get(row.owed_by, row.owed_by)


def commune_lines(
    rows: Iterable[CommuneRow], stages: Mapping[int, str], labels: Labels, paths: Mapping[str, PathRow]
) -> list[CommuneLine]:
    """Communes as a table shows them."""
    last = stages.get(max(stages, default=0), "")
    return [
        CommuneLine(
            href=f"/communes/{row.code}",
            name=row.name,
            rank=row.furthest_rank,
            stage=_(NO_FILE) if row.furthest_rank is None else stages.get(row.furthest_rank, last),
            css=stage_css(row.furthest_rank),
            active=row.active,
            late=row.late,
            population=row.population,
            path=mark(labels, paths.get(row.id)),
        )
        for row in rows
    ]


MAIL_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "queued": (said("en attente"), "warn"),
    "claimed": (said("en cours d’envoi"), "warn"),
    "sent": (said("envoyé"), "ok"),
    "kept": (said("gardé en fichier"), "ok"),
    "failed": (said("abandonné"), "bad"),
}


@dataclass(frozen=True, slots=True)
class MailLine:
    """A line of a table of mails; `said` and `tone` tell its status, `note` why it waits."""

    mail: MailRow
    said: str
    tone: str
    note: str


def mail_lines(rows: Iterable[MailRow]) -> list[MailLine]:
    """Mails as a table shows them."""
    lines = []
    for row in rows:
        said, tone = MAIL_WORDS.get(row.status, (row.status, ""))
        note = row.answer if row.status == "failed" or (row.status == "queued" and row.attempts) else ""
        lines.append(MailLine(row, _(said), tone, note))
    return lines
