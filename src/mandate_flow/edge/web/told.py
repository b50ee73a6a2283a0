"""The parts of a workflow as rows of the page of a version."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mandate_flow.domain.refusal import Level
from mandate_flow.domain.workflow import spoken
from mandate_flow.domain.workflow.definition import Definition
from mandate_flow.edge.web.language import N_, _, in_language, speaking
from mandate_flow.edge.web.visit import Visit
from mandate_flow.service.labels import OWED_BY


def step(definition: Definition, number: int, name: str) -> dict[str, Any]:
    """A step: from where to where, who takes it, how many conditions."""
    one = definition.steps[name]
    return {
        "number": number,
        "label": in_language(one.label),
        "sources": _each(spoken.states(definition, one.sources)),
        "to": _(spoken.leads(definition, one)),
        "by": _each(spoken.roles(one.by)),
        "confirm": _each(spoken.roles(one.confirm_by) or (N_("une autre personne"),)) if one.four_eyes else (),
        "requires": len(one.requires),
        "per": _(spoken.per(one.per)),
        "reason": one.reason,
    }


def requirement(here: Visit, definition: Definition, code: str) -> dict[str, Any]:
    """A condition, with the steps that ask for it and the articles behind it."""
    one = definition.requirements[code]
    return {
        "code": code,
        "label": in_language(one.label),
        "steps": _each(spoken.asked_by(definition, code)),
        "level": _(spoken.LEVELS[one.level]),
        "blocks": one.level is Level.BLOCKER,
        "when": spoken.source(one.when),
        "that": one.that.source,
        "per": _(spoken.per(one.per)),
        "law": _articles(here, one.law),
        "owed_by": _(OWED_BY.get(one.owed_by, one.owed_by)),
    }


def deadline(here: Visit, definition: Definition, code: str) -> dict[str, Any]:
    """A deadline: how it is counted, who owes it, by which article."""
    one = definition.deadlines[code]
    after = in_language(definition.facts[one.after].label) if one.after in definition.facts else one.after
    return {
        "label": in_language(one.label),
        "plus": _(spoken.period(one.plus)),
        "after": after,
        "per": _(spoken.per(one.per)),
        "law": _articles(here, one.law),
        "owed_by": _(OWED_BY.get(one.owed_by, one.owed_by)),
    }


def _each(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(_(one) for one in words)


def _articles(here: Visit, keys: tuple[str, ...]) -> list[str]:
    """The texts as a jurist cites them today; a key alone where none is in force."""
    cited = [(key, here.desk.library.law.cite(key, here.day)) for key in keys]
    return [one.words(speaking()) if one else key for key, one in cited]
