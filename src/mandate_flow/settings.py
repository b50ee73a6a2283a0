"""Settings: read once from the environment (MANDATE_FLOW_*, or the file that *_FILE names), then frozen."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Final

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from mandate_flow.domain.errors import BadInput

PREFIX: Final = "MANDATE_FLOW_"


class SmtpSecurity(StrEnum):
    """How the connection to the mail server is protected."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


class Settings(BaseSettings):
    """Every setting, its default and what it is for; `mandate-flow settings` prints them."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    data_dir: Path = Field(Path("var"), description="Dossier de la base SQLite, des pièces et des courriels gardés.")
    database_url: str = Field("", description="Adresse SQLAlchemy de la base ; vide : SQLite dans data_dir.")
    content_dir: Path | None = Field(
        None, description="Dossier contenant law/, workflows/ et notifications/ ; vide : ceux du produit."
    )
    base_url: str = Field(
        "", description="Adresse publique du site, citée dans les courriels ; vide : http://hôte:port."
    )
    host: str = Field("127.0.0.1", description="Adresse d’écoute du site.")
    port: int = Field(8000, ge=1, le=65535, description="Port d’écoute du site.")
    trusted_proxies: str = Field("", description="Adresses des mandataires inverses dont on croit les en-têtes.")
    smtp_host: str = Field(
        "", description="Serveur de messagerie ; vide : les courriels sont gardés en .eml et lisibles dans le produit."
    )
    smtp_port: int = Field(587, ge=1, le=65535, description="Port du serveur de messagerie.")
    smtp_security: SmtpSecurity = Field(SmtpSecurity.STARTTLS, description="none, starttls ou tls.")
    smtp_user: str = Field("", description="Compte sur le serveur de messagerie ; vide : sans authentification.")
    smtp_password: SecretStr = Field(SecretStr(""), description="Mot de passe de ce compte.")
    mail_from: str = Field("Mandate Flow <ne-pas-repondre@example.org>", description="Expéditeur des courriels.")
    mail_contact: str = Field("", description="Adresse à qui écrire, donnée au bas des courriels.")
    reauth_minutes: int = Field(
        15,
        ge=1,
        le=720,
        description="Minutes pendant lesquelles une identité confirmée permet de signer et d’administrer.",
    )
    oidc_issuer: str = Field(
        "",
        description="Adresse (issuer) du fournisseur d’identité OpenID Connect, ProConnect par exemple ; vide : aucun.",
    )
    oidc_client_id: str = Field("", description="Identifiant du site chez le fournisseur d’identité.")
    oidc_client_secret: SecretStr = Field(SecretStr(""), description="Secret du site chez le fournisseur d’identité.")
    oidc_name: str = Field("ProConnect", description="Nom du fournisseur d’identité, écrit sur la page de connexion.")
    oidc_scopes: str = Field(
        "openid given_name usual_name email siret uid", description="Ce qui est demandé au fournisseur d’identité."
    )
    oidc_acr: str = Field("", description="Niveaux de garantie exigés (acr), séparés par des espaces ; vide : tous.")
    oidc_trust_email: bool = Field(
        default=False,
        description="Croire l’adresse d’un fournisseur qui ne dit pas « email_verified » (c’est le cas de ProConnect).",
    )
    largest_document: int = Field(50 * 1024 * 1024, ge=1024, description="Taille d’une pièce, au plus, en octets.")
    development: bool = Field(
        default=False, description="Montre la page de style et le détail des erreurs ; jamais en production."
    )

    @property
    def database(self) -> str:
        """The URL of the database."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'mandate_flow.sqlite').resolve()}"

    @property
    def address(self) -> str:
        """The public address, without a final slash."""
        return (self.base_url or f"http://{self.host}:{self.port}").rstrip("/")


def load(environ: Mapping[str, str], **over: object) -> Settings:
    """The settings of `environ`; `over` wins. Raises BadInput naming the variable that is wrong."""
    values: dict[str, object] = {}
    for name in Settings.model_fields:
        variable = PREFIX + name.upper()
        if variable in environ:
            values[name] = environ[variable]
        elif f"{variable}_FILE" in environ:
            values[name] = _from_file(variable, environ[f"{variable}_FILE"])
    try:
        return Settings(**(values | over))  # type: ignore[arg-type]
    except ValidationError as refused:
        first = refused.errors()[0]
        variable = PREFIX + str(first["loc"][0]).upper()
        raise BadInput(
            f"{variable} : valeur refusée.", why=str(first["msg"]), do="Voir « mandate-flow settings »."
        ) from None


def _from_file(variable: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as failed:
        raise BadInput(f"{variable}_FILE : {path} ne peut pas être lu.", why=str(failed.strerror)) from None
