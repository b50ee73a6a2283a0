"""Settings and health: what is configured, whether everything runs, and what to do about what does not."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any, Final

from starlette.responses import Response

from mandate_flow.app import Settings, examined
from mandate_flow.domain.errors import Unseen
from mandate_flow.edge.web import formats
from mandate_flow.edge.web.installed import groups
from mandate_flow.edge.web.language import _, ngettext
from mandate_flow.edge.web.numbers import small_number
from mandate_flow.edge.web.render import go, show
from mandate_flow.edge.web.routes.law import row
from mandate_flow.edge.web.routes.people import KEEPERS
from mandate_flow.edge.web.rows import MAIL_WORDS
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import ADMINISTRATION, Pages
from mandate_flow.service import health as reading
from mandate_flow.service.health import HealthPage
from mandate_flow.store.jobs import JobRun

pages = Pages()
HEALTH: Final = "/administration/fonctionnement"
RULES: Final = "politique"
TOLD: Final = frozenset({"Ordonnanceur", "Taux de référence"})
"""What the examination finds too, said by this page in its own words."""
OLD: Final = 30
"""Days after which a verification of the log is worth doing again."""


@pages.get_page("/administration/reglages", allows=KEEPERS)
def settings(here: Here) -> Response:
    """What is configured, and the rules of the house in force."""
    held = here.site.settings
    text = here.desk.library.law.texts.get(RULES)
    entry = text.on(here.day) if text else None
    return show(
        here,
        "administration/reglages.html",
        groups=groups(held) if isinstance(held, Settings) else [],
        rules=[row(one) for one in entry.quantities.values()] if entry else [],
        since=entry.since if entry else None,
        rules_name=RULES,
    )


@pages.get_page(HEALTH, allows=ADMINISTRATION)
def health(here: Here) -> Response:
    """Each thing that must run, and what to do when it does not."""
    found = reading.health(here.desk, here.day)
    return show(
        here,
        "administration/fonctionnement.html",
        lines=[
            *_clockwork(here, found),
            *_queue(found),
            *_verified(here, found),
            *_rates(found),
            *_installation(here, found),
        ],
        stuck=[(one, _(MAIL_WORDS[one.status][0]), MAIL_WORDS[one.status][1]) for one in found.queue.stuck],
        may_change=KEEPERS.admits(here.person),
        done=here.query.get("fait", ""),
    )


@pages.post_form(f"{HEALTH}/courriels/{{queued}}/reprise", allows=KEEPERS)
def retry(here: Here, queued: str) -> Response:
    """Send a mail again at the next minute."""
    number = small_number(queued)
    if number is None:
        raise Unseen
    reading.retry(here.desk, number, here.moment)
    return go(f"{HEALTH}?fait=reprise")


def _line(label: str, text: str, tone: str, do: str = "") -> dict[str, str]:
    return {"label": label, "text": text, "tone": tone, "do": do}


def _clockwork(here: Visit, found: HealthPage) -> list[dict[str, str]]:
    fresh = found.fresh(here.at)
    start = _("Lancez « mandate-flow serve » ou « mandate-flow scheduler », et regardez son journal.")
    lines = [_line(_("Ordonnanceur"), _passed(found.tick), "ok" if fresh else "bad", "" if fresh else start)]
    if found.running is not None and (here.at - found.running.started_at).total_seconds() > 1800:  # noqa: PLR2004
        text = _("commencé le {at}, jamais fini", at=formats.instant(found.running.started_at))
        do = _("Un autre passage le reprendra ; s’il revient, regardez le journal technique.")
        lines.append(_line(_("Passage interrompu"), text, "warn", do))
    lines.append(_line(_("Rappels du matin"), _passed(found.morning), "ok" if found.morning else "warn",
                       "" if found.morning else _("Ils partent à 7 h 30 quand l’ordonnanceur tourne.")))  # fmt: skip
    return lines


def _passed(run: JobRun | None) -> str:
    if run is None or run.finished_at is None:
        return _("jamais passé")
    return formats.instant(run.finished_at)


def _queue(found: HealthPage) -> list[dict[str, str]]:
    queue = found.queue
    waiting = ngettext("{n} courriel", "{n} courriels", queue.waiting)
    notices = ngettext("{n} avis à écrire", "{n} avis à écrire", queue.notices)
    failed = ngettext("{n} courriel", "{n} courriels", queue.failed)
    do = _("Vérifiez l’adresse, puis réessayez ci-dessous.") if queue.failed else ""
    return [
        _line(_("Courriels en attente"), f"{waiting} · {notices}", ""),
        _line(_("Courriels abandonnés"), failed, "bad" if queue.failed else "ok", do),
    ]


def _verified(here: Visit, found: HealthPage) -> list[dict[str, str]]:
    do = _("Vérifiez le journal depuis la page Contrôle, ou par « mandate-flow audit verify ».")
    label = _("Dernière vérification du journal")
    if found.verified is None:
        return [_line(label, _("jamais faite"), "warn", do)]
    old = (here.day - found.verified.day).days > OLD
    return [_line(label, formats.instant(found.verified.at), "warn" if old else "ok", do if old else "")]


def _rates(found: HealthPage) -> list[dict[str, str]]:
    label = _("Taux de swap du semestre")
    if found.no_rates is None:
        return [_line(label, _("saisis"), "ok")]
    until = formats.long_day(found.no_rates[1])
    return [_line(label, _("aucun d’ici au {day}", day=until), "warn", _("Saisissez-les, page Taux de référence."))]


def _installation(here: Visit, found: HealthPage) -> list[dict[str, Any]]:
    """What the examination of the installation finds, where it is known."""
    held = here.site.settings
    lines = [
        _line(_("Taille de la base"), formats.size(found.octets), ""),
        _line(_("Version du produit"), version("mandate-flow"), ""),
    ]
    if isinstance(held, Settings):
        for one in examined(held, here.at, contents=False):
            if one.subject in TOLD:
                continue
            tone = "ok" if one.ok else "bad" if one.serious else "warn"
            lines.append(_line(_(one.subject), _(one.says), tone))
    lines.append(
        _line(_("Sauvegardes"), _("faites hors du produit"), "",
              _("Copiez ensemble la base et les documents, puis vérifiez la copie par « mandate-flow audit verify »."))
    )  # fmt: skip
    return lines
