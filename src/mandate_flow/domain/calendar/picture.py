"""What the rules see of the owner of a calendar: a few named values, loaded by the service from files and registers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, TypeAlias

from mandate_flow.domain.calendar.definition import OwnerKind
from mandate_flow.domain.event import Stream
from mandate_flow.domain.expression.values import Kind
from mandate_flow.domain.law import Text

Seen: TypeAlias = Decimal | bool | date


@dataclass(frozen=True, slots=True)
class Name:
    """A name that conditions may use: its kind, its label, and its value where nothing is known (or None).

    `days`: it is a list of days, for `each_of`; conditions do not see it.
    """

    kind: Kind
    label: Text
    otherwise: Seen | None = None
    days: bool = False


ZERO: Final = Decimal(0)
NAMES: Final[Mapping[OwnerKind, Mapping[str, Name]]] = {
    OwnerKind.STRUCTURE: {
        "cash_grants": Name(
            Kind.NUMBER,
            {
                "fr": "subventions en argent de toutes les administrations dans l’exercice",
                "en": "cash grants of all administrations in the fiscal year",
                "nl": "subsidies in geld van alle besturen in het boekjaar",
            },
            ZERO,
        ),
        "earlier_cash_grants": Name(
            Kind.NUMBER,
            {
                "fr": "plus forte année de subventions en argent avant celle-ci",
                "en": "largest year of cash grants before this one",
                "nl": "grootste jaar van subsidies in geld vóór dit",
            },
            ZERO,
        ),
        "fiscal_year_end": Name(
            Kind.DATE,
            {"fr": "clôture de l’exercice", "en": "end of the fiscal year", "nl": "afsluiting van het boekjaar"},
        ),
        "accounts_approved_on": Name(
            Kind.DATE,
            {"fr": "approbation des comptes", "en": "approval of the accounts", "nl": "goedkeuring van de rekeningen"},
        ),
        "accounts_published_on": Name(
            Kind.DATE,
            {
                "fr": "publication des comptes",
                "en": "publication of the accounts",
                "nl": "bekendmaking van de rekeningen",
            },
        ),
        "deminimis_days": Name(
            Kind.DATE,
            {
                "fr": "octroi d’une aide de minimis",
                "en": "grant of de minimis aid",
                "nl": "toekenning van de-minimissteun",
            },
            days=True,
        ),
    },
    OwnerKind.AUTHORITY: {
        "fiscal_year_end": Name(
            Kind.DATE, {"fr": "fin de l’année", "en": "end of the year", "nl": "einde van het jaar"}
        ),
        "reports_to_region": Name(
            Kind.TRUTH,
            {
                "fr": "collectivité qui rend compte à la région",
                "en": "authority that reports to the region",
                "nl": "overheid die aan de regio rapporteert",
            },
            otherwise=False,
        ),
        "gave_aid": Name(
            Kind.TRUTH,
            {"fr": "aides données dans l’année", "en": "aid given in the year", "nl": "in het jaar gegeven steun"},
            otherwise=False,
        ),
        "largest_decision_aid": Name(
            Kind.NUMBER,
            {
                "fr": "plus forte compensation d’une structure sous la décision (UE) 2025/2630",
                "en": "largest compensation of an organisation under Decision (EU) 2025/2630",
                "nl": "grootste compensatie van een organisatie onder Besluit (EU) 2025/2630",
            },
            ZERO,
        ),
    },
    OwnerKind.SYSTEM: {
        "swap_table": Name(
            Kind.TRUTH,
            {
                "fr": "taux de swap de la période enregistrés",
                "en": "swap rates of the period recorded",
                "nl": "geregistreerde swaprentevoeten van de periode",
            },
            otherwise=False,
        )
    },
}
"""The names of each kind of owner, for one occurrence (a fiscal year, a day)."""
EVERYWHERE: Final[Mapping[str, Kind]] = {"day": Kind.DATE, "occurrence": Kind.TEXT}


@dataclass(frozen=True, slots=True)
class Picture:
    """One owner on one day. `values` by (name, occurrence); `days` by name, for rules that repeat over days."""

    owner: Stream
    values: Mapping[tuple[str, str], Seen] = field(default_factory=dict)
    days: Mapping[str, tuple[date, ...]] = field(default_factory=dict)

    @property
    def years(self) -> tuple[str, ...]:
        """The fiscal years of which something is known, the oldest first."""
        return tuple(sorted({year for _, year in self.values if year.isdigit()}))

    def value(self, name: str, occurrence: str) -> Seen | None:
        """The value of a name, or what stands where nothing is known."""
        found = self.values.get((name, occurrence))
        if found is not None:
            return found
        if (found := self.values.get((name, ""))) is not None:
            return found
        known = NAMES[OwnerKind(self.owner.kind.value)].get(name)
        return known.otherwise if known else None
