"""What is said beside a file, as its page shows it: threads with their answers, and who may do what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from markupsafe import Markup, escape

from mandate_flow.domain.comment import Comment, CommentKind, threads
from mandate_flow.domain.event import Action, Event, Personal
from mandate_flow.domain.people import Person
from mandate_flow.domain.talking import kind_for, may_comment
from mandate_flow.edge.web.language import N_, _
from mandate_flow.edge.web.visit import Visit
from mandate_flow.service.comments import to_ask
from mandate_flow.service.reading import FilePage

VERBS: Final[Mapping[Action, str]] = {
    Action.COMMENT_SETTLED: N_("a traité un commentaire"),
    Action.COMMENT_REOPENED: N_("a rouvert un commentaire"),
    Action.COMMENT_WITHDRAWN: N_("a retiré son commentaire"),
}
QUOTED: Final = 160


@dataclass(frozen=True, slots=True)
class Said:
    """One comment. `text` has line breaks and the persons it names in bold; None once it is gone."""

    id: str
    who: str
    at: datetime
    text: Markup | None
    withdrawn: bool
    asked: tuple[str, ...]
    mine: bool
    remark: bool


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment and its answers. `settled_by` and `settled_on`: who said that it needs nothing more."""

    first: Said
    answers: tuple[Said, ...]
    settled_by: str
    settled_on: date | None
    open: bool


@dataclass(frozen=True, slots=True)
class Discussion:
    """`people`: whom one may ask (id, name); `remarks`: what this person writes is a remark."""

    threads: tuple[Thread, ...]
    may: bool
    remarks: bool
    people: tuple[tuple[str, str], ...]
    key: str

    @property
    def open(self) -> int:
        """How many threads still need something."""
        return sum(one.open for one in self.threads)


def discussion(here: Visit, page: FilePage) -> Discussion:
    """What was said up to the day shown; today, with what this person may do."""
    person = here.person
    may = page.as_of is None and may_comment(person, page.file)
    asked = to_ask(here.desk, page.file, person) if may else ()
    return Discussion(
        threads=tuple(_thread(page, first, answers, person) for first, answers in threads(page.file.comments)),
        may=may,
        remarks=kind_for(person) is CommentKind.REMARK,
        people=tuple((one.id, one.name) for one in asked),
        key=here.desk.new_id() if may else "",
    )


def told_comment(page: FilePage, event: Event) -> tuple[str, Markup]:
    """A line of the history for what was said, settled or taken back; it quotes the beginning of the words."""
    out = event.outcome
    if event.action is not Action.FILE_COMMENTED:
        held = page.file.comments.get(out["id"])
        return _(VERBS[event.action]), escape(_quoted(held.text)) if held and isinstance(held.text, str) else Markup()
    verb = _verb(out)
    text = out["text"]
    words = escape(_quoted(text.value)) if isinstance(text, Personal) else Markup("<i>{}</i>").format(_("texte effacé"))
    asked = ", ".join(page.names.get(one, one) for one in out["mentions"])
    return verb, words + (Markup("<br>{}").format(_("À : {names}", names=asked)) if asked else Markup())


def _verb(out: Mapping[str, Any]) -> str:
    if out["answers"]:
        return _("a répondu à un commentaire")
    return _("a fait une remarque") if out["kind"] == CommentKind.REMARK else _("a commenté")


def _quoted(text: str) -> str:
    flat = " ".join(text.split())
    short = flat if len(flat) <= QUOTED else flat[: QUOTED - 1].rsplit(" ", 1)[0] + "…"
    return _("« {words} »", words=short)


def _thread(page: FilePage, first: Comment, answers: tuple[Comment, ...], person: Person) -> Thread:
    return Thread(
        first=_said(page, first, person),
        answers=tuple(_said(page, one, person) for one in answers),
        settled_by=page.names.get(first.settled_by, first.settled_by),
        settled_on=first.settled_on,
        open=not first.settled and not first.withdrawn,
    )


def _said(page: FilePage, one: Comment, person: Person) -> Said:
    asked = tuple(page.names.get(each, each) for each in one.mentions)
    return Said(
        id=one.id,
        who=page.names.get(one.actor, one.actor),
        at=one.at,
        text=_marked(one.text, asked) if isinstance(one.text, str) else None,
        withdrawn=one.withdrawn,
        asked=tuple(_unnamed(one, asked)),
        mine=one.actor == person.id and not one.withdrawn and page.as_of is None,
        remark=one.kind is CommentKind.REMARK and not one.answers,
    )


def _marked(text: str, asked: tuple[str, ...]) -> Markup:
    words = escape(text)
    for name in asked:
        words = words.replace(escape(f"@{name}"), Markup("<b>@{}</b>").format(name))
    return words.replace("\n", Markup("<br>"))


def _unnamed(one: Comment, asked: tuple[str, ...]) -> Iterator[str]:
    """Those who are asked and whose name the text does not bear."""
    text = one.text if isinstance(one.text, str) else ""
    yield from (name for name in asked if f"@{name}" not in text)
