"""The words of a calendar: whose it is, what a deadline is called, and what a mail says of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from mandate_flow.domain.calendar import CalendarRule
from mandate_flow.domain.calendar.definition import DATE, FISCAL_YEAR, Basis
from mandate_flow.domain.calendar.notices import CALENDAR_OF, owner_from
from mandate_flow.domain.deadline import Deadline
from mandate_flow.domain.errors import NotFound
from mandate_flow.domain.event import Stream, StreamKind
from mandate_flow.domain.notice import Queued
from mandate_flow.domain.people import Person, Role
from mandate_flow.domain.said import said
from mandate_flow.domain.wording import day_words
from mandate_flow.service.calendars.remind import authorities_of
from mandate_flow.service.desk import Desk
from mandate_flow.service.language import in_language
from mandate_flow.service.recipients import Recipient, name_of
from mandate_flow.store.unit import Unit

SYSTEM_NAMES: Final[Mapping[str, str]] = {
    "fr": "Règles et taux du produit",
    "en": "Rules and rates of the product",
    "nl": "Regels en tarieven van het product",
}


def title_of(unit: Unit, owner: Stream, lang: str) -> str:
    """Whose calendar it is, by name."""
    if owner.kind is StreamKind.SYSTEM:
        return in_language(SYSTEM_NAMES, lang)
    return name_of(unit, f"{owner.kind.value}:{owner.id}")


def page_of(owner: Stream) -> str:
    """The address of a calendar."""
    return f"/calendriers/{owner.kind.value}/{owner.id}"


def called(rule: CalendarRule | None, code: str, occurrence: str, lang: str) -> str:
    """What a deadline is called: its label, and the fiscal year or the day of the year it is about."""
    if rule is None:
        return f"{code} {occurrence}".strip()
    label = in_language(rule.label, lang)
    if rule.due.basis is Basis.EACH and rule.per == DATE:
        return f"{label} ({day_words(date.fromisoformat(occurrence), lang)})"
    return f"{label} ({occurrence})" if rule.per == FISCAL_YEAR else label


def about_calendar(desk: Desk, unit: Unit, reader: Recipient, day: date, queued: Queued) -> dict[str, Any]:
    """The names that the template of a reminder of a calendar may use, as its example file shows them."""
    owner = owner_from(str(queued.data[CALENDAR_OF]))
    deadline = unit.calendars.get(owner).deadlines.get((queued.deadline_code, queued.occurrence))
    if deadline is None:
        raise NotFound(said("L’avis {notice} parle d’une échéance qui n’est pas au calendrier.", notice=queued.notice))
    rule = desk.library.calendars.rules.get(deadline.code)
    lang = reader.lang
    for_structure = _is_of(unit, reader, owner)
    contact = _contact(desk, unit, owner) if for_structure else (desk.mailer.sender.contact,) * 2
    return {
        "calendar": title_of(unit, owner, lang),
        "for_structure": for_structure,
        "link": desk.base_url + page_of(owner),
        "contact": contact[0],
        "reply_to": contact[1],
        "what": called(rule, deadline.code, deadline.occurrence, lang),
        "due": deadline.due,
        "left": (deadline.due - day).days,
        "help": in_language(rule.help, lang) if rule else "",
        "law": _law(desk, rule, deadline, lang, day),
        "owner": _owner(unit, owner, deadline, lang),
    }


def _is_of(unit: Unit, reader: Recipient, owner: Stream) -> bool:
    """True when the reader is the structure, or acts for it."""
    if owner.kind is not StreamKind.STRUCTURE:
        return False
    if reader.kind == "structure":
        return True
    person = unit.registers.get_person(reader.id)
    return Role.STRUCTURE in person.roles and person.structure == owner.id


def _contact(desk: Desk, unit: Unit, owner: Stream) -> tuple[str, str]:
    """(name and address, address) of an agent who works with the structure, else the sender's contact."""
    agents: list[Person] = []
    for authority in authorities_of(unit, owner):
        agents += [one for one in unit.registers.people(role=Role.AGENT, authority=authority) if one.email]
    general = desk.mailer.sender.contact
    return (f"{agents[0].name} ({agents[0].email})", agents[0].email) if agents else (general, general)


def _law(desk: Desk, rule: CalendarRule | None, deadline: Deadline, lang: str, day: date) -> str:
    book, on = desk.library.law, date.fromisoformat(deadline.trace[0][1])
    cited = [found for key in (rule.law if rule else ()) if (found := book.cite(key, on) or book.cite(key, day))]
    return "; ".join(dict.fromkeys(one.words(lang) for one in cited))


def _owner(unit: Unit, owner: Stream, deadline: Deadline, lang: str) -> str:
    """The name of whoever owes it, when it is an organisation we wrote to."""
    own = {StreamKind.STRUCTURE: "structure", StreamKind.AUTHORITY: "agent"}.get(owner.kind)
    return title_of(unit, owner, lang) if deadline.owed_by == own else ""
