"""The register of rates: tables by period and maturity, a whole period typed or pasted at once, corrections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from http import HTTPStatus
from typing import Final

from starlette.responses import Response

from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.rates import Rate, RateKind
from mandate_flow.domain.rates.book import ONE_DAY, half_year
from mandate_flow.domain.typed import read_day
from mandate_flow.edge.web import formats
from mandate_flow.edge.web.language import N_, _
from mandate_flow.edge.web.numbers import small_number
from mandate_flow.edge.web.render import go, show
from mandate_flow.edge.web.routes.law import LAW_READERS
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import ADMINISTRATION, Pages, only
from mandate_flow.service.rates import (
    KEEPS_RATES,
    LONGEST,
    Entry,
    correct_rate,
    read_maturity,
    read_rate,
    record_rates,
    retire_rates,
)
from mandate_flow.service.rates_page import USUAL, document_of, maturity_said, one_rate, rates_page
from mandate_flow.service.rates_table import read_pairs

pages: Final = Pages()
KEEPERS: Final = only(*KEEPS_RATES)
PLACE: Final = "/administration/taux"
WRONG: Final = HTTPStatus.UNPROCESSABLE_ENTITY
CHUNK: Final = 64 * 1024
BLANK: Final = 3
MORE: Final = 5
FIELDS: Final = {
    "since": "debut",
    "until": "fin",
    "source": "source",
    "reason": "motif",
    "table": "tableau",
    "document": "document",
    "rates": "taux.1",
    "rate": "taux",
    "maturity": "duree",
    "": "taux",
}
TOLD: Final = {
    "ajout": N_("Les taux sont au registre."),
    "correction": N_("C’est corrigé."),
    "retrait": N_("C’est retiré."),
}
EXTENSIONS: Final = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}


@pages.get_page(PLACE, allows=LAW_READERS)
def rates(here: Here) -> Response:
    """The register; empty, it says where the Commission publishes."""
    return show(
        here,
        "taux/registre.html",
        found=rates_page(here.desk, here.day),
        told=_(TOLD.get(here.query.get("fait", ""), "")),
        years=lambda maturity: maturity_said(Decimal(maturity)),
        keeps=KEEPERS.admits(here.person),
        administers=ADMINISTRATION.admits(here.person),
    )


@pages.get_page(f"{PLACE}/periode", allows=KEEPERS)
def blank_period(here: Here) -> Response:
    """The grid of a table, with the maturities of the last one."""
    return _period(here)


@pages.post_form(f"{PLACE}/periode", allows=KEEPERS)
def add_period(here: Here) -> Response:
    """Record the table; or fill the grid from what was pasted; or give more lines."""
    act = here.form.typed_in("etape")
    if act == "lignes":
        here.form.typed["lignes"] = [str(_lines(here) + MORE)]
        return _period(here)
    try:
        if act == "reprendre":
            _fill(here, read_pairs(here.form.typed_in("tableau")))
            return _period(here)
        entries = _table(here)
        if not here.form.errors:
            record_rates(here.desk, entries, here.moment, _document(here))
            return go(f"{PLACE}?fait=ajout")
    except BadInput as error:
        here.form.blame(error, FIELDS | {"": "taux.1", "rate": "taux.1", "maturity": "duree.1"})
    return _period(here, WRONG)


@pages.get_page(f"{PLACE}/base", allows=KEEPERS)
def blank_base(here: Here) -> Response:
    """The form of a base rate."""
    return show(here, "taux/taux.html", one=None, years="")


@pages.post_form(f"{PLACE}/base", allows=KEEPERS)
def add_base(here: Here) -> Response:
    """Record a base rate."""
    entry = _entry(here, RateKind.BASE)
    try:
        if entry is not None:
            record_rates(here.desk, [entry], here.moment, _document(here))
            return go(f"{PLACE}?fait=ajout")
    except BadInput as error:
        here.form.blame(error, FIELDS)
    return show(here, "taux/taux.html", WRONG, one=None, years="")


@pages.get_page(f"{PLACE}/document/{{sha256}}", allows=LAW_READERS)
def document(here: Here, sha256: str) -> Response:
    """What a table was read in, always as a download."""
    found, content = document_of(here.desk, sha256)
    name = f"taux-{sha256[:12]}.{EXTENSIONS.get(found.media_type, 'bin')}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return Response(content, media_type="application/octet-stream", headers=headers)


@pages.get_page(f"{PLACE}/{{rate_id}}", allows=KEEPERS)
def edit(here: Here, rate_id: str) -> Response:
    """One rate, to correct or retire."""
    return _one(here, one_rate(here.desk, rate_id))


@pages.post_form(f"{PLACE}/{{rate_id}}", allows=KEEPERS)
def correct(here: Here, rate_id: str) -> Response:
    """Correct a rate, with a reason."""
    one = one_rate(here.desk, rate_id)
    entry, reason = _entry(here, one.kind), here.form.text("motif", label=_("Motif"))
    try:
        if entry is not None:
            correct_rate(here.desk, rate_id, entry, reason, here.moment, expect=here.version)
            return go(f"{PLACE}?fait=correction")
    except BadInput as error:
        here.form.blame(error, FIELDS)
    return _one(here, one, WRONG)


@pages.post_form(f"{PLACE}/{{rate_id}}/retrait", allows=KEEPERS)
def retire(here: Here, rate_id: str) -> Response:
    """Retire a rate, or its whole table, with a reason."""
    one = one_rate(here.desk, rate_id)
    try:
        period = here.form.typed_in("etendue") == "periode"
        retire_rates(here.desk, rate_id, here.form.typed_in("motif_retrait"), here.moment, period=period)
    except BadInput as error:
        here.form.blame(error, FIELDS | {"reason": "motif_retrait"})
        return _one(here, one, WRONG)
    return go(f"{PLACE}?fait=retrait")


def _period(here: Visit, status: int = HTTPStatus.OK) -> Response:
    found = rates_page(here.desk, here.day)
    usual = found.periods[0].rates if found.periods else ()
    maturities = [one.maturity for one in usual] or list(USUAL)
    since, until = found.waiting or half_year(found.periods[0].until + ONE_DAY)
    count = max(_lines(here), 0) or len(maturities) + BLANK
    return show(
        here,
        "taux/periode.html",
        status,
        since=since,
        until=until,
        rows=[(row, str(maturities[row - 1]) if row <= len(maturities) else "") for row in range(1, count + 1)],
    )


def _lines(here: Visit) -> int:
    return min(small_number(here.form.typed_in("lignes")) or 0, LONGEST)


def _fill(here: Visit, pairs: Iterable[tuple[int, Decimal]]) -> None:
    """The grid holds what was pasted, and nothing else."""
    given, typed = tuple(pairs), here.form.typed
    for row in range(1, max(_lines(here), len(given)) + 1):
        maturity, rate = given[row - 1] if row <= len(given) else ("", "")
        typed[f"duree.{row}"] = [str(maturity)]
        typed[f"taux.{row}"] = [formats.rate(rate) if isinstance(rate, Decimal) else ""]
    typed["lignes"] = [str(max(_lines(here), len(given) + BLANK))]
    typed["tableau"] = [""]


def _table(here: Visit) -> list[Entry]:
    """What the grid says; a line without a rate is left out. Errors are noted by cell."""
    form = here.form
    since = form.read("debut", read_day, label=_("Premier jour"), required=True)
    until = form.read("fin", read_day, label=_("Dernier jour"), required=True)
    source = form.text("source", label=_("Source"), required=True, longest=500)
    fictitious = form.typed_in("fictif") == "oui"
    found = []
    for row in range(1, _lines(here) + 1):
        rate = form.read(f"taux.{row}", read_rate, label=_("Taux, ligne {row}", row=row))
        if rate is None and f"taux.{row}" not in form.errors:
            continue
        maturity = form.read(f"duree.{row}", read_maturity, label=_("Durée, ligne {row}", row=row), required=True)
        if rate is not None and maturity is not None and since and until:
            found.append(Entry(RateKind.SWAP, since, until, rate, source, maturity, fictitious))
    if not found and not form.errors:
        form.wrong("taux.1", _("Saisissez au moins un taux."))
    return found


def _entry(here: Visit, kind: RateKind) -> Entry | None:
    form = here.form
    since = form.read("debut", read_day, label=_("Premier jour"), required=True)
    until: date | None = form.read("fin", read_day, label=_("Dernier jour"), required=kind is RateKind.SWAP)
    rate = form.read("taux", read_rate, label=_("Taux"), required=True)
    source = form.text("source", label=_("Source"), required=True, longest=500)
    swap = kind is RateKind.SWAP
    maturity = form.read("duree", read_maturity, label=_("Durée"), required=True) if swap else 0
    if form.errors or since is None or rate is None or maturity is None:
        return None
    return Entry(kind, since, until, rate, source, maturity, form.typed_in("fictif") == "oui")


def _one(here: Visit, one: Rate, status: int = HTTPStatus.OK) -> Response:
    years = maturity_said(Decimal(one.maturity)) if one.maturity else ""
    return show(here, "taux/taux.html", status, one=one, years=years)


def _document(here: Visit) -> Iterator[bytes] | None:
    """The document that was chosen, in pieces; None when none was."""
    chosen = here.upload("document")
    if chosen is None or not chosen.filename:
        return None
    return iter(lambda: chosen.file.read(CHUNK), b"")
