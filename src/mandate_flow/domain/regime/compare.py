"""Compares all regimes for one file, under the law in force on the day that counts; changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from mandate_flow.domain.deminimis.picture import NAMES as AID_NAMES
from mandate_flow.domain.expression import Unknown
from mandate_flow.domain.file import File
from mandate_flow.domain.law import Citation
from mandate_flow.domain.regime.asking import asked_of
from mandate_flow.domain.regime.comparison import Comparison, Reason, Said, Standing, Verdict
from mandate_flow.domain.regime.tree import Advice, Asked, Condition, Option, Tree
from mandate_flow.domain.value import Erased
from mandate_flow.domain.workflow.definition import Definition, LawOn
from mandate_flow.domain.workflow.known import Known
from mandate_flow.domain.workflow.scope import FileScope, LawNames, ScopeNames, law_day


def compare(tree: Tree, definition: Definition, file: File, known: Known, day: date) -> Comparison:
    """Every regime and instrument with every reason; `day` stands for the days that are not known yet."""
    bench = _Bench(definition, file, known, day)
    verdicts = tuple(bench.verdict(one) for one in tree.regimes)
    instruments = tuple(bench.verdict(one) for one in tree.instruments)
    fitting = _best(verdicts)
    pending = _pending(verdicts, fitting)
    return Comparison(
        verdicts=verdicts,
        recommended=None if pending else fitting,
        pending=pending,
        general_deminimis=bench.advice(tree.general_deminimis, LawOn.GRANT),
        instruments=instruments,
        instrument=_best(instruments),
        requalification=bench.advice(tree.requalification, LawOn.GRANT),
        next_question=_next(tree, definition, file, known, day, verdicts),
        law=tuple(bench.law.values()),
        aid=bench.aid(),
    )


def _best(verdicts: Iterable[Verdict]) -> Verdict | None:
    fitting = [one for one in verdicts if one.eligible is True]
    return min(fitting, key=lambda one: one.option.rank, default=None)


def _pending(verdicts: Iterable[Verdict], fitting: Verdict | None) -> tuple[Verdict, ...]:
    """What is not known yet and is lighter than the lightest that fits."""
    open_ones = [one for one in verdicts if isinstance(one.eligible, Unknown)]
    before = [one for one in open_ones if fitting is None or one.option.rank < fitting.option.rank]
    return tuple(sorted(before, key=lambda one: one.option.rank))


def _next(
    tree: Tree, definition: Definition, file: File, known: Known, day: date, verdicts: tuple[Verdict, ...]
) -> Asked | None:
    """The first question without an answer, among those that would settle a regime if there is one."""
    open_ones = [
        one
        for group in asked_of(tree, definition, file, known, day)
        for one in group.questions
        if file.fact(one.fact) is None
    ]
    settling = {name for one in verdicts if isinstance(one.eligible, Unknown) for name in one.eligible.names}
    return next((one for one in open_ones if one.fact in settling), next(iter(open_ones), None))


@dataclass(slots=True)
class _Bench:
    definition: Definition
    file: File
    known: Known
    day: date
    law: dict[tuple[str, str], tuple[Citation, date]] = field(default_factory=dict)

    def verdict(self, option: Option) -> Verdict:
        on, provisional = law_day(self.definition, self.file, option.law_on, "", self.day)
        found = (self._reason(one, on) for one in option.conditions)
        reasons = tuple(one for one in found if one is not None)
        cautions = self._holding(option.cautions, on)
        return Verdict(option, _eligible(reasons), reasons, cautions, on, provisional)

    def advice(self, several: Iterable[Advice], law_on: LawOn) -> tuple[Said, ...]:
        on, _ = law_day(self.definition, self.file, law_on, "", self.day)
        return self._holding(several, on)

    def aid(self) -> dict[str, Decimal]:
        """The figures of the ledger under the law of the day of grant."""
        on, _ = law_day(self.definition, self.file, LawOn.GRANT, "", self.day)
        scope = self._scope(on)
        seen = {f"aid.{name}": scope.look_up(f"aid.{name}") for name in AID_NAMES}
        return {name: value for name, value in seen.items() if isinstance(value, Decimal)}

    def _holding(self, several: Iterable[Advice], on: date) -> tuple[Said, ...]:
        scope = self._scope(on)
        holding = [one for one in several if one.when(scope) is True]
        return tuple(Said(one.says, self._names(scope, ()), self._cited(one.law, on)) for one in holding)

    def _reason(self, one: Condition, on: date) -> Reason | None:
        """None when the condition is not asked for."""
        scope = self._scope(on)
        applies = one.when(scope) if one.when is not None else True
        if applies is False:
            return None
        answer = self._answer(one, scope) if applies is True else applies
        missing = tuple(sorted(answer.names)) if isinstance(answer, Unknown) else ()
        standing = Standing.MET if answer is True else Standing.UNKNOWN if missing else Standing.UNMET
        cited = self._cited(one.law, on)
        for each in scope.seen.values():
            self.law[each.key, each.entry] = (each, on)
        unverified = bool(cited) and not any(each.quantity.binding for each in cited)
        return Reason(one, standing, cited, missing, unverified, self._names(scope, missing))

    def _answer(self, one: Condition, scope: FileScope) -> object:
        if one.that is not None:
            return one.that(scope)
        return self.known.law.cite(one.in_force, scope.law_day) is not None

    def _cited(self, keys: Iterable[str], on: date) -> tuple[Citation, ...]:
        found = tuple(cited for key in keys if (cited := self.known.law.cite(key, on)) is not None)
        self.law |= {(one.key, one.entry): (one, on) for one in found}
        return found

    def _scope(self, on: date) -> FileScope:
        """`day` is the day that counts: a rule that began later was not there yet."""
        return FileScope(self.definition, self.file, self.known.law, on, on, aid=self.known.aid)

    def _names(self, scope: FileScope, missing: tuple[str, ...]) -> Mapping[str, Any]:
        facts: dict[str, Any] = dict.fromkeys(self.definition.facts)
        for (name, occurrence), fact in self.file.facts.items():
            if not occurrence and not isinstance(fact.value, Erased):
                facts[name] = fact.value
        law = LawNames(self.known.law, scope.law_day)
        return facts | {"law": law, "aid": ScopeNames(scope, "aid"), "missing": missing, "day": scope.day}


def _eligible(reasons: tuple[Reason, ...]) -> bool | Unknown:
    if any(one.standing is Standing.UNMET for one in reasons):
        return False
    missing = frozenset(name for one in reasons for name in one.missing)
    return Unknown(missing) if missing else True
