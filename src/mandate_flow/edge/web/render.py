"""Makes pages from templates: everything escaped, every name known, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, RedirectResponse, Response

from mandate_flow.domain.said import Said
from mandate_flow.domain.workflow.definition import Choice
from mandate_flow.edge.web import formats
from mandate_flow.edge.web.language import _, html, in_language, ngettext, speaking
from mandate_flow.edge.web.navigation import Bar, bar
from mandate_flow.edge.web.script_words import script_words
from mandate_flow.edge.web.security import DOOR_SECONDS, give_cookie
from mandate_flow.edge.web.visit import Visit
from mandate_flow.edge.web.who import READERS
from mandate_flow.service import board

FOLDER: Final = Path(__file__).parent / "templates"
SEE_OTHER: Final = 303


def environment(*, development: bool) -> Environment:
    """The templates with their filters; in development a changed file is read again."""
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=development,
        cache_size=-1,
        finalize=_spoken,
    )
    made.filters |= {
        "long_day": formats.long_day,
        "short_day": formats.short_day,
        "figures_day": formats.figures_day,
        "instant": formats.instant,
        "nearness": formats.nearness,
        "number": formats.number,
        "typed_number": formats.typed_number,
        "money": formats.money,
        "round_money": formats.round_money,
        "percentage": formats.percentage,
        "rate": formats.rate,
        "plural": formats.plural,
        "size": formats.size,
        "workflow": formats.workflow,
        "siret": formats.siret,
        "words": in_language,
        "say": _,
        "role_names": formats.role_names,
        "initials": formats.initials,
        "anchor": anchor,
        "options": options,
    }
    made.globals |= {"share": share, "_": _, "_html": html, "ngettext": ngettext, "speaking": speaking}
    return made


def _spoken(value: object) -> object:
    """What a room below has said, said again in the reader's language."""
    return _(value) if isinstance(value, Said) else value


def show(here: Visit, template: str, status: int = 200, **names: Any) -> Response:  # noqa: ANN401 - what a template shows
    """A page. Besides `names`, every template has here, nav, ribbon, searchable, asset(), csrf() and link()."""
    names.setdefault("form", here.form)
    person = here.someone
    body = here.site.templates.get_template(template).render(
        here=here,
        code=int(status),
        nav=bar(person, here.path) if person else Bar(),
        searchable=person is not None and READERS.admits(person),
        ribbon=board.holds_demonstration(here.desk),
        asset=here.site.statics.address,
        script_words=script_words(),
        csrf=lambda: Markup('<input type="hidden" name="csrf" value="{}">').format(here.csrf),
        link=lambda **changes: link(here, **changes),
        **names,
    )
    response = HTMLResponse(body, status)
    if here.fresh:
        give_cookie(response, here.site, "door", here.token, DOOR_SECONDS)
    return response


def go(address: str) -> Response:
    """After a form: see another page, so that reloading it sends nothing again."""
    return RedirectResponse(address, SEE_OTHER)


def link(here: Visit, **changes: object) -> str:
    """The address of this page with some of its query changed; an empty value is left out.

    So is the page number, unless it is what changes.
    """
    kept: dict[str, object] = {name: value for name, value in here.query.items() if name != "page"}
    query = {name: value for name, value in (kept | changes).items() if value not in ("", None)}
    return f"{here.path}?{urlencode(query)}" if query else here.path


def anchor(name: str) -> str:
    """A field's name as an id that may stand in an address; signs other than letters, digits, - _ . become -."""
    return "".join(char if char.isalnum() or char in "-_." else "-" for char in name)


def share(part: Decimal | int | None, whole: Decimal | int | None) -> str:
    """A width from 0 to 100 for a bar; anything above zero can be seen."""
    if not part or not whole:
        return "0"
    return format(max(Decimal(1), min(Decimal(100), 100 * Decimal(part) / Decimal(whole))), ".1f")


def options(choices: Iterable[Choice]) -> list[tuple[str, str]]:
    """The answers of a question, as the fields want them."""
    return [(choice.value, in_language(choice.label)) for choice in choices]
