"""What a person may decide of a deadline, as forms; and what nobody may, with the text that says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from mandate_flow.domain.command import ExtendDeadline, OnDeadline, ResumeDeadline, SuspendDeadline, WaiveDeadline
from mandate_flow.domain.deadline import Deadline, DeadlineStatus, May
from mandate_flow.domain.typed import read_day
from mandate_flow.domain.workflow.deadline_rule import DeadlineRule
from mandate_flow.edge.web.forms import Form
from mandate_flow.edge.web.language import N_, _

LONGEST: Final = 500
NEVER: Final[Mapping[May, str]] = {
    May.EXTEND: N_("le prolonger"),
    May.SUSPEND: N_("le suspendre"),
    May.WAIVE: N_("en dispenser"),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """One decision: its name in the address, what it does, and the day it asks for (`day` "": none)."""

    name: str
    title: str
    says: str
    button: str
    day: str = ""
    day_required: bool = False
    risk: bool = False

    @property
    def day_field(self) -> str:
        """The name of the field of its day."""
        return f"{self.name}_jour"

    @property
    def reason_field(self) -> str:
        """The name of the field of its reason."""
        return f"{self.name}_motif"


EXTEND: Final = Offer(
    "prolonger",
    N_("Prolonger"),
    N_("Le dernier jour devient celui que vous choisissez. Les rappels suivent."),
    N_("Prolonger l’échéance"),
    N_("Nouveau dernier jour"),
    day_required=True,
)
SUSPEND: Final = Offer(
    "suspendre",
    N_("Suspendre"),
    N_(
        "Le délai ne court plus et personne n’en reçoit de rappel. À la reprise, le dernier jour recule d’autant de "
        "jours que la suspension en a duré."
    ),
    N_("Suspendre le délai"),
    N_("À partir du"),
)
RESTART: Final = Offer(
    "interrompre",
    N_("Noter une demande de pièces"),
    N_(
        "Le délai s’arrête, et repartira de zéro le jour où le dossier sera complet. C’est ce qui arrive quand le "
        "préfet demande des pièces avant la fin de son délai."
    ),
    N_("Arrêter le délai"),
    N_("Demande reçue le"),
)
RESUME: Final = Offer(
    "reprendre",
    N_("Faire reprendre"),
    N_("Le délai court de nouveau : pour ce qui restait, ou depuis zéro s’il avait été interrompu."),
    N_("Faire reprendre le délai"),
    N_("À partir du"),
)
WAIVE: Final = Offer(
    "dispenser",
    N_("Dispenser"),
    N_("Plus rien n’est attendu pour cette échéance, et les rappels s’arrêtent. La décision reste dans l’historique."),
    N_("Dispenser de cette échéance"),
    risk=True,
)
REINSTATE: Final = Offer(
    "retablir",
    N_("Lever la dispense"),
    N_("L’échéance est de nouveau attendue, pour le même dernier jour."),
    N_("Lever la dispense"),
)
BY_MAY: Final[Mapping[May, Offer]] = {
    May.EXTEND: EXTEND,
    May.SUSPEND: SUSPEND,
    May.RESTART: RESTART,
    May.WAIVE: WAIVE,
}
OFFERS: Final = {one.name: one for one in (*BY_MAY.values(), RESUME, REINSTATE)}


def offers(rule: DeadlineRule, held: Deadline) -> Iterator[Offer]:
    """What may be decided of the deadline as it stands."""
    if held.status is DeadlineStatus.WAIVED:
        yield REINSTATE
    elif held.status is DeadlineStatus.SUSPENDED:
        yield RESUME
        yield from (WAIVE,) if May.WAIVE in rule.may else ()
    elif held.status is DeadlineStatus.OPEN or (held.status is DeadlineStatus.MET and rule.met_by is None):
        yield from (offer for may, offer in BY_MAY.items() if may in rule.may)


def never(rule: DeadlineRule) -> str:
    """What nobody may decide of it, in words; "" when everything is possible."""
    asked = [May.EXTEND, May.WAIVE] if May.RESTART in rule.may else [May.EXTEND, May.SUSPEND, May.WAIVE]
    return _(" ni ").join(_(NEVER[one]) for one in asked if one not in rule.may)


def command(offer: Offer, form: Form, code: str, occurrence: str) -> OnDeadline:
    """What was typed, as a command; what is wrong is noted in the form. A day left empty is that of the act."""
    reason = form.text(offer.reason_field, label=_("Motif"), required=True, longest=LONGEST)
    day = form.read(offer.day_field, read_day, label=_(offer.day), required=offer.day_required) if offer.day else None
    match offer.name:
        case "prolonger":
            return ExtendDeadline(code, occurrence, day or date.min, reason)
        case "suspendre" | "interrompre":
            return SuspendDeadline(code, occurrence, reason, day, restarts=offer is RESTART)
        case "dispenser":
            return WaiveDeadline(code, occurrence, reason)
    return ResumeDeadline(code, occurrence, reason, day)
