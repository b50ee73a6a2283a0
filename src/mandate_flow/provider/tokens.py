"""What a signed token must say before it is believed: from whom, for whom, when, and in answer to what."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from mandate_flow.provider.errors import ProviderRefused

LEEWAY: Final = 60
"""Seconds by which the clocks may differ."""


@dataclass(frozen=True, slots=True)
class Expected:
    """Who may have signed, for which client, and what time it is."""

    issuer: str
    audience: str
    at: datetime

    def check_parties(self, claims: Mapping[str, Any]) -> None:
        """The token comes from the provider and is for us. Raises ProviderRefused."""
        audience = claims.get("aud")
        if claims.get("iss") != self.issuer:
            raise ProviderRefused("La réponse ne vient pas de ce fournisseur.")
        if self.audience not in (audience if isinstance(audience, list) else [audience]):
            raise ProviderRefused("La réponse du fournisseur est pour un autre site.")
        several = isinstance(audience, list) and len(audience) > 1
        if (several or "azp" in claims) and claims.get("azp") != self.audience:
            raise ProviderRefused("La réponse du fournisseur est pour un autre site.")


def check_id_token(claims: Mapping[str, Any], expected: Expected, nonce: str) -> Mapping[str, Any]:
    """The same claims, once everything in them is as it must be. Raises ProviderRefused."""
    expected.check_parties(claims)
    now = expected.at.timestamp()
    expires, issued = claims.get("exp"), claims.get("iat")
    if not isinstance(expires, int | float) or now > expires + LEEWAY:
        raise ProviderRefused("La réponse du fournisseur est arrivée trop tard.")
    if not isinstance(issued, int | float) or issued > now + LEEWAY:
        raise ProviderRefused("L’horloge du fournisseur et la nôtre ne disent pas la même heure.")
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise ProviderRefused("La réponse du fournisseur ne répond pas à votre demande.")
    if not claims.get("sub"):
        raise ProviderRefused("Le fournisseur n’a pas dit qui vous êtes.")
    return claims
