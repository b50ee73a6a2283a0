"""Reference rates: those the Commission publishes, entered by hand, and which of them a mandate uses."""

from mandate_flow.domain.rates.book import NO_RATES, Gap, RateBook, Step
from mandate_flow.domain.rates.rate import EUR, Published, Rate, RateKind

__all__ = ["EUR", "NO_RATES", "Gap", "Published", "Rate", "RateBook", "RateKind", "Step"]
