"""Reads notifications/: the kinds of notices, what is silent on purpose, and the cadences of reminders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mandate_flow.content.fields import Fields
from mandate_flow.content.problem import Problems, nearest
from mandate_flow.content.yaml_nodes import Items, Scalar, read_yaml
from mandate_flow.domain.cadence import Cadence, Offset, Repeat
from mandate_flow.domain.errors import BadContent
from mandate_flow.domain.event import Action
from mandate_flow.domain.notice import NoticeBook, NoticeKind, Urgency

WITHOUT_EVENT = ("calendar", "delivery")


def read_cadences(content: bytes, problems: Problems) -> dict[str, Cadence]:
    """The cadences by name."""
    root = Fields(read_yaml(content, problems), problems, "le fichier")
    found: dict[str, Cadence] = {}
    for name, one in root.each("cadences", "la cadence", required=True):
        label = one.translated("label", required=True)
        offsets, repeat = tuple(_offsets(one)), _repeat(one)
        kind, key = "cadence-order", "offsets"
        try:
            found[name] = Cadence(name, offsets, label=label)
            kind, key = "cadence-repeat", "repeat"
            found[name] = Cadence(name, offsets, repeat, label)
        except BadContent as error:
            problems.add(kind, one.line_of(key), error.what, error.why, error.do)
            found.setdefault(name, Cadence(name, ()))
        one.done()
    root.done()
    return found


def read_notices(content: bytes, cadences: Mapping[str, Cadence], problems: Problems) -> NoticeBook:
    """The book of notices, with the cadences already read."""
    root = Fields(read_yaml(content, problems), problems, "le fichier")
    kinds: dict[str, NoticeKind] = {}
    for name, one in root.each("notices", "l’avis", required=True):
        kinds[name] = NoticeKind(
            name,
            one.translated("label", required=True),
            on=_action(one),
            steps=frozenset(one.words("steps")),
            closes=one.word("closes", ""),
            owed_by=one.word("owed_by", ""),
            to=one.words("to"),
            urgency=one.one_of("urgency", Urgency) or Urgency.DAILY,
        )
        one.done()
    silent = frozenset(_silent(root))
    root.done()
    return NoticeBook(kinds, silent, cadences)


def _offsets(one: Fields) -> list[Offset]:
    found: list[Offset] = []
    for row in one.rows("offsets", f"un rappel de {one.of}", required=True):
        urgency = row.one_of("urgency", Urgency) or Urgency.DAILY
        found.append(Offset(row.integer("days"), row.words("to", required=True), urgency))
        row.done()
    return found


def _repeat(one: Fields) -> Repeat | None:
    """`repeat: {days: 30, at_most: 6}`: what is said again while it stays late."""
    if one.get("repeat") is None:
        return None
    inner = one.inner("repeat", f"« repeat » de {one.of}")
    found = Repeat(inner.integer("days"), inner.integer("at_most"))
    inner.done()
    return found


def _silent(root: Fields) -> Iterator[str]:
    """Actions, or `step:taken/<step>`; the steps are checked where the workflows are known."""
    node = root.get("silent")
    for item in node.items if isinstance(node, Items) else ():
        entry = item.text if isinstance(item, Scalar) else ""
        action, _, step = entry.partition("/")
        if action not in list(Action) or (step and action != Action.STEP_TAKEN):
            what = f"Événement inconnu « {entry} » dans « silent »."
            root.problems.add("unknown-event", item.line, what, do=nearest(entry, Action))
        yield entry


def _action(one: Fields) -> Action | None:
    name = one.text("event")
    if not name or name in WITHOUT_EVENT:
        return None
    try:
        return Action(name)
    except ValueError:
        do = nearest(name, [*Action, *WITHOUT_EVENT])
        one.problems.add("unknown-event", one.line_of("event"), f"Événement inconnu « {name} » dans {one.of}.", do=do)
        return None
