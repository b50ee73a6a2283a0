"""The form that registers a structure, and the one that corrects it."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import Any, Final

from babel.dates import get_month_names
from starlette.responses import Response

from mandate_flow.domain.errors import BadInput, Stale
from mandate_flow.domain.register import Structure
from mandate_flow.edge.web.formats import locale
from mandate_flow.edge.web.language import N_, _
from mandate_flow.edge.web.render import go, show
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import WRITERS, Pages
from mandate_flow.service import structures as reading
from mandate_flow.service.registers import NewStructure, SameName, add_structure, change_structure

pages: Final = Pages()
FORMS: Final = {
    "association": N_("Association"),
    "scic": N_("SCIC"),
    "scop": N_("SCOP"),
    "foundation": N_("Fondation"),
    "company": N_("Société"),
}
FIELDS: Final = {"name": "nom", "form": "forme", "fiscal_year_end_month": "cloture"}
MONTHS: Final = range(1, 13)


def months() -> dict[int, str]:
    """The months by number, in the reader's language."""
    return {number: str(name) for number, name in get_month_names("wide", locale=locale()).items()}


@pages.get_page("/structures/nouvelle", allows=WRITERS)
def blank(here: Here) -> Response:
    """The form, empty."""
    return _form(here, None)


@pages.post_form("/structures/nouvelle", allows=WRITERS)
def create(here: Here) -> Response:
    """Register the structure and go on, or show the form again with what is wrong.

    An agent sees the structures of their files: for them the next page is the one that opens a file with it.
    """
    new = NewStructure(**_typed(here))
    if here.form.errors:
        return _form(here, None, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        made = add_structure(here.desk, new, here.moment, other=_said_other(here))
    except BadInput as error:
        return _refused(here, None, error)
    seen = reading.sees(here.desk, here.person, made.id)
    return go(f"/structures/{made.id}" if seen else f"/dossiers/nouveau?structure={made.id}")


@pages.get_page("/structures/{structure_id}/modifier", allows=WRITERS)
def edit(here: Here, structure_id: str) -> Response:
    """The form, filled."""
    return _form(here, reading.registered(here.desk, here.person, structure_id))


@pages.post_form("/structures/{structure_id}/modifier", allows=WRITERS)
def change(here: Here, structure_id: str) -> Response:
    """Correct the structure and go to its page, or show the form again with what is wrong."""
    held = reading.registered(here.desk, here.person, structure_id)
    typed = _typed(here)
    if here.form.errors:
        return _form(here, held, HTTPStatus.UNPROCESSABLE_ENTITY)
    expect = held.version if here.version is None else here.version
    try:
        change_structure(here.desk, replace(held, **typed), here.moment, expect=expect, other=_said_other(here))
    except Stale as late:
        return _form(here, held, HTTPStatus.CONFLICT, late=late)
    except BadInput as error:
        return _refused(here, held, error)
    return go(f"/structures/{structure_id}?fait=modifiee")


def _typed(here: Visit) -> dict[str, Any]:
    form = here.form
    return {
        "form": form.choice("forme", FORMS, label=_("Forme juridique"), required=True) or "",
        "name": form.text("nom", label=_("Nom"), required=True),
        "siret": form.text("siret", label=_("SIRET")),
        "rna": form.text("rna", label=_("Numéro RNA")),
        "email": form.text("email", label=_("Adresse électronique")),
        "contact": form.text("contact", label=_("Personne à contacter"), longest=160),
        "fiscal_year_end_month": int(form.choice("cloture", [str(one) for one in MONTHS], label=_("Clôture")) or 12),
    }


def _said_other(here: Visit) -> bool:
    return here.form.typed_in("autre") == "oui"


def _refused(here: Visit, held: Structure | None, error: BadInput) -> Response:
    here.form.blame(error, FIELDS)
    return _form(here, held, HTTPStatus.UNPROCESSABLE_ENTITY, namesake=isinstance(error, SameName))


def _form(
    here: Visit,
    held: Structure | None,
    status: int = HTTPStatus.OK,
    *,
    namesake: bool = False,
    late: Stale | None = None,
) -> Response:
    """`namesake`: ask whether it is another structure of the same name."""
    return show(
        here,
        "structures_nouvelle.html",
        status,
        held=held or Structure("", "", ""),
        forms=[(value, _(label)) for value, label in FORMS.items()],
        months=[(str(number), name) for number, name in months().items()],
        namesake=namesake,
        late=late,
    )
