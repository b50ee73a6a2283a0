"""Keeps the present filters of the list under a name: for oneself, or for everybody when the mission shares them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mandate_flow.domain.command import Moment
from mandate_flow.domain.errors import BadInput, Forbidden
from mandate_flow.domain.fold import fold
from mandate_flow.domain.people import Person, Role
from mandate_flow.domain.said import said
from mandate_flow.service.desk import Desk
from mandate_flow.store.saved_views import SavedView
from mandate_flow.store.unit import Unit

__all__ = ["Kept", "SavedView", "begin_with", "kept_views", "put_back", "remove_view", "rename_view", "save_view"]

SHARES: Final = frozenset({Role.MISSION})
LONGEST: Final = 60
LONGEST_QUERY: Final = 1000
MOST: Final = 20


@dataclass(frozen=True, slots=True)
class Kept:
    """The views a person finds, and the id of the one they begin with ("" for the whole list)."""

    views: tuple[SavedView, ...]
    default: str


def kept_views(desk: Desk, person: Person) -> Kept:
    """Those that are shared and their own."""
    with desk.store.read() as unit:
        return Kept(unit.saved_views.of(person.id), unit.saved_views.default_of(person.id))


def may_share(person: Person) -> bool:
    """Whether this person may keep a view for everybody."""
    return person.is_any(SHARES)


def save_view(desk: Desk, name: str, query: str, moment: Moment, *, shared: bool = False) -> SavedView:
    """Keep filters under a name. Raises BadInput (the name, or too many), Forbidden to share."""
    if shared and not may_share(moment.by):
        raise Forbidden("Seule la mission partage des vues avec tout le monde.", do="Gardez-la pour vous.")
    if len(query) > LONGEST_QUERY:
        raise BadInput("Ces filtres sont trop longs pour être gardés.", do="Cherchez moins de mots.", where="nom")
    with desk.store.write() as unit:
        view = SavedView(desk.new_id(), moment.by.id, _named(unit, name, moment.by), query, shared)
        if sum(one.person == moment.by.id for one in unit.saved_views.of(moment.by.id)) >= MOST:
            raise BadInput(
                said("Vous gardez déjà {most} vues.", most=MOST), do="Supprimez-en une d’abord.", where="nom"
            )
        unit.saved_views.save(view, moment.at)
    return view


def rename_view(desk: Desk, view: str, name: str, moment: Moment) -> SavedView:
    """Give a view another name. Raises NotFound, Forbidden, BadInput."""
    with desk.store.write() as unit:
        found = _own(unit, view, moment)
        unit.saved_views.rename(view, _named(unit, name, moment.by, but=view))
        return found


def remove_view(desk: Desk, view: str, moment: Moment) -> SavedView:
    """Take a view away; it can be put back. Raises NotFound, Forbidden."""
    with desk.store.write() as unit:
        found = _own(unit, view, moment)
        unit.saved_views.remove(found, moment.at)
        return found


def put_back(desk: Desk, view: str, moment: Moment) -> SavedView:
    """Undo a removal. Raises NotFound, Forbidden."""
    with desk.store.write() as unit:
        found = _own(unit, view, moment, removed=True)
        unit.saved_views.put_back(view)
        return found


def begin_with(desk: Desk, view: str, moment: Moment) -> None:
    """The view this person begins with, "" for the whole list. Raises NotFound."""
    with desk.store.write() as unit:
        if view:
            unit.saved_views.get(view, moment.by.id)
        unit.saved_views.begin_with(moment.by.id, view)


def _own(unit: Unit, view: str, moment: Moment, *, removed: bool = False) -> SavedView:
    found = unit.saved_views.get(view, moment.by.id, removed=removed)
    if found.person != moment.by.id and not may_share(moment.by):
        raise Forbidden("Cette vue est partagée par la mission.", do="Gardez la vôtre sous un autre nom.")
    return found


def _named(unit: Unit, name: str, person: Person, *, but: str = "") -> str:
    """The name, without useless spaces, that no view bears save the one of id `but`. Raises BadInput."""
    given = " ".join(name.split())
    if not given:
        raise BadInput("Le nom de la vue manque.", do="Donnez-lui un nom court.", where="nom")
    if len(given) > LONGEST:
        raise BadInput(said("Ce nom dépasse {most} caractères.", most=LONGEST), do="Raccourcissez-le.", where="nom")
    if any(fold(one.name) == fold(given) and one.id != but for one in unit.saved_views.of(person.id)):
        raise BadInput("Une vue porte déjà ce nom.", do="Donnez-lui un autre nom.", where="nom")
    return given
