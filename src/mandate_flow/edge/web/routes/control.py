"""The controllers' page: is the log what was recorded, and what does it say."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from mandate_flow.domain.event import Action
from mandate_flow.edge.web.render import show
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import CONTROL, Pages
from mandate_flow.service.integrity import Report
from mandate_flow.service.trail import trail, verify_now

pages: Final = Pages()

ACTIONS: Final = {
    Action.FILE_OPENED: "dossier ouvert",
    Action.FILE_AMENDED: "intitulé ou parties du dossier corrigés",
    Action.FILE_ASSIGNED: "personne chargée du dossier désignée",
    Action.FILE_COMMENTED: "commentaire ou remarque",
    Action.COMMENT_SETTLED: "commentaire traité",
    Action.COMMENT_REOPENED: "commentaire rouvert",
    Action.COMMENT_WITHDRAWN: "commentaire retiré",
    Action.FACTS_RECORDED: "réponses enregistrées",
    Action.STEP_PROPOSED: "étape proposée",
    Action.STEP_TAKEN: "étape franchie",
    Action.DOCUMENT_ADDED: "pièce déposée",
    Action.DOCUMENT_WITHDRAWN: "pièce retirée",
    Action.DEADLINE_EXTENDED: "échéance prolongée",
    Action.DEADLINE_SUSPENDED: "échéance suspendue",
    Action.DEADLINE_RESUMED: "échéance reprise",
    Action.DEADLINE_WAIVED: "échéance dispensée",
    Action.PAYMENT_RECORDED: "versement enregistré",
    Action.PAYMENT_CANCELLED: "versement annulé",
    Action.VALUE_ERASED: "valeur personnelle effacée",
    Action.FILE_MIGRATED: "passage à une autre version du parcours",
    Action.MIGRATION_UNDONE: "changement de version annulé",
    Action.MEMBER_RECORDED: "inscription au registre",
    Action.MEMBER_CHANGED: "registre modifié",
    Action.MEMBER_RETIRED: "radiation du registre",
    Action.INVENTORY_RECORDED: "lignes d’inventaire inscrites",
    Action.INVENTORY_CHANGED: "ligne d’inventaire modifiée",
    Action.INVENTORY_REMOVED: "ligne d’inventaire retirée",
    Action.CALENDAR_CHANGED: "calendrier mis à jour",
    Action.CALENDAR_NOTED: "date ou montant écrit au calendrier",
    Action.CALENDAR_DONE: "échéance de calendrier faite",
    Action.CALENDAR_REOPENED: "échéance de calendrier rouverte",
    Action.CALENDAR_EXTENDED: "échéance de calendrier reportée",
    Action.CALENDAR_WAIVED: "échéance de calendrier levée",
    Action.AID_RECORDED: "aide de minimis inscrite",
    Action.AID_WITHDRAWN: "aide de minimis retirée",
    Action.LINK_DECLARED: "lien entre organismes déclaré",
    Action.LINK_ENDED: "lien entre organismes terminé",
    Action.MAIL_SENT: "courriel envoyé",
    Action.MAIL_ABANDONED: "courriel abandonné",
    Action.ACCESS_GRANTED: "connexion",
    Action.ACCESS_DIGESTED: "registre des accès scellé",
}
ACCESSES: Final = {
    "document:downloaded": "a téléchargé une pièce",
    "document:shown": "a affiché une pièce",
    "document:refused": "a demandé une pièce altérée, qui ne lui a pas été remise",
    "files:exported": "a exporté une liste de dossiers",
    "file:read": "a lu un dossier",
    "log:verified": "a vérifié le journal",
}


@pages.get_page("/controle", allows=CONTROL)
def control(here: Here) -> Response:
    """The state of the log, the trail, and who looked at what."""
    return _show(here, None)


@pages.post_form("/controle/verification", allows=CONTROL)
def verification(here: Here) -> Response:
    """Verify now, and show what was found."""
    return _show(here, verify_now(here.desk, here.moment))


def _show(here: Visit, report: Report | None) -> Response:
    before = here.query.get("avant", "")
    found = trail(here.desk, here.moment, int(before) if before.isdigit() and len(before) < 19 else None)  # noqa: PLR2004
    return show(here, "controle.html", trail=found, report=report, actions=ACTIONS, accesses=ACCESSES)
