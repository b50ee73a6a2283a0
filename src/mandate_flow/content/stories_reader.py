"""Reads workflows/stories/*.yaml: stories a jurist writes, each value with its type and its file:line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from mandate_flow.content.decisions_reader import DECISIONS, read_decision
from mandate_flow.content.expected_reader import keyed, read_expected
from mandate_flow.content.fact_values import fact_value
from mandate_flow.content.fields import Fields
from mandate_flow.content.problem import Problems, nearest
from mandate_flow.content.rates_reader import read_rates
from mandate_flow.content.story_start_reader import started
from mandate_flow.content.yaml_nodes import Keys, Scalar, read_yaml
from mandate_flow.domain.errors import NotFound
from mandate_flow.domain.file import FactKey, FileKind
from mandate_flow.domain.law import Text
from mandate_flow.domain.payment import PaymentKind
from mandate_flow.domain.story import (
    Act,
    CancelPaid,
    Deed,
    Deposit,
    Given,
    Look,
    Party,
    Pay,
    Record,
    Story,
    Take,
    Withdraw,
)
from mandate_flow.domain.value import Value
from mandate_flow.domain.workflow.definition import Definition

DEEDS = ("record", "deposit", "withdraw", "take", "pay", "cancel_payment", *DECISIONS)
STORIES = "workflows/stories"
BASES = "bases"


def story_files(folder: Path) -> tuple[Path, ...]:
    """The stories of a content folder."""
    return tuple(sorted((folder / STORIES).glob("*.yaml")))


def base_files(folder: Path) -> tuple[Path, ...]:
    """The stories that others start from and that are not played for themselves."""
    return tuple(sorted((folder / STORIES / BASES).glob("*.yaml")))


def read_stories(folder: Path, find: Callable[[str], Definition]) -> tuple[Story, ...]:
    """All stories; `find` gives the latest version of a workflow. Raises BadContent (file:line)."""
    shelf, found = Shelf(folder, find), []
    for path in story_files(folder):
        problems = Problems(path.relative_to(folder).as_posix())
        story = shelf.read(path, problems)
        problems.raise_first()
        if story is not None:
            found.append(story)
    return tuple(found)


class Shelf:
    """The stories of a content folder, where one may start from another: its deeds are read with it.

    `find` gives the latest version of a workflow, or raises NotFound.
    """

    def __init__(self, folder: Path, find: Callable[[str], Definition]) -> None:
        self.folder, self.find = folder, find

    def read(self, path: Path, problems: Problems, opened: tuple[str, ...] = ()) -> Story | None:
        """One story; None when its workflow or the story it starts from cannot be had, which is told.

        `opened` are the names of the stories that are being read because each starts from the next.
        """
        root = Fields(read_yaml(path.read_bytes(), problems), problems, "le fichier")
        title, base = root.translated("story", required=True), None
        if root.has("from"):
            base = self._base(root, (*opened, self._name(path)))
            if base is None:
                return None
        definition = self._definition(root, base)
        if definition is None:
            return None
        start = started(root, base, definition)
        story = _story(root, title, definition, start)
        root.done()
        return story

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder / STORIES).with_suffix("").as_posix()

    def _base(self, root: Fields, opened: tuple[str, ...]) -> Story | None:
        name, line = root.text("from"), root.line_of("from")
        files = {self._name(one): one for one in (*story_files(self.folder), *base_files(self.folder))}
        if name in opened:
            what = f"Cette histoire repart d’elle-même : {' → '.join((*opened[opened.index(name) :], name))}."
            root.problems.add("base-cycle", line, what, do="Faites-en repartir une d’une base écrite en entier.")
            return None
        if name not in files:
            what = f"L’histoire « {name} » n’existe pas dans {STORIES}."
            root.problems.add("unknown-base", line, what, do=nearest(name, files))
            return None
        problems = Problems(files[name].relative_to(self.folder).as_posix())
        story = self.read(files[name], problems, opened)
        fatal = [one for one in problems.found if not one.readable]
        if fatal:
            what = f"L’histoire « {name} », d’où celle-ci repart, ne se lit pas."
            root.problems.add("broken-base", line, what, str(fatal[0]), "Corrigez-la d’abord.")
        return None if fatal else story

    def _definition(self, root: Fields, base: Story | None) -> Definition | None:
        name = root.word("workflow", base.workflow if base else None)
        if base is not None and name != base.workflow:
            what = f"« {base.file} » suit le processus {base.workflow}, pas {name}."
            root.problems.add("base-elsewhere", root.line_of("workflow"), what, do="Effacez « workflow ».")
            return None
        try:
            return self.find(name)
        except NotFound as error:
            root.problems.add("unknown-workflow", root.line_of("workflow"), error.what, do=error.do)
            return None


def _story(root: Fields, title: Text, definition: Definition, start: Story | None) -> Story:
    on = start.on if start else root.day("on", required=True) or date.min
    acts = start.acts if start else ()
    return Story(
        root.problems.file,
        title,
        definition.name,
        root.integer("version", 0) or (start.version if start else None),
        on,
        _given(root, definition, start.given if start else None),
        (*acts, *_acts(root, definition, acts[-1].on if acts else on, required=start is None)),
        read_expected(root.inner("expect", "« expect »"), definition),
        f"{root.problems.file}:{root.line_of('story')}",
    )


def _given(root: Fields, definition: Definition, base: Given | None) -> Given:
    """With a base, what is not said again is as in it. Only a service has a theme."""
    theme = None if definition.kind is FileKind.SERVICE else ""
    inner = root.inner("given", "« given »", required=base is None)
    parties = {
        name: Party(name, _texts(one), f"{root.problems.file}:{one.line}")
        for name, one in inner.each("defined", "l’organisme")
    }
    given = Given(
        inner.text("title", base.title if base else None),
        inner.word("theme", base.theme if base else theme),
        inner.words("authorities", required=base is None) or (base.authorities if base else ()),
        inner.words("structures") or (base.structures if base else ()),
        {**base.parties, **parties} if base else parties,
        inner.word("by", base.by if base else "mission"),
        read_rates(inner) or (base.rates if base else ()),
    )
    inner.done()
    return given


def _texts(one: Fields) -> dict[str, str]:
    found = {name: one.text(name) for name in (one.node.items if isinstance(one.node, Keys) else ())}
    one.done()
    return found


def _acts(root: Fields, definition: Definition, on: date, *, required: bool) -> tuple[Act, ...]:
    """Days only go forward; an act without a day happens on the day of the one before."""
    found: list[Act] = []
    for row in root.rows("acts", "un acte", required=required):
        day = row.day("on") or on
        if day < on:
            what = f"Cet acte est daté du {day}, avant le précédent ({on})."
            root.problems.add("story-backwards", row.line_of("on"), what, do="Remettez les actes dans l’ordre.")
        on = max(day, on)
        where = f"{root.problems.file}:{row.line}"
        deed = _deed(row, definition)
        by = row.word("by", "" if isinstance(deed, Look) else None)
        found.append(Act(on, by, deed, read_expected(row, definition), where))
        row.done()
    return tuple(found)


def _deed(row: Fields, definition: Definition) -> Deed:
    named = [name for name in DEEDS if row.has(name)]
    if len(named) > 1:
        what = f"Un acte ne fait qu’une chose, pas {' et '.join(named)}."
        row.problems.add("several-deeds", row.line_of(named[1]), what, do="Faites-en plusieurs actes.")
    reason = row.text("reason", "")
    if not named:
        return Look()
    if named[0] == "record":
        return Record(_facts(row, definition), reason)
    if named[0] == "deposit":
        return Deposit(_documents(row, definition))
    if named[0] in DECISIONS:
        return read_decision(row, named[0], reason, definition)
    if named[0] == "pay":
        return _pay(row, reason)
    if named[0] == "cancel_payment":
        return _cancel_payment(row, reason)
    step, occurrence = keyed(row.text(named[0]))
    if named[0] == "take":
        _known(row, "take", step, definition.steps, "unknown-step", "L’étape")
        return Take(step, occurrence, reason)
    _known(row, "withdraw", step, definition.documents, "unknown-document", "Le document")
    return Withdraw(step, occurrence, reason)


def _pay(row: Fields, reason: str) -> Pay:
    inner = row.inner("pay", "« pay »")
    found = Pay(
        inner.word("authority"),
        inner.text("year"),
        inner.one_of("kind", PaymentKind) or PaymentKind.CASH,
        inner.number("amount") or Decimal(0),
        inner.day("on", required=True) or date.min,
        inner.yes("irregular"),
        reason,
    )
    inner.done()
    return found


def _cancel_payment(row: Fields, reason: str) -> CancelPaid:
    inner = row.inner("cancel_payment", "« cancel_payment »")
    found = CancelPaid(inner.word("authority"), inner.text("year"), reason)
    inner.done()
    return found


def _facts(row: Fields, definition: Definition) -> dict[FactKey, Value | None]:
    inner = row.inner("record", "« record »")
    found: dict[FactKey, Value | None] = {}
    for written in inner.node.items if isinstance(inner.node, Keys) else ():
        name, occurrence = keyed(str(written))
        kind = definition.facts.get(name)
        if not _known(inner, str(written), name, definition.facts, "unknown-fact", "Le fait") or kind is None:
            continue
        found[name, occurrence] = fact_value(kind, inner, str(written))
        if (kind.per is None) is not (occurrence == ""):
            do = f"Écrivez « {name}@… »." if kind.per else f"Écrivez « {name} » seul."
            what = f"Le fait « {name} » {'se répète' if kind.per else 'ne se répète pas'}."
            inner.problems.add("bad-occurrence", inner.line_of(str(written)), what, do=do)
    inner.done()
    return found


def _documents(row: Fields, definition: Definition) -> dict[FactKey, str]:
    inner = row.inner("deposit", "« deposit »")
    found = {}
    for written, (_, node) in inner.node.items.items() if isinstance(inner.node, Keys) else ():
        name, occurrence = keyed(written)
        _known(inner, written, name, definition.documents, "unknown-document", "Le document")
        found[name, occurrence] = node.text if isinstance(node, Scalar) else inner.text(written)
    inner.done()
    return found


def _known(row: Fields, key: str, name: str, names: Mapping[str, object], kind: str, thing: str) -> bool:
    row.has(key)
    if name not in names:
        what = f"{thing} « {name} » n’existe pas dans ce processus."
        row.problems.add(kind, row.line_of(key), what, do=nearest(name, names))
    return name in names
