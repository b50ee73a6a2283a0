"""The sheet of one control: each line with how it is computed, its text and its source; the decision; who confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from mandate_flow.domain.compensation import Line, Missing, PeriodCheck, Unit
from mandate_flow.domain.event import Action, Event
from mandate_flow.domain.file import CONTROL, File
from mandate_flow.domain.law import Citation, LawBook
from mandate_flow.domain.payment import Payment, PaymentKind
from mandate_flow.domain.people import SYSTEM
from mandate_flow.domain.value import CENT
from mandate_flow.domain.workflow import evolve
from mandate_flow.domain.workflow.money import money_of
from mandate_flow.edge.web.dossier.words import GONE, law_said, said
from mandate_flow.edge.web.formats import money, percentage
from mandate_flow.edge.web.language import N_, _, in_language
from mandate_flow.edge.web.money.periods import missing_words, title_of
from mandate_flow.service.reading import FilePage

DECIDED: Final = (
    "report_sent_on",
    "structure_replied_on",
    "control_decision",
    "control_decided_on",
    "recovery_amount",
    "recovered_on",
)
KINDS: Final = {PaymentKind.CASH: N_("en argent"), PaymentKind.IN_KIND: N_("en nature")}


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line in words. `total`: it adds up lines above it."""

    label: str
    formula: str
    amount: str
    law: str
    source: str
    total: bool


@dataclass(frozen=True, slots=True)
class ControlSheet:
    """`closed`: the event that closed the control; before it the sheet is a draft, as computed today.

    `documents`: (kind, name, day, sha256); `payments`: (day, authority, form, amount); `people`: (what, who, when).
    """

    year: str
    closed: Event | None
    on: date
    lines: tuple[SheetLine, ...]
    period_title: str
    period_lines: tuple[SheetLine, ...]
    missing: str
    decisions: tuple[tuple[str, str], ...]
    documents: tuple[tuple[str, str, date, str], ...]
    payments: tuple[tuple[date, str, str, str], ...]
    people: tuple[tuple[str, str, datetime], ...]
    reserves: tuple[str, ...]


def control_sheet(page: FilePage, year: str, law: LawBook, day: date) -> ControlSheet:
    """As it was closed on, else as it stands: a closed sheet never changes, whatever is answered or corrected later."""
    closed = _closing(page, year)
    file = page.file if closed is None else _file_at(page.history, closed.seq)
    seen = money_of(page.definition, file, law, day if closed is None else closed.day)
    kept: Mapping[str, Any] = closed.outcome.get("statement", {}) if closed else {}
    reader = _Reader(law, seen.on, {row["key"]: row["entry"] for row in kept.get("law", ())})
    statement = seen.picture.statements.get(int(year))
    check = seen.picture.check_of(int(year))
    missing = statement.excess if statement is not None and isinstance(statement.excess, Missing) else None
    return ControlSheet(
        year,
        closed,
        seen.on,
        tuple(reader.lines(statement.lines if statement else (), kept.get("lines", ()))),
        title_of(check.period) if isinstance(check, PeriodCheck) else "",
        tuple(_period(check, kept, reader)),
        "" if missing is None else missing_words(page.definition, missing),
        tuple(_decisions(page, file, year)),
        tuple(_documents(page, file, year)),
        tuple(_payments(page, file, year)),
        tuple(_people(page, closed)),
        tuple(_reserves(page, closed)),
    )


def _closing(page: FilePage, year: str) -> Event | None:
    """The last event that closed the control of that year."""
    found = None
    for event in page.history:
        if event.action is Action.STEP_TAKEN and event.outcome["occurrence"] == year:
            step = page.definition.steps.get(event.outcome["step"])
            found = event if step and step.closes == CONTROL else found
    return found


def _file_at(history: Iterable[Event], seq: int) -> File:
    file: File | None = None
    for event in history:
        if event.seq <= seq:
            file = evolve(file, event)
    if file is None:
        raise ValueError("a file has a first event")
    return file


@dataclass(frozen=True, slots=True)
class _Reader:
    """Writes lines in words, under the entries of the law that were used."""

    law: LawBook
    on: date
    entries: Mapping[str, str]

    def lines(self, lines: Iterable[Line], kept: Iterable[Mapping[str, Any]]) -> Iterable[SheetLine]:
        held = {row["code"]: row for row in kept}
        for one in lines:
            amount = _amount(held[one.code]) if one.code in held else one.amount
            shown = percentage(amount) if one.unit is Unit.PERCENT else money(amount)
            cited = [found for found in map(self._cite, one.law) if found is not None]
            yield SheetLine(
                in_language(one.label), in_language(one.formula), shown, law_said(cited), one.source, one.total
            )

    def _cite(self, key: str) -> Citation | None:
        name, _, quantity = key.partition(".")
        text, entry = self.law.texts.get(name), self.entries.get(key)
        for one in text.entries if text and entry else ():
            if text and one.id == entry and quantity in one.quantities:
                return Citation(key, one.text, one.quantities[quantity], one.id, text.sha256)
        return self.law.cite(key, self.on)


def _amount(row: Mapping[str, Any]) -> Decimal:
    return Decimal(row["percent"]) if "percent" in row else Decimal(row["cents"]) * CENT


def _period(check: PeriodCheck | Missing, kept: Mapping[str, Any], reader: _Reader) -> Iterable[SheetLine]:
    if isinstance(check, Missing):
        return ()
    return reader.lines(check.lines, kept.get("period", {}).get("lines", ()))


def _decisions(page: FilePage, file: File, year: str) -> Iterable[tuple[str, str]]:
    for name in DECIDED:
        kind, found = page.definition.facts.get(name), file.fact(name, year)
        if kind is not None and found is not None:
            yield in_language(kind.label), said(kind, found.value)


def _documents(page: FilePage, file: File, year: str) -> Iterable[tuple[str, str, date, str]]:
    for one in file.documents.values():
        if one.occurrence == year and one.counts:
            kind = page.definition.documents.get(one.kind)
            name = one.name if isinstance(one.name, str) else _(GONE)
            yield in_language(kind.label) if kind else one.kind, name, one.day, one.sha256


def _payments(page: FilePage, file: File, year: str) -> Iterable[tuple[date, str, str, str]]:
    held: list[Payment] = [one for one in file.payments.values() if one.year == year and not one.cancelled]
    for one in sorted(held, key=lambda each: (each.on, each.id)):
        yield one.on, page.names.get(one.authority, one.authority), _(KINDS[one.kind]), money(one.amount)


def _people(page: FilePage, closed: Event | None) -> Iterable[tuple[str, str, datetime]]:
    if closed is None:
        return
    proposed = closed.outcome.get("proposed_by")
    if proposed:
        for event in reversed(page.history):
            same = event.action is Action.STEP_PROPOSED and event.outcome["step"] == closed.outcome["step"]
            if same and event.seq < closed.seq and event.outcome["occurrence"] == closed.outcome["occurrence"]:
                yield _("Clôture proposée par"), _name(page, proposed), event.at
                break
    yield _("Clôture confirmée par") if proposed else _("Clôture par"), _name(page, closed.actor), closed.at


def _reserves(page: FilePage, closed: Event | None) -> Iterable[str]:
    """The warnings that went with the closing."""
    for code in closed.outcome.get("warnings", ()) if closed else ():
        requirement = page.definition.requirements.get(code)
        yield in_language(requirement.label) if requirement else code


def _name(page: FilePage, actor: str) -> str:
    return _(SYSTEM.name) if actor == SYSTEM.id else page.names.get(actor, actor)
