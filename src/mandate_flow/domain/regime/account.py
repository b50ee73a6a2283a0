"""What is kept of a comparison once a regime is chosen: for the log, and as the first draft of the reasons."""

from __future__ import annotations

from typing import Any, Final

from mandate_flow.domain.file import File
from mandate_flow.domain.regime.comparison import Comparison, Reason, Standing, Verdict
from mandate_flow.domain.regime.tree import Tree
from mandate_flow.domain.value import Erased, FactType, to_json
from mandate_flow.domain.wording import day_words

WRITTEN: Final = frozenset({FactType.TEXT, FactType.LONG_TEXT, FactType.PERSON})
"""Answers in words are kept by their own events; figures and choices are repeated beside the verdicts."""


def account(comparison: Comparison, tree: Tree, file: File) -> dict[str, Any]:
    """The comparison as a JSON tree without personal values: verdicts, reasons, figures, law entries with their day."""
    chosen = comparison.recommended
    return {
        "tree": {"workflow": tree.workflow, "version": tree.version, "sha256": tree.sha256},
        "recommended": chosen.option.code if chosen else None,
        "verdicts": [_verdict(one) for one in comparison.verdicts],
        "figures": _figures(tree, file) | {name: format(value, "f") for name, value in comparison.aid.items()},
        "law": [
            {"key": cited.key, "entry": cited.entry, "sha256": cited.sha256, "on": on.isoformat()}
            for cited, on in comparison.law
        ],
    }


def contents_of(comparison: Comparison, tree: Tree) -> tuple[str, ...]:
    """The sha256 (hex) of the tree and of every text of law the comparison rests on."""
    return (tree.sha256, *dict.fromkeys(cited.sha256 for cited, _ in comparison.law))


def draft_of_reasons(verdict: Verdict, lang: str = "fr") -> str:
    """A first draft of why this regime: its own sentence, then each condition with its article."""
    why = verdict.option.why.get(lang) or verdict.option.why["fr"]
    met = " ; ".join(_with_law(one, lang) for one in verdict.standing(Standing.MET))
    said = {
        "fr": f"{why} Conditions réunies : {met}. Droit du {day_words(verdict.on, lang)}.",
        "en": f"{why} Conditions met: {met}. Law of {day_words(verdict.on, lang)}.",
        "nl": f"{why} Vervulde voorwaarden: {met}. Recht van {day_words(verdict.on, lang)}.",
    }
    return said.get(lang, said["fr"])


def _with_law(one: Reason, lang: str) -> str:
    words = one.says(lang)
    return f"{words} ({one.law[0].words(lang)})" if one.law else words


def _verdict(one: Verdict) -> dict[str, Any]:
    return {
        "regime": one.option.code,
        "eligible": one.eligible if isinstance(one.eligible, bool) else None,
        "on": one.on.isoformat(),
        "provisional": one.provisional,
        "reasons": [
            {"condition": each.condition.code, "standing": each.standing.value, "missing": list(each.missing)}
            for each in one.reasons
        ],
    }


def _figures(tree: Tree, file: File) -> dict[str, Any]:
    found = {}
    for asked in tree.questions:
        fact = file.fact(asked.fact)
        if fact is not None and fact.type not in WRITTEN and not isinstance(fact.value, Erased):
            found[asked.fact] = to_json(fact.type, fact.value)
    return found
