"""The guided triage of one line, and the file that opens from it."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from starlette.responses import Response

from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.file import FileKind
from mandate_flow.domain.inventory import Answer, Mandate
from mandate_flow.edge.web import formats
from mandate_flow.edge.web.forms import LONG
from mandate_flow.edge.web.inventory.rows import gauge, period, reason_rows
from mandate_flow.edge.web.inventory.words import (
    ANSWERS,
    INSTRUMENTS,
    MANDATE,
    QUESTIONS,
    RISKS,
    STARTS,
    VERDICTS,
    Question,
)
from mandate_flow.edge.web.language import N_, _, in_language, speaking
from mandate_flow.edge.web.render import go, show
from mandate_flow.edge.web.routes.inventory import address
from mandate_flow.edge.web.routes.structure_form import FORMS
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import READERS, WRITERS, Pages
from mandate_flow.service.inventory import Answers, FromLine, answer, open_file_from
from mandate_flow.service.inventory_pages import TriagePage, triage_page
from mandate_flow.service.labels import THEMES

pages = Pages()
FIELDS: Final = {"act": "acte", "reasons": "motifs", "title": "titre", "form": "forme"}
NAMES: Final = {"economic": "economique", "own_need": "besoin", "local": "local"}
SAID: Final = {
    "reponses": N_("Vos réponses sont enregistrées."),
    "modifiee": N_("La ligne est modifiée."),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the triage as the page asks it; `following`: the one to answer next."""

    name: str
    question: Question
    options: list[tuple[str, str, str]]
    value: str
    law: str
    following: bool


@pages.get_page("/communes/{code}/inventaire/{line_id}", allows=READERS)
def triaged(here: Here, code: str, line_id: str) -> Response:
    """What the line calls for, and the questions that change it."""
    return _show(here, triage_page(here.desk, code, line_id, here.moment))


@pages.post_form("/communes/{code}/inventaire/{line_id}", allows=WRITERS)
def answered(here: Here, code: str, line_id: str) -> Response:
    """Record the answers and show what the line now calls for."""
    found, form = triage_page(here.desk, code, line_id, here.moment), here.form
    given = {name: form.choice(NAMES[name], [one.value for one in Answer]) for name in found.questions}
    mandate = form.choice("mandat", [one.value for one in Mandate]) or found.line.mandate.value
    answers = Answers(
        economic=_answer(given, "economic", found.line.economic),
        own_need=_answer(given, "own_need", found.line.own_need),
        local=_answer(given, "local", found.line.local),
        mandate=Mandate(mandate),
        act=form.text("acte", label=_("Référence de l’acte")),
        reasons=form.text("motifs", label=_("Motifs"), longest=LONG),
    )
    try:
        if not form.errors:
            answer(here.desk, line_id, answers, here.moment, expect=here.version)
            return go(f"{address(found.authority)}/{line_id}?fait=reponses")
    except BadInput as error:
        form.blame(error, FIELDS)
    return _show(here, found, HTTPStatus.UNPROCESSABLE_ENTITY)


@pages.post_form("/communes/{code}/inventaire/{line_id}/dossier", allows=WRITERS)
def open_file(here: Here, code: str, line_id: str) -> Response:
    """Open the file of the line and go to it."""
    found, form = triage_page(here.desk, code, line_id, here.moment), here.form
    services = [one.name for one in here.desk.library.of_kind(FileKind.SERVICE)]
    workflow = form.choice("type", services, label=_("Type"), required=True)
    title = form.text("titre", label=_("Objet du service"), required=True)
    theme = form.choice("theme", THEMES, label=_("Thème"), required=True)
    shape = form.choice("forme", FORMS, label=_("Forme juridique"), required=not found.registered)
    try:
        if not form.errors and workflow and theme:
            given = FromLine(workflow, title, theme, shape or "")
            file = open_file_from(here.desk, line_id, given, here.moment, expect=here.version)
            return go(f"/dossiers/{file.ref}?depuis=0&fait=1")
    except BadInput as error:
        form.blame(error, FIELDS)
    return _show(here, found, HTTPStatus.UNPROCESSABLE_ENTITY)


def _answer(given: dict[str, str | None], name: str, before: Answer) -> Answer:
    found = given.get(name)
    return Answer(found) if found else before


def _show(here: Visit, found: TriagePage, status: int = HTTPStatus.OK) -> Response:
    line, total = found.line, found.total
    return show(
        here,
        "inventaire/triage.html",
        status,
        found=found,
        line=line,
        base=address(found.authority),
        told=_(SAID.get(here.query.get("fait", ""), "")),
        verdict=VERDICTS[found.triage.verdict],
        risk=RISKS[found.triage.risk],
        reasons=reason_rows(found.triage),
        instrument=_(INSTRUMENTS[line.instrument]),
        period=period(line),
        asked=[_asked(here, found, name) for name in found.questions],
        mandate=MANDATE.spoken(),
        mandates=[
            (Mandate.NONE.value if not line.file else Mandate.FILE.value, _("Non, ou je ne sais pas"), ""),
            (Mandate.OTHER.value, _("Oui, un acte qui n’est pas dans ce registre"), ""),
        ],
        mandate_law=_cited(here, MANDATE.law),
        general=gauge(total.general, total.limit, _("Plafond général")),
        sieg=gauge(total.sieg, total.sieg_limit, _("Plafond des services confiés par écrit")),
        workflows=[
            (one.name, formats.workflow(one.name), in_language(one.title))
            for one in here.desk.library.of_kind(FileKind.SERVICE)
        ],
        workflow="sig" if line.economic is Answer.NO else "sieg",
        themes=list(THEMES.items()),
        forms=list(FORMS.items()),
    )


def _asked(here: Visit, found: TriagePage, name: str) -> Asked:
    question = QUESTIONS[name]
    options = []
    for one, label in ANSWERS.items():
        outcome = found.outcomes.get((name, one))
        options.append((one.value, _(label), _("Alors : {what}.", what=_(STARTS[outcome.verdict])) if outcome else ""))
    value: Answer = getattr(found.line, name)
    return Asked(
        NAMES[name], question.spoken(), options, value.value, _cited(here, question.law), found.triage.question == name
    )


def _cited(here: Visit, key: str) -> str:
    cited = here.desk.library.law.cite(key, here.day)
    return cited.words(speaking()) if cited else ""
