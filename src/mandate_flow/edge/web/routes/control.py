"""The controllers' page: is the log what was recorded, and what does it say."""

from __future__ import annotations

import re
from typing import Final

from starlette.responses import Response

from mandate_flow.domain.event import Action
from mandate_flow.domain.said import said
from mandate_flow.edge.web.language import ngettext
from mandate_flow.edge.web.numbers import small_number
from mandate_flow.edge.web.render import show
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import CONTROL, Pages
from mandate_flow.service.integrity import Report
from mandate_flow.service.trail import trail, verify_now

pages: Final = Pages()

ACTIONS: Final = {
    Action.FILE_OPENED: said("dossier ouvert"),
    Action.FILE_AMENDED: said("intitulé ou parties du dossier corrigés"),
    Action.FILE_ASSIGNED: said("personne chargée du dossier désignée"),
    Action.FILE_COMMENTED: said("commentaire ou remarque"),
    Action.COMMENT_SETTLED: said("commentaire traité"),
    Action.COMMENT_REOPENED: said("commentaire rouvert"),
    Action.COMMENT_WITHDRAWN: said("commentaire retiré"),
    Action.FACTS_RECORDED: said("réponses enregistrées"),
    Action.STEP_PROPOSED: said("étape proposée"),
    Action.STEP_TAKEN: said("étape franchie"),
    Action.DOCUMENT_ADDED: said("pièce déposée"),
    Action.DOCUMENT_WITHDRAWN: said("pièce retirée"),
    Action.DEADLINE_EXTENDED: said("échéance prolongée"),
    Action.DEADLINE_SUSPENDED: said("échéance suspendue"),
    Action.DEADLINE_RESUMED: said("échéance reprise"),
    Action.DEADLINE_WAIVED: said("échéance dispensée"),
    Action.PAYMENT_RECORDED: said("versement enregistré"),
    Action.PAYMENT_CANCELLED: said("versement annulé"),
    Action.VALUE_ERASED: said("valeur personnelle effacée"),
    Action.FILE_MIGRATED: said("passage à une autre version du parcours"),
    Action.MIGRATION_UNDONE: said("changement de version annulé"),
    Action.MEMBER_RECORDED: said("inscription au registre"),
    Action.MEMBER_CHANGED: said("registre modifié"),
    Action.MEMBER_RETIRED: said("radiation du registre"),
    Action.ABSENCE_DECLARED: said("absence déclarée"),
    Action.ABSENCE_ENDED: said("absence terminée"),
    Action.INVENTORY_RECORDED: said("lignes d’inventaire inscrites"),
    Action.INVENTORY_CHANGED: said("ligne d’inventaire modifiée"),
    Action.INVENTORY_REMOVED: said("ligne d’inventaire retirée"),
    Action.CALENDAR_CHANGED: said("calendrier mis à jour"),
    Action.CALENDAR_NOTED: said("date ou montant écrit au calendrier"),
    Action.CALENDAR_DONE: said("échéance de calendrier faite"),
    Action.CALENDAR_REOPENED: said("échéance de calendrier rouverte"),
    Action.CALENDAR_EXTENDED: said("échéance de calendrier reportée"),
    Action.CALENDAR_WAIVED: said("échéance de calendrier levée"),
    Action.AID_RECORDED: said("aide de minimis inscrite"),
    Action.AID_WITHDRAWN: said("aide de minimis retirée"),
    Action.LINK_DECLARED: said("lien entre organismes déclaré"),
    Action.LINK_ENDED: said("lien entre organismes terminé"),
    Action.MAIL_SENT: said("courriel envoyé"),
    Action.MAIL_ABANDONED: said("courriel abandonné"),
    Action.ACCESS_GRANTED: said("connexion"),
    Action.ACCESS_DIGESTED: said("registre des accès scellé"),
}
ACCESSES: Final = {
    "document:downloaded": said("a téléchargé une pièce"),
    "document:shown": said("a affiché une pièce"),
    "document:refused": said("a demandé une pièce altérée, qui ne lui a pas été remise"),
    "files:exported": said("a exporté une liste de dossiers"),
    "file:read": said("a lu un dossier"),
    "log:verified": said("a vérifié le journal"),
    "mail:retried": said("a fait renvoyer un courriel"),
}
FOUND: Final = re.compile(r"(\d+) événements, (\d+) pièce\(s\), (\d+) écart\(s\)")
"""What a verification leaves in the register of accesses."""


@pages.get_page("/controle", allows=CONTROL)
def control(here: Here) -> Response:
    """The state of the log, the trail, and who looked at what."""
    return _show(here, None)


@pages.post_form("/controle/verification", allows=CONTROL)
def verification(here: Here) -> Response:
    """Verify now, and show what was found."""
    return _show(here, verify_now(here.desk, here.moment))


def _show(here: Visit, report: Report | None) -> Response:
    found = trail(here.desk, here.moment, small_number(here.query.get("avant", "")))
    return show(
        here, "controle.html", trail=found, report=report, actions=ACTIONS, accesses=ACCESSES, target=target_said
    )


def target_said(target: str) -> str:
    """What an access was about: a reference as it is, the findings of a verification in the language."""
    if not (found := FOUND.fullmatch(target)):
        return target
    events, documents, differences = (int(one) for one in found.groups())
    return ", ".join(
        (
            ngettext("{n} événement", "{n} événements", events),
            ngettext("{n} pièce", "{n} pièces", documents),
            ngettext("{n} écart", "{n} écarts", differences),
        )
    )
