"""The versions of each workflow: published, in draft or only kept, with the files that follow them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from mandate_flow.content.check import check, errors
from mandate_flow.content.published import publish as write_lock
from mandate_flow.domain.command import Moment
from mandate_flow.domain.errors import BadContent, Forbidden, NotFound
from mandate_flow.domain.people import Role
from mandate_flow.domain.said import said
from mandate_flow.domain.workflow.change import Change
from mandate_flow.domain.workflow.definition import Definition
from mandate_flow.domain.workflow.difference import difference
from mandate_flow.service.desk import Desk
from mandate_flow.service.language import in_language
from mandate_flow.store.unit import Unit

READS: Final = frozenset({Role.ADMINISTRATOR, Role.MISSION})


class Standing(StrEnum):
    """Where a version stands: published; draft; or kept by the database alone, for the files that follow it."""

    PUBLISHED = "published"
    DRAFT = "draft"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a workflow, and how many files follow it. `current`: new files are opened under it."""

    name: str
    version: int
    sha256: str
    title: str
    standing: Standing
    current: bool
    running: int
    ended: int


def publish(folder: Path, name: str) -> str:
    """Publish `workflows/<name>` and return its sha256 (hex).

    Raises BadContent (file:line) while `content check` finds an error anywhere, or when that name was already published
    with other bytes.
    """
    wrong = sorted(errors(check(folder)), key=lambda one: one.file != f"workflows/{name}")  # its own first
    if wrong:
        first, rest = wrong[0], len(wrong) - 1
        others = f" Et {rest} autre(s) : mandate-flow content check les donne toutes." if rest else ""
        do = f"{first.do}{others}".strip()
        raise BadContent(first.what, why=first.why, do=do, where=f"{first.file}:{first.line}")
    return write_lock(folder, name)


def versions(desk: Desk, moment: Moment) -> tuple[Version, ...]:
    """Every version that is in the folder or that a file follows, by name, the latest first."""
    check_may_read(moment)
    with desk.store.read() as unit:
        counts = {one.sha256: one for one in unit.views.followed()}
        known = {one.sha256: one for one in desk.library.definitions.values()}
        for one in counts.values():
            if one.sha256 not in known:
                known[one.sha256] = desk.library.by_sha(one.sha256, unit.library.get)
    current = {one.sha256 for one in desk.library.workflows}
    found = [
        Version(
            name=one.name,
            version=one.version,
            sha256=sha256,
            title=in_language(one.title),
            standing=standing(desk, sha256),
            current=sha256 in current,
            running=counts[sha256].running if sha256 in counts else 0,
            ended=counts[sha256].ended if sha256 in counts else 0,
        )
        for sha256, one in known.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.name, -one.version, one.standing is Standing.KEPT, one.sha256)))


def standing(desk: Desk, sha256: str) -> Standing:
    """Where the version of these bytes stands."""
    if sha256 in desk.library.published:
        return Standing.PUBLISHED
    return Standing.DRAFT if sha256 in desk.library.sources else Standing.KEPT


def one_version(desk: Desk, name: str, version: int, moment: Moment) -> Definition:
    """A version by its number. Raises NotFound."""
    check_may_read(moment)
    with desk.store.read() as unit:
        return find(desk, unit, name, version)


def find(desk: Desk, unit: Unit, name: str, version: int) -> Definition:
    """A version by its number, from the content folder or else from the bytes the database keeps. Raises NotFound."""
    if (name, version) in desk.library.definitions:
        return desk.library.definitions[name, version]
    kept = unit.views.kept_version(name, version)
    if not kept:
        known = ", ".join(f"{one}@{number}" for one, number in sorted(desk.library.definitions)) or said("aucune")
        raise NotFound(
            said("La version {name}@{version} n’existe pas.", name=name, version=version),
            do=said("Versions connues : {known}.", known=known),
        )
    return desk.library.by_sha(kept[0], unit.library.get)


def compare(desk: Desk, name: str, old: int, new: int, moment: Moment) -> tuple[Change, ...]:
    """What changed from one version to another. Raises NotFound."""
    check_may_read(moment)
    with desk.store.read() as unit:
        return difference(find(desk, unit, name, old), find(desk, unit, name, new))


def check_may_read(moment: Moment) -> None:
    """Raises Forbidden unless the person looks after workflows or follows the files."""
    if not moment.by.is_any(READS):
        raise Forbidden("Les versions des parcours ne sont pas ouvertes à votre fonction.")
