"""The form that opens a file."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from starlette.responses import Response

from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.file import FileKind
from mandate_flow.domain.people import Role
from mandate_flow.edge.web import formats
from mandate_flow.edge.web.language import N_, in_language
from mandate_flow.edge.web.render import go, show
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import WRITERS, Pages
from mandate_flow.service.choices import Choices, choices
from mandate_flow.service.labels import THEMES
from mandate_flow.service.opening import Opening, open_file

pages = Pages()
FIELDS: Final = {"title": "titre", "authorities": "collectivite", "id": "titre"}
EVERY_AUTHORITY: Final = frozenset({Role.MISSION, Role.JURIST})


@pages.get_page("/dossiers/nouveau", allows=WRITERS)
def blank(here: Here) -> Response:
    """The form, empty."""
    return _form(here)


@pages.post_form("/dossiers/nouveau", allows=WRITERS)
def create(here: Here) -> Response:
    """Open the file and go to its page, or show the form again with what is wrong."""
    form, some = here.form, _own(here)
    known = {value for value, _ in some.authorities}
    workflow = form.choice("type", [one for one, _, _ in _workflows(here)], label=N_("Type de mandat"), required=True)
    title = form.text("titre", label=N_("Objet du service"), required=True)
    theme = form.choice("theme", THEMES, label=N_("Thème"), required=True)
    first = form.choice("collectivite", known, label=N_("Collectivité"), required=True)
    others = form.choices(
        "autres", {value for value, _ in choices(here.desk).authorities}, label=N_("Autres collectivités")
    )
    structure = form.choice("structure", {value for value, _ in some.structures}, label=N_("Structure"))
    if form.errors or not (workflow and theme and first):
        return _form(here, HTTPStatus.UNPROCESSABLE_ENTITY)
    authorities = tuple(dict.fromkeys((first, *others)))
    key = form.typed_in("cle")
    opening = Opening(workflow, title, theme, authorities, (structure,) if structure else (), id=key)
    try:
        return go(f"/dossiers/{open_file(here.desk, opening, here.moment).ref}?depuis=0&fait=1")
    except BadInput as error:
        form.typed.pop("cle", None)  # what is sent next opens a file of its own
        form.blame(error, FIELDS)
        return _form(here, HTTPStatus.UNPROCESSABLE_ENTITY)


def _form(here: Visit, status: int = HTTPStatus.OK) -> Response:
    some = _own(here)
    return show(
        here,
        "dossiers_nouveau.html",
        status,
        workflows=_workflows(here),
        themes=list(THEMES.items()),
        authorities=some.authorities,
        others=choices(here.desk).authorities,
        key=here.form.typed_in("cle") or here.desk.new_id(),
        own=here.query.get("collectivite", "") or here.person.authority or "",
        structures=some.structures,
        structure=here.query.get("structure", ""),
    )


def _workflows(here: Visit) -> list[tuple[str, str, str]]:
    return [
        (one.name, formats.workflow(one.name), in_language(one.title))
        for one in here.desk.library.of_kind(FileKind.SERVICE)
    ]


def _own(here: Visit) -> Choices:
    """The mission opens files for every authority, an agent for their own."""
    every = here.person.is_any(EVERY_AUTHORITY)
    return choices(here.desk, only_authority="" if every else here.person.authority or "-")
