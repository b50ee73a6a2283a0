"""All that is given, with its mandates and the de minimis ledger, as of one day: what every figure is drawn from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from mandate_flow.domain.fold import fold
from mandate_flow.domain.inventory import Answer, Cover, Granted, Line, Total, Triage, total_of, triage
from mandate_flow.domain.inventory.line import SIREN
from mandate_flow.domain.inventory.total import YEARS, years_before
from mandate_flow.domain.law import LawBook
from mandate_flow.domain.undertaking import Link, component
from mandate_flow.store.unit import Unit

NOTHING: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Names:
    """The registered structures: name by id, and the id behind a SIREN or a (folded) name."""

    by_id: Mapping[str, str]
    behind: Mapping[str, str]

    @classmethod
    def of(cls, unit: Unit) -> Names:
        """As registered now; of two with one name, neither is chosen."""
        rows = unit.inventory.registered()
        behind: dict[str, str] = {}
        twice = set()
        for structure_id, name, siret in rows:
            keys = [f"name:{fold(name)}", *([f"siren:{siret[:SIREN]}"] if siret else [])]
            twice |= {key for key in keys if key in behind}
            behind |= dict.fromkeys(keys, structure_id)
        return cls({row[0]: row[1] for row in rows}, {key: one for key, one in behind.items() if key not in twice})

    def resolved(self, line: Line) -> Line:
        """The line with its structure, when what was typed is that of a registered one."""
        found = "" if line.structure else self.behind.get(line.undertaking, "")
        return replace(line, structure=found) if found else line

    def said(self, line: Line) -> str:
        """Who receives, in words."""
        return self.by_id.get(line.structure, line.name) or line.name or "—"


@dataclass(frozen=True, slots=True)
class Picture:
    """The lines that give in the period, by single undertaking, with their totals."""

    names: Names
    lines: Mapping[str, tuple[Line, ...]]
    covers: tuple[Cover, ...]
    ledger: Mapping[str, tuple[Granted, ...]]
    groups: Mapping[str, str]
    totals: Mapping[str, Total]
    law: LawBook
    day: date

    @classmethod
    def of(cls, unit: Unit, law: LawBook, day: date) -> Picture:
        """As of `day`, over every authority."""
        names = Names.of(unit)
        given = [names.resolved(one) for one in unit.inventory.all(since=years_before(day, YEARS))]
        covers = unit.inventory.covers(given)
        groups = _groups(unit.aid.links(tuple(names.by_id)), names.by_id, day)
        ledger: dict[str, list[Granted]] = {}
        for one in unit.aid.of(tuple(names.by_id)):
            if not one.withdrawn:
                grant = Granted(one.structure, one.authority or one.funder, one.granted_on, one.amount, one.regime)
                ledger.setdefault(groups.get(one.structure, one.structure), []).append(grant)
        lines: dict[str, list[Line]] = {}
        for line in given:
            lines.setdefault(groups.get(line.undertaking, line.undertaking), []).append(line)
        held = {key: tuple(some) for key, some in lines.items()}
        grants = {key: tuple(some) for key, some in ledger.items()}
        totals = {
            key: total_of(key, held.get(key, ()), covers, grants.get(key, ()), law, day) for key in {*held, *grants}
        }
        return cls(names, held, covers, grants, groups, totals, law, day)

    def key(self, line: Line) -> str:
        """The single undertaking that receives."""
        one = self.names.resolved(line).undertaking
        return self.groups.get(one, one)

    def total(self, line: Line) -> Total:
        """What the undertaking behind a line has received."""
        key = self.key(line)
        return self.totals.get(key) or total_of(key, (), (), (), self.law, self.day)

    def triage(self, line: Line) -> Triage:
        """What a line calls for."""
        return triage(line, self.total(line), self.law, self.day)

    def if_answered(self, line: Line, field: str, answer: Answer) -> Triage:
        """What the line would call for if one question were answered so."""
        key, changed = self.key(line), _answered(self.names.resolved(line), field, answer)
        others = tuple(one for one in self.lines.get(key, ()) if one.id != line.id)
        total = total_of(key, (*others, changed), self.covers, self.ledger.get(key, ()), self.law, self.day)
        return triage(changed, total, self.law, self.day)

    def excess(self, authority: str = "") -> Decimal:
        """Euros above the ceilings under no mandate: of one authority, or of all."""
        if authority:
            return sum((one.by_authority.get(authority, NOTHING) for one in self.totals.values()), NOTHING)
        return sum((one.excess for one in self.totals.values()), NOTHING)

    def parts(self) -> dict[str, Decimal]:
        """Those euros by authority."""
        found: dict[str, Decimal] = {}
        for total in self.totals.values():
            for authority, amount in total.by_authority.items():
                found[authority] = found.get(authority, NOTHING) + amount
        return found

    def said(self, key: str) -> str:
        """The name of an undertaking, as registered or else as typed."""
        if key in self.names.by_id:
            return self.names.by_id[key]
        return next((self.names.said(one) for one in self.lines.get(key, ())), key)


def _answered(line: Line, field: str, answer: Answer) -> Line:
    if field == "economic":
        return replace(line, economic=answer)
    return replace(line, own_need=answer) if field == "own_need" else replace(line, local=answer)


def _groups(links: Iterable[Link], structures: Iterable[str], day: date) -> dict[str, str]:
    """Each linked structure to the first of its single undertaking on that day."""
    held = tuple(links)
    linked = {end for one in held for end in (one.left, one.right)}
    return {one: component(held, one, day)[0] for one in structures if one in linked}
