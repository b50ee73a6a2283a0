"""The agreed profit and the exemption that is claimed, in French words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from mandate_flow.domain.compensation import ExemptionKind, Missing, ProfitStanding, ProfitVerdict
from mandate_flow.domain.compensation.picture import Picture
from mandate_flow.domain.law import LawBook
from mandate_flow.domain.workflow.definition import Definition
from mandate_flow.edge.web.dossier.words import law_said
from mandate_flow.edge.web.formats import percentage
from mandate_flow.edge.web.language import N_, _, in_language
from mandate_flow.edge.web.money.periods import missing_words

STANDINGS: Final = {
    ProfitStanding.WITHIN: N_("dans la limite"),
    ProfitStanding.JUSTIFIED: N_("au-delà de la limite, avec un risque commercial justifié"),
    ProfitStanding.TO_JUSTIFY: N_("au-delà de la limite : le risque commercial reste à justifier"),
    ProfitStanding.REFUSED: N_("au-delà de la limite, sans risque commercial : à ramener sous la limite"),
}
EXEMPTIONS: Final = {
    ExemptionKind.BUSINESS_PLAN: N_("Somme forfaitaire fixée sur un plan d’affaires"),
    ExemptionKind.REINVESTMENT: N_("Organisme voué au service, bénéfices réinvestis"),
}
STATES: Final = {True: "met", False: "blocker", None: "warning"}


def profit_said(found: ProfitVerdict | Missing, definition: Definition) -> str:
    """The rate beside its limit, or what is lacking."""
    if isinstance(found, Missing):
        return _("Il manque {what}.", what=missing_words(definition, found))
    return _(
        "{rate} pour une limite de {cap} : {standing}.",
        rate=percentage(found.rate),
        cap=percentage(found.cap),
        standing=_(STANDINGS[found.standing]),
    )


def exemption_rows(seen: Picture, law: LawBook, on: date) -> tuple[str, str, tuple[dict[str, str], ...]] | None:
    """The exemption claimed: its title, its law, and what it asks to be shown; None when none is."""
    if seen.exemption is None:
        return None
    cited = law.cite(seen.exemption.kind.law, on)
    return _(EXEMPTIONS[seen.exemption.kind]), law_said([cited] if cited else []), tuple(_conditions(seen))


def _conditions(seen: Picture) -> Iterator[dict[str, str]]:
    for one in seen.exemption.conditions if seen.exemption else ():
        yield {
            "state": STATES[one.met],
            "label": in_language(one.says),
            "note": _("à renseigner") if one.met is None else "",
            "law": "",
            "href": "",
            "owed_by": "",
        }
