"""What a person has just done to a file, told once at the top of its page."""

from __future__ import annotations

from typing import Final

from mandate_flow.domain.event import Action, Event
from mandate_flow.edge.web.language import in_language, ngettext
from mandate_flow.service.reading import FilePage

NOTHING: Final = "Rien n’a changé : tout était déjà enregistré."
SAID: Final = {
    Action.FILE_OPENED: "Le dossier est ouvert. Complétez-le quand vous voulez : rien n’est exigé pour enregistrer.",
    Action.FILE_AMENDED: "Le dossier est corrigé.",
    Action.FILE_ASSIGNED: "La personne chargée du dossier est enregistrée.",
    Action.FILE_COMMENTED: "C’est dit.",
    Action.COMMENT_SETTLED: "Le commentaire est traité.",
    Action.COMMENT_REOPENED: "Le commentaire est rouvert.",
    Action.COMMENT_WITHDRAWN: "Votre commentaire est retiré, et son texte effacé.",
    Action.FACTS_RECORDED: "Vos réponses sont enregistrées.",
    Action.DOCUMENT_WITHDRAWN: "La pièce est retirée. Elle reste lisible et ne compte plus.",
    Action.DEADLINE_EXTENDED: "L’échéance est prolongée. Les rappels suivront la nouvelle date.",
    Action.DEADLINE_SUSPENDED: "L’échéance est suspendue : personne n’en reçoit de rappel.",
    Action.DEADLINE_RESUMED: "L’échéance court de nouveau.",
    Action.DEADLINE_WAIVED: "L’échéance est dispensée : plus rien n’est attendu.",
    Action.PAYMENT_RECORDED: "Le versement est enregistré.",
    Action.PAYMENT_CANCELLED: "Le versement est annulé. Il reste lisible et ne compte plus.",
    Action.STEP_PROPOSED: "C’est proposé. Une autre personne doit maintenant confirmer.",
}


def done(page: FilePage, last: str, before: str) -> str:
    """The acts after version `before` up to `last`, both as the address gives them; "" once something else happened."""
    if not (last.isdigit() and before.isdigit()) or int(last) != page.file.version:
        return ""
    if last == before:
        return NOTHING
    new = [event for event in page.history if event.seq > int(before)]
    deposits = sum(event.action is Action.DOCUMENT_ADDED for event in new)
    many = ngettext("La pièce est déposée.", "{n} pièces sont déposées.", deposits)
    acts = [many if event.action is Action.DOCUMENT_ADDED else _said(page, event) for event in new]
    return " ".join(dict.fromkeys(said for said in acts if said))


def _said(page: FilePage, event: Event) -> str:
    step = page.definition.steps.get(str(event.outcome.get("step", "")))
    if event.action is Action.STEP_TAKEN and step:
        label = in_language(step.label)
        return f"C’est fait : {label[0].lower()}{label[1:]}."
    return SAID.get(event.action, "")
