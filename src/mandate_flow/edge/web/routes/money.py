"""The money of a mandate: its years, what may come, and the sheet of each control."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from starlette.responses import Response

from mandate_flow.domain.compensation import Missing, ProfitVerdict
from mandate_flow.domain.compensation.reading import rows
from mandate_flow.domain.errors import NotFound
from mandate_flow.domain.said import said
from mandate_flow.domain.workflow.money import is_compensated, money_of
from mandate_flow.edge.web.dossier.past import as_of
from mandate_flow.edge.web.dossier.words import law_said
from mandate_flow.edge.web.forms import Form
from mandate_flow.edge.web.money.interest import interest
from mandate_flow.edge.web.money.keys import key_rows
from mandate_flow.edge.web.money.periods import missing_words, period_words
from mandate_flow.edge.web.money.projection import ceiling_of, hypotheses, outlook_chart, outlooks
from mandate_flow.edge.web.money.sheet import control_sheet
from mandate_flow.edge.web.money.words import exemption_rows, profit_said
from mandate_flow.edge.web.money.years import year_chart, year_rows
from mandate_flow.edge.web.render import show
from mandate_flow.edge.web.routes.law import LAW_READERS
from mandate_flow.edge.web.visit import Here
from mandate_flow.edge.web.who import READERS, Pages
from mandate_flow.service.rates_page import rate_book
from mandate_flow.service.reading import FilePage, file_page

pages: Final = Pages()


@pages.get_page("/dossiers/{ref}/comptes", allows=READERS)
def money(here: Here, ref: str) -> Response:
    """Year by year what was planned, may be paid and was paid; each control period and what it leads to."""
    page = _page(here, ref, as_of(here))
    law = here.desk.library.law
    seen = money_of(page.definition, page.file, law, page.as_of or here.day)
    found = year_rows(seen.picture, page.file)
    return show(
        here,
        "dossier_comptes.html",
        page=page,
        file=page.file,
        definition=page.definition,
        rows=found,
        chart=year_chart(found),
        periods=period_words(seen.picture, page.definition),
        every=None if isinstance(seen.picture.cycle, Missing) else seen.picture.cycle,
        law=law_said(seen.picture.law),
        on=seen.on,
        provisional=seen.provisional,
        profit=profit_said(seen.picture.profit, page.definition),
        profit_tone="bad" if isinstance(seen.picture.profit, ProfitVerdict) and seen.picture.profit.above else "",
        keys=key_rows(page.file),
        exemption=exemption_rows(seen.picture, law, seen.on),
        planned=bool(rows(page.file, "yearly_budget")),
    )


@pages.get_page("/dossiers/{ref}/projection", allows=READERS)
def projection(here: Here, ref: str) -> Response:
    """What may come under hypotheses one types, before the act is signed; nothing is kept."""
    page = _page(here, ref)
    seen = money_of(page.definition, page.file, here.desk.library.law, here.day)
    form = Form(here.query.items())
    asked = hypotheses(form)
    ceiling = ceiling_of(page.definition, page.file, here.desk.library.law, seen.on, here.day)
    value = ceiling.quantity.value if ceiling else None
    found = outlooks(page.file, asked, value if isinstance(value, Decimal) else None)
    return show(
        here,
        "dossier_projection.html",
        file=page.file,
        definition=page.definition,
        form=form,
        asked=asked,
        outlooks=() if isinstance(found, Missing) else found,
        chart=None if isinstance(found, Missing) else outlook_chart(found),
        missing=missing_words(page.definition, found) if isinstance(found, Missing) else "",
        ceiling=ceiling,
        on=seen.on,
        provisional=seen.provisional,
    )


@pages.get_page("/dossiers/{ref}/interets", allows=READERS)
def interests(here: Here, ref: str) -> Response:
    """The interest on a sum to recover, at the Commission's base rates that the register knows; nothing is kept."""
    page = _page(here, ref)
    form = Form(here.query.items())
    found = interest(form, rate_book(here.desk), here.desk.library.law, here.day)
    return show(
        here,
        "dossier_interets.html",
        file=page.file,
        form=form,
        interest=found,
        may_rates=LAW_READERS.admits(here.person),
    )


@pages.get_page("/dossiers/{ref}/controles/{year}/fiche", allows=READERS)
def control(here: Here, ref: str, year: str) -> Response:
    """One control, line by line, as it was closed on; a draft while it is open."""
    page = _page(here, ref, as_of(here))
    if year not in page.file.controls:
        raise NotFound(
            said("Aucun contrôle n’est ouvert pour l’exercice {year}.", year=year),
            do="Ouvrez-le depuis la page du dossier.",
        )
    sheet = control_sheet(page, year, here.desk.library.law, page.as_of or here.day)
    return show(
        here,
        "controle_fiche.html",
        page=page,
        file=page.file,
        definition=page.definition,
        sheet=sheet,
        keys=key_rows(page.file),
    )


def _page(here: Here, ref: str, day: date | None = None) -> FilePage:
    page = file_page(here.desk, ref, here.moment, as_of=day)
    if not is_compensated(page.definition, page.file):
        raise NotFound(
            "Ce dossier n’a pas de compensation à calculer.",
            why="Le calcul concerne les mandats de SIEG sous le régime R2, R6 ou R8.",
            do="Revenez à la page du dossier.",
        )
    return page
