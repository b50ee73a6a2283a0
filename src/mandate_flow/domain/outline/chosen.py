"""Which outlines the map shows, as the events of their stream have chosen them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mandate_flow.domain.event import Action, Draft, Event, Stream, StreamKind

STREAM: Final = Stream(StreamKind.SYSTEM, "outlines")
REGISTER: Final = "outlines"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A drawing: the hash under which it is kept, where its outlines were found, how many there are."""

    sha256: str
    source: str
    communes: int


def recorded(one: Chosen) -> Draft:
    """The event by which the map shows outlines; it cites their drawing."""
    outcome = {"register": REGISTER, "drawing": one.sha256, "source": one.source, "communes": one.communes}
    return Draft(Action.MEMBER_RECORDED, outcome, contents=(one.sha256,))


def removed() -> Draft:
    """The event by which it shows hexagons again."""
    return Draft(Action.MEMBER_RETIRED, {"register": REGISTER})


def chosen_by(event: Event | None) -> Chosen | None:
    """What the last event of the stream says; None for hexagons."""
    if event is None or event.action is not Action.MEMBER_RECORDED:
        return None
    outcome = event.outcome
    return Chosen(outcome["drawing"], outcome["source"], outcome["communes"])
