"""The inventory of an authority: what it already gives, typed or pasted, and what lies above the ceilings."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from starlette.responses import Response

from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.fold import fold
from mandate_flow.domain.inventory import Instrument, Line, Verdict
from mandate_flow.domain.people import SEES_EVERY_FILE
from mandate_flow.domain.register import Authority
from mandate_flow.domain.typed import read_day, read_money
from mandate_flow.edge.web.focus import focus_of
from mandate_flow.edge.web.forms import LONG
from mandate_flow.edge.web.inventory.rows import inventory_rows, period, receiver_rows
from mandate_flow.edge.web.inventory.words import INSTRUMENT_HELP, INSTRUMENTS, VERDICTS
from mandate_flow.edge.web.language import N_, _, ngettext
from mandate_flow.edge.web.numbers import page_number, small_number
from mandate_flow.edge.web.render import go, link, show
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import READERS, WRITERS, Pages
from mandate_flow.service.choices import choices
from mandate_flow.service.inventory import Entry, add_lines, change_line, check_may_keep, remove_line
from mandate_flow.service.inventory_columns import COLUMNS
from mandate_flow.service.inventory_pages import Sorted, find_authority, inventory_page, overview, triage_page
from mandate_flow.service.inventory_paste import decoded, paste, preview

pages = Pages()
PAGE: Final = 50
FIELDS: Final = {
    "what": "objet",
    "name": "nom",
    "siret": "siret",
    "yearly": "montant",
    "granted_on": "octroi",
    "until": "fin",
    "reason": "motif",
    "note": "note",
}
UNREADABLE: Final = HTTPStatus.UNPROCESSABLE_ENTITY
TOLD: Final = {
    "ajoutee": N_("La ligne est enregistrée."),
    "retiree": N_("La ligne est retirée."),
    "modifiee": N_("C’est modifié."),
}


def address(authority: Authority) -> str:
    """Where the inventory of an authority is."""
    return f"/communes/{authority.code or authority.id}/inventaire"


@pages.get_page("/inventaire", allows=READERS)
def above(here: Here) -> Response:
    """Aid above the ceilings under no mandate: who receives it, who gives it."""
    territory = focus_of(here).territory
    found = overview(here.desk, here.person, here.day, territory=territory)
    return show(
        here,
        "inventaire/ensemble.html",
        found=found,
        receivers=receiver_rows(found.receivers, _with_a_page(here)),
        givers=[(one, address(one.authority)) for one in found.givers],
        own_address=address(found.own) if found.own else "",
        authorities=[] if found.own else choices(here.desk).authorities,
    )


@pages.get_page("/communes/{code}/inventaire", allows=READERS)
def inventory(here: Here, code: str) -> Response:
    """One inventory: totals by structure, and the lines that the filters keep."""
    found = inventory_page(here.desk, code, here.moment)
    kept = [one for one in found.lines if _kept(here, one)]
    number = page_number(here.query.get("page", ""))
    count = max(1, -(-len(kept) // PAGE))
    base = address(found.authority)
    counts = {one: sum(each.triage.verdict is one for each in found.lines) for one in Verdict}
    return show(
        here,
        "inventaire/inventaire.html",
        found=found,
        base=base,
        told=_told(here),
        counts=counts,
        rows=inventory_rows(kept[(number - 1) * PAGE : number * PAGE], base),
        receivers=receiver_rows(found.receivers, _with_a_page(here)),
        total=len(kept),
        page=number,
        pages=count,
        turn=lambda page: link(here, page=page),
        verdicts=[(one.value, _(mark.word)) for one, mark in VERDICTS.items()],
        instruments=[(one.value, _(word)) for one, word in INSTRUMENTS.items()],
    )


def _with_a_page(here: Visit) -> frozenset[str]:
    """The structures whose page opens to this person whatever their files are."""
    every = here.person.is_any(SEES_EVERY_FILE)
    return frozenset(name for name, _ in choices(here.desk).structures) if every else frozenset()


def _told(here: Visit) -> str:
    done = here.query.get("fait", "")
    count = small_number(done)
    if count is not None:
        return ngettext("Une ligne est enregistrée.", "{n} lignes sont enregistrées.", count)
    return _(TOLD.get(done, ""))


def _kept(here: Visit, one: Sorted) -> bool:
    query = here.query
    if query.get("triage", "") not in ("", one.triage.verdict.value):
        return False
    if query.get("nature", "") not in ("", one.line.instrument.value):
        return False
    if query.get("depassement") == "1" and not one.excess:
        return False
    return fold(query.get("q", "")) in fold(f"{one.name} {one.line.what} {one.line.siret}")


@pages.get_page("/communes/{code}/inventaire/nouvelle", allows=WRITERS)
def blank(here: Here, code: str) -> Response:
    """The form of a line, empty."""
    return _form(here, find_authority(here.desk, here.person, code))


@pages.post_form("/communes/{code}/inventaire/nouvelle", allows=WRITERS)
def add(here: Here, code: str) -> Response:
    """Record the line and go to its triage, or show the form again with what is wrong."""
    authority = find_authority(here.desk, here.person, code)
    entry = _entry(here)
    try:
        if entry is not None:
            (line,) = add_lines(here.desk, authority.id, [entry], here.moment)
            return go(f"{address(authority)}/{line.id}")
    except BadInput as error:
        here.form.blame(error, FIELDS)
    return _form(here, authority, status=UNREADABLE)


@pages.get_page("/communes/{code}/inventaire/coller", allows=WRITERS)
def paste_page(here: Here, code: str) -> Response:
    """Where a table is pasted."""
    return _paste(here, find_authority(here.desk, here.person, code))


@pages.post_form("/communes/{code}/inventaire/coller", allows=WRITERS)
def pasted(here: Here, code: str) -> Response:
    """Show what would be recorded; record it when it was confirmed."""
    authority, text = find_authority(here.desk, here.person, code), _text(here)
    try:
        if here.form.typed_in("etape") == "enregistrer":
            made = paste(here.desk, authority.id, text, here.moment)
            return go(f"{address(authority)}?fait={len(made)}")
        found = preview(here.desk, authority.id, text, here.moment)
    except BadInput as error:
        here.form.wrong("tableau", f"{_(error.what)} {_(error.do)}".strip())
        return _paste(here, authority, text, status=UNREADABLE)
    return show(
        here,
        "inventaire/apercu.html",
        authority=authority,
        base=address(authority),
        found=found,
        text=text,
        columns=[_(COLUMNS[one]) for one in found.columns],
        instruments={one: _(word) for one, word in INSTRUMENTS.items()},
    )


@pages.get_page("/communes/{code}/inventaire/{line_id}/modifier", allows=WRITERS)
def edit(here: Here, code: str, line_id: str) -> Response:
    """The form of a line, as it is."""
    found = triage_page(here.desk, code, line_id, here.moment)
    return _form(here, found.authority, found.line)


@pages.post_form("/communes/{code}/inventaire/{line_id}/modifier", allows=WRITERS)
def change(here: Here, code: str, line_id: str) -> Response:
    """Correct the line, or show the form again with what is wrong."""
    found, entry = triage_page(here.desk, code, line_id, here.moment), _entry(here)
    try:
        if entry is not None:
            change_line(here.desk, line_id, entry, here.moment, expect=here.version)
            return go(f"{address(found.authority)}/{line_id}?fait=modifiee")
    except BadInput as error:
        here.form.blame(error, FIELDS)
    return _form(here, found.authority, found.line, status=UNREADABLE)


@pages.post_form("/communes/{code}/inventaire/{line_id}/retrait", allows=WRITERS)
def remove(here: Here, code: str, line_id: str) -> Response:
    """Take the line out, with a reason."""
    found = triage_page(here.desk, code, line_id, here.moment)
    try:
        remove_line(here.desk, line_id, here.form.text("motif", longest=LONG), here.moment, expect=here.version)
    except BadInput as error:
        here.form.blame(error, FIELDS)
        return _form(here, found.authority, found.line, status=UNREADABLE)
    return go(f"{address(found.authority)}?fait=retiree")


def _entry(here: Visit) -> Entry | None:
    """The line as typed, or None when the form says what is wrong."""
    form = here.form
    structure = form.choice("structure", {value for value, _ in choices(here.desk).structures}, label=_("Structure"))
    name = form.text("nom", label=_("Nom"))
    if not structure and not name:
        form.wrong("structure", _("Bénéficiaire : choisissez une structure, ou écrivez son nom."))
    instrument = form.choice("nature", [one.value for one in Instrument], label=_("Nature"), required=True)
    yearly = form.read("montant", read_money, label=_("Montant par an"), required=True)
    granted = form.read("octroi", read_day, label=_("Date d’octroi"), required=True)
    since, until = form.read("debut", read_day, label=_("Début")), form.read("fin", read_day, label=_("Fin"))
    what, siret = form.text("objet", label=_("Objet"), required=True), form.text("siret", label=_("SIRET"))
    note = form.text("note", label=_("Remarque"), longest=LONG)
    if form.errors or instrument is None or yearly is None or granted is None:
        return None
    return Entry(what, Instrument(instrument), yearly, granted, structure or "", name, siret, since, until, note)


def _form(here: Visit, authority: Authority, line: Line | None = None, *, status: int = HTTPStatus.OK) -> Response:
    check_may_keep(here.moment, authority.id)
    return show(
        here,
        "inventaire/ligne.html",
        status,
        authority=authority,
        base=address(authority),
        line=line,
        structures=choices(here.desk).structures,
        instruments=[(one.value, _(word), _(INSTRUMENT_HELP[one])) for one, word in INSTRUMENTS.items()],
        said=period(line) if line else "",
    )


def _paste(here: Visit, authority: Authority, text: str = "", *, status: int = HTTPStatus.OK) -> Response:
    check_may_keep(here.moment, authority.id)
    return show(here, "inventaire/coller.html", status, authority=authority, base=address(authority), text=text)


def _text(here: Visit) -> str:
    """What was pasted, else what is in the file that was chosen."""
    chosen = here.upload("fichier")
    raw = chosen.file.read() if chosen is not None and chosen.filename else b""
    return decoded(raw) if raw else here.form.typed_in("tableau")
