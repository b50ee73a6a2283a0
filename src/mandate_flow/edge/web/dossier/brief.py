"""A file in a few words: what one looks for first."""

from __future__ import annotations

from datetime import date
from typing import Final

from mandate_flow.edge.web import formats
from mandate_flow.edge.web.dossier.words import said
from mandate_flow.edge.web.language import _, in_language
from mandate_flow.service.labels import THEMES
from mandate_flow.service.reading import FilePage

ANSWERS: Final = ("regime", "instrument", "yearly_amount")
"""Names that every workflow gives these answers, when it asks for them."""


def in_brief(page: FilePage) -> tuple[tuple[str, str], ...]:
    """Label and words of what is known; nothing is said of what is not."""
    found = [(_("Thème"), THEMES.get(page.file.theme, page.file.theme))] if page.file.theme else []
    for name in ANSWERS:
        kind, fact = page.definition.facts.get(name), page.file.fact(name)
        if kind and fact:
            found.append((in_language(kind.label), said(kind, fact.value)))
    start, end = page.file.fact("mandate_start"), page.file.fact("mandate_end")
    if start and end and isinstance(start.value, date) and isinstance(end.value, date):
        days = {"since": formats.long_day(start.value), "until": formats.long_day(end.value)}
        found.append((_("Durée du mandat"), _("du {since} au {until}", **days)))
    return tuple(found)
