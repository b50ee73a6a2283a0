"""What is configured, as an administrator may read it: never a password, a secret, or an address that holds one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from mandate_flow.app import Settings
from mandate_flow.edge.web import formats
from mandate_flow.edge.web.language import _, ngettext


@dataclass(frozen=True, slots=True)
class Setting:
    """A line: what it is, what it is set to, and the variable that changes it."""

    label: str
    value: str
    variable: str


def groups(settings: Settings) -> list[tuple[str, list[Setting]]]:
    """The lines, by what they are about."""
    return [
        (_("Site"), list(_site(settings))),
        (_("Données"), list(_data(settings))),
        (_("Courriels"), list(_mail(settings))),
        (_("Connexion"), list(_door(settings))),
    ]


def _site(one: Settings) -> Iterator[Setting]:
    yield Setting(_("Adresse publique"), one.address, "MANDATE_FLOW_BASE_URL")
    yield Setting(_("Adresse d’écoute"), f"{one.host}:{one.port}", "MANDATE_FLOW_HOST, MANDATE_FLOW_PORT")
    proxies = one.trusted_proxies or _("aucun")
    yield Setting(_("Mandataires inverses de confiance"), proxies, "MANDATE_FLOW_TRUSTED_PROXIES")
    development = _("oui : à couper en production") if one.development else _("non")
    yield Setting(_("Mode de développement"), development, "MANDATE_FLOW_DEVELOPMENT")


def _data(one: Settings) -> Iterator[Setting]:
    yield Setting(_("Base de données"), database_words(one.database), "MANDATE_FLOW_DATABASE_URL")
    yield Setting(_("Dossier de données"), str(one.data_dir.absolute()), "MANDATE_FLOW_DATA_DIR")
    content = str(one.content_dir) if one.content_dir else _("ceux du produit")
    yield Setting(_("Contenus"), content, "MANDATE_FLOW_CONTENT_DIR")
    yield Setting(_("Taille d’une pièce, au plus"), formats.size(one.largest_document), "MANDATE_FLOW_LARGEST_DOCUMENT")


def _mail(one: Settings) -> Iterator[Setting]:
    if one.smtp_host:
        server = f"{one.smtp_host}:{one.smtp_port} ({one.smtp_security})"
    else:
        server = _("aucun : les courriels sont gardés en fichiers")
    yield Setting(_("Serveur de messagerie"), server, "MANDATE_FLOW_SMTP_HOST")
    account = (
        _("donné, avec son mot de passe") if one.smtp_password.get_secret_value() else _("donné, sans mot de passe")
    )
    shown = account if one.smtp_user else _("aucun")
    yield Setting(_("Compte de messagerie"), shown, "MANDATE_FLOW_SMTP_USER")
    yield Setting(_("Expéditeur"), one.mail_from, "MANDATE_FLOW_MAIL_FROM")
    yield Setting(_("Adresse de contact"), one.mail_contact or _("aucune"), "MANDATE_FLOW_MAIL_CONTACT")


def _door(one: Settings) -> Iterator[Setting]:
    provider = (
        f"{one.oidc_name} ({urlsplit(one.oidc_issuer).netloc})" if one.oidc_issuer else _("aucun : liens par courriel")
    )
    yield Setting(_("Fournisseur d’identité"), provider, "MANDATE_FLOW_OIDC_ISSUER")
    lasts = ngettext("{n} minute", "{n} minutes", one.reauth_minutes)
    yield Setting(_("Durée d’une identité confirmée"), lasts, "MANDATE_FLOW_REAUTH_MINUTES")


def database_words(url: str) -> str:
    """The kind of database and where it is, without the account that opens it."""
    parts = urlsplit(url)
    if parts.scheme.startswith("sqlite"):
        return f"SQLite · {url.partition(':///')[2]}"
    return f"PostgreSQL · {parts.hostname or 'localhost'}{f':{parts.port}' if parts.port else ''}{parts.path}"
