"""The key figures of the dashboard, each with the list of exactly what it counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mandate_flow.edge.web import formats
from mandate_flow.edge.web.focus import address
from mandate_flow.edge.web.language import _, ngettext
from mandate_flow.edge.web.paths import NONE
from mandate_flow.service.board import BoardPage
from mandate_flow.store.views import NOBODY, Focus


@dataclass(frozen=True, slots=True)
class Kpi:
    """A key figure, and the list behind it; `text` is shown in the place of a number."""

    label: str
    value: int
    note: str
    href: str
    tone: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Load:
    """One person's line of the workload, with the list of their files; `name` is "" for the files of nobody."""

    name: str
    href: str
    active: int
    late: int
    soon: int


def figures(found: BoardPage, focus: Focus, *, local: bool) -> list[Kpi]:
    """Those of a territory, or of one authority (`local`)."""
    board, here = found.board, _("dans votre collectivité")
    engaged = sum(one.furthest_rank is not None for one in board.communes)
    active = sum(bool(one.active) for one in board.communes)
    late = sum(bool(one.late) for one in board.communes)
    kpis = [
        Kpi(
            _("Dossiers actifs"),
            board.active,
            here if local else formats.plural(active, "commune"),
            address("/dossiers", focus, {"tri": "changed"}),
        ),
        _soon(board.due_soon, focus, board.day),
        Kpi(
            _("Échéances en retard"),
            board.late,
            here if local else formats.plural(late, "commune"),
            address("/echeances", focus, {"periode": "late"}),
            "bad" if board.late else "",
        ),
        _ending(board.ending, focus),
    ]
    if not focus.theme and not focus.regime:  # money under no mandate has neither
        kpis.append(_above(found, focus))
    if not local:
        of = len(board.communes)
        href = address("/communes", focus, {"etape": NONE})
        kpis.append(Kpi(_("Communes sans dossier"), of - engaged, _("sur {n}", n=of), href))
    return kpis


def workload(found: BoardPage, focus: Focus) -> list[Load]:
    """Who is in charge of how much."""
    return [
        Load(
            one.name,
            address("/dossiers", focus, {"charge": one.person or NOBODY, "nature": "toutes"}),
            one.active,
            one.late,
            one.soon,
        )
        for one in found.workload
    ]


def _soon(count: int, focus: Focus, day: date) -> Kpi:
    if focus.until is None:
        href = address("/echeances", focus, {"periode": "30"})
        return Kpi(_("Échéances sous 30 jours"), count, _("à venir"), href)
    days = {"du": max(day, focus.since or day).isoformat(), "au": focus.until.isoformat()}
    href = address("/echeances", focus, days)
    return Kpi(_("Échéances de la période"), count, _("jusqu’au {day}", day=formats.short_day(focus.until)), href)


def _ending(count: int, focus: Focus) -> Kpi:
    note = _("à renouveler ou à clore")
    if focus.until is None or focus.since is None:
        return Kpi(_("Mandats finissant sous 12 mois"), count, note, address("/dossiers", focus, {"fin": "1"}))
    days = {"fin_du": focus.since.isoformat(), "fin_au": focus.until.isoformat()}
    return Kpi(_("Mandats finissant dans la période"), count, note, address("/dossiers", focus, days))


def _above(found: BoardPage, focus: Focus) -> Kpi:
    organisations = ngettext("{n} organisme, sur 3 ans", "{n} organismes, sur 3 ans", found.over)
    return Kpi(
        _("Aides au-delà des plafonds sans mandat"),
        found.over,
        organisations,
        address("/inventaire", focus),
        "bad" if found.excess else "",
        formats.round_money(found.excess),
    )
