"""Compares what a story expects with what was found, and says each difference with its file and line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from mandate_flow.domain.deadline import DeadlineStatus
from mandate_flow.domain.file import FactKey, File
from mandate_flow.domain.notice import Queued
from mandate_flow.domain.story import Expected, ExpectedDeadline, ExpectedMail

NOTHING = "rien"


@dataclass(frozen=True, slots=True)
class Found:
    """What one deed answered: (code, occurrence) of blockers and warnings; `proposed`: a second person is awaited."""

    blockers: tuple[FactKey, ...] = ()
    warnings: tuple[FactKey, ...] = ()
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class Notices:
    """The notices of a story so far, those of its acts and those of its reminder days."""

    queued: tuple[Queued, ...]
    resolved: Callable[[str], str]

    def miss(self, mail: ExpectedMail) -> str | None:
        """What left instead of `mail` that day, or None when it did leave."""
        that_day = [one for one in self.queued if one.send_on == mail.on]
        if any(one.notice == mail.notice and self._is_for(one, mail.to) for one in that_day):
            return None
        return listed(f"{one.notice} à {one.audience}" for one in that_day)

    def _is_for(self, one: Queued, to: str) -> bool:
        kind, _, name = one.audience.partition(":")
        return to in (name, kind) or (to == "agent" and kind == "authority") or self.resolved(to) == name


def unmet(
    expected: Expected, found: Found, file: File, resolved: Callable[[FactKey], FactKey], where: str
) -> Iterator[str]:
    """One line for each thing that is not as expected, mails apart; `where` stands in for a line not given."""
    for name, wanted, codes in (
        ("refused", expected.refused, found.blockers),
        ("warned", expected.warned, found.warnings),
    ):
        if wanted is not None and not same_codes(wanted, codes, resolved):
            shown = listed(f"{code}@{at}" if at else code for code, at in codes)
            yield differs(expected.lines.get(name, where), f"{name} {listed(wanted)}", shown)
    if expected.state is not None and expected.state != file.state:
        yield differs(expected.lines.get("state", where), f"état {expected.state}", file.state)
    if expected.proposed is not None and expected.proposed is not found.proposed:
        words = {True: "une proposition en attente", False: "aucune proposition en attente"}
        yield differs(expected.lines.get("proposed", where), words[expected.proposed], words[found.proposed])
    for one in expected.deadlines:
        yield from _deadline(one, file, resolved)


def same_codes(wanted: Iterable[str], found: Sequence[FactKey], resolved: Callable[[FactKey], FactKey]) -> bool:
    """True when the two name the same codes; one written without occurrence stands for every occurrence."""
    keys = {resolved((code, at)) for code, _, at in (one.partition("@") for one in wanted)}
    missing = [key for key in keys if not any(_names(key, one) for one in found)]
    return not missing and all(any(_names(key, one) for key in keys) for one in found)


def _names(key: FactKey, found: FactKey) -> bool:
    return key[0] == found[0] and key[1] in ("", found[1])


def _deadline(one: ExpectedDeadline, file: File, resolved: Callable[[FactKey], FactKey]) -> Iterator[str]:
    held = file.deadlines.get(resolved((one.code, one.occurrence)))
    name = f"{one.code}@{one.occurrence}" if one.occurrence else one.code
    stands = held is not None and held.status is not DeadlineStatus.CANCELLED
    if one.absent:
        if stands and held is not None:
            yield differs(one.where, f"aucune échéance {name}", f"{held.due} ({held.status})")
        return
    if held is None:
        yield differs(one.where, f"l’échéance {name}", "aucune")
        return
    if one.due is not None and one.due != held.due:
        yield differs(one.where, f"{name} le {one.due}", f"le {held.due}")
    if one.status is not None and one.status is not held.status:
        yield differs(one.where, f"{name} {one.status}", str(held.status))


def differs(where: str, wanted: str, found: str) -> str:
    """The line a jurist reads."""
    return f"{where}: attendu {wanted}, trouvé {found}"


def listed(codes: Iterable[str]) -> str:
    """Codes in a row, or that there is none."""
    return ", ".join(sorted(codes)) or NOTHING
