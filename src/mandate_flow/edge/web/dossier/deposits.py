"""Deposits the files that a form brought, each judged apart: a good one is kept, a refused one says why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from starlette.datastructures import UploadFile

from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.refusal import Refused
from mandate_flow.edge.web.dossier.questions import document_of
from mandate_flow.edge.web.language import _, ngettext, speaking
from mandate_flow.edge.web.visit import Visit
from mandate_flow.service.deposit import clean_name, deposit
from mandate_flow.service.reading import FilePage

VERSION: Final = "version."
"""The field of a new version: `version.<id of the document it replaces>`."""
CHUNK: Final = 64 * 1024
MEBIBYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: `refused` says why it was not kept, "" when it was."""

    name: str
    field: str
    refused: str = ""


@dataclass(frozen=True, slots=True)
class _Target:
    kind: str
    occurrence: str
    replaces: str = ""


def deposit_words(most: int) -> dict[str, str | tuple[str, str]]:
    """What the script that sends files says, in the language of the page; `most`: the largest size, in bytes."""
    done = [ngettext("La pièce est déposée.", "{n} pièces sont déposées.", count, n="{n}") for count in (1, 2)]
    lost = [ngettext("{n} fichier est refusé.", "{n} fichiers sont refusés.", count, n="{n}") for count in (1, 2)]
    return {
        "kept": _("déposée"),
        "done": (done[0], done[1]),
        "lost": (lost[0], lost[1]),
        "large": _("Ce document dépasse {most} Mo. Réduisez-le, puis déposez-le de nouveau.", most=most // MEBIBYTE),
        "session": _("Votre session est terminée : connectez-vous dans un autre onglet, puis recommencez."),
        "unreached": _("Le serveur n’a pas répondu : ce fichier n’est pas déposé. Recommencez dans un instant."),
    }


def deposit_chosen(here: Visit, page: FilePage) -> tuple[Outcome, ...]:
    """Deposit every file chosen in the form; why some were not is noted beside their field."""
    found = tuple(_outcomes(here, page))
    for field in dict.fromkeys(one.field for one in found if one.refused):
        some = [one for one in found if one.field == field and one.refused]
        here.form.wrong(field, " ".join(_("« {name} » : {why}", name=one.name, why=one.refused) for one in some))
    return found


def told(outcomes: Iterable[Outcome]) -> str:
    """How many of them were kept, with their names; "" for none."""
    names = [one.name for one in outcomes if not one.refused]
    if not names:
        return ""
    listed = ", ".join(names)
    return ngettext("La pièce est déposée : {names}.", "{n} pièces sont déposées : {names}.", len(names), names=listed)


def _outcomes(here: Visit, page: FilePage) -> Iterator[Outcome]:
    for field in here.uploads:
        target = _target(page, field)
        for upload in here.chosen(field) if target else ():
            yield Outcome(clean_name(upload.filename or ""), field, _deposit(here, page, target, upload))


def _target(page: FilePage, field: str) -> _Target | None:
    """What a field deposits; None for a field that deposits nothing, or replaces nothing of this file."""
    if field.startswith(VERSION):
        before = page.file.documents.get(field.removeprefix(VERSION))
        return _Target(before.kind, before.occurrence, before.id) if before else None
    asked = document_of(field)
    return _Target(*asked) if asked else None


def _deposit(here: Visit, page: FilePage, to: _Target | None, upload: UploadFile) -> str:
    """Why the file was not kept, "" when it was."""
    if to is None:
        return ""
    what = (to.kind, to.occurrence, upload.filename or "", _chunks(upload.file))
    try:
        answer = deposit(here.desk, page.file.id, *what, here.moment, replaces=to.replaces)
    except BadInput as wrong:
        return " ".join(_(part) for part in (wrong.what, wrong.why, wrong.do) if part)
    if isinstance(answer, Refused):
        return " ".join(one.says(speaking()) for one in answer.refusals)
    return ""


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK):
        yield chunk
