"""Compare the regimes of one file, and record the one that is chosen with all it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from mandate_flow.domain.command import Moment, RecordFacts
from mandate_flow.domain.deminimis import AidPicture
from mandate_flow.domain.errors import BadInput, NotFound
from mandate_flow.domain.file import File
from mandate_flow.domain.refusal import Refused, Unchanged
from mandate_flow.domain.regime import Comparison, Tree, account, asked_of, compare, contents_of
from mandate_flow.domain.regime.tree import Group
from mandate_flow.domain.value import Value
from mandate_flow.domain.workflow.definition import Definition
from mandate_flow.domain.workflow.known import Known
from mandate_flow.service.act import Done, act
from mandate_flow.service.desk import Desk
from mandate_flow.service.reading import FilePage, file_page
from mandate_flow.store.unit import Unit


@dataclass(frozen=True, slots=True)
class RegimePage:
    """The questions asked of a file and how all regimes compare; `recorded` is the comparison kept at the last choice.

    `moved`: the answers, the figures or the law have changed since.
    """

    page: FilePage
    tree: Tree
    groups: tuple[Group, ...]
    comparison: Comparison
    recorded: Mapping[str, Any] | None
    moved: bool


def regime_page(desk: Desk, ref: str, moment: Moment) -> RegimePage:
    """Raises NotFound for a file the person may not see, or whose workflow has no decision tree."""
    page = file_page(desk, ref, moment)
    tree = _tree(desk, page.definition)
    with desk.store.read() as unit:
        known = _known(desk, unit, page.file)
    compared = compare(tree, page.definition, page.file, known, moment.day)
    groups = asked_of(tree, page.definition, page.file, known, moment.day)
    kept = [event.outcome["comparison"] for event in page.history if "comparison" in event.outcome]
    now = account(compared, tree, page.file)
    moved = bool(kept) and not _alike(kept[-1], now)
    return RegimePage(page, tree, groups, compared, kept[-1] if kept else None, moved)


def choose(
    desk: Desk, ref: str, regime: str, answers: Mapping[str, Value], moment: Moment, *, expect: int | None = None
) -> Done | Refused | Unchanged:
    """Record the regime with the other `answers` (reasons, instrument), and the comparison it was chosen from.

    Raises BadInput for a regime that the comparison excludes, Stale, and what `act` raises.
    """
    seen = regime_page(desk, ref, moment)
    verdict = {one.option.code: one for one in seen.comparison.verdicts}.get(regime)
    if verdict is None or verdict.eligible is False:
        raise BadInput(
            "Ce régime ne convient pas d’après les réponses données.",
            do="Choisissez-en un autre, ou corrigez d’abord la réponse qui l’écarte.",
            where=seen.tree.regime_fact,
        )
    command = RecordFacts(
        {(name, ""): value for name, value in ({seen.tree.regime_fact: regime} | dict(answers)).items()},
        contents=contents_of(seen.comparison, seen.tree),
        comparison=account(seen.comparison, seen.tree, seen.page.file),
    )
    return act(desk, seen.page.file.id, command, moment, expect=expect)


def _tree(desk: Desk, definition: Definition) -> Tree:
    tree = desk.library.regimes.get(definition.name)
    if tree is None:
        raise NotFound("Ce type de dossier n’a pas de comparaison de régimes.", do="Revenez au dossier.")
    return tree


def _known(desk: Desk, unit: Unit, file: File) -> Known:
    if not file.structures:
        return desk.known
    return replace(desk.known, aid=AidPicture(unit.aid.ledger(file.structures[0])))


def _alike(kept: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether a comparison says the same, whatever the day it was made on."""

    def said(one: Mapping[str, Any]) -> list[tuple[str, Any]]:
        return [(each["regime"], each["eligible"]) for each in one["verdicts"]]

    return said(kept) == said(now) and kept["figures"] == now["figures"]
