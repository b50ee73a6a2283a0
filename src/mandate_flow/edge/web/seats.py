"""The open sessions of a person, as a list one understands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mandate_flow.domain.people import Person
from mandate_flow.edge.web.device import device
from mandate_flow.edge.web.visit import Visit
from mandate_flow.service import sessions


@dataclass(frozen=True, slots=True)
class Seat:
    """One session: from which device, since when, last seen when.

    `mine` is the one that looks; `provider` names where it was opened, "" for a link.
    """

    mark: str
    device: str
    since: datetime
    seen: datetime
    mine: bool
    provider: str


def _provider(here: Visit) -> str:
    return here.desk.provider.name if here.desk.provider else "OpenID Connect"


def seats(here: Visit, person: Person) -> tuple[Seat, ...]:
    """The open sessions of that person, the one that looks first."""
    found = sessions.open_sessions(here.desk, person, here.at, by=here.person)
    rows = [
        Seat(
            sessions.mark_of(one.token_hash),
            device(one.client),
            one.made_at,
            one.seen_at,
            one.token_hash == here.session.session,
            _provider(here) if one.method == sessions.OIDC else "",
        )
        for one in found
    ]
    return tuple(sorted(rows, key=lambda one: not one.mine))
