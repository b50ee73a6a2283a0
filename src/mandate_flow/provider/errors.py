"""What can go wrong between a provider and us."""

from __future__ import annotations

from mandate_flow.domain.errors import Forbidden, Unavailable
from mandate_flow.domain.said import N_


class ProviderRefused(Forbidden):
    """The provider said no, or what it said cannot be believed."""

    def __init__(self, why: str) -> None:
        super().__init__(
            N_("La connexion par le fournisseur d’identité n’a pas abouti."),
            why=why,
            do=N_("Recommencez depuis la page de connexion. Vous pouvez aussi recevoir un lien par courriel."),
        )


class ProviderSilent(Unavailable):
    """The provider does not answer, or not in its own language."""

    def __init__(self) -> None:
        super().__init__(
            N_("Le fournisseur d’identité ne répond pas."),
            why=N_("La connexion passe par lui."),
            do=N_("Recommencez dans un instant, ou demandez un lien par courriel."),
        )
