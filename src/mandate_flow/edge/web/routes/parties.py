"""What a file is about and who is in it: the form that corrects its title, theme, authorities and structures."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import Final

from starlette.responses import Response

from mandate_flow.domain.command import ChangeParties
from mandate_flow.domain.errors import BadInput, Forbidden, Stale
from mandate_flow.domain.refusal import Refused
from mandate_flow.edge.web.dossier.steps import refused_items
from mandate_flow.edge.web.language import _
from mandate_flow.edge.web.render import go, show
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import WRITERS, Pages
from mandate_flow.service.act import act
from mandate_flow.service.choices import Pair, choices
from mandate_flow.service.labels import THEMES
from mandate_flow.service.parties import may_choose_authorities
from mandate_flow.service.reading import FilePage, file_page

pages: Final = Pages()
FIELDS: Final = {"title": "titre", "authorities": "collectivite", "structures": "ajout"}


@pages.get_page("/dossiers/{ref}/parties", allows=WRITERS)
def filled(here: Here, ref: str) -> Response:
    """The form, filled with what is recorded; a file that has ended only shows itself."""
    page = _page(here, ref)
    return go(f"/dossiers/{ref}") if page.file.ended else _form(here, page)


@pages.post_form("/dossiers/{ref}/parties", allows=WRITERS)
def change(here: Here, ref: str) -> Response:
    """Correct the file and go to its page, or show the form again with every reason."""
    before = _page(here, ref)
    command = _typed(here, before)
    if here.form.errors:
        return _form(here, before, HTTPStatus.UNPROCESSABLE_ENTITY)
    expect = before.file.version if here.version is None else here.version
    try:
        answer = act(here.desk, before.file.id, command, here.moment, expect=expect)
    except Stale as late:
        return _form(here, _page(here, ref), HTTPStatus.CONFLICT, late=late)
    except BadInput as error:
        here.form.blame(error, FIELDS)
        return _form(here, before, HTTPStatus.UNPROCESSABLE_ENTITY)
    if isinstance(answer, Refused):
        return _form(here, before, HTTPStatus.UNPROCESSABLE_ENTITY, refused=refused_items(before, answer.refusals))
    now = _page(here, ref).file.version
    return go(f"/dossiers/{ref}?depuis={before.file.version}&fait={now}")


def _page(here: Visit, ref: str) -> FilePage:
    page = file_page(here.desk, ref, here.moment)
    if not here.person.may_record(page.file):
        raise Forbidden(
            "Votre fonction permet de lire ce dossier, pas de le corriger.", do="Adressez-vous à la mission."
        )
    return page


def _typed(here: Visit, page: FilePage) -> ChangeParties:
    form, some = here.form, choices(here.desk)
    title = form.text("titre", label=_("Objet du service"), required=True)
    theme = form.choice("theme", {*THEMES, page.file.theme}, label=_("Thème"), required=True)
    kept = form.choices("structures", page.file.structures, label=_("Structures"))
    added = form.choice("ajout", {value for value, _ in some.structures}, label=_("Structure"))
    return ChangeParties(
        title=title or None,
        theme=theme,
        authorities=_authorities(here, page, some.authorities),
        structures=tuple(dict.fromkeys((*kept, added) if added else kept)),
        reason=form.text("motif", label=_("Motif")),
    )


def _authorities(here: Visit, page: FilePage, some: Iterable[Pair]) -> tuple[str, ...] | None:
    """None for whoever may not choose them: what their form brings is not even read."""
    if not may_choose_authorities(here.person):
        return None
    known = {value for value, _ in some} | set(page.file.authorities)
    first = here.form.choice("collectivite", known, label=_("Collectivité"), required=True)
    others = here.form.choices("autres", known, label=_("Autres collectivités"))
    return tuple(dict.fromkeys((first, *others))) if first else None


def _form(
    here: Visit, page: FilePage, status: int = HTTPStatus.OK, *, refused: object = (), late: Stale | None = None
) -> Response:
    file, some = page.file, choices(here.desk)
    return show(
        here,
        "dossier_parties.html",
        status,
        file=file,
        names=page.names,
        themes=_with(THEMES.items(), [file.theme], page),
        authorities=_with(some.authorities, file.authorities, page),
        structures=[(value, label) for value, label in some.structures if value not in file.structures],
        may_choose=may_choose_authorities(here.person),
        begun=file.furthest_rank > 0,
        refused=refused,
        late=late,
    )


def _with(offered: Iterable[Pair], held: Iterable[str], page: FilePage) -> list[Pair]:
    """What may be chosen, and what the file holds already, be it no longer offered."""
    found = dict(offered)
    return [*found.items(), *((one, page.names.get(one, one)) for one in held if one and one not in found)]
