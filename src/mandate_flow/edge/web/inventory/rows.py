"""Turns lines, totals and triages into what the tables of the inventory show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from mandate_flow.domain.inventory import Line, Reason, Total, Triage
from mandate_flow.edge.web.formats import figures_day, money
from mandate_flow.edge.web.inventory.words import INSTRUMENTS, RISKS, VERDICTS, Mark, sentence
from mandate_flow.edge.web.language import _, speaking
from mandate_flow.service.inventory_pages import Receiver, Sorted


@dataclass(frozen=True, slots=True)
class InventoryRow:
    """A line of the table of an inventory."""

    href: str
    name: str
    what: str
    instrument: str
    yearly: Decimal
    when: str
    verdict: Mark
    risk: Mark
    excess: Decimal
    ref: str


@dataclass(frozen=True, slots=True)
class Gauge:
    """A total beside a ceiling; `text` reads it aloud."""

    part: Decimal
    whole: Decimal | None
    tone: str
    text: str


@dataclass(frozen=True, slots=True)
class ReceiverRow:
    """A line of the table of who receives."""

    key: str
    name: str
    href: str
    own: Decimal
    others: int
    total: Total
    general: Gauge
    sieg: Gauge


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """A reason in a sentence, with its articles."""

    text: str
    law: tuple[str, ...]


def inventory_rows(lines: Iterable[Sorted], base: str) -> list[InventoryRow]:
    """Lines as a table shows them; `base` is the address of the inventory."""
    return [
        InventoryRow(
            href=f"{base}/{one.line.id}",
            name=one.name,
            what=one.line.what,
            instrument=_(INSTRUMENTS[one.line.instrument]),
            yearly=one.line.yearly,
            when=period(one.line),
            verdict=VERDICTS[one.triage.verdict],
            risk=RISKS[one.triage.risk],
            excess=one.excess,
            ref=one.ref,
        )
        for one in lines
    ]


def receiver_rows(receivers: Iterable[Receiver], registered: frozenset[str] = frozenset()) -> list[ReceiverRow]:
    """Who receives, with both ceilings; `registered`: ids that have a page."""
    return [
        ReceiverRow(
            key=one.key,
            name=one.name,
            href=f"/structures/{one.key}" if one.key in registered else "",
            own=one.own,
            others=one.others,
            total=one.total,
            general=gauge(one.total.general, one.total.limit, one.name),
            sieg=gauge(one.total.sieg, one.total.sieg_limit, one.name),
        )
        for one in receivers
    ]


def gauge(part: Decimal, whole: Decimal | None, of: str) -> Gauge:
    """How full a ceiling is."""
    over = whole is not None and part > whole
    near = whole is not None and not over and part >= whole * Decimal("0.8")
    said = _("{name} : {part} sur {whole}", name=of, part=money(part), whole=money(whole))
    return Gauge(part, whole, "bad" if over else "warn" if near else "", said)


def reason_rows(triage: Triage) -> list[ReasonRow]:
    """The reasons of a triage."""
    return [ReasonRow(sentence(one), _law(one)) for one in triage.reasons]


def period(line: Line) -> str:
    """When it is given: 04/04/2025, or from and until."""
    if line.once:
        return figures_day(line.granted_on)
    since = figures_day(line.since or line.granted_on)
    return f"{since} → {figures_day(line.until)}" if line.until else _("depuis le {day}", day=since)


def _law(reason: Reason) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.words(speaking()) for one in reason.law))
