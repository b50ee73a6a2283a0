"""The home of administration: one door to each thing that is looked after, and what it says today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from starlette.responses import Response

from mandate_flow.domain.calendar import SYSTEM_CALENDAR
from mandate_flow.domain.law import LawText
from mandate_flow.edge.web import formats
from mandate_flow.edge.web.language import _, ngettext
from mandate_flow.edge.web.render import show
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import ADMINISTRATION, Pages
from mandate_flow.service import administration as reading
from mandate_flow.service.administration import Administration
from mandate_flow.service.calendars.pages import calendar_page
from mandate_flow.service.registers import KEEPS_PEOPLE

pages = Pages()


@dataclass(frozen=True, slots=True)
class Door:
    """A card of the home: where it leads, what is done there, and what it says today."""

    title: str
    href: str
    what: str
    said: str = ""
    tone: str = ""


@pages.get_page("/administration", allows=ADMINISTRATION)
def administration(here: Here) -> Response:
    """Everything that is looked after, behind one door each."""
    found = reading.administration(here.desk, here.day)
    law = [_text(here, one) for one in here.desk.library.law.texts.values()]
    return show(
        here,
        "administration.html",
        doors=_doors(here, found, sum(one["tone"] == "warn" for one in law)),
        law=law,
        calendar=calendar_page(here.desk, here.person, SYSTEM_CALENDAR, here.day),
        may_change=here.person.is_any(KEEPS_PEOPLE),
    )


def _doors(here: Visit, found: Administration, waiting: int) -> list[Door]:
    doors = [_people(found), *_rules(here, found, waiting), _health(here, found)]
    if here.person.is_any(KEEPS_PEOPLE):
        what = _("Ce qui est configuré, et les règles internes en vigueur.")
        doors.append(Door(_("Réglages"), "/administration/reglages", what))
    return doors


def _people(found: Administration) -> Door:
    said = ngettext("{n} personne", "{n} personnes", found.active)
    if found.away:
        said += " · " + ngettext("{n} absente", "{n} absentes", found.away)
    what = _("Qui peut entrer, et pour quoi faire ; absences et remplaçants.")
    return Door(_("Personnes"), "/administration/personnes", what, said)


def _rules(here: Visit, found: Administration, waiting: int) -> Iterator[Door]:
    """Workflows, law, rates, mails, map."""
    library = here.desk.library
    said = ngettext("{n} parcours", "{n} parcours", len(library.workflows))
    what = _("Versions, schéma, différences et migrations des dossiers.")
    yield Door(_("Parcours"), "/administration/parcours", what, said)
    said = ngettext("{n} texte à confirmer", "{n} textes à confirmer", waiting) if waiting else _("tout est confirmé")
    what = _("Plafonds, durées et articles, avec leur source.")
    yield Door(_("Droit à une date"), "/administration/droit", what, said, "warn" if waiting else "ok")
    yield _rates(found)
    said = ngettext("{n} courriel", "{n} courriels", len(library.notices.kinds))
    what = _("Chaque courriel sur son exemple, son rythme, et un essai.")
    yield Door(_("Notifications"), "/administration/avis", what, said)
    what = _("Des groupes de communes, pour restreindre le tableau de bord et les listes.")
    yield Door(_("Territoires"), "/administration/territoires", what)
    what = _("La vraie forme des communes, d’après un GeoJSON, à la place des hexagones.")
    yield Door(_("Contours de la carte"), "/administration/contours", what)


def _rates(found: Administration) -> Door:
    said, tone = _("saisis pour ce semestre"), "ok"
    if found.no_rates is not None:
        said, tone = _("aucun d’ici au {day}", day=formats.long_day(found.no_rates[1])), "warn"
    what = _("Taux de swap et de base, avec leur source.")
    return Door(_("Taux de référence"), "/administration/taux", what, said, tone)


def _health(here: Visit, found: Administration) -> Door:
    tick, failed = found.health.last_tick, found.health.mails_failed
    late = tick is None or (here.at - tick).total_seconds() >= 3600  # noqa: PLR2004 - an hour
    said, tone = _("tout tourne"), "ok"
    if late:
        said, tone = _("l’ordonnanceur ne passe plus"), "bad"
    elif failed:
        said, tone = ngettext("{n} courriel abandonné", "{n} courriels abandonnés", failed), "bad"
    what = _("Ordonnanceur, courriels en attente, disque, base, vérification.")
    return Door(_("Fonctionnement"), "/administration/fonctionnement", what, said, tone)


def _text(here: Visit, text: LawText) -> dict[str, object]:
    """How many of a text's figures in force are confirmed."""
    entry = text.on(here.day)
    quantities = list(entry.quantities.values()) if entry else []
    waiting = sum(not one.binding for one in quantities)
    said, tone = (_("{n} à confirmer", n=waiting), "warn") if waiting else (_("confirmé"), "ok")
    versions = ngettext("{n} version", "{n} versions", len(text.entries))
    note = _("{versions} · en vigueur : {entry}", versions=versions, entry=entry.id if entry else _("aucune"))
    return {"name": text.name, "title": text.title, "note": note, "said": said, "tone": tone}
