"""What a mail may say: the names that templates use, told for one reader in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from mandate_flow.domain.calendar.notices import CALENDAR_OF
from mandate_flow.domain.deadline import Deadline, DeadlineStatus
from mandate_flow.domain.errors import NotFound
from mandate_flow.domain.file import File
from mandate_flow.domain.law import Text
from mandate_flow.domain.notice import ABANDONED, ON_THE_CALENDAR, UNREACHABLE, Queued
from mandate_flow.domain.people import Person, Role
from mandate_flow.domain.register import Authority
from mandate_flow.domain.said import said
from mandate_flow.domain.wording import day_words
from mandate_flow.domain.workflow.deadline_rule import DeadlineRule
from mandate_flow.domain.workflow.definition import Definition, Per
from mandate_flow.domain.workflow.meetings import day_of
from mandate_flow.service.calendars.words import about_calendar
from mandate_flow.service.desk import Desk
from mandate_flow.service.recipients import Recipient, name_of
from mandate_flow.store.unit import Unit

LISTED: Final = 6
ASPIRATED: Final = frozenset({"Hem"})
AND: Final = {"fr": "et", "en": "and", "nl": "en"}


@dataclass(frozen=True, slots=True)
class Reading:
    """One reader, on one day, of one file (None: the notice is about no file)."""

    desk: Desk
    unit: Unit
    reader: Recipient
    day: date
    file: File | None = None

    @property
    def for_structure(self) -> bool:
        """True when the reader is one of the file's structures, or acts for one."""
        if self.reader.kind == "structure" or self.file is None:
            return self.reader.kind == "structure"
        person = self.unit.registers.get_person(self.reader.id)
        return Role.STRUCTURE in person.roles and person.structure in self.file.structures


def names_for(reading: Reading, queued: Queued) -> dict[str, Any]:
    """The names the template of this notice may use, as its example file shows them, and `reply_to`, an address."""
    contact = reading.desk.mailer.sender.contact
    names: dict[str, Any] = {"name": reading.reader.name, "contact": contact, "reply_to": contact}
    if queued.notice in (UNREACHABLE, ABANDONED):
        return names | _about_mail(reading, queued)
    if CALENDAR_OF in queued.data:
        return names | about_calendar(reading.desk, reading.unit, reading.reader, reading.day, queued)
    if reading.file is None:
        raise NotFound(said("L’avis {notice} ne dit pas de quel dossier il parle.", notice=queued.notice))
    definition = reading.desk.definition(reading.unit, reading.file.workflow)
    names |= _about_file(reading, reading.file)
    names |= _about_step(reading, definition, queued)
    names |= _coming(reading, definition, reading.file, queued)
    rule = definition.deadlines.get(queued.deadline_code)
    deadline = reading.file.deadlines.get((queued.deadline_code, queued.occurrence))
    if rule is None or deadline is None:
        return names
    names |= {"what": what(reading.unit, rule, deadline.occurrence, reading.reader.lang), "received": queued.send_on}
    if "was" in queued.data:
        names["was"] = date.fromisoformat(str(queued.data["was"]))
        return names | _about_deadline(reading, rule, deadline) if deadline.status is DeadlineStatus.OPEN else names
    return names | _about_deadline(reading, rule, deadline) if queued.notice in ON_THE_CALENDAR else names


def what(unit: Unit, rule: DeadlineRule, occurrence: str, lang: str) -> str:
    """The label of a deadline with its occurrence: "Compte rendu financier 2025", "Transmission (Lille)"."""
    label = _text(rule.label, lang)
    if not occurrence or occurrence in label:
        return label
    if rule.per in (Per.AUTHORITY, Per.STRUCTURE):
        return f"{label} ({name_of(unit, f'{rule.per}:{occurrence}')})"
    meeting = day_of(occurrence)
    return f"{label} ({day_words(meeting, lang)})" if meeting else f"{label} {occurrence}"


def _contacts(reading: Reading) -> tuple[str, str]:
    """(name and address, address) of whom to ask: for a structure an agent of the file, else the sender's contact."""
    general = reading.desk.mailer.sender.contact
    if reading.file is None or not reading.for_structure:
        return general, general
    agent = next(_agents(reading.unit, reading.file), None)
    return (f"{agent.name} ({agent.email})", agent.email) if agent else (general, general)


def _agents(unit: Unit, file: File) -> Iterator[Person]:
    for authority in file.authorities:
        yield from (one for one in unit.registers.people(role=Role.AGENT, authority=authority) if one.email)


def _about_mail(reading: Reading, queued: Queued) -> dict[str, Any]:
    who = str(queued.data["who"])
    kind = reading.desk.library.notices.kinds.get(str(queued.data.get("notice", "")))
    place = f"/courriels/{queued.data['mail']}" if "mail" in queued.data else _page_of(who)
    return {
        "who": name_of(reading.unit, who, reading.reader.lang),
        "notice": _text(kind.label, reading.reader.lang) if kind else str(queued.data.get("notice", "")),
        "subject_sent": str(queued.data.get("subject", "")),
        "link": reading.desk.base_url + place,
    }


def _page_of(audience: str) -> str:
    """Where its address is given: the form of a structure, the persons of an authority or of a role."""
    kind, _, name = audience.partition(":")
    return f"/structures/{name}/modifier" if kind == "structure" else "/administration"


def _about_file(reading: Reading, file: File) -> dict[str, Any]:
    registers, lang = reading.unit.registers, reading.reader.lang
    authorities = [registers.authority(one) for one in file.authorities]
    structures = [registers.structure(one).name for one in file.structures]
    contact, reply_to = _contacts(reading)
    start, end = (file.fact(name) for name in ("mandate_start", "mandate_end"))
    return {
        "ref": file.ref,
        "title": file.title,
        "authorities": _joined([_with_article(one, lang) for one in authorities], lang),
        "authority_names": ", ".join(one.name for one in authorities),
        "several_authorities": len(authorities) > 1,
        "structures": _joined(structures, lang),
        "several_structures": len(structures) > 1,
        "for_structure": reading.for_structure,
        "link": f"{reading.desk.base_url}/dossiers/{file.ref}",
        "contact": contact,
        "reply_to": reply_to,
        "start": start.value if start and isinstance(start.value, date) else None,
        "end": end.value if end and isinstance(end.value, date) else None,
    }


def _about_step(reading: Reading, definition: Definition, queued: Queued) -> dict[str, Any]:
    step = definition.steps.get(str(queued.data.get("step", "")))
    return {
        "step": _text(step.label, reading.reader.lang) if step else "",
        "year": queued.occurrence,
        "proposer": reading.unit.registers.name_of(str(queued.data.get("actor", ""))),
        "sha256": str(queued.data.get("sha256", "")),
    }


def _about_deadline(reading: Reading, rule: DeadlineRule, deadline: Deadline) -> dict[str, Any]:
    lang, book = reading.reader.lang, reading.desk.library.law
    on = date.fromisoformat(deadline.trace[0][1]) if deadline.trace else reading.day
    cited = [found for key in rule.law if (found := book.cite(key, on) or book.cite(key, reading.day))]
    return {
        "due": deadline.due,
        "left": (deadline.due - reading.day).days,
        "help": _text(rule.help, lang) if rule.help else "",
        "law": "; ".join(dict.fromkeys(one.words(lang) for one in cited)),
        "owner": _owner(reading, deadline),
    }


def _owner(reading: Reading, deadline: Deadline) -> str:
    """The name of whoever owes it, when it is an organisation we wrote to."""
    file = reading.file
    if file is None or deadline.owed_by not in ("structure", "agent"):
        return ""
    kind, ids = ("structure", file.structures) if deadline.owed_by == "structure" else ("authority", file.authorities)
    narrowed = (deadline.occurrence,) if deadline.occurrence in ids else ids
    return _joined([name_of(reading.unit, f"{kind}:{one}") for one in narrowed], reading.reader.lang)


def _coming(reading: Reading, definition: Definition, file: File, queued: Queued) -> dict[str, Any]:
    """The first open deadlines to come, of the notice's occurrence if it has one; a structure sees its own."""
    waiting = [
        one
        for one in file.deadlines.values()
        if one.status is DeadlineStatus.OPEN
        and one.due >= reading.day
        and one.code in definition.deadlines
        and (one.owed_by == "structure" or not reading.for_structure)
        and (not queued.occurrence or one.occurrence == queued.occurrence)
    ]
    waiting.sort(key=lambda one: (one.due, one.code, one.occurrence))
    listed = [
        {
            "what": what(reading.unit, definition.deadlines[one.code], one.occurrence, reading.reader.lang),
            "due": one.due,
        }
        for one in waiting[:LISTED]
    ]
    return {"coming": listed, "more": len(waiting) - len(listed)}


def _with_article(authority: Authority, lang: str) -> str:
    """An authority inside a French sentence: "la commune de Lille", "la commune du Maisnil", "l’État"."""
    if lang != "fr":
        return authority.name
    if authority.kind == "commune":
        return f"la commune {_of(authority.name)}"
    article = {"metropole": "la ", "region": "la ", "departement": "le ", "state": "l’"}.get(authority.kind, "")
    return article + authority.name


def _of(name: str) -> str:
    if name.startswith("Le "):
        return f"du {name[3:]}"
    if name.startswith("Les "):
        return f"des {name[4:]}"
    elided = name[:1].upper() in "AEÉÈIOUYH" and name not in ASPIRATED
    return f"d’{name}" if elided else f"de {name}"


def _joined(names: list[str], lang: str) -> str:
    if len(names) < 2:  # noqa: PLR2004 - one name or none
        return "".join(names)
    return f"{', '.join(names[:-1])} {AND.get(lang, AND['fr'])} {names[-1]}"


def _text(text: Text | Mapping[str, str], lang: str) -> str:
    return text.get(lang) or text.get("fr", "")
