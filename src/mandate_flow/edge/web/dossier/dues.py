"""The deadlines of a file as its pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from mandate_flow.domain.deadline import Deadline, DeadlineStatus
from mandate_flow.domain.due import explain
from mandate_flow.domain.workflow import spoken
from mandate_flow.edge.web.dossier.words import occurrence_said
from mandate_flow.edge.web.language import _, in_language, speaking
from mandate_flow.edge.web.visit import Visit
from mandate_flow.service.labels import OWED_BY
from mandate_flow.service.reading import FilePage


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline of the file; `trace` tells, sentence by sentence, how it was computed.

    `to_know`: a date nobody can meet, such as the end of an appeal period; it cannot be late. `href`: its page.
    """

    label: str
    where: str
    due: date
    status: DeadlineStatus
    closed_on: date | None
    owed_by: str
    law: str
    trace: tuple[str, ...]
    help: str
    provisional: bool
    to_know: bool
    since: date | None
    href: str


def due_of(here: Visit, page: FilePage, one: Deadline) -> Due:
    """One deadline, in words."""
    rule = page.definition.deadlines.get(one.code)
    cited = [here.desk.library.law.cite(key, date.fromisoformat(one.trace[0][1])) for key in rule.law] if rule else []
    return Due(
        label=in_language(rule.label) if rule else one.code,
        where=occurrence_said(one.occurrence, page.names) if one.occurrence else "",
        due=one.due,
        status=one.status,
        closed_on=one.closed_on,
        owed_by=OWED_BY.get(one.owed_by, one.owed_by),
        law=" ; ".join(dict.fromkeys(each.words(speaking()) for each in cited if each)),
        trace=explain(one.trace, speaking(), _triggers(page)),
        help=in_language(rule.help) if rule else "",
        provisional=one.provisional,
        to_know=rule is not None and rule.met_by is None,
        since=one.suspension.since if one.suspension else None,
        href=address(page.file.ref, one.code, one.occurrence),
    )


def address(ref: str, code: str, occurrence: str, decision: str = "") -> str:
    """The page of a deadline, or where a decision about it is sent."""
    asked = f"?{urlencode({'de': occurrence})}" if occurrence else ""
    return f"/dossiers/{ref}/echeances/{code}{'/' if decision else ''}{decision}{asked}"


def _triggers(page: FilePage) -> dict[str, str]:
    """The words for what starts a deadline."""
    labels = {kind.name: _("« {words} »", words=in_language(kind.label)) for kind in page.definition.facts.values()}
    labels |= spoken.readings(page.definition, speaking())
    labels |= {
        "opened_on": _("ouverture du dossier"),
        "fiscal_year_end": _("fin de l’exercice"),
        "meeting_day": _("séance"),
    }
    labels |= {"last_payment_on": _("dernier versement")}
    labels |= {
        f"taken.{step.name}": _("« {words} »", words=in_language(step.label)) for step in page.definition.steps.values()
    }
    for state in page.definition.states.values():
        labels[f"entered.{state.name}"] = _("entrée dans l’étape « {state} »", state=in_language(state.label))
    return labels
