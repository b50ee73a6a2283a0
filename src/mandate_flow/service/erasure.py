"""Erases personal data on request, for good, while every proof that does not need it still stands (GDPR, art. 17)."""

from __future__ import annotations

from typing import Final

from mandate_flow.domain.command import Moment
from mandate_flow.domain.errors import Forbidden
from mandate_flow.domain.event import Event, Stream, StreamKind
from mandate_flow.domain.people import Role
from mandate_flow.store.erase import erase as erase_values
from mandate_flow.store.erase import kept_values
from mandate_flow.store.unit import Store

MAY_ERASE: Final = frozenset({Role.ADMINISTRATOR})


def erase(store: Store, stream: Stream, seq: int, path: str, moment: Moment) -> Event:
    """Erase one personal value: the one at `path` (JSON pointer) of event `seq`.

    Raises Forbidden, NotFound, Stale, Unavailable; then nothing is erased.
    """
    _check(moment)
    with store.write() as unit:
        (event,) = erase_values(unit, stream, [(seq, path)], actor=moment.by.id, at=moment.at, day=moment.day)
    store.scrub()
    return event


def erase_person(store: Store, person_id: str, moment: Moment) -> tuple[Event, ...]:
    """Close a person's account and erase every name and address it ever had; acts keep their opaque id.

    Raises Forbidden, NotFound, Stale, Unavailable; then nothing is erased.
    """
    _check(moment)
    stream = Stream(StreamKind.PERSON, person_id)
    with store.write() as unit:
        if unit.registers.get_person(person_id).active:
            unit.registers.retire(StreamKind.PERSON, person_id, actor=moment.by.id, at=moment.at, day=moment.day)
        unit.saved_views.forget(person_id)
        unit.drafts.drop_of(person_id)
        kept = kept_values(unit, stream)
        events = erase_values(unit, stream, kept, actor=moment.by.id, at=moment.at, day=moment.day)
    store.scrub()
    return events


def _check(moment: Moment) -> None:
    if not moment.by.is_any(MAY_ERASE):
        raise Forbidden(
            "Seul un administrateur peut effacer des données personnelles.",
            do="Transmettez-lui la demande de la personne concernée.",
        )
