"""What was planned and paid under a file, year by year and authority by authority, and each payment in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from mandate_flow.domain.event import Action, Event, Personal
from mandate_flow.domain.file import File
from mandate_flow.domain.payment import Payment, PaymentKind, paid
from mandate_flow.domain.people import Person
from mandate_flow.domain.value import Erased
from mandate_flow.domain.workflow.paying import pays_for
from mandate_flow.domain.workflow.payment_names import scheduled, scheduled_years
from mandate_flow.domain.workflow.scope import fiscal_years
from mandate_flow.edge.web.dossier.paid import against_labels
from mandate_flow.edge.web.dossier.words import GONE
from mandate_flow.edge.web.language import _
from mandate_flow.service.reading import FilePage


@dataclass(frozen=True, slots=True)
class YearLine:
    """One authority in one fiscal year (every authority: `authority` is ""); `planned` None: no schedule."""

    year: str
    authority: str
    planned: Decimal | None
    cash: Decimal
    in_kind: Decimal
    irregular: bool

    @property
    def paid(self) -> Decimal:
        """In money and in kind."""
        return self.cash + self.in_kind

    @property
    def left(self) -> Decimal | None:
        """What remains of the schedule; below zero when it was exceeded."""
        return None if self.planned is None else self.planned - self.paid

    @property
    def tone(self) -> str:
        """How the bar is drawn."""
        return "bad" if self.irregular or (self.left is not None and self.left < 0) else ""


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """One payment: `against` and `warnings` are labels of what stood against it; reasons are "" where there is none."""

    payment: Payment
    label: str
    against: tuple[str, ...]
    warnings: tuple[str, ...]
    reason: str
    cancel_reason: str
    recorded: Event
    who: str
    cancellable: bool


@dataclass(frozen=True, slots=True)
class Paying:
    """The payments of a file, for one person."""

    years: tuple[tuple[str, tuple[YearLine, ...]], ...]
    total: YearLine
    lines: tuple[PaymentLine, ...]
    authorities: tuple[tuple[str, str], ...]
    choices: tuple[str, ...]
    may_record: bool
    may_tell_irregular: bool
    open_here: bool


def paying(page: FilePage, person: Person) -> Paying | None:
    """What the page shows of payments; None when the workflow follows none and there is none."""
    file, rule = page.file, page.definition.payments
    if rule is None and not file.payments:
        return None
    live = not file.ended and page.as_of is None and rule is not None and person.may_record(file)
    mine = tuple((one, page.names.get(one, one)) for one in file.authorities if pays_for(person, one))
    records = live and rule is not None and person.is_any(rule.by) and bool(mine)
    years = _years(file)
    return Paying(
        years=tuple((year, tuple(_of_year(file, year))) for year in years),
        total=_total(file, years),
        lines=tuple(_lines(page, person, live=records)),
        authorities=mine,
        choices=years or (str(file.opened_on.year), str(file.opened_on.year + 1)),
        may_record=records,
        may_tell_irregular=records and rule is not None and person.is_any(rule.irregular_by),
        open_here=rule is not None and file.state in rule.sources,
    )


def beyond_plan(file: File, amount: Decimal) -> Decimal | None:
    """All that the schedule plans, when this payment would go beyond it; None when it would not, or none is planned."""
    total = _total(file, _years(file))
    return total.planned if total.planned is not None and amount + total.paid > total.planned else None


def _years(file: File) -> tuple[str, ...]:
    found = {*fiscal_years(file), *(one.year for one in file.payments.values())}
    for authority in file.authorities:
        found.update(scheduled_years(file, authority))
    return tuple(sorted(found))


def _of_year(file: File, year: str) -> Iterator[YearLine]:
    """One line for each authority, and one for all where there are several."""
    payers = dict.fromkeys((*file.authorities, *(one.authority for one in file.payments.values() if one.year == year)))
    lines = [_line(file, year, authority) for authority in payers]
    yield from lines
    if len(lines) > 1:
        yield _sum(year, lines)


def _line(file: File, year: str, authority: str) -> YearLine:
    held = file.payments.values()
    return YearLine(
        year,
        authority,
        scheduled(file, authority, year),
        paid(held, year=year, authority=authority, kind=PaymentKind.CASH),
        paid(held, year=year, authority=authority, kind=PaymentKind.IN_KIND),
        any(one.irregular and not one.cancelled and (one.year, one.authority) == (year, authority) for one in held),
    )


def _sum(year: str, lines: list[YearLine]) -> YearLine:
    planned = [one.planned for one in lines if one.planned is not None]
    return YearLine(
        year,
        "",
        sum(planned, Decimal(0)) if planned else None,
        sum((one.cash for one in lines), Decimal(0)),
        sum((one.in_kind for one in lines), Decimal(0)),
        any(one.irregular for one in lines),
    )


def _total(file: File, years: tuple[str, ...]) -> YearLine:
    each = [_line(file, year, one) for year in years for one in file.authorities]
    gone = {one.authority for one in file.payments.values()} - set(file.authorities)
    return _sum("", [*each, *(_line(file, year, one) for year in years for one in sorted(gone))])


def _lines(page: FilePage, person: Person, *, live: bool) -> Iterator[PaymentLine]:
    """Latest day first."""
    told = {one.outcome["id"]: one for one in page.history if one.action is Action.PAYMENT_RECORDED}
    gone = {one.outcome["id"]: one for one in page.history if one.action is Action.PAYMENT_CANCELLED}
    for one in sorted(page.file.payments.values(), key=lambda each: (each.on, told[each.id].seq), reverse=True):
        event = told[one.id]
        yield PaymentLine(
            payment=one,
            label=_(GONE) if isinstance(one.label, Erased) else one.label,
            against=against_labels(page, (code for code, _ in one.against)),
            warnings=against_labels(page, event.outcome["warnings"]),
            reason=_reason(event.outcome),
            cancel_reason=_reason(gone[one.id].outcome) if one.id in gone else "",
            recorded=event,
            who=page.names.get(event.actor, event.actor),
            cancellable=live and not one.cancelled and pays_for(person, one.authority),
        )


def _reason(outcome: Mapping[str, object]) -> str:
    reason = outcome.get("reason")
    if reason is None:
        return ""
    return reason.value if isinstance(reason, Personal) else _(GONE)
