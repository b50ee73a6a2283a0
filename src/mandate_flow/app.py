"""The composition root: from settings to a desk, and the few things that stand around a desk."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from contextlib import closing
from datetime import date, datetime
from email.utils import parseaddr
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mandate_flow.content.check import check
from mandate_flow.content.library import law_book, load
from mandate_flow.content.review import Waiting, review
from mandate_flow.content.where import find_content
from mandate_flow.domain.errors import BadInput, Unavailable
from mandate_flow.domain.law import LawBook
from mandate_flow.domain.said import said
from mandate_flow.domain.workdays import french_workdays
from mandate_flow.mail.keep import FolderMailer
from mandate_flow.mail.outcome import Mailer, Sender
from mandate_flow.mail.smtp import Security, SmtpMailer
from mandate_flow.provider.oidc import Client, Provider
from mandate_flow.service.definitions import publish
from mandate_flow.service.desk import Desk
from mandate_flow.service.doctor import Finding, Installation, examine
from mandate_flow.settings import Settings as Settings  # noqa: PLC0414  (the edge names the type through here)
from mandate_flow.settings import load as load_settings
from mandate_flow.store import migrate
from mandate_flow.store.blobs import Blobs
from mandate_flow.store.unit import Store

if TYPE_CHECKING:
    from mandate_flow.content.problem import Problem
    from mandate_flow.service.stories import StoryResult

ID_BYTES: Final = 8


def settings_of(environ: Mapping[str, str], **over: object) -> Settings:
    """The settings of a process; `over` wins over the environment. Raises BadInput."""
    return load_settings(environ, **over)


def compose(settings: Settings) -> Desk:
    """Everything behind the use cases, over a database that is up to date."""
    library = load(find_content(settings.content_dir))
    make_folder(settings.data_dir)
    return Desk(
        store=Store(settings.database),
        library=library,
        blobs=Blobs(settings.data_dir / "documents"),
        workdays=french_workdays(),
        mailer=mailer_of(settings),
        base_url=settings.address,
        new_id=lambda: secrets.token_hex(ID_BYTES),
        provider=provider_of(settings),
    )


def make_folder(folder: Path) -> None:
    """The folder of data, made when it is missing. Raises Unavailable when it cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as failed:
        raise Unavailable(
            said("Le dossier de données {folder} ne peut pas être créé.", folder=folder),
            why=f"{failed.strerror or failed}.",
            do="Donnez un dossier accessible en écriture par MANDATE_FLOW_DATA_DIR.",
        ) from None


def mailer_of(settings: Settings) -> Mailer:
    """The mail server that was configured, or the folder that keeps mails as files."""
    name, address = parseaddr(settings.mail_from)
    sender = Sender(name, address, settings.mail_contact)
    if not settings.smtp_host:
        return FolderMailer(settings.data_dir / "mails", sender)
    return SmtpMailer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        sender=sender,
        security=Security(settings.smtp_security),
        user=settings.smtp_user,
        password=settings.smtp_password.get_secret_value(),
    )


def provider_of(settings: Settings) -> Provider | None:
    """The identity provider that was configured, if any. Raises BadInput when it is configured by half."""
    if not settings.oidc_issuer:
        return None
    secret = settings.oidc_client_secret.get_secret_value()
    if not settings.oidc_client_id or not secret:
        raise BadInput(
            "Le fournisseur d’identité est configuré à moitié.",
            why="MANDATE_FLOW_OIDC_ISSUER est donné.",
            do="Donnez aussi MANDATE_FLOW_OIDC_CLIENT_ID et MANDATE_FLOW_OIDC_CLIENT_SECRET.",
        )
    return Provider(
        Client(
            issuer=settings.oidc_issuer,
            id=settings.oidc_client_id,
            secret=secret,
            name=settings.oidc_name,
            scopes=settings.oidc_scopes,
            acr=tuple(settings.oidc_acr.split()),
            trusts_email=settings.oidc_trust_email,
        )
    )


def upgrade(settings: Settings) -> str:
    """Bring the database to this version; the revision it then stands at."""
    make_folder(settings.data_dir)
    migrate.upgrade(settings.database)
    return migrate.current(settings.database) or ""


def database_state(settings: Settings) -> dict[str, Any]:
    """`version` (None before the first migration), `expected`, and the guards of the log that are missing."""
    return {
        "version": migrate.current(settings.database),
        "expected": migrate.head(),
        "missing_triggers": sorted(migrate.missing_triggers(settings.database)),
    }


def index_words(settings: Settings) -> int:
    """Make the words of the search again from the rows; how many were written."""
    with closing(Store(settings.database)) as store, store.write() as unit:
        return unit.index_words()


def check_content(folder: Path | None) -> tuple[Problem, ...]:
    """Everything wrong in the content folder (None: where the product finds its own)."""
    return check(find_content(folder))


def law_of(folder: Path | None) -> LawBook:
    """The dated law of a content folder (None: where the product finds its own). Raises BadContent."""
    return law_book(find_content(folder))


def to_review(folder: Path | None, day: date) -> tuple[Waiting, ...]:
    """The figures of the law that nobody has checked in the year before `day`."""
    return review(find_content(folder), day)


def publish_workflow(folder: Path | None, name: str) -> str:
    """Publish a version of a workflow; its sha256 (hex). Raises BadContent."""
    return publish(find_content(folder), name)


def run_stories(folder: Path | None, only: str = "") -> tuple[StoryResult, ...]:
    """Run the stories of a content folder whose name contains `only`."""
    from mandate_flow.service.stories import run_stories as run  # noqa: PLC0415  (the site never runs stories)

    return run(find_content(folder), only)


def examined(settings: Settings, at: datetime, *, contents: bool = True) -> tuple[Finding, ...]:
    """Is this installation in working order at that instant; without its contents, in no time."""
    return examine(
        Installation(
            database=settings.database,
            data_dir=settings.data_dir,
            content=(lambda: find_content(settings.content_dir)) if contents else None,
            smtp=(settings.smtp_host, settings.smtp_port),
            address=settings.address,
            at=at,
        )
    )
