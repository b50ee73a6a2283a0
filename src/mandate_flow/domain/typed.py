"""Numbers, amounts and days as French people type them, in a form or in a spreadsheet."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.said import said

SPACES: Final = re.compile(r"[\s\u00a0\u202f\u2009]+")
DAY: Final = re.compile(r"(?:(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})|(\d{4})-(\d{2})-(\d{2}))$", re.ASCII)
DIGITS: Final = re.compile(r"[+-]?\d+([.,]\d+)?$", re.ASCII)
GROUPED: Final = re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?$", re.ASCII)
LARGEST: Final = Decimal(10) ** 12
CENTS: Final = 2


def read_number(text: str) -> Decimal:
    """1 234,50 · 1.234,50 · 1234.5. Raises BadInput."""
    bare = SPACES.sub("", text).replace("−", "-")
    if GROUPED.match(bare) and ("," in bare or bare.count(".") > 1):
        bare = bare.replace(".", "")
    if not DIGITS.match(bare):
        raise BadInput(said("« {text} » n’est pas un nombre", text=text), do="Écrivez par exemple 1 234,50.")
    try:
        value = Decimal(bare.replace(",", "."))
    except InvalidOperation as error:
        raise BadInput(said("« {text} » n’est pas un nombre", text=text)) from error
    if abs(value) >= LARGEST:
        raise BadInput("Ce nombre est trop grand", do="Vérifiez le nombre de zéros.")
    return value


def read_money(text: str) -> Decimal:
    """Euros, with or without their sign. Raises BadInput beyond two decimals."""
    value = read_number(re.sub(r"(€|euros?|EUR)\s*$", "", text.strip(), flags=re.IGNORECASE))
    if -int(value.as_tuple().exponent) > CENTS:
        raise BadInput("Un montant a deux décimales au plus", do="Arrondissez au centime.")
    return value


def read_day(text: str) -> date:
    """23/11/2026, 23.11.2026 or 2026-11-23. Raises BadInput."""
    found = DAY.match(SPACES.sub("", text))
    no_day = BadInput(said("« {text} » n’est pas une date", text=text), do="Écrivez par exemple 23/11/2026.")
    if found is None:
        raise no_day
    one, two, three = (int(part) for part in (found.groups()[:3] if found[1] else found.groups()[3:]))
    try:
        return date(three, two, one) if found[1] else date(one, two, three)
    except ValueError as error:
        raise no_day from error
