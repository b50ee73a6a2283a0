"""What one undertaking has received over three years from every authority, and how much of it no mandate covers.

The rules are written out in docs/design/inventory.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from mandate_flow.domain.inventory.line import Answer, Line, Mandate
from mandate_flow.domain.law import Citation, LawBook

NOTHING: Final = Decimal(0)
YEARS: Final = 3
"""Used while the law of the day names no period."""
GENERAL: Final = "DM"
SIEG: Final = "SDM"


@dataclass(frozen=True, slots=True)
class Cover:
    """A file that has reached the mandate, with whom it binds and between which days (None: not bounded)."""

    file: str
    ref: str
    authorities: frozenset[str]
    structures: frozenset[str]
    since: date | None = None
    until: date | None = None

    def holds(self, line: Line, day: date) -> bool:
        """True when what was given on that day for the line is under this mandate."""
        if (self.since is not None and day < self.since) or (self.until is not None and day > self.until):
            return False
        same = line.structure in self.structures and line.authority in self.authorities
        return same or line.file == self.file


@dataclass(frozen=True, slots=True)
class Granted:
    """A grant of the de minimis ledger. `regime` is DM or SDM; `line`: the inventory line it was made from, if any."""

    undertaking: str
    authority: str
    day: date
    amount: Decimal
    regime: str = GENERAL
    line: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """What one line brings: euros in the period, of these under a mandate, and above the ceiling under none.

    `cover` is the file that covers the latest of it; `declared`: under an act that is not in the register.
    """

    given: Decimal = NOTHING
    covered: Decimal = NOTHING
    excess: Decimal = NOTHING
    cover: Cover | None = None
    declared: bool = False

    @property
    def uncovered(self) -> Decimal:
        """Euros under no mandate."""
        return self.given - self.covered


@dataclass(frozen=True, slots=True)
class Total:
    """Euros of one undertaking from `first` to `last`, both included.

    `general` is what uses the general ceiling (under no mandate, or granted as general de minimis), `sieg` what would
    use the ceiling for entrusted services; `covered` is under a mandate; `excess` is above the general ceiling;
    `unqualified` is the part of `general` from lines nobody has qualified. `by_authority` divides `excess`.
    """

    undertaking: str
    first: date
    last: date
    ceiling: Citation | None
    sieg_ceiling: Citation | None
    general: Decimal = NOTHING
    sieg: Decimal = NOTHING
    covered: Decimal = NOTHING
    excess: Decimal = NOTHING
    unqualified: Decimal = NOTHING
    shares: Mapping[str, Share] = field(default_factory=dict)
    given_by: Mapping[str, Decimal] = field(default_factory=dict)
    by_authority: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def limit(self) -> Decimal | None:
        """The general ceiling in euros."""
        return _euros(self.ceiling)

    @property
    def sieg_limit(self) -> Decimal | None:
        """The ceiling for services entrusted in writing, in euros."""
        return _euros(self.sieg_ceiling)


@dataclass(frozen=True, slots=True)
class _Piece:
    """What was given on one day."""

    day: date
    line: Line | None
    authority: str
    amount: Decimal
    cover: Cover | None = None
    declared: bool = False


def total_of(
    undertaking: str, lines: Iterable[Line], covers: Iterable[Cover], ledger: Iterable[Granted], law: LawBook, day: date
) -> Total:
    """The total of an undertaking on `day`; `lines` and `ledger` are its own, of every authority."""
    held = tuple(lines)
    covers = _concerning(held, covers)
    first = years_before(day, _period(law, day))
    pieces = [one for line in held for one in _pieces(line, covers, first, day)]
    beside = [one for one in _only_in_ledger(held, ledger) if first <= one.day <= day]
    open_ones = [one for one in pieces if one.line is not None and one.line.counts and not _is_covered(one)]
    registered = {regime: [_from_ledger(one) for one in beside if one.regime == regime] for regime in (GENERAL, SIEG)}
    used = [*open_ones, *registered[GENERAL]]
    ceiling = law.cite("de_minimis_general.ceiling", day)
    excess = _above(used, _euros(ceiling))
    return Total(
        undertaking=undertaking,
        first=first,
        last=day,
        ceiling=ceiling,
        sieg_ceiling=law.cite("de_minimis_sieg.ceiling", day),
        general=_sum(used),
        sieg=_sum((*open_ones, *registered[SIEG])),
        covered=_sum(one for one in pieces if _is_covered(one)),
        excess=sum((amount for _, amount in excess), NOTHING),
        unqualified=_sum(one for one in open_ones if one.line and one.line.economic is Answer.UNKNOWN),
        shares=_shares(held, pieces, excess),
        given_by=_by_authority(
            (one.authority, one.amount) for one in (*pieces, *registered[GENERAL], *registered[SIEG])
        ),
        by_authority=_by_authority((one.authority, amount) for one, amount in excess),
    )


def instalments(line: Line, first: date, last: date) -> Iterator[date]:
    """The days of the period on which the line gives its yearly amount: once, or at each anniversary of its start."""
    if line.once:
        if first <= line.granted_on <= last:
            yield line.granted_on
        return
    start, end = line.since or line.granted_on, min(line.until or last, last)
    for number in range(max(0, first.year - start.year - 1), max(0, end.year - start.year) + 1):
        day = years_before(start, -number)
        if first <= day <= end:
            yield day


def years_before(day: date, years: int) -> date:
    """The same day `years` earlier (later when negative); 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _concerning(lines: Iterable[Line], covers: Iterable[Cover]) -> tuple[Cover, ...]:
    """The mandates that may hold for some of these lines."""
    files, structures = {one.file for one in lines}, {one.structure for one in lines}
    return tuple(one for one in covers if one.file in files or not structures.isdisjoint(one.structures))


def _pieces(line: Line, covers: tuple[Cover, ...], first: date, last: date) -> Iterator[_Piece]:
    for day in instalments(line, first, last):
        found = [one for one in covers if one.holds(line, day)]
        found.sort(key=lambda one: one.file != line.file)
        declared = line.mandate is Mandate.OTHER
        yield _Piece(day, line, line.authority, line.yearly, found[0] if found else None, declared)


def _from_ledger(one: Granted) -> _Piece:
    return _Piece(one.day, None, one.authority, one.amount)


def _is_covered(piece: _Piece) -> bool:
    return piece.cover is not None or piece.declared


def _only_in_ledger(lines: tuple[Line, ...], ledger: Iterable[Granted]) -> Iterator[Granted]:
    """Grants that no line tells: neither made from one, nor the same authority, day and amount as one."""
    known = {one.id for one in lines}
    twins = Counter((one.authority, one.granted_on, one.yearly) for one in lines)
    for one in ledger:
        twin = (one.authority, one.day, one.amount)
        if one.line in known:
            continue
        if twins[twin]:
            twins[twin] -= 1
            continue
        yield one


def _above(pieces: Iterable[_Piece], limit: Decimal | None) -> list[tuple[_Piece, Decimal]]:
    """Each piece with its euros above the limit: the oldest fill it first."""
    found: list[tuple[_Piece, Decimal]] = []
    reached = NOTHING
    for one in sorted(pieces, key=lambda one: (one.day, one.line.id if one.line else "")):
        before, reached = reached, reached + one.amount
        if limit is not None and reached > limit:
            found.append((one, reached - max(before, limit)))
    return found


def _shares(lines: Iterable[Line], pieces: list[_Piece], excess: list[tuple[_Piece, Decimal]]) -> dict[str, Share]:
    found = {}
    for line in lines:
        mine = [one for one in pieces if one.line is line]
        last = mine[-1] if mine else None
        found[line.id] = Share(
            given=_sum(mine),
            covered=_sum(one for one in mine if _is_covered(one)),
            excess=sum((amount for one, amount in excess if one.line is line), NOTHING),
            cover=last.cover if last else None,
            declared=line.mandate is Mandate.OTHER,
        )
    return found


def _by_authority(pairs: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for authority, amount in pairs:
        found[authority] = found.get(authority, NOTHING) + amount
    return found


def _sum(pieces: Iterable[_Piece]) -> Decimal:
    return sum((one.amount for one in pieces), NOTHING)


def _period(law: LawBook, day: date) -> int:
    cited = law.cite("de_minimis_general.window_years", day)
    value = cited.quantity.value if cited else None
    return int(value) if isinstance(value, Decimal) else YEARS


def _euros(cited: Citation | None) -> Decimal | None:
    value = cited.quantity.value if cited else None
    return value if isinstance(value, Decimal) else None
