"""Take running files to another version of their workflow: seen first, then one event and one transaction a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from mandate_flow.domain.command import Moment
from mandate_flow.domain.errors import BadInput, Forbidden, NotFound, Stale
from mandate_flow.domain.file import File
from mandate_flow.domain.people import SYSTEM, Person, Role
from mandate_flow.domain.said import N_, said
from mandate_flow.domain.workflow.definition import Definition, FactKind
from mandate_flow.domain.workflow.migration import in_batch, plan
from mandate_flow.domain.workflow.verdict import Choices, Movable, Refused, Verdict
from mandate_flow.service.committing import commit
from mandate_flow.service.definitions import check_may_read, find
from mandate_flow.service.desk import Desk
from mandate_flow.service.language import in_language
from mandate_flow.store.unit import Unit

MIGRATES: Final = frozenset({Role.ADMINISTRATOR})
CHANGED: Final = said("Le dossier a changé depuis que vous l’avez vu : rien n’y a été écrit.")
NO_CHOICES: Final = Choices()


@dataclass(frozen=True, slots=True)
class Move:
    """What is asked: files of a workflow from one version to another, as decided; `ref` keeps one file alone."""

    workflow: str
    old: int
    new: int
    choices: Choices = NO_CHOICES
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """One file and what may become of it. `state` is the French label; `version` that of the file as it was judged."""

    id: str
    ref: str
    title: str
    state: str
    version: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Preview:
    """Every running file of the old version, judged; `published`: the new version may be used."""

    old: Definition
    new: Definition
    files: tuple[Judged, ...]
    published: bool

    @property
    def lost(self) -> tuple[str, ...]:
        """The states a running file may be in that the new version no longer has."""
        return tuple(name for name, one in self.old.states.items() if name not in self.new.states and not one.ending)

    @property
    def reshaped(self) -> tuple[str, ...]:
        """The questions whose answers may no longer fit: another form, other choices, or given by others."""
        kept = ((name, self.new.facts[name]) for name in self.old.facts if name in self.new.facts)
        return tuple(name for name, now in kept if _reshaped(self.old.facts[name], now))


@dataclass(frozen=True, slots=True)
class Report:
    """What a batch did: the files that moved, and those that stayed, judged."""

    batch: str
    moved: tuple[Judged, ...]
    stayed: tuple[Judged, ...]


def preview(desk: Desk, move: Move, moment: Moment) -> Preview:
    """Judge every file; nothing is written. Raises NotFound (a version, the file), BadInput (a choice), Forbidden."""
    check_may_read(moment)
    with desk.store.read() as unit:
        old, new = find(desk, unit, move.workflow, move.old), find(desk, unit, move.workflow, move.new)
        _check_choices(move.choices, old, new)
        runners = unit.views.running(move.workflow, move.old, move.ref)
        if move.ref and not runners:
            what = said(
                "Le dossier {ref} ne suit pas {version}, ou il est terminé.",
                ref=move.ref,
                version=f"{move.workflow}@{move.old}",
            )
            raise NotFound(what, do="Vérifiez la référence et la version.")
        judged = tuple(_judged(desk, unit, one.id, new, move.choices, moment)[1] for one in runners)
    return Preview(old, new, judged, new.sha256 in desk.library.published)


def run(desk: Desk, move: Move, moment: Moment, *, batch: str = "", seen: Mapping[str, int] | None = None) -> Report:
    """Move every movable file, each in its own transaction: stopped half-way, the same call moves the others.

    `seen`: only these files (id to the version they were judged at); one that changed since stays. `batch` continues a
    batch that was interrupted. Raises what `preview` does, and BadInput for a version that is not published.
    """
    if not moment.by.is_any(MIGRATES):
        raise Forbidden("Migrer des dossiers est réservé à l’administrateur.", do="Adressez-vous à l’administrateur.")
    looked = preview(desk, move, moment)
    if not looked.published:
        what = said("{version} n’est pas publiée.", version=f"{move.workflow}@{move.new}")
        why = N_("Un brouillon peut encore changer : les dossiers ne le suivent pas.")
        raise BadInput(
            what,
            why=why,
            do=f"mandate-flow workflow publish {move.workflow}.v{move.new}.yaml",
        )
    batch = batch or desk.new_id()
    moved: list[Judged] = []
    stayed: list[Judged] = []
    for one in looked.files:
        if seen is not None and one.id not in seen:
            continue
        expect = one.version if seen is None else seen[one.id]
        done = _move(desk, one, expect, looked.new, move.choices, batch, moment)
        (moved if isinstance(done.verdict, Movable) else stayed).append(done)
    return Report(batch, tuple(moved), tuple(stayed))


def _move(
    desk: Desk, one: Judged, expect: int, new: Definition, choices: Choices, batch: str, moment: Moment
) -> Judged:
    if not isinstance(one.verdict, Movable):
        return one
    try:
        with desk.store.write() as unit:
            file, now = _judged(desk, unit, one.id, new, choices, moment)
            if file.version != expect:
                return replace(now, verdict=Refused((CHANGED,)))
            if not isinstance(now.verdict, Movable):
                return now
            draft = in_batch(now.verdict.draft, batch)
            commit(desk, unit, new, file, draft, moment)
    except Stale:
        return replace(one, verdict=Refused((CHANGED,)))
    desk.stored.update(draft.contents)
    return now


def _judged(
    desk: Desk, unit: Unit, file_id: str, new: Definition, choices: Choices, moment: Moment
) -> tuple[File, Judged]:
    file = unit.files.get(file_id)
    old = desk.definition(unit, file.workflow)
    verdict = plan(old, new, file, choices, desk.known, moment.day)
    state = in_language(old.states[file.state].label) if file.state in old.states else file.state
    return file, Judged(file.id, file.ref, title_for(moment.by, file), state, file.version, verdict)


def title_for(person: Person, file: File) -> str:
    """The title, "" for who may not see the file: an administrator moves files by their references."""
    return file.title if person.id == SYSTEM.id or person.may_see(file) else ""


def _reshaped(before: FactKind, now: FactKind) -> bool:
    fewer = {one.value for one in before.choices} - {one.value for one in now.choices}
    return before.type is not now.type or before.per is not now.per or bool(fewer)


def _check_choices(choices: Choices, old: Definition, new: Definition) -> None:
    for before, after in choices.states.items():
        if before not in old.states:
            do = said("États de la version {version} : {states}.", version=old.version, states=", ".join(old.states))
            raise BadInput(
                said("L’état « {before} » n’existe pas dans l’ancienne version.", before=before), do=do, where="map"
            )
        if after not in new.states:
            do = said("États de la version {version} : {states}.", version=new.version, states=", ".join(new.states))
            raise BadInput(
                said("L’état « {after} » n’existe pas dans la nouvelle version.", after=after), do=do, where="map"
            )
    for name in sorted(choices.aside):
        if name not in new.facts:
            raise BadInput(
                said("La question « {name} » n’existe pas dans la nouvelle version.", name=name), where="aside"
            )
