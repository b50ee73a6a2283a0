"""What a workflow says of payments: `payments:` in its file."""

from __future__ import annotations

from dataclasses import dataclass

from mandate_flow.domain.people import Role


@dataclass(frozen=True, slots=True)
class PaymentRule:
    """When a payment may be recorded, by whom, and what must hold first.

    `irregular_by`: who may record, with a reason, one that was made although the rules stood against it.
    """

    sources: tuple[str, ...]
    by: frozenset[Role]
    requires: tuple[str, ...] = ()
    irregular_by: frozenset[Role] = frozenset()
