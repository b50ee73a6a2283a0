"""Payments that were made although the rules stood against them, wherever they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from sqlalchemy import Connection, select

from mandate_flow.domain.value import CENT
from mandate_flow.store.tables import authorities, files, payments
from mandate_flow.store.views.scope import Scope, sees

SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class IrregularPayment:
    """One that still counts; `authority` is a name, `amount` in euros."""

    ref: str
    title: str
    authority: str
    year: str
    amount: Decimal
    paid_on: date


def list_irregular(connection: Connection, scope: Scope) -> tuple[IrregularPayment, ...]:
    """The latest of them in that scope."""
    query = (
        select(files.c.ref, files.c.title, authorities.c.name, payments.c.year, payments.c.cents, payments.c.paid_on)
        .join(files, files.c.id == payments.c.file_id)
        .join(authorities, authorities.c.id == payments.c.authority_id)
        .where(payments.c.irregular, ~payments.c.cancelled, sees(scope, payments.c.file_id))
        .order_by(payments.c.paid_on.desc(), payments.c.id)
        .limit(SHOWN)
    )
    return tuple(
        IrregularPayment(ref, title, name, year, cents * CENT, on)
        for ref, title, name, year, cents, on in connection.execute(query)
    )
