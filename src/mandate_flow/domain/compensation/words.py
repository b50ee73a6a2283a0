"""The words of a statement, in three languages: its labels and the signs between its numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from mandate_flow.domain.compensation.amounts import spelt
from mandate_flow.domain.law import Text
from mandate_flow.domain.wording import NO_BREAK, euro_words, number_words, percent_words


def _text(fr: str, en: str, nl: str) -> Text:
    return MappingProxyType({"fr": fr, "en": en, "nl": nl})


LABELS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "direct": _text("Coûts directs du service", "Direct costs of the service", "Directe kosten van de dienst"),
        "common": _text("Part des charges communes", "Share of common costs", "Aandeel gemeenschappelijke kosten"),
        "cost": _text("Coût du service", "Cost of the service", "Kosten van de dienst"),
        "fees": _text("Paiements des usagers", "User fees", "Betalingen van gebruikers"),
        "sales": _text("Ventes", "Sales", "Verkopen"),
        "other_public": _text("Autres aides publiques", "Other public support", "Andere overheidssteun"),
        "special_rights": _text("Avantages de droits spéciaux", "Benefits of special rights", "Bijzondere rechten"),
        "other": _text("Autres recettes", "Other revenue", "Andere ontvangsten"),
        "revenue": _text("Recettes du service", "Revenue of the service", "Ontvangsten van de dienst"),
        "net_cost": _text("Coût net", "Net cost", "Nettokosten"),
        "profit": _text("Bénéfice raisonnable", "Reasonable profit", "Redelijke winst"),
        "maximum": _text("Compensation maximale", "Maximum compensation", "Maximale compensatie"),
        "paid": _text("Compensation versée", "Compensation paid", "Betaalde compensatie"),
        "excess": _text(
            "Excédent (ou manque, si négatif)", "Excess (or shortfall, if negative)", "Overschot (of tekort, negatief)"
        ),
        "return": _text(
            "Recoupement\u00a0: rendement du capital", "Cross-check: return on capital", "Controle: kapitaalrendement"
        ),
        "period_paid": _text("Versé sur la période", "Paid over the period", "Betaald over de periode"),
        "period_maximum": _text("Maximum sur la période", "Maximum over the period", "Maximum over de periode"),
        "carried_in": _text(
            "Reporté de la période précédente", "Carried from the earlier period", "Overgedragen van vorige periode"
        ),
        "period_excess": _text("Excédent de la période", "Excess of the period", "Overschot van de periode"),
        "average": _text(
            "Compensation annuelle moyenne", "Average yearly compensation", "Gemiddelde jaarlijkse compensatie"
        ),
        "limit": _text("Limite du report", "Limit of the carry-forward", "Grens van de overdracht"),
        "with_obligation": _text("Coût net avec l’obligation", "Net cost with the obligation", "Nettokosten met"),
        "without_obligation": _text(
            "Coût net (ou bénéfice) sans elle", "Net cost (or profit) without it", "Nettokosten (of winst) zonder"
        ),
        "avoided": _text("Coût net évité", "Net avoided cost", "Vermeden nettokosten"),
        "principal": _text("Aide à récupérer", "Aid to recover", "Terug te vorderen steun"),
        "interest": _text("Intérêts", "Interest", "Rente"),
        "recovery": _text("À récupérer, intérêts compris", "To recover, interest included", "Terug te vorderen"),
    }
)
NO_LINE: Final = _text("aucune ligne", "no line", "geen regel")


def sum_of(amounts: Iterable[Decimal]) -> Text:
    """As in "310 000 € + 64 200 €"."""
    listed = tuple(amounts)
    if not listed:
        return NO_LINE
    return spelt(lambda lang: " + ".join(euro_words(one, lang) for one in listed))


def difference(first: Decimal, *others: Decimal) -> Text:
    """As in "374 200 € − 188 000 €"; a negative number stands in brackets."""
    return spelt(lambda lang: " − ".join(_bracketed(one, lang) for one in (first, *others)))


def share_of(amount: Decimal, numerator: Decimal, denominator: Decimal, unit: str) -> Text:
    """As in "60 000 € × 6 ÷ 10 (ETP)"."""

    def say(lang: str) -> str:
        said = f"{euro_words(amount, lang)} × {number_words(numerator, lang)} ÷ {number_words(denominator, lang)}"
        return f"{said} ({unit})" if unit else said

    return spelt(say)


def rate_of(amount: Decimal, rate: Decimal) -> Text:
    """As in "240 000 € × 3,45 %"."""
    return spelt(lambda lang: f"{euro_words(amount, lang)} × {percent_words(rate, lang)}")


def at_least_nothing(net_cost: Decimal, profit: Decimal) -> Text:
    """As in "186 200 € + 8 280 €, au moins 0 €"."""
    least = {"fr": ", au moins", "en": ", at least", "nl": ", ten minste"}
    return spelt(
        lambda lang: (
            f"{_bracketed(net_cost, lang)} + {_bracketed(profit, lang)}"
            f"{least[lang]}{NO_BREAK}{euro_words(Decimal(0), lang)}"
        )
    )


def return_of(revenue: Decimal, paid: Decimal, cost: Decimal, capital: Decimal) -> Text:
    """As in "(188 000 € + 217 000 € − 374 200 €) ÷ 240 000 €"."""
    return spelt(
        lambda lang: (
            f"({_bracketed(revenue, lang)} + {_bracketed(paid, lang)} − {_bracketed(cost, lang)}) "
            f"÷ {euro_words(capital, lang)}"
        )
    )


def _bracketed(amount: Decimal, lang: str) -> str:
    said = euro_words(amount, lang)
    return f"({said})" if amount < 0 else said
