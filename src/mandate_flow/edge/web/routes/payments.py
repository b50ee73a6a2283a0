"""The payments of a file: their page, the form that records or tries one, cancelling, and the table to download."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from http import HTTPStatus
from typing import Any, Final

from starlette.responses import Response

from mandate_flow.domain.command import CancelPayment, RecordPayment
from mandate_flow.domain.errors import BadInput, NotFound, Stale
from mandate_flow.domain.payment import PaymentKind
from mandate_flow.domain.refusal import Level, Refusal, Refused
from mandate_flow.domain.typed import read_day, read_money
from mandate_flow.domain.workflow.paying import explain_payment, formal_refusals
from mandate_flow.domain.workflow.payment_names import SCHEDULE
from mandate_flow.domain.workflow.sentences import shared
from mandate_flow.edge.web.dossier.paid_csv import payments_csv
from mandate_flow.edge.web.dossier.payments import Paying, beyond_plan, paying
from mandate_flow.edge.web.dossier.questions import state_of_fact
from mandate_flow.edge.web.dossier.said import done
from mandate_flow.edge.web.dossier.steps import refused_items
from mandate_flow.edge.web.formats import money
from mandate_flow.edge.web.language import _
from mandate_flow.edge.web.render import go, show
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import READERS, WRITERS, Pages
from mandate_flow.service.act import act
from mandate_flow.service.reading import FilePage, file_page

pages: Final = Pages()
FIELDS: Final = {"authority": "collectivite", "year": "exercice", "amount": "montant", "label": "libelle"}
REASON: Final = 500
TO_COME: Final = "payment_to_come"


@pages.get_page("/dossiers/{ref}/versements", allows=READERS)
def payments(here: Here, ref: str) -> Response:
    """What was planned and paid, and the form for whoever may record."""
    return _show(here, file_page(here.desk, ref, here.moment))


@pages.get_page("/dossiers/{ref}/versements.csv", allows=READERS)
def download(here: Here, ref: str) -> Response:
    """The payments as a table for a spreadsheet."""
    page = file_page(here.desk, ref, here.moment)
    headers = {"Content-Disposition": f'attachment; filename="versements-{page.file.ref}.csv"'}
    return Response(payments_csv(page, _paying(here, page)), media_type="text/csv; charset=utf-8", headers=headers)


@pages.post_form("/dossiers/{ref}/versements", allows=WRITERS)
def record(here: Here, ref: str) -> Response:
    """Record a payment, or only say what stands against it; nothing typed is lost."""
    page = file_page(here.desk, ref, here.moment)
    command = _typed(here, page)
    if command is None:
        return _show(here, page, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        if here.form.typed_in("essai"):
            return _tried(here, page, command)
        answer = act(here.desk, page.file.id, command, here.moment, expect=_version(here, page))
    except Stale as late:
        return _show(here, file_page(here.desk, ref, here.moment), HTTPStatus.CONFLICT, late=late)
    except BadInput as wrong:
        here.form.blame(wrong, FIELDS)
        return _show(here, page, HTTPStatus.UNPROCESSABLE_ENTITY)
    if isinstance(answer, Refused):
        return _refused(here, page, answer.refusals)
    return _done(here, page)


@pages.post_form("/dossiers/{ref}/versements/{payment_id}/annulation", allows=WRITERS)
def cancel(here: Here, ref: str, payment_id: str) -> Response:
    """A payment no longer counts, with a reason."""
    page = file_page(here.desk, ref, here.moment)
    field = f"motif-{payment_id}"
    reason = here.form.text(field, label=_("Motif de l’annulation"), required=True, longest=REASON)
    if here.form.errors:
        return _show(here, page, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        command = CancelPayment(payment_id, reason)
        answer = act(here.desk, page.file.id, command, here.moment, expect=_version(here, page))
    except Stale as late:
        return _show(here, file_page(here.desk, ref, here.moment), HTTPStatus.CONFLICT, late=late)
    except BadInput as wrong:
        raise NotFound(wrong.what, do="Rechargez la page.") from wrong
    if isinstance(answer, Refused):
        return _refused(here, page, answer.refusals)
    return _done(here, page)


def _typed(here: Visit, page: FilePage) -> RecordPayment | None:
    """What the form says; None when a field is wrong."""
    form = here.form
    authority = form.text("collectivite", label=_("Collectivité"), required=True)
    year = form.text("exercice", label=_("Exercice"), required=True)
    kind = form.choice("forme", [one.value for one in PaymentKind], label=_("Forme"), required=True)
    amount: Decimal | None = form.read("montant", read_money, label=_("Montant"), required=True)
    on: date | None = form.read("le", read_day, label=_("Versé le"), required=True)
    label = form.text("libelle", label=_("Libellé"))
    reason = form.text("motif", label=_("Comment cela s’est passé"), longest=REASON)
    if form.errors or kind is None or amount is None or on is None:
        return None
    if not form.typed_in("confirme") and (planned := beyond_plan(page.file, amount)) is not None:
        form.wrong(
            "confirme",
            _(
                "Avec {amount}, les versements dépasseraient tout ce que le mandat prévoit ({planned}) : "
                "vérifiez le montant, puis cochez la case qui le confirme.",
                amount=money(amount),
                planned=money(planned),
            ),
        )
        return None
    irregular = bool(form.typed_in("irregulier"))
    if irregular and not reason:
        form.wrong("motif", _("Dites comment ce versement s’est fait malgré le refus."))
        return None
    return RecordPayment(
        here.desk.new_id(), authority, year, PaymentKind(kind), amount, on, label, irregular=irregular, reason=reason
    )


def _tried(here: Visit, page: FilePage, command: RecordPayment) -> Response:
    """All that recording would refuse; a day that lies ahead only warns, since one asks before paying."""
    stood = explain_payment(page.definition, page.file, command, here.day, here.desk.known)
    closed = (shared("payments_not_open"),) if stood.closed else ()
    formal = tuple(
        replace(one, level=Level.WARNING) if one.code == TO_COME else one
        for one in formal_refusals(page.definition, page.file, command, here.moment)
    )
    return _refused(here, page, (*formal, *closed, *stood.judgement.refusals), checked=True)


def _refused(here: Visit, page: FilePage, refusals: tuple[Refusal, ...], *, checked: bool = False) -> Response:
    items = refused_items(page, refusals)
    blocked = any(one.state == "blocker" for one in items)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if blocked else HTTPStatus.OK
    return _show(here, page, status, refused=items, checked=checked)


def _done(here: Visit, before: FilePage) -> Response:
    after = file_page(here.desk, before.file.ref, here.moment)
    return go(f"/dossiers/{after.file.ref}/versements?depuis={before.file.version}&fait={after.file.version}")


def _version(here: Visit, page: FilePage) -> int:
    return page.file.version if here.version is None else here.version


def _paying(here: Visit, page: FilePage) -> Paying:
    found = paying(page, here.person)
    if found is None:
        raise NotFound("Ce dossier ne suit pas de versements.", do="Revenez au dossier.")
    return found


def _show(here: Visit, page: FilePage, status: int = HTTPStatus.OK, **more: Any) -> Response:  # noqa: ANN401
    found = _paying(here, page)
    names: dict[str, Any] = {
        "page": page,
        "file": page.file,
        "definition": page.definition,
        "names": page.names,
        "paying": found,
        "year_options": [(one, one) for one in found.choices],
        "this_year": str(here.day.year) if str(here.day.year) in found.choices else "",
        "schedule_state": state_of_fact(page.definition, SCHEDULE) or page.file.state,
        "refused": (),
        "refused_title": _("Ce versement ne peut pas être fait"),
        "checked": False,
        "late": None,
        "done": done(page, here.query.get("fait", ""), here.query.get("depuis", "")),
    }
    return show(here, "dossier_versements.html", status, **(names | more))
