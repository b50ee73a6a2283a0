"""Does the product run: its clockwork, its mails, its last verification; and a second chance for a mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from mandate_flow.domain.command import Moment
from mandate_flow.domain.errors import Forbidden, NotFound
from mandate_flow.domain.people import Role
from mandate_flow.service.desk import Desk
from mandate_flow.service.rates_page import no_table
from mandate_flow.service.trail import VERIFIED
from mandate_flow.store.doors import Access, AccessFilters
from mandate_flow.store.jobs import JobRun
from mandate_flow.store.views import Queue

MINUTE: Final = "tick"
MORNING: Final = "morning"
LATE: Final = timedelta(hours=1)
RETRIED: Final = "mail:retried"


@dataclass(frozen=True, slots=True)
class HealthPage:
    """`tick`, `morning`: the last finished runs; `running`: a run that has not finished; `verified`: the last one.

    `octets`: the size of the database; `no_rates`: first and last day of a half-year without swap rates.
    """

    tick: JobRun | None
    morning: JobRun | None
    running: JobRun | None
    queue: Queue
    verified: Access | None
    octets: int
    no_rates: tuple[date, date] | None

    def fresh(self, at: datetime) -> bool:
        """True when the clockwork passed less than an hour ago."""
        return self.tick is not None and self.tick.finished_at is not None and at - self.tick.finished_at < LATE


def health(desk: Desk, day: date) -> HealthPage:
    """The state of the product, from its database."""
    with desk.store.read() as unit:
        last = unit.jobs.last(MINUTE)
        return HealthPage(
            tick=unit.jobs.last_finished(MINUTE),
            morning=unit.jobs.last_finished(MORNING),
            running=last if last is not None and last.finished_at is None else None,
            queue=unit.views.queue(),
            verified=next(iter(unit.doors.accesses(AccessFilters(what=VERIFIED), 1)), None),
            octets=unit.octets(),
            no_rates=no_table(unit.rates.book(), day),
        )


def retry(desk: Desk, mail_id: int, moment: Moment) -> None:
    """Send a mail again at the next minute. Raises Forbidden, NotFound (it left, or there is none)."""
    if not moment.by.is_any(frozenset({Role.ADMINISTRATOR})):
        raise Forbidden("Réessayer un courriel est réservé à l’administrateur.", do="Adressez-vous à l’administrateur.")
    with desk.store.write() as unit:
        if not unit.outbox.retry(mail_id, moment.at):
            raise NotFound("Ce courriel n’attend plus.", why="Il est parti, ou il part en ce moment.")
        unit.doors.record_access(moment.at, moment.day, moment.by.id, RETRIED, str(mail_id))
