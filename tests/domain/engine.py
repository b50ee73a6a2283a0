"""A small workflow with everything the engine knows, people to act in it, and a fold to see what events make."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal

from mandate_flow.content.workflow_reader import definition_from_bytes
from mandate_flow.domain.command import Command, Moment, OpenFile
from mandate_flow.domain.event import Draft, Event
from mandate_flow.domain.file import File
from mandate_flow.domain.law import Confidence, Entry, LawBook, LawText, Quantity
from mandate_flow.domain.people import Person, Role
from mandate_flow.domain.refusal import Refused, Unchanged
from mandate_flow.domain.workdays import french_workdays
from mandate_flow.domain.workflow import decide, evolve
from mandate_flow.domain.workflow.decide import provisional
from mandate_flow.domain.workflow.known import Known

WORKFLOW = """
workflow: small
version: 1
title: {fr: Petit, en: Small, nl: Klein}
starts: draft
dates: {entrustment: [signed_on, planned_on]}
states:
  draft: {label: {fr: Projet, en: Draft, nl: Ontwerp}}
  running: {label: {fr: En cours, en: Running, nl: Lopend}}
  control: {label: {fr: Contrôle, en: Control, nl: Controle}}
  closed: {label: {fr: Clos, en: Closed, nl: Gesloten}, ending: true}
sections:
  all: {state: draft, label: {fr: Tout, en: All, nl: Alles}}
facts:
  amount: {type: money, section: all, label: {fr: Montant, en: Amount, nl: Bedrag}}
  kind:
    type: choice
    section: all
    label: {fr: Nature, en: Kind, nl: Soort}
    choices: {A: {fr: A, en: A, nl: A}, B: {fr: B, en: B, nl: B}}
  why_b: {type: long_text, section: all, label: {fr: Pourquoi B, en: Why B, nl: Waarom B}}
  vote: {type: date, section: all, per: authority, label: {fr: Vote, en: Vote, nl: Stemming}}
  planned_on: {type: date, section: all, label: {fr: Prévu, en: Planned, nl: Gepland}}
  signed_on: {type: date, section: all, label: {fr: Signé, en: Signed, nl: Getekend}}
  mandate_start: {type: date, section: all, label: {fr: Début, en: Start, nl: Begin}}
  mandate_end: {type: date, section: all, label: {fr: Fin, en: End, nl: Einde}}
  cost: {type: money, section: all, per: fiscal_year, label: {fr: Coût, en: Cost, nl: Kosten}}
  lots:
    type: table
    section: all
    personal: false
    label: {fr: Lots, en: Lots, nl: Loten}
    columns:
      what: {type: text, required: true, label: {fr: Objet, en: Item, nl: Voorwerp}}
      size: {type: choice, label: {fr: Taille, en: Size, nl: Maat}, choices: {S: {fr: S, en: S, nl: S}}}
      price: {type: money, label: {fr: Prix, en: Price, nl: Prijs}}
      count: {type: number, whole: true, most: 9, label: {fr: Nombre, en: Count, nl: Aantal}}
      new: {type: yes_no, label: {fr: Neuf, en: New, nl: Nieuw}}
      since: {type: date, label: {fr: Depuis, en: Since, nl: Sinds}}
  guests:
    type: table
    section: all
    per: fiscal_year
    label: {fr: Invités, en: Guests, nl: Gasten}
    columns:
      name: {type: text, label: {fr: Nom, en: Name, nl: Naam}}
documents:
  accounts: {section: all, per: fiscal_year, label: {fr: Comptes, en: Accounts, nl: Rekeningen}}
steps:
  start:
    from: [draft]
    to: running
    by: [mission, agent]
    four_eyes: true
    requires: [ceiling, voted, b_explained, soft, lowered]
    label: {fr: Démarrer, en: Start, nl: Starten}
  open:
    from: [running, control]
    to: control
    by: [mission]
    per: fiscal_year
    opens: true
    label: {fr: Ouvrir, en: Open, nl: Openen}
  end:
    from: [control]
    to: running
    by: [mission]
    per: fiscal_year
    closes: true
    requires: [cost_known]
    label: {fr: Clore le contrôle, en: End, nl: Einde}
  seal: {from: [running], to: running, by: [mission], once: true, label: {fr: Sceller, en: Seal, nl: Verzegelen}}
  stop: {from: [draft, running], to: closed, by: [mission], reason: true, label: {fr: Arrêter, en: Stop, nl: Stoppen}}
requirements:
  ceiling:
    that: "amount <= law.rule.ceiling"
    law_on: entrustment
    level: blocker
    law: rule.ceiling
    owed_by: agent
    remedy: amount
    label: {fr: Plafond, en: Ceiling, nl: Plafond}
    says:
      fr: "{{ amount }} dépasse {{ law.rule.ceiling }}."
      en: "{{ amount }} is above {{ law.rule.ceiling }}."
      nl: "{{ amount }} is meer dan {{ law.rule.ceiling }}."
  voted:
    per: authority
    that: "given(vote)"
    level: blocker
    law: rule.ceiling
    owed_by: agent
    remedy: vote
    label: {fr: Vote, en: Vote, nl: Stemming}
    says: {fr: "Pas de vote.", en: "No vote.", nl: "Geen stemming."}
  b_explained:
    when: "kind == 'B'"
    that: "given(why_b)"
    level: blocker
    law: rule.ceiling
    owed_by: agent
    remedy: why_b
    label: {fr: Pourquoi, en: Why, nl: Waarom}
    says: {fr: "Expliquez B.", en: "Explain B.", nl: "Leg B uit."}
  soft:
    that: "given(planned_on)"
    level: warning
    law: rule.ceiling
    owed_by: agent
    remedy: planned_on
    label: {fr: Prévision, en: Plan, nl: Planning}
    says: {fr: "Sans date prévue.", en: "No planned date.", nl: "Geen geplande datum."}
  lowered:
    that: "given(mandate_end)"
    level: blocker
    law: rule.doubtful
    owed_by: agent
    remedy: mandate_end
    label: {fr: Fin, en: End, nl: Einde}
    says: {fr: "Sans fin.", en: "No end.", nl: "Geen einde."}
  cost_known:
    per: fiscal_year
    that: "given(cost)"
    level: blocker
    law: rule.ceiling
    owed_by: structure
    remedy: cost
    label: {fr: Coût, en: Cost, nl: Kosten}
    says: {fr: "Coût {{ occurrence }}.", en: "Cost {{ occurrence }}.", nl: "Kosten {{ occurrence }}."}
deadlines:
  appeal:
    per: authority
    after: vote
    plus: {months: 2, franc: true}
    owed_by: prefect
    cadence: none
    law: rule.ceiling
    label: {fr: Recours, en: Appeal, nl: Beroep}
  report:
    per: fiscal_year
    when: "known(signed_on)"
    after: fiscal_year_end
    plus: {months: 6}
    owed_by: structure
    met_by: {document: accounts}
    cadence: none
    law: rule.ceiling
    label: {fr: Comptes, en: Accounts, nl: Rekeningen}
"""

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
TODAY = date(2026, 11, 23)
DEFINITION = definition_from_bytes(WORKFLOW.encode())
MISSION = Person("mission", "Mission", "mission@exemple.fr", frozenset({Role.MISSION}))
SECOND = Person("second", "Seconde", "second@exemple.fr", frozenset({Role.MISSION}))
AGENT = Person("agent", "Agente", "agent@exemple.fr", frozenset({Role.AGENT}), authority="lille")
JURIST = Person("jurist", "Juriste", "jurist@exemple.fr", frozenset({Role.JURIST}))


def _quantity(name: str, value: str, confidence: Confidence = Confidence.VERIFIED, note: str = "") -> Quantity:
    return Quantity(name, Decimal(value), f"art. {name}", confidence, note=note)


OLD = Entry(
    "old", date(2000, 1, 1), date(2025, 12, 31), {"fr": "Règle ancienne"}, {"ceiling": _quantity("ceiling", "100")}
)
NEW = Entry(
    "new",
    date(2026, 1, 1),
    None,
    {"fr": "Règle"},
    {"ceiling": _quantity("ceiling", "200"), "doubtful": _quantity("doubtful", "1", Confidence.MEMORY, "À relire.")},
)
KNOWN = Known(LawBook({"rule": LawText("rule", {"fr": "Règle"}, "ab" * 32, (OLD, NEW))}), french_workdays())


@dataclass
class Case:
    """A file that lives in memory: `does` decides and, when it may, evolves; every event is kept."""

    file: File | None = None
    events: list[Event] = field(default_factory=list)

    def does(self, command: Command, by: Person = MISSION, day: date = TODAY) -> Draft | Refused | Unchanged:
        """Decide, and go on from the event when there is one."""
        moment = Moment(by, AT, day)
        answer = decide(DEFINITION, self.file, command, moment, KNOWN)
        if isinstance(answer, Draft):
            event = provisional(self.file, answer, moment, "f1")
            self.events.append(event)
            self.file = evolve(self.file, event)
        return answer

    @property
    def now(self) -> File:
        """The file as it is."""
        assert self.file is not None
        return self.file

    def replayed(self) -> File:
        """The file as its events alone make it."""
        file: File | None = None
        for event in self.events:
            file = evolve(file, event)
        assert file is not None
        return file


def opened(*authorities: str) -> Case:
    """A file of these authorities (lille when none is named), just opened."""
    case = Case()
    case.does(OpenFile("SMALL-2026-0001", "Essai", "culture", authorities or ("lille",), ("scic",)))
    return case


def codes(answer: object) -> list[str]:
    """The codes of the blockers of a refusal, sorted; [] when it was not refused."""
    if not isinstance(answer, Refused):
        return []
    return sorted(one.code for one in answer.refusals if one.level == "blocker")
