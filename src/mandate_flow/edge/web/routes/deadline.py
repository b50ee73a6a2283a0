"""One deadline of a file: how it was computed, what was decided of it, and what may be."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from starlette.responses import Response

from mandate_flow.domain.deadline import Deadline
from mandate_flow.domain.errors import BadInput, NotFound, Stale
from mandate_flow.domain.refusal import Refused
from mandate_flow.domain.workflow.deadline_rule import DeadlineRule
from mandate_flow.domain.workflow.overlays import may_decide
from mandate_flow.edge.web.dossier.decided import VERBS
from mandate_flow.edge.web.dossier.decisions import OFFERS, command, never, offers
from mandate_flow.edge.web.dossier.dues import address, due_of
from mandate_flow.edge.web.dossier.history import history
from mandate_flow.edge.web.dossier.steps import refused_items
from mandate_flow.edge.web.render import go, show
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import READERS, WRITERS, Pages
from mandate_flow.service.act import act
from mandate_flow.service.reading import FilePage, file_page

pages: Final = Pages()


@pages.get_page("/dossiers/{ref}/echeances/{code}", allows=READERS)
def deadline(here: Here, ref: str, code: str) -> Response:
    """The deadline of the occurrence `de`."""
    return _show(here, *_found(here, ref, code))


@pages.post_form("/dossiers/{ref}/echeances/{code}/{decision}", allows=WRITERS)
def decide(here: Here, ref: str, code: str, decision: str) -> Response:
    """Extend, suspend, resume or waive it, and go to the file; or show every reason why not, with what was typed."""
    page, rule, held = _found(here, ref, code)
    offer = OFFERS.get(decision)
    if offer is None:
        raise NotFound("Cette décision n’existe pas.", do="Revenez à la page de l’échéance.")
    asked = command(offer, here.form, code, held.occurrence)
    if here.form.errors:
        return _show(here, page, rule, held, HTTPStatus.UNPROCESSABLE_ENTITY, chosen=decision)
    try:
        expect = page.file.version if here.version is None else here.version
        answer = act(here.desk, page.file.id, asked, here.moment, expect=expect)
    except Stale as late:
        return _show(here, *_found(here, ref, code), HTTPStatus.CONFLICT, chosen=decision, late=late)
    except BadInput as error:
        here.form.blame(error, {"until": offer.day_field})
        return _show(here, page, rule, held, HTTPStatus.UNPROCESSABLE_ENTITY, chosen=decision)
    if isinstance(answer, Refused):
        refused = refused_items(page, answer.refusals)
        return _show(here, page, rule, held, HTTPStatus.UNPROCESSABLE_ENTITY, chosen=decision, refused=refused)
    now = file_page(here.desk, ref, here.moment).file.version
    return go(f"/dossiers/{ref}?depuis={page.file.version}&fait={now}#titre-echeances")


def _found(here: Visit, ref: str, code: str) -> tuple[FilePage, DeadlineRule, Deadline]:
    page = file_page(here.desk, ref, here.moment)
    rule = page.definition.deadlines.get(code)
    held = page.file.deadlines.get((code, here.query.get("de", "")))
    if rule is None or held is None:
        raise NotFound("Cette échéance n’est pas dans le dossier.", do="Revenez au dossier.")
    return page, rule, held


def _show(
    here: Visit,
    page: FilePage,
    rule: DeadlineRule,
    held: Deadline,
    status: int = HTTPStatus.OK,
    *,
    chosen: str = "",
    refused: object = (),
    late: Stale | None = None,
) -> Response:
    told = {
        event.seq
        for event in page.history
        if event.action in VERBS and (event.outcome["code"], event.outcome["occurrence"]) == held.key
    }
    decides = here.person.may_record(page.file) and not page.file.ended
    mine = may_decide(here.person, rule, held.occurrence)
    return show(
        here,
        "dossier_echeance.html",
        status,
        file=page.file,
        due=due_of(here, page, held),
        offers=[(one, address(page.file.ref, rule.code, held.occurrence, one.name)) for one in offers(rule, held)]
        if decides and mine
        else [],
        of_others=decides and not mine,
        never=never(rule),
        lines=[line for line in history(page) if line.seq in told],
        chosen=chosen,
        refused=refused,
        late=late,
    )
