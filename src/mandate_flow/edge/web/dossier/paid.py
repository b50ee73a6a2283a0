"""A payment as the history of a file tells it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from markupsafe import Markup, escape

from mandate_flow.domain.event import Action, Event, Personal
from mandate_flow.domain.payment import PaymentKind
from mandate_flow.domain.value import CENT
from mandate_flow.domain.workflow.sentences import shared
from mandate_flow.edge.web.formats import long_day, money
from mandate_flow.edge.web.language import N_, _, html, in_language
from mandate_flow.service.reading import FilePage

KINDS: Final[Mapping[PaymentKind, str]] = {
    PaymentKind.CASH: N_("en numéraire"),
    PaymentKind.IN_KIND: N_("en nature"),
}


def told_payment(page: FilePage, event: Event) -> tuple[str, Markup]:
    """What was done, and the payment it was done to."""
    out = event.outcome
    if event.action is Action.PAYMENT_CANCELLED:
        recorded = (one.outcome for one in page.history if one.action is Action.PAYMENT_RECORDED)
        which = next((one for one in recorded if one["id"] == out["id"]), None)
        return _("a annulé un versement"), (_payment(page, which) if which else Markup()) + _reason(out)
    what = _("a constaté un versement irrégulier") if out.get("irregular") else _("a enregistré un versement")
    return what, _payment(page, out) + _against(page, out) + _reason(out)


def _payment(page: FilePage, out: Mapping[str, Any]) -> Markup:
    amount = money(Decimal(out["cents"]) * CENT)
    who, when = page.names.get(out["authority"], out["authority"]), long_day(date.fromisoformat(out["on"]))
    return escape(
        _(
            "{who}, exercice {year} : {amount} {form}, le {day}",
            who=who,
            year=out["year"],
            amount=amount,
            form=_(KINDS[PaymentKind(out["kind"])]),
            day=when,
        )
    )


def _against(page: FilePage, out: Mapping[str, Any]) -> Markup:
    labels = against_labels(page, (code for code, _ in out.get("against", ())))
    return Markup("<br>") + html("Malgré : {what}", what=", ".join(labels)) if labels else Markup()


def against_labels(page: FilePage, codes: Iterable[str]) -> tuple[str, ...]:
    """Which conditions stood against a payment, by their labels, each once."""
    asked = page.definition.requirements
    found = dict.fromkeys(codes)
    return tuple(in_language(asked[code].label) if code in asked else in_language(shared(code).label) for code in found)


def _reason(out: Mapping[str, Any]) -> Markup:
    reason = out.get("reason")
    if reason is None:
        return Markup()
    return Markup("<br>") + html(
        "Motif : {reason}", reason=reason.value if isinstance(reason, Personal) else _("effacé")
    )
