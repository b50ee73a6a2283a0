"""Reads the calendars of structures, authorities and the system (`workflows/calendars.v<n>.yaml`)."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import Final

from mandate_flow.content.deadlines_reader import read_period
from mandate_flow.content.fields import Fields
from mandate_flow.content.problem import Problems
from mandate_flow.content.yaml_nodes import read_yaml
from mandate_flow.domain.calendar.definition import (
    BACK,
    DATE,
    FISCAL_YEAR,
    Basis,
    CalendarDefinition,
    CalendarFact,
    CalendarRule,
    DueRule,
    OwnerKind,
    day_of_year,
)
from mandate_flow.domain.value import FactType

FOLDER: Final = "workflows"
PATTERN: Final = "calendars.v[0-9]*.yaml"
DAY: Final = re.compile(r"([0-9]{2})-([0-9]{2})")
LEAP: Final = 2024
BY_ACT: Final = "act"
BY_NOBODY: Final = "nobody"


def calendar_files(folder: Path) -> tuple[Path, ...]:
    """The calendars of a content folder, the oldest version first."""
    return tuple(sorted((folder / FOLDER).glob(PATTERN), key=lambda path: (len(path.name), path.name)))


def read_calendars(content: bytes, problems: Problems) -> CalendarDefinition:
    """The calendars as far as they can be read; what is wrong goes to `problems`."""
    root = Fields(read_yaml(content, problems), problems, "le fichier")
    found = CalendarDefinition(
        root.integer("version"),
        hashlib.sha256(content).hexdigest(),
        root.translated("title", required=True),
        _facts(root),
        _rules(root),
    )
    root.done()
    return found


def _facts(root: Fields) -> dict[str, CalendarFact]:
    found = {}
    for name, one in root.each("facts", "le fait"):
        kind = one.one_of("type", FactType) or FactType.DATE
        found[name] = CalendarFact(
            name, _owner(one), kind, one.translated("label", required=True), one.translated("help")
        )
        if kind not in (FactType.DATE, FactType.MONEY):
            what = f"Le fait « {name} » est de type {kind} ; un calendrier retient des dates et des montants."
            one.problems.add(
                "calendar-type", one.line_of("type"), what, do="Écrivez « type: date » ou « type: money »."
            )
        one.done()
    return found


def _rules(root: Fields) -> dict[str, CalendarRule]:
    found = {}
    for code, one in root.each("rules", "l’échéance", required=True):
        met = one.word("met_by", BY_ACT)
        if met not in (BY_ACT, BY_NOBODY):
            what = f"« met_by: {met} » n’est pas possible dans {one.of}."
            one.problems.add("bad-word", one.line_of("met_by"), what, do="Écrivez act ou nobody.")
        due = _due(one)
        found[code] = CalendarRule(
            code,
            _owner(one),
            one.translated("label", required=True),
            due,
            one.word("owed_by"),
            one.word("cadence"),
            one.words("law"),
            per=_per(one, due),
            when=one.expression("when"),
            by_act=met == BY_ACT,
            met_when=one.expression("met_when"),
            ahead=one.integer("ahead_days", 0),
            back=one.integer("back_days", BACK),
            help=one.translated("help"),
        )
        one.done()
    return found


def _owner(one: Fields) -> OwnerKind:
    return one.one_of("owner", OwnerKind) or OwnerKind.SYSTEM


def _per(one: Fields, due: DueRule) -> str:
    """A rule counted from days repeats over them; one counted from a date, or the year after, over fiscal years."""
    per = one.word("per", "")
    if due.basis in (Basis.AFTER, Basis.EACH) and per == FISCAL_YEAR:
        if due.basis is Basis.EACH and len(due.days) != 1:
            what = f"{one.of[0].upper()}{one.of[1:]} : un seul jour par exercice."
            one.problems.add("calendar-due", one.line_of("due"), what, do="Gardez un jour, ou retirez « per ».")
        return FISCAL_YEAR
    if per or due.basis is Basis.AFTER:
        what = f"{one.of[0].upper()}{one.of[1:]} : « per » et « due » ne vont pas ensemble."
        why = "« after » compte par exercice ; « each_of » et « end_of » ne se répètent pas ainsi."
        do = "Écrivez per: fiscal_year avec after ou each, et rien avec each_of et end_of."
        one.problems.add("calendar-due", one.line_of("due"), what, why, do)
    return DATE if due.basis in (Basis.EACH, Basis.EACH_OF) else ""


def _due(one: Fields) -> DueRule:
    inner = one.inner("due", f"« due » de {one.of}", required=True)
    given = [basis for basis in Basis if inner.has(basis.value)]
    basis = given[0] if given else Basis.EACH
    if len(given) != 1:
        what = f"« due » de {one.of} dit un point de départ, et un seul."
        do = f"Écrivez l’un de : {', '.join(Basis)}."
        one.problems.add("calendar-due", inner.line, what, do=do)
    days = _days(inner) if basis is Basis.EACH and given else ()
    name = "" if basis is Basis.EACH else inner.word(basis.value)
    plus, plus_law = read_period(inner), inner.word("plus_law", "")
    later, step, first = inner.integer("years_later", 0), inner.integer("step", 1), inner.integer("first", 0)
    inner.done()
    body = json.dumps([basis, name, days, asdict(plus), plus_law, later], sort_keys=True)
    mark = hashlib.sha256(body.encode()).hexdigest()[:16]
    return DueRule(basis, name, days, plus, plus_law, later, max(step, 1), first, mark)


def _days(inner: Fields) -> tuple[tuple[int, int], ...]:
    found = []
    for word in inner.words(Basis.EACH.value):
        match = DAY.fullmatch(word)
        month, number = (int(match[1]), int(match[2])) if match else (0, 0)
        if not _exists(month, number):
            what = f"« {word} » n’est pas un jour de l’année."
            inner.problems.add("calendar-day", inner.line_of("each"), what, do="Écrivez mois-jour, par exemple 03-30.")
            continue
        found.append((month, number))
    return tuple(found)


def _exists(month: int, number: int) -> bool:
    try:
        return day_of_year(LEAP, month, number).day == number
    except ValueError:
        return False
