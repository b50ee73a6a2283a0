"""The rules of calendars start from what exists, name what their owner knows, and last as long as the law they cite."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from mandate_flow.content.checks.deadlines import lengths
from mandate_flow.content.checks.names import PARTIES
from mandate_flow.content.checks.subject import law_keys
from mandate_flow.content.problem import Problems, nearest
from mandate_flow.content.yaml_nodes import Path
from mandate_flow.domain.calendar.definition import Basis, CalendarDefinition, CalendarRule
from mandate_flow.domain.calendar.picture import EVERYWHERE, NAMES
from mandate_flow.domain.expression.values import Kind
from mandate_flow.domain.law import LawBook
from mandate_flow.domain.notice import NoticeBook
from mandate_flow.domain.value import FactType

LAW: Final = "law."


class CalendarCheck:
    """One file of calendars under examination; `lines` goes by path in the YAML tree."""

    def __init__(
        self,
        definition: CalendarDefinition,
        lines: dict[Path, int],
        problems: Problems,
        law: LawBook,
        book: NoticeBook,
    ) -> None:
        self.definition, self.lines, self.problems, self.law, self.book = definition, lines, problems, law, book
        self.keys = law_keys(law)

    def run(self) -> None:
        """Tell what is wrong with each rule."""
        for rule in self.definition.rules.values():
            if not rule.law:
                what = f"L’échéance « {rule.code} » ne cite aucun texte."
                do = "Ajoutez « law: texte.grandeur »."
                self.problems.add("missing-source", self._line(rule), what, "Une échéance cite son texte.", do)
            for key in (*rule.law, *((rule.due.plus_law,) if rule.due.plus_law else ())):
                self._known("unknown-law", "La référence de droit", key, self.keys, rule, "law")
            self._known("unknown-party", "La partie", rule.owed_by, list(PARTIES), rule, "owed_by")
            self._known("unknown-cadence", "La cadence", rule.cadence, list(self.book.cadences), rule, "cadence")
            self._start(rule)
            self._names(rule)
            self._length(rule)

    def _start(self, rule: CalendarRule) -> None:
        due, own = rule.due, NAMES[rule.owner]
        if due.basis is Basis.END_OF:
            self._known("unknown-law", "Le texte de droit", due.name, list(self.law.texts), rule, "due")
        elif due.basis in (Basis.AFTER, Basis.EACH_OF):
            listed = due.basis is Basis.EACH_OF
            dates = [name for name, one in own.items() if one.kind is Kind.DATE and one.days is listed]
            if not listed:
                facts = self.definition.facts.values()
                dates += [one.name for one in facts if one.type is FactType.DATE and one.owner is rule.owner]
            self._known("unknown-trigger", "La date de départ", due.name, dates, rule, "due")

    def _names(self, rule: CalendarRule) -> None:
        """Conditions use the names of the owner, what is written in its calendar, and the law."""
        facts = [one.name for one in self.definition.facts.values() if one.owner is rule.owner]
        known = [*EVERYWHERE, *(name for name, one in NAMES[rule.owner].items() if not one.days), *facts]
        for key, name in self._used(rule):
            if name.startswith(LAW):
                self._known("unknown-law", "La référence de droit", name.removeprefix(LAW), self.keys, rule, key)
            else:
                self._known("calendar-name", f"Dans le calendrier de {rule.owner}, le nom", name, known, rule, key)

    @staticmethod
    def _used(rule: CalendarRule) -> Iterator[tuple[str, str]]:
        for key, expression in (("when", rule.when), ("met_when", rule.met_when)):
            for name in sorted(expression.names) if expression is not None else ():
                yield key, name

    def _length(self, rule: CalendarRule) -> None:
        """A cited quantity in months or days is the length of the deadline."""
        if rule.due.plus_law or rule.due.basis is Basis.EACH:
            return
        for key in rule.law:
            unit, values = lengths(self.law, key)
            length = abs(getattr(rule.due.plus, unit)) if unit else 0
            if unit and length and Decimal(length) not in values:
                said = " ou ".join(format(value, "f") for value in sorted(values))
                what = f"L’échéance « {rule.code} » compte {unit}: {length} ; « {key} » dit {said}."
                do = "Corrigez « plus », ou citez un autre texte."
                self.problems.add("length-differs", self._line(rule, "due"), what, do=do)

    def _known(self, kind: str, what: str, name: str, names: list[str], rule: CalendarRule, key: str) -> None:
        if name and name not in names:
            self.problems.add(kind, self._line(rule, key), f"{what} « {name} » n’existe pas.", do=nearest(name, names))

    def _line(self, rule: CalendarRule, *keys: str) -> int:
        path: Path = ("rules", rule.code, *keys)
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)
