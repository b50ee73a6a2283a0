"""What a person has just done to a file, told once at the top of its page."""

from __future__ import annotations

from typing import Final

from mandate_flow.domain.event import Action, Event
from mandate_flow.edge.web.language import N_, _, in_language, ngettext
from mandate_flow.edge.web.numbers import small_number
from mandate_flow.service.reading import FilePage

NOTHING: Final = N_("Rien n’a changé : tout était déjà enregistré.")
SAID: Final = {
    Action.FILE_OPENED: N_(
        "Le dossier est ouvert. Complétez-le quand vous voulez : rien n’est exigé pour enregistrer."
    ),
    Action.FILE_AMENDED: N_("Le dossier est corrigé."),
    Action.FILE_ASSIGNED: N_("La personne chargée du dossier est enregistrée."),
    Action.FILE_COMMENTED: N_("C’est dit."),
    Action.COMMENT_SETTLED: N_("Le commentaire est traité."),
    Action.COMMENT_REOPENED: N_("Le commentaire est rouvert."),
    Action.COMMENT_WITHDRAWN: N_("Votre commentaire est retiré, et son texte effacé."),
    Action.FACTS_RECORDED: N_("Vos réponses sont enregistrées."),
    Action.DOCUMENT_WITHDRAWN: N_("La pièce est retirée. Elle reste lisible et ne compte plus."),
    Action.DEADLINE_EXTENDED: N_("L’échéance est prolongée. Les rappels suivront la nouvelle date."),
    Action.DEADLINE_SUSPENDED: N_("L’échéance est suspendue : personne n’en reçoit de rappel."),
    Action.DEADLINE_RESUMED: N_("L’échéance court de nouveau."),
    Action.DEADLINE_WAIVED: N_("L’échéance est dispensée : plus rien n’est attendu."),
    Action.PAYMENT_RECORDED: N_("Le versement est enregistré."),
    Action.PAYMENT_CANCELLED: N_("Le versement est annulé. Il reste lisible et ne compte plus."),
    Action.STEP_PROPOSED: N_("C’est proposé. Une autre personne doit maintenant confirmer."),
}


def done(page: FilePage, last: str, before: str) -> str:
    """The acts after version `before` up to `last`, both as the address gives them; "" once something else happened."""
    since = small_number(before)
    if since is None or small_number(last) != page.file.version:
        return ""
    if since == page.file.version:
        return _(NOTHING)
    new = [event for event in page.history if event.seq > since]
    deposits = sum(event.action is Action.DOCUMENT_ADDED for event in new)
    many = ngettext("La pièce est déposée.", "{n} pièces sont déposées.", deposits)
    acts = [many if event.action is Action.DOCUMENT_ADDED else _said(page, event) for event in new]
    return " ".join(dict.fromkeys(said for said in acts if said))


def _said(page: FilePage, event: Event) -> str:
    step = page.definition.steps.get(str(event.outcome.get("step", "")))
    if event.action is Action.STEP_TAKEN and step:
        said = _("C’est fait : « {step} ».", step=in_language(step.label))
        if step.stays:
            return said
        stage = in_language(page.definition.states[step.to].label)
        return f"{said} {_('Le dossier est à l’étape « {stage} ».', stage=stage)}"
    said = SAID.get(event.action, "")
    return _(said) if said else ""
