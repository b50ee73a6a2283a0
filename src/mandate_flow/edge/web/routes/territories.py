"""The territories: groups of communes that lists and figures can be narrowed to."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import Final

from starlette.responses import Response

from mandate_flow.domain.errors import BadInput, Stale
from mandate_flow.domain.territory import Territory
from mandate_flow.edge.web.language import N_, _
from mandate_flow.edge.web.render import go, show
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import ADMINISTRATION, Pages, only
from mandate_flow.service.territories import (
    KEEPS_TERRITORIES,
    change_territory,
    communes_there_are,
    define_territory,
    retire_territory,
    territories,
    territory,
)

pages: Final = Pages()
PLACE: Final = "/administration/territoires"
KEEPERS: Final = only(*KEEPS_TERRITORIES)
FIELDS: Final = {"name": "nom", "communes": "communes"}
TOLD: Final = {
    "defini": N_("Le territoire est défini : il est proposé dans les filtres."),
    "modifie": N_("Le territoire est modifié."),
    "retire": N_("Le territoire n’est plus proposé."),
}
WRONG: Final = HTTPStatus.UNPROCESSABLE_ENTITY


@pages.get_page(PLACE, allows=ADMINISTRATION)
def every(here: Here) -> Response:
    """Those there are."""
    names = {one.id: one.name for one in communes_there_are(here.desk)}
    return show(
        here,
        "territoires/registre.html",
        rows=[(one, [names.get(id_, id_) for id_ in one.communes]) for one in territories(here.desk)],
        told=_(TOLD[told]) if (told := here.query.get("fait", "")) in TOLD else "",
        may_change=KEEPERS.admits(here.person),
    )


@pages.get_page(f"{PLACE}/nouveau", allows=KEEPERS)
def blank(here: Here) -> Response:
    """The form, empty."""
    return _form(here, Territory("", "", ()))


@pages.post_form(f"{PLACE}/nouveau", allows=KEEPERS)
def define(here: Here) -> Response:
    """Define it, or show the form again with what is wrong."""
    held = Territory("", "", ())
    try:
        define_territory(here.desk, *_typed(here), here.moment)
    except BadInput as error:
        here.form.blame(error, FIELDS)
        return _form(here, held, WRONG)
    return go(f"{PLACE}?fait=defini")


@pages.get_page(f"{PLACE}/{{territory_id}}", allows=KEEPERS)
def edit(here: Here, territory_id: str) -> Response:
    """The form, filled."""
    return _form(here, territory(here.desk, territory_id))


@pages.post_form(f"{PLACE}/{{territory_id}}", allows=KEEPERS)
def change(here: Here, territory_id: str) -> Response:
    """Change it, or show the form again with what is wrong."""
    held = territory(here.desk, territory_id)
    name, communes = _typed(here)
    expect = held.version if here.version is None else here.version
    try:
        given = replace(held, name=name, communes=tuple(communes))
        change_territory(here.desk, given, here.moment, expect=expect)
    except Stale as late:
        return _form(here, held, HTTPStatus.CONFLICT, late=late)
    except BadInput as error:
        here.form.blame(error, FIELDS)
        return _form(here, held, WRONG)
    return go(f"{PLACE}?fait=modifie")


@pages.post_form(f"{PLACE}/{{territory_id}}/retrait", allows=KEEPERS)
def retire(here: Here, territory_id: str) -> Response:
    """It is offered no more."""
    retire_territory(here.desk, territory_id, here.moment)
    return go(f"{PLACE}?fait=retire")


def _typed(here: Visit) -> tuple[str, list[str]]:
    return here.form.typed_in("nom"), [one for one in here.form.all_typed_in("communes", ()) if one]


def _form(here: Visit, held: Territory, status: int = HTTPStatus.OK, *, late: Stale | None = None) -> Response:
    return show(
        here,
        "territoires/territoire.html",
        status,
        held=held,
        communes=[(one.id, one.name) for one in communes_there_are(here.desk)],
        late=late,
    )
