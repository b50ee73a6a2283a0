"""One file: its page, its history, and everything one does to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import BinaryIO, Final
from urllib.parse import quote, urlencode

from starlette.responses import Response

from mandate_flow.domain.command import RecordFacts, TakeStep, WithdrawDocument
from mandate_flow.domain.errors import BadInput, NotFound, Stale
from mandate_flow.domain.people import Role
from mandate_flow.domain.refusal import Refused, Unchanged
from mandate_flow.edge.web.dossier.assemble import assemble, names_for_template
from mandate_flow.edge.web.dossier.questions import read
from mandate_flow.edge.web.dossier.stale import differences
from mandate_flow.edge.web.dossier.steps import refused_items
from mandate_flow.edge.web.render import go, show
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import READERS, WRITERS, Pages, only
from mandate_flow.service.act import Done, act
from mandate_flow.service.deposit import deposit, opened
from mandate_flow.service.reading import FilePage, file_page

pages: Final = Pages()
STEPPERS: Final = only(Role.MISSION, Role.AGENT, Role.JURIST, Role.APPROVER)
CHUNK: Final = 64 * 1024
CONFLICT: Final = 409
REFUSED: Final = 422


@pages.get_page("/dossiers/{ref}", allows=READERS)
def dossier(here: Here, ref: str) -> Response:
    """The file as it is, or as it was on the day `au`."""
    return _show(here, file_page(here.desk, ref, here.moment, as_of=_as_of(here)))


@pages.get_page("/dossiers/{ref}/historique", allows=READERS)
def whole_history(here: Here, ref: str) -> Response:
    """Every line of the file's history."""
    view = assemble(here, file_page(here.desk, ref, here.moment, as_of=_as_of(here)), everything=True)
    return show(here, "dossier_historique.html", **names_for_template(view))


@pages.post_form("/dossiers/{ref}/faits", allows=WRITERS)
def record(here: Here, ref: str) -> Response:
    """Save what was typed; nothing of it is lost when a field is wrong or someone else was faster."""
    page = file_page(here.desk, ref, here.moment)
    facts = read(page, here.form)
    if here.form.errors:
        return _show(here, page, REFUSED)
    try:
        answer = act(here.desk, page.file.id, RecordFacts(facts), here.moment, expect=_version(here))
    except Stale:
        fresh = file_page(here.desk, ref, here.moment)
        return _show(here, fresh, CONFLICT, differences=differences(fresh, here.form, facts))
    except BadInput as wrong:
        here.form.wrong(f"fait.{wrong.where}", f"{wrong.what} {wrong.do}".strip())
        return _show(here, page, REFUSED)
    return _answered(here, page, answer)


@pages.post_form("/dossiers/{ref}/etapes/{step}", allows=STEPPERS)
def take(here: Here, ref: str, step: str) -> Response:
    """Take a step, or confirm it; a refusal shows every reason at once."""
    page = file_page(here.desk, ref, here.moment)
    command = TakeStep(step, here.form.typed_in("occurrence"), here.form.typed_in("motif"))
    try:
        answer = act(here.desk, page.file.id, command, here.moment, expect=_version(here))
    except Stale:
        return _show(here, file_page(here.desk, ref, here.moment), CONFLICT, differences=())
    return _answered(here, page, answer, step)


@pages.post_form("/dossiers/{ref}/documents", allows=WRITERS)
def add_document(here: Here, ref: str) -> Response:
    """Deposit a document."""
    page = file_page(here.desk, ref, here.moment)
    upload = here.uploads.get("piece")
    if upload is None or not upload.filename:
        here.form.wrong("piece", "Choisissez un fichier à déposer.")
        return _show(here, page, REFUSED)
    kind, occurrence = here.form.typed_in("type"), here.form.typed_in("occurrence")
    try:
        answer = deposit(here.desk, page.file.id, kind, occurrence, upload.filename, _chunks(upload.file), here.moment)
    except BadInput as wrong:
        here.form.wrong("piece", f"{wrong.what} {wrong.do}".strip())
        return _show(here, page, REFUSED)
    return _answered(here, page, answer, anchor=f"piece-{kind}")


@pages.get_page("/dossiers/{ref}/documents/{document_id}", allows=READERS)
def download(here: Here, ref: str, document_id: str) -> Response:
    """The bytes of a document, always as a download: a browser never runs what was deposited."""
    with opened(here.desk, ref, document_id, here.moment) as (document, stream):
        name = document.name if isinstance(document.name, str) else "document"
        content = stream.read()
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "X-Content-Type-Options": "nosniff",
        "Content-Length": str(len(content)),
    }
    return Response(content, media_type="application/octet-stream", headers=headers)


@pages.post_form("/dossiers/{ref}/documents/{document_id}/retrait", allows=WRITERS)
def withdraw(here: Here, ref: str, document_id: str) -> Response:
    """Withdraw a document, with a reason; it stays readable and no longer counts."""
    page = file_page(here.desk, ref, here.moment)
    command = WithdrawDocument(document_id, here.form.typed_in("motif"))
    return _answered(here, page, act(here.desk, page.file.id, command, here.moment))


def _show(here: Visit, page: FilePage, status: int = 200, **more: object) -> Response:
    view = assemble(here, page)
    names = names_for_template(view) | {
        "refused": (),
        "refused_step": "",
        "differences": None,
        "done": _done(here, page),
    }
    return show(here, "dossier.html", status, **(names | more))


def _answered(
    here: Visit, page: FilePage, answer: Done | Refused | Unchanged, step: str = "", anchor: str = ""
) -> Response:
    if isinstance(answer, Refused):
        return _show(here, page, REFUSED, refused=refused_items(page, answer.refusals), refused_step=step)
    query = {name: here.query[name] for name in ("etape", "exercice") if name in here.query and not step}
    if isinstance(answer, Done):
        query["fait"] = str(answer.event.seq)
    else:
        query["fait"] = "rien"
    return go(f"/dossiers/{page.file.ref}?{urlencode(query)}" + (f"#{anchor}" if anchor else ""))


def _done(here: Visit, page: FilePage) -> str:
    """What the person has just done, told once after the form."""
    asked = here.query.get("fait", "")
    if asked == "rien":
        return "Rien n’a changé : tout était déjà enregistré."
    if not asked.isdigit() or int(asked) != page.file.version:
        return ""
    event = page.history[-1]
    step = page.definition.steps.get(str(event.outcome.get("step", "")))
    said = {
        "file:opened": "Le dossier est ouvert. Complétez-le quand vous voulez : rien n’est exigé pour enregistrer.",
        "facts:recorded": "Vos réponses sont enregistrées.",
        "document:added": "La pièce est déposée.",
        "document:withdrawn": "La pièce est retirée. Elle reste lisible et ne compte plus.",
        "step:proposed": "C’est proposé. Une autre personne doit maintenant confirmer.",
    }
    if event.action == "step:taken" and step:
        return f"C’est fait : {step.label['fr'][0].lower()}{step.label['fr'][1:]}."
    return said.get(event.action, "")


def _version(here: Visit) -> int | None:
    typed = here.form.typed_in("version")
    return int(typed) if typed.isdigit() else None


def _as_of(here: Visit) -> date | None:
    typed = here.query.get("au", "")
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        raise NotFound("Cette date n’existe pas.", do="Écrivez-la ainsi : 2026-06-30.") from None


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK):
        yield chunk
