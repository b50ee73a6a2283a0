"""A desk over a database of the tests, with the product's own content."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path

from mandate_flow.content.library import Library, load
from mandate_flow.content.where import find_content
from mandate_flow.domain.command import Moment
from mandate_flow.domain.people import SYSTEM, Person, Role
from mandate_flow.domain.workdays import french_workdays
from mandate_flow.mail.keep import FolderMailer
from mandate_flow.mail.outcome import Sender
from mandate_flow.service.desk import Desk
from mandate_flow.service.scenario import morning
from mandate_flow.store.blobs import Blobs
from mandate_flow.store.unit import Store

DAY = date(2026, 11, 23)


@cache
def library() -> Library:
    return load(find_content())


@contextmanager
def desk_on(url: str, folder: Path, content: Library | None = None) -> Iterator[Desk]:
    """The desk; `folder` keeps documents and mails. `content`: another than the product's own."""
    desk = Desk(
        store=Store(url),
        library=content or library(),
        blobs=Blobs(folder / "documents"),
        workdays=french_workdays(),
        mailer=FolderMailer(folder / "mails", Sender("Mandate Flow", "mission@exemple.fr")),
        base_url="https://exemple.fr",
        new_id=lambda: secrets.token_hex(8),
    )
    try:
        yield desk
    finally:
        desk.store.close()


def by(*roles: Role) -> Moment:
    """A person of these roles, this morning; the system when none is named."""
    person = Person("someone", "Quelqu’un", "quelqu.un@exemple.fr", frozenset(roles)) if roles else SYSTEM
    return Moment(person, morning(DAY), DAY)
