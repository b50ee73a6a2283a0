"""The interest on a sum to recover, on its page: what one types, and each year of the calculation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from mandate_flow.domain.compensation import Missing, Recovery, recovery
from mandate_flow.domain.law import Citation, LawBook
from mandate_flow.domain.rates import RateBook
from mandate_flow.domain.typed import read_day, read_money
from mandate_flow.edge.web.dossier.words import law_said
from mandate_flow.edge.web.formats import long_day
from mandate_flow.edge.web.forms import Form
from mandate_flow.edge.web.language import _

MARGIN: Final = "interets_recuperation.margin_bp"
CITED: Final = (MARGIN, "interets_recuperation.compound", "interets_recuperation.yearly_rate")
LONGEST: Final = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed; None while it is not, or is wrong."""

    amount: Decimal | None
    paid_on: date | None
    returned_on: date | None


@dataclass(frozen=True, slots=True)
class Interest:
    """`found` is None before anything is asked; `fictitious`: a rate of the demonstration was used."""

    asked: Asked
    found: Recovery | None
    lacking: tuple[str, ...]
    law: str
    fictitious: bool


def interest(form: Form, rates: RateBook, law: LawBook, day: date) -> Interest:
    """Compute from the address; a wrong answer is told beside its field."""
    asked = _asked(form)
    cited = [one for one in (law.cite(key, asked.returned_on or day) for key in CITED) if one is not None]
    if asked.amount is None or asked.paid_on is None or asked.returned_on is None:
        return Interest(asked, None, (), law_said(cited), fictitious=False)
    margin = _margin(cited)
    found = recovery(asked.amount, asked.paid_on, asked.returned_on, lambda day: _base(rates, day), margin)
    if isinstance(found, Missing):
        return Interest(asked, None, tuple(map(_said, found.names)), law_said(cited), fictitious=False)
    used = [rates.base(one.since) for one in found.years]
    return Interest(asked, found, (), law_said(cited), any(one is not None and one.fictitious for one in used))


def _asked(form: Form) -> Asked:
    asked = Asked(
        form.read("montant", read_money, label=_("Somme")),
        form.read("verse_le", read_day, label=_("Versée le")),
        form.read("rendu_le", read_day, label=_("Rendue le")),
    )
    if asked.amount is not None and asked.amount <= 0:
        form.wrong("montant", _("Somme : un montant au-dessus de zéro."))
        return Asked(None, asked.paid_on, asked.returned_on)
    if asked.paid_on and asked.returned_on and asked.returned_on < asked.paid_on:
        form.wrong("rendu_le", _("Rendue le : ce jour précède celui du versement."))
        return Asked(asked.amount, asked.paid_on, None)
    if asked.paid_on and asked.returned_on and asked.returned_on.year - asked.paid_on.year > LONGEST:
        form.wrong("verse_le", _("Versée le : le calcul va jusqu’à {n} ans.", n=LONGEST))
        return Asked(asked.amount, None, asked.returned_on)
    return asked


def _margin(cited: list[Citation]) -> Decimal | None:
    value = next((one.quantity.value for one in cited if one.key == MARGIN), None)
    return value if isinstance(value, Decimal) else None


def _base(rates: RateBook, day: date) -> Decimal | None:
    found = rates.base(day)
    return None if found is None else found.rate


def _said(name: str) -> str:
    day = name.partition("@")[2]
    if not day:
        return _("la marge au-dessus du taux de base, que le droit de ce jour ne donne pas")
    return _("le taux de base de la Commission au {day}", day=long_day(date.fromisoformat(day)))
