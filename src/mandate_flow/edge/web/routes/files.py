"""The list of files, and the form that opens one."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from starlette.responses import Response

from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.file import FileKind
from mandate_flow.domain.people import Role
from mandate_flow.edge.web.language import in_language
from mandate_flow.edge.web.numbers import page_number
from mandate_flow.edge.web.render import go, link, show
from mandate_flow.edge.web.rows import file_lines
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import READERS, WRITERS, Pages
from mandate_flow.service.board import mine
from mandate_flow.service.choices import Choices, choices
from mandate_flow.service.labels import THEMES
from mandate_flow.service.listing import listing
from mandate_flow.service.opening import Opening, open_file
from mandate_flow.store.views import Filters, Sort

pages = Pages()
NATURES: Final = {"chemins": FileKind.PATH.value, "missions": FileKind.MISSION.value, "toutes": ""}
"""What the list may show beside the files of services: their kind by its name in the address, "" for all."""
SORTS: Final = {
    Sort.DUE: "Prochaine échéance",
    Sort.REF: "Référence",
    Sort.STATE: "Étape",
    Sort.END: "Fin du mandat",
    Sort.AMOUNT: "Montant annuel",
}
FIELDS: Final = {"title": "titre", "authorities": "collectivite", "id": "titre"}
EVERY_AUTHORITY: Final = frozenset({Role.MISSION, Role.JURIST})


@pages.get_page("/dossiers", allows=READERS)
def files(here: Here) -> Response:
    """Files kept by the filters of the address, a page at a time."""
    number = page_number(here.query.get("page", ""))
    wanted = here.query.get("tri", "")
    found = listing(
        here.desk,
        here.person,
        here.day,
        _filters(here),
        Sort(wanted) if wanted in frozenset(Sort) else Sort.CHANGED,
        number,
    )
    some, kind = choices(here.desk), _kind(here)
    return show(
        here,
        "dossiers.html",
        files=file_lines(found.files.rows, found.labels),
        caption="Dossiers que vous pouvez voir",
        total=found.files.total,
        said=" retenu" + ("s" if found.files.total > 1 else "") if here.query else "",
        page=found.files.number,
        pages=found.files.count,
        turn=lambda page: link(here, page=page),
        states=list(found.labels.states(FileKind(kind) if kind else None).items()),
        natures=[("chemins", "Chemins des communes"), ("missions", "Missions"), ("toutes", "Tous les dossiers")],
        regimes=list(found.labels.regimes().items()),
        workflows=[(one.name, one.prefix) for one in found.labels.latest if kind in ("", one.kind)],
        themes=list(THEMES.items()),
        authorities=some.authorities,
        sorts=[(sort.value, label) for sort, label in SORTS.items()],
        structure=here.query.get("structure", ""),
        may_open=WRITERS.admits(here.person),
    )


def _filters(here: Visit) -> Filters:
    query = here.query
    return Filters(
        state=query.get("etat", ""),
        authority=query.get("commune", ""),
        structure=query.get("structure", ""),
        theme=query.get("theme", ""),
        workflow=query.get("type", ""),
        kind=_kind(here),
        regime=query.get("regime", ""),
        late=True if query.get("retard") == "1" else None,
        ended=None if query.get("clos") == "1" else False,
        ending=query.get("fin") == "1",
        mine=mine(here.person) if query.get("miens") == "1" else None,
        text=query.get("q", ""),
    )


def _kind(here: Visit) -> str:
    """The kind of files to show. Words are searched in all of them: a reference is found whatever it is about."""
    asked = here.query.get("nature", "")
    if asked in NATURES:
        return NATURES[asked]
    return "" if here.query.get("q", "").strip() else FileKind.SERVICE.value


@pages.get_page("/dossiers/nouveau", allows=WRITERS)
def blank(here: Here) -> Response:
    """The form, empty."""
    return _form(here)


@pages.post_form("/dossiers/nouveau", allows=WRITERS)
def create(here: Here) -> Response:
    """Open the file and go to its page, or show the form again with what is wrong."""
    form, some = here.form, _own(here)
    known = {value for value, _ in some.authorities}
    workflow = form.choice("type", [one for one, _, _ in _workflows(here)], label="Type de mandat", required=True)
    title = form.text("titre", label="Objet du service", required=True)
    theme = form.choice("theme", THEMES, label="Thème", required=True)
    first = form.choice("collectivite", known, label="Collectivité", required=True)
    others = form.choices(
        "autres", {value for value, _ in choices(here.desk).authorities}, label="Autres collectivités"
    )
    structure = form.choice("structure", {value for value, _ in some.structures}, label="Structure")
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
    return [(one.name, one.name.upper(), in_language(one.title)) for one in here.desk.library.of_kind(FileKind.SERVICE)]


def _own(here: Visit) -> Choices:
    """The mission opens files for every authority, an agent for their own."""
    every = here.person.is_any(EVERY_AUTHORITY)
    return choices(here.desk, only_authority="" if every else here.person.authority or "-")
