"""Before what binds, a person proves again to be there; what was typed waits in the page that asks, files included."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from http import HTTPStatus
from io import BytesIO
from typing import Final

import structlog
from starlette.datastructures import Headers, UploadFile

from mandate_flow.domain.errors import MandateFlowError
from mandate_flow.edge.web.forms import Form
from mandate_flow.edge.web.language import N_, _, ngettext
from mandate_flow.edge.web.visit import Visit
from mandate_flow.service import confirm
from mandate_flow.service.patience import TooMany
from mandate_flow.service.sessions import OIDC

OURS: Final = "confirmation."
CODE: Final = OURS + "code"
AGAIN: Final = OURS + "nouveau"
FILE: Final = OURS + "fichier."
KEPT_BYTES: Final = 6_000_000


class Unconfirmed(MandateFlowError):
    """Answered by a page that asks for a code and gives back what was typed.

    `sent` is the code that was mailed, None when none could be; `files` are fields and their files as text;
    `too_large` tells that some are to be chosen again; `provider` names who confirms instead of a code;
    `saved`: what was typed beside the step is saved already.
    """

    def __init__(
        self,
        here: Visit,
        form: Form,
        sent: confirm.Sent | None,
        status: int = HTTPStatus.FORBIDDEN,
        *,
        provider: str = "",
    ) -> None:
        super().__init__(N_("Confirmez que c’est bien vous"))
        self.form, self.sent, self.status = form, sent, status
        self.path = here.path + (f"?{here.query}" if here.query else "")
        self.files, self.too_large = _as_text(here.uploads)
        self.provider, self.saved = provider, False


def proved(here: Visit) -> Visit:
    """The visit without the fields of this page; confirmed when they bring the code. Raises Unconfirmed."""
    if here.signed is None or not any(name.startswith(OURS) for name in here.form.typed):
        return here
    form, uploads = _given_back(here)
    bare = replace(here, form=form, uploads=uploads)
    if AGAIN in here.form:
        raise _asked(bare, form, again=True)
    if CODE not in here.form or bare.confirmed:
        return bare
    left = confirm.check(here.desk, here.session, here.token, here.form.typed_in(CODE), here.at)
    if left is None:
        return replace(bare, signed=replace(here.session, confirmed_at=here.at))
    form.wrong(CODE, _wrong(left))
    sent = confirm.waiting(here.desk, here.session, here.at)
    raise Unconfirmed(bare, form, sent, HTTPStatus.UNPROCESSABLE_ENTITY)


def confirm_first(here: Visit, kept: Mapping[str, str] | None = None) -> None:
    """Nothing for a person who proved a short time ago to be there. Raises Unconfirmed for the others.

    `kept`: what is sent again once confirmed, when the rest of the form is saved already; else all that was typed.
    """
    if here.confirmed:
        return
    if kept is None:
        raise _asked(here, here.form)
    asked = _asked(replace(here, uploads={}), Form(kept.items()))
    asked.saved = True
    raise asked


def _asked(here: Visit, form: Form, *, again: bool = False) -> Unconfirmed:
    """A code is sent, unless one is waiting already; or the person confirms at the provider they came from."""
    if here.session.method == OIDC and here.desk.provider is not None:
        return Unconfirmed(here, form, None, provider=here.desk.provider.name)
    waiting = None if again else confirm.waiting(here.desk, here.session, here.at)
    if waiting is not None:
        return Unconfirmed(here, form, waiting)
    try:
        sent = confirm.send(here.desk, here.session, here.token, here.at)
    except TooMany as error:
        form.wrong(CODE, f"{_(error.what)} {_(error.do)}")
        return Unconfirmed(here, form, None, HTTPStatus.TOO_MANY_REQUESTS)
    if isinstance(sent, confirm.Sent):
        return Unconfirmed(here, form, sent)
    structlog.get_logger().error("confirm.mail_not_sent", why=sent.why)
    form.wrong(CODE, _("Le courriel n’a pas pu partir. Recommencez dans un instant, ou prévenez l’administrateur."))
    return Unconfirmed(here, form, None, HTTPStatus.SERVICE_UNAVAILABLE)


def _wrong(left: int) -> str:
    if left == 0:
        return _("Ce code ne peut plus servir. Demandez-en un nouveau.")
    return ngettext(
        "Ce n’est pas le code du dernier courriel. Il reste {n} essai.",
        "Ce n’est pas le code du dernier courriel. Il reste {n} essais.",
        left,
    )


def _given_back(here: Visit) -> tuple[Form, Mapping[str, tuple[UploadFile, ...]]]:
    """What the form held before this page asked."""
    typed = [(name, value) for name, every in here.form.typed.items() if not name.startswith(OURS) for value in every]
    files = {name.removeprefix(FILE): every for name, every in here.form.typed.items() if name.startswith(FILE)}
    return Form(typed), {**here.uploads, **{name: tuple(_as_uploads(every)) for name, every in files.items()}}


def _as_text(uploads: Mapping[str, tuple[UploadFile, ...]]) -> tuple[list[tuple[str, str]], bool]:
    """Each file as three lines: its name, its type, its bytes in base64; and whether they were too large for that."""
    chosen = [(name, one) for name, every in uploads.items() for one in every if one.filename]
    if sum(one.size or 0 for _name, one in chosen) > KEPT_BYTES:
        return [], True
    found = []
    for name, one in chosen:
        one.file.seek(0)
        text = f"{one.filename}\n{one.content_type or ''}\n{base64.b64encode(one.file.read()).decode()}"
        found.append((name, text))
    return found, False


def _as_uploads(files: Iterable[str]) -> Iterator[UploadFile]:
    for text in files:
        filename, kind, content = (*text.split("\n", 2), "", "")[:3]
        try:
            held = base64.b64decode(content, validate=True)
        except ValueError:
            continue
        yield UploadFile(BytesIO(held), size=len(held), filename=filename, headers=Headers({"content-type": kind}))
