"""What the pages read: frozen rows made by few queries, each restricted to what the person may see."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime

from sqlalchemy import Connection, select

from mandate_flow.domain.event import Event
from mandate_flow.store import tables
from mandate_flow.store.views.agenda import AgendaFilters, Span, list_deadlines
from mandate_flow.store.views.board import Board, Health, StageCount, read_board, read_health
from mandate_flow.store.views.calendars import partners
from mandate_flow.store.views.comments import Spoken, list_asked, list_remarks
from mandate_flow.store.views.communes import CommunePage, CommuneRow, list_communes, one_commune
from mandate_flow.store.views.definitions import Followed, Runner, followed, kept_version, migrations, running
from mandate_flow.store.views.due import DueRow
from mandate_flow.store.views.facets import Counted, Facets, read_facets
from mandate_flow.store.views.filters import NOBODY, Filters
from mandate_flow.store.views.finding import MOST, Found, find
from mandate_flow.store.views.focus import EVERYWHERE, Focus
from mandate_flow.store.views.listing import FileRow, Sort, every_file, list_files, list_ids
from mandate_flow.store.views.mailbox import MailFilters, MailNotice, MailPage, MailRow, list_mails, one_mail
from mandate_flow.store.views.month import DayDue, every_deadline, list_days
from mandate_flow.store.views.names import Named
from mandate_flow.store.views.paging import PAGE_SIZE, Page
from mandate_flow.store.views.paths import MissionRow, PathRow, list_missions, list_paths
from mandate_flow.store.views.payments import IrregularPayment, list_irregular
from mandate_flow.store.views.queue import Queue, read_queue
from mandate_flow.store.views.scope import EVERYTHING, Scope
from mandate_flow.store.views.sign_ins import last_sign_ins
from mandate_flow.store.views.structures import (
    ALL_STRUCTURES,
    StructureFilters,
    StructurePage,
    StructureRow,
    StructureSort,
    list_structures,
    namesakes,
    one_structure,
    sees_structure,
)
from mandate_flow.store.views.waiting import Mine, ToConfirm, list_to_confirm
from mandate_flow.store.views.workload import WorkloadRow, read_workload

__all__ = [
    "EVERYTHING",
    "EVERYWHERE",
    "NOBODY",
    "PAGE_SIZE",
    "AgendaFilters",
    "Board",
    "CommunePage",
    "CommuneRow",
    "Counted",
    "DayDue",
    "DueRow",
    "Facets",
    "FileRow",
    "Filters",
    "Focus",
    "Followed",
    "Found",
    "Health",
    "IrregularPayment",
    "MailFilters",
    "MailNotice",
    "MailPage",
    "MailRow",
    "Mine",
    "MissionRow",
    "Named",
    "Page",
    "PathRow",
    "Queue",
    "Runner",
    "Scope",
    "Sort",
    "Span",
    "Spoken",
    "StageCount",
    "StructureFilters",
    "StructurePage",
    "StructureRow",
    "StructureSort",
    "ToConfirm",
    "Views",
    "WorkloadRow",
]

NOTHING_FILTERED = Filters()
WHOLE_AGENDA = AgendaFilters()
WHOLE_MAILBOX = MailFilters()


class Views:
    """The read models; `number` is that of a page, from 1, and `day` is today in Europe/Paris."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def board(
        self,
        day: date,
        scope: Scope,
        focus: Focus = EVERYWHERE,
        owed_by: Collection[str] = (),
    ) -> Board:
        """The dashboard; `owed_by` restricts the list of what is to be done."""
        return read_board(self._connection, day, scope, focus, owed_by=owed_by)

    def health(self, job: str = "tick") -> Health:
        """Whether the clockwork runs; `job` is the name under which the tick is recorded."""
        return read_health(self._connection, job)

    def last_sign_ins(self, people: Collection[str]) -> Mapping[str, datetime]:
        """When each of these persons (ids) came in last."""
        return last_sign_ins(self._connection, people)

    def queue(self) -> Queue:
        """The mails that wait, and those given up."""
        return read_queue(self._connection)

    def files(
        self,
        day: date,
        scope: Scope,
        filters: Filters = NOTHING_FILTERED,
        sort: Sort = Sort.CHANGED,
        number: int = 1,
    ) -> Page[FileRow]:
        """The list of files."""
        return list_files(self._connection, day, scope, filters, sort, number)

    def every_file(
        self, day: date, scope: Scope, filters: Filters = NOTHING_FILTERED, sort: Sort = Sort.CHANGED
    ) -> Iterator[FileRow]:
        """The whole list, read as it is gone through."""
        return every_file(self._connection, day, scope, filters, sort)

    def refs(self, day: date, scope: Scope, filters: Filters = NOTHING_FILTERED) -> list[str]:
        """The references of the whole list."""
        return list_ids(self._connection, day, scope, filters)

    def facets(self, day: date, scope: Scope, filters: Filters, mine: Mine) -> Facets:
        """How many files each filter would keep; `mine`: what the person answers for."""
        return read_facets(self._connection, day, scope, filters, mine)

    def find(self, scope: Scope, text: str, themes: Mapping[str, str], most: int = MOST) -> Found:
        """What the words name. `themes`: the label of each theme, as the reader sees it."""
        return find(self._connection, scope, text, themes, most=most)

    def asked(self, scope: Scope, person: str) -> tuple[Spoken, ...]:
        """The comments that ask this person (id) by name, and wait for an answer."""
        return list_asked(self._connection, scope, person)

    def remarks(self, scope: Scope) -> tuple[Spoken, ...]:
        """The last remarks of controllers."""
        return list_remarks(self._connection, scope)

    def workload(self, day: date, scope: Scope, focus: Focus = EVERYWHERE) -> tuple[WorkloadRow, ...]:
        """What each person is in charge of."""
        return read_workload(self._connection, day, scope, focus)

    def deadlines(
        self, day: date, scope: Scope, filters: AgendaFilters = WHOLE_AGENDA, number: int = 1
    ) -> Page[DueRow]:
        """The list of open deadlines, earliest first."""
        return list_deadlines(self._connection, day, scope, filters, number)

    def days(self, day: date, scope: Scope, filters: AgendaFilters) -> tuple[DayDue, ...]:
        """The days on which something falls due, with the first deadlines of each."""
        return list_days(self._connection, day, scope, filters)

    def every_deadline(self, day: date, scope: Scope, filters: AgendaFilters, most: int) -> tuple[DueRow, ...]:
        """All open deadlines that the filters keep, `most` at most."""
        return every_deadline(self._connection, day, scope, filters, most)

    def to_confirm(self, scope: Scope, mine: Mine, focus: Focus = EVERYWHERE) -> tuple[ToConfirm, ...]:
        """The proposals this person may confirm, oldest first."""
        return list_to_confirm(self._connection, scope, mine, focus)

    def communes(self, day: date, scope: Scope, focus: Focus = EVERYWHERE) -> tuple[CommuneRow, ...]:
        """Every commune by name, with its progress."""
        return list_communes(self._connection, day, scope, focus)

    def commune(self, day: date, scope: Scope, code: str) -> CommunePage:
        """One commune by its INSEE code. Raises NotFound."""
        return one_commune(self._connection, day, scope, code)

    def paths(self, day: date, scope: Scope) -> Mapping[str, PathRow]:
        """The own way of each commune that has one, by authority (id)."""
        return list_paths(self._connection, day, scope)

    def missions(self) -> tuple[MissionRow, ...]:
        """The missions, those that run first; who may read each is for the caller to check."""
        return list_missions(self._connection)

    def structures(
        self,
        day: date,
        scope: Scope,
        filters: StructureFilters = ALL_STRUCTURES,
        number: int = 1,
        most: int | None = None,
    ) -> Page[StructureRow]:
        """The structures, with what they owe."""
        return list_structures(self._connection, day, scope, filters, number, most)

    def namesakes(self, scope: Scope, structure_id: str) -> tuple[tuple[str, str, str], ...]:
        """Other structures that look like the same one."""
        return namesakes(self._connection, scope, structure_id)

    def structure(self, day: date, scope: Scope, structure_id: str) -> StructurePage:
        """One structure. Raises NotFound."""
        return one_structure(self._connection, day, scope, structure_id)

    def sees_structure(self, scope: Scope, structure_id: str) -> bool:
        """Whether a structure is there and open to the scope."""
        return sees_structure(self._connection, scope, structure_id)

    def partners(self, structure_id: str) -> tuple[str, ...]:
        """The authorities (ids) that a structure works with."""
        return partners(self._connection, structure_id)

    def mails(self, scope: Scope, filters: MailFilters = WHOLE_MAILBOX, number: int = 1) -> Page[MailRow]:
        """The Boîte d’envoi, last made first."""
        return list_mails(self._connection, scope, filters, number)

    def mail(self, scope: Scope, mail_id: int) -> MailPage:
        """One mail with its bytes. Raises NotFound, also when it speaks of a file that the scope does not see."""
        return one_mail(self._connection, scope, mail_id)

    def irregular_payments(self, scope: Scope) -> tuple[IrregularPayment, ...]:
        """Payments made although the rules stood against them, the latest first."""
        return list_irregular(self._connection, scope)

    def followed(self) -> tuple[Followed, ...]:
        """Every version of a workflow that files are pinned to."""
        return followed(self._connection)

    def running(self, workflow: str, version: int, ref: str = "") -> tuple[Runner, ...]:
        """The files of a version that have not ended; `ref` keeps that one alone."""
        return running(self._connection, workflow, version, ref)

    def kept_version(self, workflow: str, version: int) -> tuple[str, ...]:
        """The hashes (hex) under which the database keeps a version."""
        return kept_version(self._connection, workflow, version)

    def migrations(self) -> tuple[Event, ...]:
        """Every migration of a file and every undoing, oldest first."""
        return migrations(self._connection)

    def demonstration(self) -> bool:
        """True when fictitious structures are loaded: every page then says so."""
        fictitious = select(tables.structures.c.id).where(tables.structures.c.demonstration).limit(1)
        return self._connection.scalar(fictitious) is not None
