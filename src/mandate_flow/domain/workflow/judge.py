"""Which requirements of a step are met, and why the others are not: all of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from mandate_flow.domain.expression import Unknown
from mandate_flow.domain.file import File
from mandate_flow.domain.law import Citation
from mandate_flow.domain.payment import Payment
from mandate_flow.domain.refusal import Level, Refusal
from mandate_flow.domain.value import Erased
from mandate_flow.domain.workflow.definition import Definition, LawOn, Per, Requirement, Step
from mandate_flow.domain.workflow.known import Known
from mandate_flow.domain.workflow.rated import RateNames
from mandate_flow.domain.workflow.scope import FileScope, LawNames, ScopeNames, law_day, occurrences
from mandate_flow.domain.workflow.sentences import shared


@dataclass(frozen=True, slots=True)
class Met:
    """A requirement that holds, with the law it was judged by."""

    requirement: Requirement
    occurrence: str
    law: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Every requirement of a step or a payment, met or not; `law` are the citations that were used, by (key, entry)."""

    met: tuple[Met, ...]
    refusals: tuple[Refusal, ...]
    law: tuple[tuple[Citation, date], ...]

    @property
    def law_rows(self) -> list[dict[str, str]]:
        """The law that was used, as an event keeps it."""
        return [
            {"key": cited.key, "entry": cited.entry, "sha256": cited.sha256, "on": on.isoformat()}
            for cited, on in self.law
        ]

    @property
    def blockers(self) -> tuple[Refusal, ...]:
        """The refusals that stop the step."""
        return tuple(one for one in self.refusals if one.level is Level.BLOCKER)

    @property
    def warnings(self) -> tuple[Refusal, ...]:
        """The refusals that go with the step."""
        return tuple(one for one in self.refusals if one.level is Level.WARNING)


@dataclass(slots=True)
class _Judge:
    definition: Definition
    file: File
    known: Known
    day: date
    met: list[Met]
    refusals: list[Refusal]
    waiting: list[Unknown]
    law: dict[tuple[str, str], tuple[Citation, date]]
    given: dict[str, dict[str, Any]] = field(default_factory=dict)
    payment: Payment | None = None

    def requirement(self, one: Requirement, occurrence: str) -> None:
        acted_on = self.payment.on if self.payment is not None and one.law_on is LawOn.ACT else self.day
        on, provisional = law_day(self.definition, self.file, one.law_on, occurrence, acted_on)
        scope = FileScope(
            self.definition,
            self.file,
            self.known.law,
            self.day,
            on,
            occurrence,
            aid=self.known.aid,
            rates=self.known.rates,
            payment=self.payment,
        )
        if one.when is not None:
            applies = one.when(scope)
            if isinstance(applies, Unknown):
                self.waiting.append(applies)
                return
            if not applies:
                return
        answer = one.that(scope)
        cited = self._cited(one.law, on, scope)
        if answer is True:
            self.met.append(Met(one, occurrence, cited))
        else:
            self.refusals.append(self._refusal(one, scope, answer, cited, provisional=provisional))

    def _cited(self, keys: Iterable[str], on: date, scope: FileScope) -> tuple[Citation, ...]:
        found = {key: cited for key in keys if (cited := self.known.law.cite(key, on)) is not None}
        for cited in (*found.values(), *scope.seen.values()):
            self.law[(cited.key, cited.entry)] = (cited, on)
        return tuple(found.values())

    def _refusal(
        self,
        one: Requirement,
        scope: FileScope,
        answer: object,
        cited: tuple[Citation, ...],
        *,
        provisional: bool,
    ) -> Refusal:
        missing = tuple(sorted(answer.names)) if isinstance(answer, Unknown) else ()
        binding = any(each.quantity.binding for each in cited)
        return Refusal(
            code=one.code,
            level=one.level if binding else Level.WARNING,
            label=one.label,
            phrase=one.says,
            names=self._names(scope, missing),
            law=cited,
            owed_by=one.owed_by,
            remedy=one.remedy,
            occurrence=scope.occurrence,
            missing=missing,
            provisional=provisional,
            downgraded=one.level is Level.BLOCKER and not binding,
        )

    def _names(self, scope: FileScope, missing: tuple[str, ...]) -> Mapping[str, Any]:
        """The names a sentence may use."""
        occurrence = scope.occurrence
        if occurrence not in self.given:
            self.given[occurrence] = self._facts(occurrence)
        return self.given[occurrence] | {
            "law": LawNames(self.known.law, scope.law_day),
            "aid": ScopeNames(scope, "aid"),
            "rates": RateNames(self.file, self.known.rates, scope.law_day),
            "due": ScopeNames(scope, "due"),
            "payment": ScopeNames(scope, "payment"),
            "money": ScopeNames(scope, "money"),
            "occurrence": occurrence,
            "missing": missing,
            "day": self.day,
        }

    def _facts(self, occurrence: str) -> dict[str, Any]:
        """Facts not given are None, so that a sentence can say "not given"."""
        names: dict[str, Any] = dict.fromkeys(self.definition.facts)
        for (name, at), fact in self.file.facts.items():
            if at in ("", occurrence) and not isinstance(fact.value, Erased):
                names[name] = fact.value
        return names

    def dependants(self) -> None:
        """One refusal for conditions whose `when` is not known yet, unless what is missing is already asked for."""
        asked = {name for one in self.refusals for name in (*one.missing, one.remedy[1]) if one.level is Level.BLOCKER}
        for name in sorted({name for unknown in self.waiting for name in unknown.names} - asked):
            kind = self.definition.facts.get(name)
            label = kind.label if kind else dict.fromkeys(("fr", "en", "nl"), name)
            self.refusals.append(shared("to_be_known_first", remedy=("fact", name), missing=(name,), question=label))

    def done(self) -> Judgement:
        """All that was found."""
        self.dependants()
        return Judgement(tuple(self.met), tuple(self.refusals), tuple(self.law.values()))


def judge(definition: Definition, file: File, step: Step, occurrence: str, day: date, known: Known) -> Judgement:
    """Evaluate every requirement of `step` as of `day` (the day of the act)."""
    judging = _Judge(definition, file, known, day, [], [], [], {})
    for one in _required(definition, step, occurrence):
        for each in occurrences(definition, file, one.per, occurrence if step.per else ""):
            judging.requirement(one, each)
    return judging.done()


def judge_payment(
    definition: Definition, file: File, requires: Iterable[str], payment: Payment, day: date, known: Known
) -> Judgement:
    """Evaluate what a payment requires, recorded on `day`: the law of the act is that of the day it was paid.

    What repeats by authority is asked of the one that pays, what repeats by fiscal year of every year.
    """
    judging = _Judge(definition, file, known, day, [], [], [], {}, payment=payment)
    for one in map(definition.requirements.__getitem__, requires):
        alone = one.per is Per.AUTHORITY
        for each in (payment.authority,) if alone else occurrences(definition, file, one.per, ""):
            judging.requirement(one, each)
    return judging.done()


def _required(definition: Definition, step: Step, occurrence: str) -> Iterator[Requirement]:
    """Without an occurrence, what the step asks for each of its own is not known yet."""
    for one in map(definition.requirements.__getitem__, step.requires):
        if occurrence or one.per is None or one.per is not step.per:
            yield one
