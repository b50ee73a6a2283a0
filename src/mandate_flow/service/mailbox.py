"""The Boîte d’envoi: every mail that left or waits, as it was frozen, for whoever may see what it speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Final

from mandate_flow.domain.people import Person
from mandate_flow.domain.said import said
from mandate_flow.service.desk import Desk
from mandate_flow.store.views import MailFilters, MailPage, MailRow, Page, Scope

SHOWN: Final = {
    "From": said("De"),
    "To": said("À"),
    "Reply-To": said("Répondre à"),
    "Message-ID": said("Identifiant"),
}


@dataclass(frozen=True, slots=True)
class OneMail:
    """A mail opened: its page, its two bodies ("" when it has none) and the header lines worth showing."""

    page: MailPage
    text: str
    html: str
    headers: tuple[tuple[str, str], ...]


def mailbox(desk: Desk, person: Person, filters: MailFilters, number: int = 1) -> Page[MailRow]:
    """The mails kept by the filters, last made first."""
    with desk.store.read() as unit:
        return unit.views.mails(Scope.of(person), filters, number)


def mail(desk: Desk, person: Person, mail_id: int) -> OneMail:
    """One mail. Raises NotFound, also when it speaks of a file the person may not see."""
    with desk.store.read() as unit:
        page = unit.views.mail(Scope.of(person), mail_id)
    message = message_from_bytes(page.bytes, policy=policy.default)
    return OneMail(page, _body(message, "plain"), _body(message, "html"), _headers(message))


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part is not None else ""


def _headers(message: EmailMessage) -> tuple[tuple[str, str], ...]:
    return tuple((words, str(message[name])) for name, words in SHOWN.items() if message[name])
