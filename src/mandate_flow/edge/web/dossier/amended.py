"""What a correction changed in a file's title, theme and parties, beside what they were."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from markupsafe import Markup

from mandate_flow.domain.event import Action, Event
from mandate_flow.edge.web.language import N_, _
from mandate_flow.service.labels import THEMES
from mandate_flow.service.reading import FilePage

LABELS: Final = {
    "title": N_("Intitulé"),
    "theme": N_("Thème"),
    "authorities": N_("Collectivités"),
    "structures": N_("Structures"),
}
TELLING: Final = frozenset({Action.FILE_OPENED, Action.FILE_AMENDED})


def amendment(page: FilePage, event: Event) -> Markup:
    """One line for each of the four that changed."""
    told = [one.outcome for one in page.history if one.action in TELLING and one.seq < event.seq]
    before, after = told[-1] if told else {}, event.outcome
    lines = [
        Markup("{} : <del>{}</del> <ins>{}</ins>").format(_(label), _said(page, before, name), _said(page, after, name))
        for name, label in LABELS.items()
        if before.get(name) != after[name]
    ]
    return Markup("<br>").join(lines)


def _said(page: FilePage, outcome: Mapping[str, Any], name: str) -> str:
    value = outcome.get(name, "")
    if isinstance(value, list):
        return ", ".join(page.names.get(one, one) for one in value) or _("aucune")
    return THEMES.get(value, value) if name == "theme" else value
