"""Coming in by an e-mailed link: fifteen minutes, once."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from mandate_flow.domain.errors import Forbidden, NotFound
from mandate_flow.domain.people import Person
from mandate_flow.domain.said import said
from mandate_flow.mail.message import build, message_id
from mandate_flow.mail.outcome import Outcome
from mandate_flow.mail.render import Item, writer_for
from mandate_flow.service.desk import Desk
from mandate_flow.service.sessions import Opening, hashed, may_sign_in, open_session

LINK: Final = timedelta(minutes=15)
MOST_LINKS: Final = 5
WITHIN: Final = timedelta(hours=1)
TEMPLATE: Final = "_sign_in"
SPENT: Final = NotFound(
    "Ce lien de connexion ne peut plus servir.",
    why="Un lien vaut quinze minutes et une seule fois.",
    do="Demandez un nouveau lien.",
)


def ask(desk: Desk, email: str, at: datetime, then: str = "") -> Outcome | None:
    """Send a link to the person of that address, or nothing: to nobody, and beyond five links an hour.

    The caller answers the same in every case, and before this is done: neither words nor time tell who is known.
    `then` is the page to go on to.
    """
    with desk.store.read() as unit:
        person = unit.registers.person_by_email(email)
        if person is None or not person.active or unit.doors.count_recent_links(person.id, at - WITHIN) >= MOST_LINKS:
            return None
    welcome = may_sign_in(person)
    link = make_link(desk, person, at, then=then) if welcome else f"{desk.base_url}/connexion"
    return write_to(desk, person, Item(TEMPLATE, {"link": link, "minutes": minutes(LINK), "welcome": welcome}), at)


def write_to(desk: Desk, person: Person, item: Item, at: datetime) -> Outcome:
    """Send at once a mail that opens the door; it does not wait in the outbox, which keeps what it sends."""
    sender = desk.mailer.sender
    item = Item(item.notice, {**item.names, "contact": sender.contact})
    writer = writer_for(desk.library.folder / "notifications" / "templates")
    words = writer.write([item], name=person.name, sender=sender.name, lang=person.lang)
    mark = message_id(f"{item.notice}/{person.id}/{at.isoformat()}", sender.domain)
    mail = build(
        words, to=person.email, name=person.name, sender=sender, reply_to=sender.contact, message_id=mark, at=at
    )
    with desk.mailer.session() as session:
        return session.send(mail, person.email)


def make_link(desk: Desk, person: Person, at: datetime, lasts: timedelta = LINK, then: str = "") -> str:
    """The address that lets this person in once; only the hash of its secret is kept."""
    token = secrets.token_urlsafe(32)
    with desk.store.write() as unit:
        unit.doors.add_link(hashed(token), person.id, at, at + lasts)
    return f"{desk.base_url}/connexion/{token}" + (f"?{urlencode({'suite': then})}" if then else "")


def link_for(desk: Desk, email: str, at: datetime) -> str:
    """A link to hand over to someone who cannot receive it. Raises NotFound, Forbidden."""
    with desk.store.read() as unit:
        person = unit.registers.person_by_email(email)
    if person is None:
        raise NotFound(
            said("Personne n’est inscrit sous l’adresse {email}.", email=email), do="Voir « mandate-flow user list »."
        )
    if not may_sign_in(person):
        raise Forbidden(
            said("{name} ne peut pas se connecter.", name=person.name),
            why="Accès retiré, ou réservé aux collectivités.",
        )
    return make_link(desk, person, at)


def use_link(desk: Desk, token: str, at: datetime, day: date, client: str = "") -> str:
    """Spend the link and open a session: the session's secret. Raises NotFound when the link is spent or expired."""
    with desk.store.write() as unit:
        person_id = unit.doors.use_link(hashed(token), at)
        if person_id is None or not may_sign_in(unit.registers.get_person(person_id)):
            raise SPENT
        return open_session(unit, person_id, at, day, Opening(client))


def opens(desk: Desk, token: str, at: datetime) -> bool:
    """Whether the link would let somebody in; it is not spent."""
    with desk.store.read() as unit:
        person_id = unit.doors.person_of_link(hashed(token), at)
        return person_id is not None and may_sign_in(unit.registers.get_person(person_id))


def minutes(span: timedelta) -> int:
    """How many minutes, rounded down."""
    return int(span.total_seconds() // 60)
