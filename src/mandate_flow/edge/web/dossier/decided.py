"""What was decided of a deadline, told as a line of the history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from markupsafe import Markup, escape

from mandate_flow.domain.event import Action, Event
from mandate_flow.edge.web.dossier.words import occurrence_said
from mandate_flow.edge.web.formats import long_day
from mandate_flow.edge.web.language import N_, _, in_language
from mandate_flow.service.reading import FilePage

VERBS: Final[Mapping[Action, str]] = {
    Action.DEADLINE_EXTENDED: N_("a prolongé une échéance"),
    Action.DEADLINE_SUSPENDED: N_("a suspendu une échéance"),
    Action.DEADLINE_RESUMED: N_("a fait reprendre une échéance"),
    Action.DEADLINE_WAIVED: N_("a dispensé d’une échéance"),
}


def decision(page: FilePage, event: Event, reason: Markup) -> tuple[str, Markup]:
    """The verb and the detail of one decision; the bare name of an action that is none."""
    verb = VERBS.get(event.action)
    if verb is None:
        return event.action.value, Markup()
    out = event.outcome
    rule = page.definition.deadlines.get(out["code"])
    where = f" ({occurrence_said(out['occurrence'], page.names)})" if out["occurrence"] else ""
    label = f"{in_language(rule.label) if rule else out['code']}{where}"
    return _(verb), escape(label) + Markup("<br>") + _days(event.action, out) + reason


def _days(action: Action, out: Mapping[str, Any]) -> Markup:
    was, due = (long_day(date.fromisoformat(out[name])) for name in ("was", "due"))
    if action is Action.DEADLINE_SUSPENDED:
        since = long_day(date.fromisoformat(out["since"]))
        if out["restarts"]:
            return escape(_("à partir du {day} ; le délai repartira de zéro", day=since))
        return escape(_("à partir du {day} ; le délai reprendra pour ce qui restait", day=since))
    if was == due:
        return escape(_("pour le {day}", day=due))
    return Markup("<del>{}</del> <ins>{}</ins>").format(was, due)
