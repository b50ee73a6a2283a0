"""What people say to each other beside a file: comments, remarks of those who control it, answers, and who is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final, TypeAlias

from mandate_flow.domain.event import Action, Event, Personal
from mandate_flow.domain.value import ERASED, Erased


class CommentKind(StrEnum):
    """A remark is what a controller says: whoever is in charge of the file answers for it."""

    COMMENT = "comment"
    REMARK = "remark"


@dataclass(frozen=True, slots=True)
class Comment:
    """`seq` is that of the event that told it, where its text stands; `mentions` are the ids of the persons it asks.

    `answers` is the id of the comment it answers, "" for one that opens a thread; only those are settled.
    """

    id: str
    kind: CommentKind
    actor: str
    at: datetime
    day: date
    seq: int
    text: str | Erased
    mentions: tuple[str, ...] = ()
    answers: str = ""
    settled_by: str = ""
    settled_on: date | None = None
    withdrawn: bool = False

    @property
    def settled(self) -> bool:
        """True once somebody said that it needs nothing more."""
        return self.settled_on is not None


Comments: TypeAlias = Mapping[str, Comment]
"""By id, in the order they were made."""
TOLD: Final = frozenset(
    {Action.FILE_COMMENTED, Action.COMMENT_SETTLED, Action.COMMENT_REOPENED, Action.COMMENT_WITHDRAWN}
)


def fold_comments(comments: Comments, event: Event) -> Comments:
    """The comments after an event that is about one of them; it is read alone."""
    out = event.outcome
    if event.action is Action.FILE_COMMENTED:
        return {**comments, out["id"]: _made(event)}
    held = comments[out["id"]]
    if event.action is Action.COMMENT_SETTLED:
        held = replace(held, settled_by=event.actor, settled_on=event.day)
    elif event.action is Action.COMMENT_REOPENED:
        held = replace(held, settled_by="", settled_on=None)
    else:
        held = replace(held, text=ERASED, withdrawn=True)
    return {**comments, held.id: held}


def _made(event: Event) -> Comment:
    out = event.outcome
    text = out["text"]
    return Comment(
        id=out["id"],
        kind=CommentKind(out["kind"]),
        actor=event.actor,
        at=event.at,
        day=event.day,
        seq=event.seq,
        text=text.value if isinstance(text, Personal) else ERASED,
        mentions=tuple(out["mentions"]),
        answers=out["answers"],
    )


def waiting(comments: Comments) -> frozenset[tuple[str, str]]:
    """(comment, person) for every person asked by name who has not said anything in that thread since.

    Nobody is waited for once the thread is settled, or the comment withdrawn.
    """
    last: dict[tuple[str, str], int] = {}
    for one in _standing(comments.values()):
        key = (one.answers or one.id, one.actor)
        last[key] = max(one.seq, last.get(key, 0))
    return frozenset(
        (one.id, person)
        for one in _standing(comments.values())
        for person in one.mentions
        if not _root(comments, one).settled and last.get((one.answers or one.id, person), 0) < one.seq
    )


def threads(comments: Comments) -> tuple[tuple[Comment, tuple[Comment, ...]], ...]:
    """Each comment that opens a thread with its answers in order; those not settled first, then the latest."""
    roots = [one for one in comments.values() if not one.answers]
    roots.sort(key=lambda one: (one.settled or one.withdrawn, -one.seq))
    return tuple((root, tuple(one for one in comments.values() if one.answers == root.id)) for root in roots)


def _standing(comments: Iterable[Comment]) -> Iterable[Comment]:
    return [one for one in comments if not one.withdrawn]


def _root(comments: Comments, one: Comment) -> Comment:
    return comments[one.answers] if one.answers else one
