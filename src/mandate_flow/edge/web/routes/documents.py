"""The documents of a file: depositing several at once, new versions, looking at one, withdrawing and putting back."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from starlette.responses import JSONResponse, Response

from mandate_flow.domain.command import WithdrawDocument
from mandate_flow.domain.errors import BadInput, NotFound, Unseen
from mandate_flow.domain.refusal import Refused, Unchanged
from mandate_flow.edge.web.dossier.answered import go_on, show_file
from mandate_flow.edge.web.dossier.deposits import VERSION, deposit_chosen
from mandate_flow.edge.web.dossier.past import as_of
from mandate_flow.edge.web.dossier.piece import every_piece, one_piece
from mandate_flow.edge.web.dossier.questions import document_field
from mandate_flow.edge.web.dossier.steps import refused_items
from mandate_flow.edge.web.language import _
from mandate_flow.edge.web.render import anchor, show
from mandate_flow.edge.web.routes.dossier import REFUSED, saved
from mandate_flow.edge.web.shield import DOCUMENT_POLICY, FRAMING_POLICY
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import READERS, WRITERS, Pages
from mandate_flow.service.act import Done, act
from mandate_flow.service.deposit import handed_out, put_back
from mandate_flow.service.reading import FilePage, file_page

pages: Final = Pages()


@pages.post_form("/dossiers/{ref}/documents", allows=WRITERS)
def add_documents(here: Here, ref: str) -> Response:
    """Save the answers and deposit the chosen files, asked from the field of one kind of document."""
    before = file_page(here.desk, ref, here.moment)
    wanted = here.form.typed_in("depot")
    if not here.chosen(wanted):
        here.form.wrong(wanted or "piece", _("Choisissez d’abord un fichier à déposer."))
        return show_file(here, before, REFUSED)
    after = saved(here, before)
    return after if isinstance(after, Response) else go_on(here, before, after, anchor=_shelf_of(after, wanted))


@pages.post_form("/dossiers/{ref}/depots", allows=WRITERS)
def add_by_script(here: Here, ref: str) -> Response:
    """The same for a script that sends files one by one: what became of each, and the versions before and after."""
    before = file_page(here.desk, ref, here.moment)
    outcomes = deposit_chosen(here, before)
    after = file_page(here.desk, ref, here.moment).file.version if outcomes else before.file.version
    files = [{"name": one.name, "kept": not one.refused, "said": one.refused} for one in outcomes]
    return JSONResponse({"files": files, "before": before.file.version, "after": after})


@pages.get_page("/dossiers/{ref}/pieces", allows=READERS)
def every_document(here: Here, ref: str) -> Response:
    """Every document of the file, stage by stage, what is awaited, and what no longer counts; made to be printed."""
    page = file_page(here.desk, ref, here.moment, as_of=as_of(here))
    return show(here, "dossier_pieces.html", page=page, file=page.file, **every_piece(here, page))


@pages.get_page("/dossiers/{ref}/documents/{document_id}", allows=READERS)
def download(here: Here, ref: str, document_id: str) -> Response:
    """The bytes of a document as a download: a browser never runs what was deposited."""
    handed = handed_out(here.desk, ref, document_id, here.moment)
    return _bytes(handed.content, handed.document.name, "attachment", "application/octet-stream")


@pages.get_page("/dossiers/{ref}/documents/{document_id}/contenu", allows=READERS)
def content(here: Here, ref: str, document_id: str) -> Response:
    """The bytes of a PDF or an image that only shows, for the page that looks at it."""
    handed = handed_out(here.desk, ref, document_id, here.moment, inside=True)
    if handed.shown is None:
        raise NotFound("Cette pièce ne s’affiche pas dans le site.", do="Téléchargez-la pour l’ouvrir.")
    answer = _bytes(handed.content, handed.document.name, "inline", handed.shown.media_type)
    answer.headers["content-security-policy"] = DOCUMENT_POLICY
    return answer


@pages.get_page("/dossiers/{ref}/documents/{document_id}/apercu", allows=READERS)
def look(here: Here, ref: str, document_id: str) -> Response:
    """One document: what it shows, who deposited it, its versions and its hash."""
    page = file_page(here.desk, ref, here.moment)
    if document_id not in page.file.documents:
        raise Unseen
    answer = show(here, "dossier_piece.html", **one_piece(here, page, document_id))
    answer.headers["content-security-policy"] = FRAMING_POLICY
    return answer


@pages.post_form("/dossiers/{ref}/documents/{document_id}/retrait", allows=WRITERS)
def withdraw(here: Here, ref: str, document_id: str) -> Response:
    """Withdraw a document, with a reason; it stays readable and no longer counts."""
    before = file_page(here.desk, ref, here.moment)
    answer = act(here.desk, before.file.id, WithdrawDocument(document_id, here.form.typed_in("motif")), here.moment)
    return _after(here, before, answer)


@pages.post_form("/dossiers/{ref}/documents/{document_id}/remise", allows=WRITERS)
def put_again(here: Here, ref: str, document_id: str) -> Response:
    """Deposit again a document that was withdrawn, or an earlier version of one."""
    before = file_page(here.desk, ref, here.moment)
    try:
        answer = put_back(here.desk, ref, document_id, here.moment)
    except BadInput as wrong:
        here.form.wrong("piece", " ".join(_(part) for part in (wrong.what, wrong.why, wrong.do) if part))
        return show_file(here, before, REFUSED)
    return _after(here, before, answer)


def _after(here: Visit, before: FilePage, answer: Done | Refused | Unchanged) -> Response:
    if isinstance(answer, Refused):
        return show_file(here, before, REFUSED, refused=refused_items(before, answer.refusals))
    return go_on(here, before, file_page(here.desk, before.file.ref, here.moment), anchor="titre-pieces")


def _shelf_of(page: FilePage, field: str) -> str:
    """Where the page goes on: at the shelf of the document."""
    replaced = page.file.documents.get(field.removeprefix(VERSION)) if field.startswith(VERSION) else None
    if replaced is None:
        return anchor(field)
    return anchor(document_field(replaced.kind, replaced.occurrence))


def _bytes(content: bytes, name: object, how: str, media_type: str) -> Response:
    said = quote(name if isinstance(name, str) else "document")
    headers = {
        "Content-Disposition": f"{how}; filename*=UTF-8''{said}",
        "X-Content-Type-Options": "nosniff",
        "Content-Length": str(len(content)),
    }
    return Response(content, media_type=media_type, headers=headers)
