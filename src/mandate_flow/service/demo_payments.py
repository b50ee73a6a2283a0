"""What the files of the demonstration plan and pay: fictitious amounts, shared by their authorities to the cent."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal
from typing import Final

from mandate_flow.domain.demonstration import DemoFile, Gesture
from mandate_flow.domain.errors import BadContent
from mandate_flow.domain.file import FactKey
from mandate_flow.domain.payment import PaymentKind
from mandate_flow.domain.story import Deed, Pay
from mandate_flow.domain.value import CENT, FactType, Table, Value
from mandate_flow.domain.workflow.payment_names import SCHEDULE

COLUMNS: Final = (("year", FactType.NUMBER), ("amount", FactType.MONEY), ("kind", FactType.CHOICE))
TWENTIES: Final = Decimal(20)
"""What is planned for a year is paid by halves, each in whole tens where it divides so."""


def schedules(
    gesture: Gesture, file: DemoFile, authorities: Collection[str], span: tuple[date, date]
) -> dict[FactKey, Value | None]:
    """The schedule of every authority: the same amounts each year of the mandate, by form."""
    planned = {
        _kind(form, gesture.where): _planned(file, authorities, _share(share, gesture.where))
        for form, share in gesture.plan.items()
    }
    years = range(span[0].year, span[1].year + 1)
    return {
        (SCHEDULE, authority): Table(
            COLUMNS,
            tuple(
                (Decimal(year), amounts[authority], kind.value) for year in years for kind, amounts in planned.items()
            ),
        )
        for authority in authorities
    }


def payments(gesture: Gesture, file: DemoFile, authorities: Collection[str], year: str, reason: str) -> Iterator[Pay]:
    """One payment of every authority: `amount: x0.5 x0.9` is half of what was planned as nine tenths of the amount.

    Its day is that of the deed (see `on_day`), and so is its year where the scene is about none.
    """
    part, _, share = gesture.pay.get("amount", "x1").partition(" ")
    kind = _kind(gesture.pay.get("kind", "cash"), gesture.where)
    for authority, planned in _planned(file, authorities, _share(share or "x1", gesture.where)).items():
        amount = (planned * _share(part, gesture.where)).quantize(CENT, ROUND_HALF_UP)
        irregular = gesture.pay.get("irregular") == "true"
        yield Pay(authority, year, kind, amount, date.min, irregular=irregular, reason=reason)


def on_day(deed: Deed, day: date) -> Deed:
    """The deed on the day it is done."""
    if not isinstance(deed, Pay):
        return deed
    return replace(deed, on=day, year=deed.year or str(day.year))


def _planned(file: DemoFile, authorities: Collection[str], share: Decimal) -> dict[str, Decimal]:
    """The part of each authority, in whole twenties but for the last, which bears what the others leave."""
    whole = (file.amount * share).quantize(CENT, ROUND_HALF_UP)
    each = (whole / len(authorities) / TWENTIES).to_integral_value(ROUND_HALF_DOWN) * TWENTIES
    amounts = dict.fromkeys(authorities, each)
    return amounts | {tuple(authorities)[-1]: whole - each * (len(authorities) - 1)}


def _share(text: str, where: str) -> Decimal:
    if not text.startswith("x"):
        raise BadContent(f"« {text} » n’est pas une part du montant.", do="Écrivez x0.5 pour la moitié.", where=where)
    return Decimal(text[1:])


def _kind(form: str, where: str) -> PaymentKind:
    try:
        return PaymentKind(form)
    except ValueError:
        raise BadContent(f"« {form} » n’est pas une forme de versement.", do="cash ou in_kind.", where=where) from None
