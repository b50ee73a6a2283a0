"""The language and the look of the pages, as this browser or this person wants them."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from mandate_flow.edge.web.language import LANGUAGES
from mandate_flow.edge.web.render import go
from mandate_flow.edge.web.security import THEMES, give_cookie, local_path, take_cookie
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import ANYONE, Pages
from mandate_flow.service.registers import change_own_language

pages = Pages()
YEAR: Final = 31_536_000


@pages.post_form("/langue", allows=ANYONE)
def choose_language(here: Here) -> Response:
    """In this browser, and for the pages and mails of whoever is signed in."""
    lang = here.form.typed_in("langue")
    answer = _back(here)
    if lang in LANGUAGES:
        if here.someone:
            change_own_language(here.desk, lang, here.moment)
        give_cookie(answer, here.site, "language", lang, YEAR)
    return answer


@pages.post_form("/apparence", allows=ANYONE)
def choose_theme(here: Here) -> Response:
    """Light or dark, else as the machine is set."""
    theme = here.form.typed_in("theme")
    answer = _back(here)
    if theme in THEMES:
        give_cookie(answer, here.site, "theme", theme, YEAR)
    else:
        take_cookie(answer, here.site, "theme")
    return answer


@pages.post_form("/touches", allows=ANYONE)
def choose_keys(here: Here) -> Response:
    """Whether keys alone act: voices and trembling hands may want none of it (WCAG 2.1.4)."""
    answer = _back(here)
    if here.form.typed_in("touches") == "non":
        give_cookie(answer, here.site, "keys", "off", YEAR)
    else:
        take_cookie(answer, here.site, "keys")
    return answer


def _back(here: Visit) -> Response:
    return go(local_path(here.form.typed_in("suite", "/")))
