"""What the passing of time makes leave: reminders that are due, then the mails; or, as a trial, the list of them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from mandate_flow.service.calendars.refresh import Refreshed, refresh
from mandate_flow.service.deliver import Delivered, deliver
from mandate_flow.service.desk import Desk
from mandate_flow.service.drafts import forget_old
from mandate_flow.service.falling import Reminded
from mandate_flow.service.foresee import Foreseen, foresee
from mandate_flow.service.remind import remind


@dataclass(frozen=True, slots=True)
class Ticked:
    """What was done, or with `dry_run` what would leave."""

    day: date
    dry_run: bool
    refreshed: Refreshed = field(default_factory=Refreshed)
    reminded: Reminded = field(default_factory=Reminded)
    delivered: Delivered = field(default_factory=Delivered)
    foreseen: tuple[Foreseen, ...] = ()

    def as_rows(self) -> Any:  # noqa: ANN401 - a JSON document
        """For programs: a list of what would leave, or the numbers of what was done."""
        if self.dry_run:
            return [asdict(one) for one in self.foreseen]
        return {
            "day": self.day,
            "calendars": asdict(self.refreshed),
            "reminders": asdict(self.reminded),
            "delivery": asdict(self.delivered),
        }

    def lines(self) -> tuple[str, ...]:
        """For people, in French."""
        if not self.dry_run:
            return tuple(_done(self.refreshed, self.reminded, self.delivered))
        head = f"{len(self.foreseen)} message(s) jusqu’au {self.day:%d/%m/%Y}. Rien n’a été écrit ni envoyé."
        return (*map(_line, self.foreseen), head)


def tick(desk: Desk, day: date, at: datetime, *, dry_run: bool = False) -> Ticked:
    """Refresh calendars, remind, deliver, as of `day`; a dry run tells all that would leave from `at` to that day."""
    if dry_run:
        return Ticked(day, dry_run=True, foreseen=foresee(desk, min(at.date(), day), day))
    refreshed = refresh(desk, day, at)
    forget_old(desk, at)
    reminded = remind(desk, day, at)
    return Ticked(
        day,
        dry_run=False,
        refreshed=refreshed,
        reminded=reminded,
        delivered=deliver(desk, desk.mailer, day, at, desk.new_id()),
    )


def _line(one: Foreseen) -> str:
    home = one.ref or one.title
    about = " ".join(part for part in (home, f"« {one.what} »" if one.what else "") if part)
    to = ", ".join(one.to) or "aucune adresse connue"
    return f"{one.day:%d/%m/%Y}  {one.label} : {about or one.title} → {one.audience_name} ({to})"


def _done(refreshed: Refreshed, reminded: Reminded, delivered: Delivered) -> tuple[str, ...]:
    prepared = delivered.prepared
    lines = [
        f"Rappels : {reminded.notices} message(s) pour {reminded.deadlines} échéance(s).",
        f"Courriels : {prepared.mails} préparé(s), {delivered.sent} envoyé(s), {delivered.kept} gardé(s) en fichier.",
    ]
    if refreshed.changed:
        lines.append(f"Calendriers : {refreshed.changed} mis à jour, sur {refreshed.looked_at}.")
    if delivered.again or delivered.failed:
        lines.append(f"Refus : {delivered.again} à renvoyer plus tard, {delivered.failed} abandonné(s).")
    if prepared.dropped or prepared.held:
        lines.append(f"Sans objet : {prepared.dropped} ; gardés pour le courriel de demain : {prepared.held}.")
    if prepared.troubled:
        lines.append(
            f"À corriger : {prepared.troubled} courriel(s) n’ont pas pu être écrits ; le journal dit pourquoi."
        )
    if delivered.more:
        lines.append("Il reste des courriels à envoyer : relancez la commande.")
    return tuple(lines)
