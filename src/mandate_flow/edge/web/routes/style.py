"""Every part of the pages on one page, in development only."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from http import HTTPStatus
from typing import Final

from markupsafe import Markup
from starlette.responses import Response

from mandate_flow.domain.value import FactType, Table
from mandate_flow.domain.workflow.definition import Choice, Column, FactKind
from mandate_flow.edge.web.dossier.tables.grid import grid
from mandate_flow.edge.web.dossier.tables.shown import shown
from mandate_flow.edge.web.forms import Form
from mandate_flow.edge.web.render import show
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import ANYONE, Pages

pages = Pages()
NAMES: Final = ("barre", "carte", "étapes", "frise", "jauge", "tableau")
TABLE: Final = FactKind(
    "charges",
    FactType.TABLE,
    "comptes",
    {"fr": "Charges directes"},
    help={"fr": "Une ligne par poste."},
    columns=(
        Column("poste", FactType.TEXT, {"fr": "Poste"}, required=True),
        Column("montant", FactType.MONEY, {"fr": "Montant"}, required=True),
        Column("part", FactType.PERCENTAGE, {"fr": "Part"}),
        Column(
            "nature",
            FactType.CHOICE,
            {"fr": "Nature"},
            choices=(Choice("achat", {"fr": "Achats"}), Choice("loyer", {"fr": "Loyers"})),
        ),
        Column("verifie", FactType.YES_NO, {"fr": "Vérifié"}),
        Column("depuis", FactType.DATE, {"fr": "Depuis le"}),
    ),
)
ROWS: Final = Table(
    TABLE.typed_columns,
    (
        ("Véhicules et carburant", Decimal("310000.00"), Decimal(100), "achat", True, None),
        ("Stations", Decimal("64200.50"), None, "loyer", None, date(2026, 9, 1)),
    ),
)


def _asked(state: str, label: str, note: str) -> dict[str, str]:
    href = "" if state == "met" else "#champ"
    owed_by = "" if state == "met" else "Attendu de la collectivité"
    return {"state": state, "label": label, "note": note, "law": "art. 4 d)", "href": href, "owed_by": owed_by}


STAGES: Final = [
    {"label": "Identification", "note": "3 févr. 2026", "status": "done"},
    {"label": "Analyse juridique", "note": "17 mars 2026", "status": "done"},
    {"label": "Délibération", "note": "depuis le 26 juin 2026", "status": "now"},
    {"label": "Mandat", "note": "", "status": "todo"},
]
ASKED: Final = [
    _asked("met", "Durée du mandat", "10 ans, du 1er janv. 2027 au 31 déc. 2036"),
    _asked("blocker", "Paramètres de la compensation", "Le taux de bénéfice raisonnable n’est pas renseigné."),
    _asked("warning", "Publicité du registre", "L’article n’a pas encore été vérifié."),
]


@pages.get_page("/style", allows=ANYONE)
def style(here: Here) -> Response:
    """The macros with invented values."""
    themes = {"clair": "light", "sombre": "dark"}
    here = replace(here, theme=themes.get(here.query.get("apparence", ""), here.theme))
    form = Form([("montant", "douze"), ("objet", "Autopartage")])
    form.wrong("montant", "Montant annuel : « douze » n’est pas un nombre. Écrivez par exemple 1 234,50.")
    form.wrong("choix", "Régime : la réponse manque.")
    return show(
        here,
        "style.html",
        HTTPStatus.OK,
        form=form,
        kinds=_kinds(here),
        table=TABLE,
        grid=grid(form, TABLE, "fait.charges", ROWS),
        rows=shown(TABLE, ROWS),
        link_to=lambda number: f"/style?page={number}",
        found=[name for name in NAMES if here.query.get("q", "").lower() in name],
        days=[here.day + timedelta(days=days) for days in (-12, 0, 1, 8, 31, 400)],
        stages=STAGES,
        asked=ASKED,
        events=[
            {
                "at": here.at,
                "who": "Claire Delcourt",
                "what": "a complété le dossier",
                "detail": Markup("Durée : <del>8 ans</del> <ins>10 ans</ins>"),
                "mark": "4f1c…a90e",
            }
        ],
        bars=[{"label": f"Étape {rank}", "count": 20 - 3 * rank, "href": "#", "css": f"s{rank}"} for rank in range(6)],
    )


def _kinds(here: Visit) -> list[FactKind]:
    """A question of each type; tables have a card of their own."""
    every = {one.type: one for flow in here.desk.library.workflows for one in flow.facts.values()}
    return [one for one in every.values() if one.type is not FactType.TABLE]
