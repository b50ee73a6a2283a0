"""Keeps what a person is typing in a file until they record it, give it up, or leave it for a month."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from mandate_flow.domain.command import Moment
from mandate_flow.domain.errors import BadInput, Forbidden, Unseen
from mandate_flow.domain.file import File
from mandate_flow.service.desk import Desk
from mandate_flow.store.drafts import Unsaved
from mandate_flow.store.unit import Unit

__all__ = ["Unsaved", "drafts_of", "forget_old", "give_up", "keep"]

KEPT: Final = timedelta(days=30)
LONGEST: Final = 400_000
"""Signs in all: more than a person types in one form."""


def drafts_of(desk: Desk, file: File, moment: Moment) -> tuple[Unsaved, ...]:
    """The person's own drafts in a file, the latest first; nobody sees those of others."""
    with desk.store.read() as unit:
        return unit.drafts.of(moment.by.id, file.id)


def keep(
    desk: Desk, ref: str, form: str, version: int, typed: Iterable[tuple[str, str]], moment: Moment
) -> Unsaved | None:
    """Keep what is typed in one form of a file; typed back to what is recorded (`typed` empty), nothing is kept.

    Raises NotFound for a file the person may not see, Forbidden for one they only read, BadInput when it is too much.
    """
    one = Unsaved(form, version, moment.at, tuple(typed))
    if sum(len(name) + len(value) for name, value in one.typed) > LONGEST:
        raise BadInput("Ce brouillon est trop long pour être gardé.", do="Enregistrez vos réponses.")
    with desk.store.write() as unit:
        file = _file(unit, ref, moment)
        if one.typed:
            unit.drafts.keep(moment.by.id, file.id, one)
        else:
            unit.drafts.drop(moment.by.id, file.id, form)
    return one if one.typed else None


def give_up(desk: Desk, ref: str, form: str, moment: Moment) -> None:
    """Forget what was typed in one form of a file. Raises NotFound, Forbidden."""
    with desk.store.write() as unit:
        unit.drafts.drop(moment.by.id, _file(unit, ref, moment).id, form)


def forget_old(desk: Desk, at: datetime) -> int:
    """Forget the drafts of a month ago; how many there were."""
    with desk.store.write() as unit:
        return unit.drafts.drop_before(at - KEPT)


def _file(unit: Unit, ref: str, moment: Moment) -> File:
    file = unit.files.by_ref(ref)
    if not moment.by.may_see(file):
        raise Unseen
    if not moment.by.may_record(file):
        raise Forbidden(
            "Votre fonction permet de lire ce dossier, pas de le compléter.",
            do="Adressez-vous à la mission ou à l’agent de la collectivité.",
        )
    return file
