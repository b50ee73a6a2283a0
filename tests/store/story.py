"""A small true story told through the store's own doors: people, a structure, and files that live."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from mandate_flow.domain.deadline import DeadlineKey
from mandate_flow.domain.event import Action, Draft, Event, Personal, Stream, StreamKind
from mandate_flow.domain.file import File
from mandate_flow.domain.notice import Queued, Urgency
from mandate_flow.domain.people import Person, Role
from mandate_flow.domain.register import Authority, Structure
from mandate_flow.domain.workflow.evolve import evolve
from mandate_flow.store.unit import Store, Unit

AT = datetime(2026, 11, 23, 8, 30, 15, 123456, tzinfo=UTC)
DAY = date(2026, 11, 23)
WHO: Mapping[str, Any] = {"actor": "p1", "at": AT, "day": DAY}
LILLE = Authority("commune-59350", "commune", "Lille", code="59350", siren="215903501", population=236_000)
MEL = Authority("metropole-200093201", "metropole", "Métropole européenne de Lille")
CRECHE = Structure("s1", "association", "Crèche « Cœur d’Œuvre »", siret="1" * 14, email="c@x.test", contact="Zoé Lœil")
ADA = Person("p1", "Ada Lœuvre", "Ada@Exemple.test", frozenset({Role.AGENT, Role.JURIST}), authority=LILLE.id)
SECRET = "Les enfants de la rue des Tanneurs"
DEADLINE = {
    "code": "report",
    "occurrence": "2027",
    "due": "2028-06-30",
    "basis": "2027-12-31:abc",
    "trace": [["trigger:fiscal_year_end", "2027-12-31"], ["plus:6 months", "2028-06-30"]],
    "owed_by": "structure",
    "cadence": "report",
    "status": "open",
    "closed_on": None,
    "provisional": False,
}


def opened(ref: str, title: str = "Crèche d’été") -> Draft:
    outcome = {
        "ref": ref,
        "title": title,
        "theme": "petite-enfance",
        "workflow": {"name": "sieg", "version": 1, "sha256": "a" * 64},
        "state": "identification",
        "rank": 0,
        "authorities": [LILLE.id, MEL.id],
        "structures": [CRECHE.id],
        "demonstration": False,
    }
    return Draft(Action.FILE_OPENED, outcome, contents=("a" * 64,))


def facts(personal: str = SECRET) -> Draft:
    rows = [
        {"name": "yearly_amount", "occurrence": "", "type": "money", "value": "12345678"},
        {"name": "regime", "occurrence": "", "type": "choice", "value": "R6_DECISION"},
        {"name": "mandate_start", "occurrence": "", "type": "date", "value": "2027-01-01"},
        {"name": "vote_date", "occurrence": LILLE.id, "type": "date", "value": "2026-12-15"},
        {"name": "obligations", "occurrence": "", "type": "long_text", "value": Personal(f'"{personal}"')},
    ]
    return Draft(Action.FACTS_RECORDED, {"facts": rows, "lapsed": [], "deadlines": [DEADLINE]})


def amended(title: str, authorities: tuple[str, ...], structures: tuple[str, ...]) -> Draft:
    outcome = {"title": title, "theme": "sport", "authorities": [*authorities], "structures": [*structures]}
    return Draft(Action.FILE_AMENDED, outcome | {"lapsed": [], "reason": Personal("Erreur de saisie")})


def assigned(person: str | None = ADA.id) -> Draft:
    return Draft(Action.FILE_ASSIGNED, {"assignee": person})


def commented(comment_id: str = "c1", answers: str = "", mentions: tuple[str, ...] = (ADA.id,)) -> Draft:
    outcome = {"id": comment_id, "kind": "comment", "text": Personal("Vu avec Zoé")}
    return Draft(Action.FILE_COMMENTED, outcome | {"mentions": [*mentions], "answers": answers})


def proposed() -> Draft:
    return Draft(
        Action.STEP_PROPOSED,
        {"step": "submit", "occurrence": "", "warnings": [], "confirm_by": ["jurist"], "reason": Personal("Bien vu")},
    )


def taken(reason: str = "Complet") -> Draft:
    outcome = {
        "step": "analyse",
        "occurrence": "",
        "from": "identification",
        "to": "legal_analysis",
        "rank": 1,
        "ended": False,
        "warnings": [],
        "reason": Personal(reason),
        "law": [],
        "deadlines": [DEADLINE | {"status": "met", "closed_on": "2026-11-23"}],
    }
    return Draft(Action.STEP_TAKEN, outcome)


def added(document_id: str = "d1", name: str = "Statuts de Zoé.pdf") -> Draft:
    digest = sha256(document_id.encode()).hexdigest()
    outcome = {
        "id": document_id,
        "kind": "statutes",
        "occurrence": CRECHE.id,
        "name": Personal(name),
        "sha256": digest,
        "size": 1234,
        "media_type": "application/pdf",
        "deadlines": [],
    }
    return Draft(Action.DOCUMENT_ADDED, outcome, documents=(digest,))


def withdrawn(document_id: str = "d1") -> Draft:
    return Draft(Action.DOCUMENT_WITHDRAWN, {"id": document_id, "reason": Personal("Doublon"), "deadlines": []})


WHOLE = (facts, proposed, taken, added, withdrawn)
"""Every kind of change of a file, one after the other."""


@dataclass
class Story:
    store: Store
    reminders: Mapping[DeadlineKey, date | None] = field(default_factory=lambda: {("report", "2027"): date(2028, 6, 1)})

    def begin(self) -> None:
        """Fill the registers."""
        with self.store.write() as unit:
            for member in (LILLE, MEL):
                unit.registers.record(member, **WHO)
            unit.registers.record(CRECHE, **WHO)
            unit.registers.record(ADA, **WHO)

    def open(self, file_id: str = "f1", title: str = "Crèche d’été") -> File:
        with self.store.write() as unit:
            return self.write(unit, None, opened(unit.files.next_ref("sieg", 2026), title), file_id)[1]

    def go(self, file: File, draft: Draft) -> File:
        with self.store.write() as unit:
            return self.write(unit, file, draft)[1]

    def tell(self, file_id: str = "f1") -> File:
        """A file that has known every kind of change."""
        file = self.open(file_id)
        for make in WHOLE:
            file = self.go(file, make())
        return file

    def write(self, unit: Unit, before: File | None, draft: Draft, file_id: str = "") -> tuple[Event, File]:
        stream = Stream(StreamKind.FILE, before.id if before else file_id)
        seq = before.version + 1 if before else 1
        after = evolve(before, Event(stream, seq, AT, DAY, "p1", draft.action, draft.outcome))
        note = Queued(f"{stream.id}:{seq}:told", "told", "role:mission", Urgency.DAILY, DAY, {"step": "été"})
        return unit.files.record(before, after, draft, **WHO, queued=(note,), reminders=self.reminders)
