"""The outlines of the communes that the map shows: checked, compared with the territory, installed, taken away."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Final

from mandate_flow.domain.command import Moment
from mandate_flow.domain.errors import BadInput, Forbidden
from mandate_flow.domain.outline import Drawing, draw, read_features
from mandate_flow.domain.outline.chosen import STREAM, Chosen, chosen_by, recorded, removed
from mandate_flow.domain.people import Role
from mandate_flow.domain.register import Authority
from mandate_flow.service.desk import Desk
from mandate_flow.store.unit import Unit

KEEPS_OUTLINES: Final = frozenset({Role.ADMINISTRATOR})
SOURCE_LENGTH: Final = 200
KIND: Final = "outlines"


@dataclass(frozen=True, slots=True)
class Installed:
    """The outlines the map shows."""

    chosen: Chosen
    drawing: Drawing


@dataclass(frozen=True, slots=True)
class Compared:
    """A drawing and the territory: communes that have no outline in it, and codes of the file that are no commune."""

    drawing: Drawing
    missing: tuple[str, ...]
    unknown: tuple[str, ...]


def installed(desk: Desk) -> Installed | None:
    """None while the map shows hexagons."""
    with desk.store.read() as unit:
        chosen = _chosen(unit)
        raw = unit.library.get(chosen.sha256) if chosen else None
    return Installed(chosen, _drawing(raw)) if chosen and raw else None


def compared(desk: Desk, raw: bytes) -> Compared:
    """What a GeoJSON would show. Raises BadInput (`where` is file)."""
    features = read_features(raw)
    with desk.store.read() as unit:
        communes = {one.code: one for one in _communes(unit)}
    kept = [one for one in features if one.code in communes]
    if not kept:
        raise BadInput(
            "Aucun de ces contours n’est celui d’une commune du territoire.",
            why="Les codes INSEE du fichier ne sont pas ceux du registre des collectivités.",
            do="Choisissez un fichier des communes de ce territoire.",
            where="file",
        )
    here = {one.code for one in kept}
    missing = tuple(one.name for code, one in communes.items() if code not in here)
    return Compared(draw(kept), missing, tuple(one.code for one in features if one.code not in communes))


def install(desk: Desk, raw: bytes, source: str, moment: Moment) -> Compared:
    """The map shows these outlines from now on. Raises Forbidden, BadInput (`where` is file or source)."""
    _may(moment)
    said = " ".join(source.split())
    found = compared(desk, raw)
    if not said:
        raise BadInput(
            "La source manque.",
            why="La carte dit d’où viennent ses contours.",
            do="Dites d’où vient le fichier, son année et sa licence.",
            where="source",
        )
    if len(said) > SOURCE_LENGTH:
        raise BadInput("Cette source est trop longue.", do="Restez en dessous de 200 signes.", where="source")
    kept = found.drawing.to_bytes()
    chosen = Chosen(sha256(kept).hexdigest(), said, len(found.drawing.shapes))
    with desk.store.write() as unit:
        unit.library.put(chosen.sha256, KIND, KIND, str(moment.day), kept)
        unit.log.append(STREAM, recorded(chosen), actor=moment.by.id, at=moment.at, day=moment.day)
    return found


def remove(desk: Desk, moment: Moment) -> None:
    """The map shows hexagons again; nothing happens when it does already. Raises Forbidden."""
    _may(moment)
    with desk.store.write() as unit:
        if _chosen(unit) is not None:
            unit.log.append(STREAM, removed(), actor=moment.by.id, at=moment.at, day=moment.day)


def _chosen(unit: Unit) -> Chosen | None:
    events = unit.log.read(STREAM)
    return chosen_by(events[-1] if events else None)


def _communes(unit: Unit) -> tuple[Authority, ...]:
    return tuple(one for one in unit.registers.authorities() if one.kind == "commune" and one.code)


@lru_cache(maxsize=4)
def _drawing(raw: bytes) -> Drawing:
    return Drawing.from_bytes(raw)


def _may(moment: Moment) -> None:
    if not moment.by.is_any(KEEPS_OUTLINES):
        raise Forbidden("Votre fonction ne permet pas de changer la carte.", do="Adressez-vous à l’administrateur.")
