"""The reference rate of a file in French words: what the register gives, what a signature kept, what is invented."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from mandate_flow.domain.event import Action
from mandate_flow.domain.rates import Gap
from mandate_flow.domain.workflow.definition import LawOn
from mandate_flow.domain.workflow.rated import NO_DURATION, TYPED, maturity_of, rate_of, why_none
from mandate_flow.domain.workflow.scope import law_day
from mandate_flow.edge.web import formats
from mandate_flow.edge.web.language import N_, _
from mandate_flow.service.rates_page import maturity_said
from mandate_flow.service.reading import FilePage

FICTITIOUS: Final = N_("(fictif)")
_NONE: Final[Mapping[str, str]] = {
    NO_DURATION: N_("Le registre des taux donnera celui de la durée du mandat, une fois ses dates saisies."),
    Gap.EMPTY: N_(
        "Le registre des taux n’a pas de table pour le {day} : recopiez le taux, et dites où vous l’avez lu."
    ),
    Gap.BETWEEN: N_("Le registre des taux ne donne rien pour {years} : cette durée tombe entre deux durées publiées."),
    Gap.BEYOND: N_("Le registre des taux ne donne rien pour {years} : c’est plus que la plus longue durée publiée."),
    Gap.BELOW: N_("Le registre des taux ne donne rien pour {years} : c’est moins que la plus courte durée publiée."),
}


def rate_note(page: FilePage, fact: str) -> str:
    """What the page says under the question on the swap rate; "" for any other question."""
    if fact != TYPED:
        return ""
    kept = _kept(page)
    if kept is not None:
        return _("À la signature, {what}", what=_register_said(kept))
    on = _on(page)
    why = why_none(page.file, page.rates, on)
    maturity = maturity_of(page.file)
    years = maturity_said(maturity) if maturity is not None else ""
    rate = rate_of("swap", page.file, page.rates, on)
    if rate is None:
        return _(_NONE[why], day=formats.long_day(on), years=years)
    values = {
        "rate": _percent(rate.rate, fictitious=rate.fictitious),
        "years": years,
        "since": formats.long_day(rate.since),
        "source": rate.source,
    }
    if rate.until is None:
        return _("Le registre donne {rate} pour {years}, depuis le {since}. Source : {source}.", **values)
    return _(
        "Le registre donne {rate} pour {years}, du {since} au {until}. Source : {source}.",
        until=formats.long_day(rate.until),
        **values,
    )


def rate_mark(page: FilePage, fact: str, value: object) -> str:
    """What follows the swap rate wherever it is shown: that it is invented; "" for any other answer."""
    if fact != TYPED or not isinstance(value, Decimal):
        return ""
    kept = _kept(page)
    if kept is not None:
        swap = kept["swap"]
        return _mark() if swap and swap["fictitious"] and Decimal(swap["rate"]) == value else ""
    rate = rate_of("swap", page.file, page.rates, _on(page))
    return _mark() if rate is not None and rate.fictitious and rate.rate == value else ""


def rates_said(out: Mapping[str, Any]) -> str:
    """What a signature kept of the rates, as its line of the history tells; "" when it kept none."""
    kept = out.get("rates")
    if not kept:
        return ""
    typed = _("sans taux de swap")
    if kept["typed"]:
        typed = _("taux de swap {rate}", rate=formats.percentage(Decimal(kept["typed"])))
    return f"{typed} ; {_register_said(kept)}"


def _register_said(kept: Mapping[str, Any]) -> str:
    swap = kept["swap"]
    if swap is None:
        return _("le registre des taux n’en donnait pas.")
    return _(
        "le registre donnait {rate} pour {years}. Source : {source}.",
        rate=_percent(Decimal(swap["rate"]), fictitious=swap["fictitious"]),
        years=maturity_said(Decimal(swap["maturity"])),
        source=swap["source"],
    )


def _percent(rate: Decimal, *, fictitious: bool) -> str:
    return formats.percentage(rate) + (_mark() if fictitious else "")


def _mark() -> str:
    return f" {_(FICTITIOUS)}"


def _kept(page: FilePage) -> Mapping[str, Any] | None:
    """What the last step that looked at the rates kept."""
    taken = (one.outcome for one in reversed(page.history) if one.action is Action.STEP_TAKEN)
    return next((out["rates"] for out in taken if "rates" in out), None)


def _on(page: FilePage) -> date:
    shown = page.as_of or page.history[-1].day
    return law_day(page.definition, page.file, LawOn.ENTRUSTMENT, "", shown)[0]
