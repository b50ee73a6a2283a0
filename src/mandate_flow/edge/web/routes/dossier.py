"""One file: its page, its history, and everything one does to it."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from mandate_flow.domain.command import RecordFacts, TakeStep
from mandate_flow.domain.errors import BadInput, Stale
from mandate_flow.domain.people import Role
from mandate_flow.domain.refusal import Refused
from mandate_flow.edge.web.confirming import confirm_first
from mandate_flow.edge.web.dossier.answered import go_on, show_file
from mandate_flow.edge.web.dossier.assemble import assemble, names_for_template
from mandate_flow.edge.web.dossier.binding import binds
from mandate_flow.edge.web.dossier.deposits import deposit_chosen, told
from mandate_flow.edge.web.dossier.past import as_of
from mandate_flow.edge.web.dossier.questions import read
from mandate_flow.edge.web.dossier.sheet import sheet
from mandate_flow.edge.web.dossier.sifted import sifted
from mandate_flow.edge.web.dossier.stale import differences, prefer, touched, upon
from mandate_flow.edge.web.dossier.steps import refused_items
from mandate_flow.edge.web.dossier.tables.grid import ADD
from mandate_flow.edge.web.language import _
from mandate_flow.edge.web.render import show
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import READERS, WRITERS, Pages, only
from mandate_flow.service.act import act
from mandate_flow.service.reading import FilePage, file_page

pages: Final = Pages()
STEPPERS: Final = only(Role.MISSION, Role.AGENT, Role.JURIST, Role.APPROVER)
CONFLICT: Final = 409
REFUSED: Final = 422


@pages.get_page("/dossiers/{ref}", allows=READERS)
def dossier(here: Here, ref: str) -> Response:
    """The file as it is, or as it was on the day `au`."""
    return show_file(here, file_page(here.desk, ref, here.moment, as_of=as_of(here)))


@pages.get_page("/dossiers/{ref}/fiche", allows=READERS)
def paper(here: Here, ref: str) -> Response:
    """The file as a sheet to print."""
    page = file_page(here.desk, ref, here.moment, as_of=as_of(here))
    names = names_for_template(assemble(here, page))
    return show(here, "dossier_fiche.html", leaves=sheet(page, here.desk.library.law), **names)


@pages.get_page("/dossiers/{ref}/historique", allows=READERS)
def whole_history(here: Here, ref: str) -> Response:
    """The file's history, by kind of act, person and stage, a page at a time."""
    page = file_page(here.desk, ref, here.moment, as_of=as_of(here))
    return show(here, "dossier_historique.html", page=page, file=page.file, told=sifted(here, page))


@pages.post_form("/dossiers/{ref}/faits", allows=WRITERS)
def record(here: Here, ref: str) -> Response:
    """Save answers and chosen files; nothing is lost when a field is wrong or someone else was faster.

    A table that asks for more rows shows them, with all that was typed, and saves nothing yet.
    """
    before = file_page(here.desk, ref, here.moment)
    if ADD in here.form:
        return show_file(here, before, version=here.version or before.file.version)
    after = saved(here, before)
    return after if isinstance(after, Response) else go_on(here, before, after)


@pages.post_form("/dossiers/{ref}/etapes/{step}", allows=STEPPERS)
def take(here: Here, ref: str, step: str) -> Response:
    """Take a step, or confirm it, once what was typed is saved; a refusal shows every reason at once.

    A step that binds asks its person to prove to be there, once nothing else stands in its way.
    """
    before = file_page(here.desk, ref, here.moment)
    seen = saved(here, before)
    if isinstance(seen, Response):
        return seen
    expect = seen.file.version if seen.file.version > before.file.version else upon(seen, here.version, saving=False)
    expect = seen.file.version if expect is None else expect
    if binds(seen, step, here.form.typed_in("occurrence"), here.person):
        kept = {name: here.form.typed_in(name) for name in ("occurrence", "motif") if name in here.form}
        confirm_first(here, kept | {"version": str(expect)})
    command = TakeStep(step, here.form.typed_in("occurrence"), here.form.typed_in("motif"))
    try:
        answer = act(here.desk, before.file.id, command, here.moment, expect=expect)
    except Stale:
        return show_file(here, file_page(here.desk, ref, here.moment), CONFLICT, differences=())
    if isinstance(answer, Refused):
        refused = refused_items(seen, answer.refusals)
        return show_file(here, seen, REFUSED, refused=refused, refused_step=step)
    return go_on(here, before, file_page(here.desk, ref, here.moment), moved=True)


def saved(here: Visit, page: FilePage) -> FilePage | Response:
    """The file with the answers and files of the form; or the page that says why they are not saved yet.

    A file that is refused keeps none of the others from being deposited, nor does a wrong answer: a browser would not
    choose them again.
    """
    prefer(here.form)
    facts = read(page, here.form)
    if here.form.errors:
        return _wrong(here, page)
    facts = touched(page, here.version, facts)
    try:
        answer = (
            act(here.desk, page.file.id, RecordFacts(facts), here.moment, expect=upon(page, here.version, facts))
            if facts
            else None
        )
        if isinstance(answer, Refused):
            return show_file(here, page, REFUSED, refused=refused_items(page, answer.refusals))
    except Stale:
        fresh = file_page(here.desk, page.file.ref, here.moment)
        return show_file(here, fresh, CONFLICT, differences=differences(fresh, here.form, facts))
    except BadInput as wrong:
        here.form.wrong(f"fait.{wrong.where}", _sentence(wrong))
        return show_file(here, page, REFUSED)
    deposits = deposit_chosen(here, page)
    fresh = file_page(here.desk, page.file.ref, here.moment) if facts or deposits else page
    return show_file(here, fresh, REFUSED, done=told(deposits)) if here.form.errors else fresh


def _wrong(here: Visit, page: FilePage) -> Response:
    """Some answers cannot be read; the files of the form are deposited all the same."""
    deposits, seen = deposit_chosen(here, page), here.version or page.file.version
    fresh = file_page(here.desk, page.file.ref, here.moment) if deposits else page
    version = fresh.file.version if seen == page.file.version else seen
    return show_file(here, fresh, REFUSED, version=version, done=told(deposits))


def _sentence(wrong: BadInput) -> str:
    return f"{_(wrong.what)} {_(wrong.do)}".strip()
