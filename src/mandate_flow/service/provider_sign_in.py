"""Coming in, and proving again to be there, through an identity provider."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from mandate_flow.domain.errors import Forbidden, MandateFlowError, NotFound
from mandate_flow.domain.said import said
from mandate_flow.provider.errors import ProviderRefused
from mandate_flow.provider.oidc import Asked, Known, Provider
from mandate_flow.service.desk import Desk
from mandate_flow.service.sessions import OIDC, Opening, Signed, hashed, may_sign_in, open_session
from mandate_flow.store.door_codes import Flow

JOURNEY: Final = timedelta(minutes=10)
LEEWAY: Final = timedelta(seconds=60)
BACK: Final = "/identite/retour"


class OverJourney(MandateFlowError):
    """A journey that came back already, too late, or to another browser."""


@dataclass(frozen=True, slots=True)
class Back:
    """What the browser brings back: the journey's state, and a code or the provider's refusal."""

    state: str
    code: str = ""
    refusal: str = ""


def start(desk: Desk, token: str, at: datetime, *, then: str = "", confirms: Signed | None = None) -> str:
    """The address of the provider for this browser (`token`, its secret); `confirms` the session to prove again.

    Raises NotFound without a provider, ProviderSilent.
    """
    provider, state = _provider(desk), secrets.token_urlsafe(32)
    asked = _asked(desk, token, state)
    if confirms is not None:
        asked = replace(asked, age=0)
    door = provider.door(asked, _challenge(asked.verifier))
    with desk.store.write() as unit:
        flow = Flow(then[:400], confirms.session if confirms is not None else "", at + JOURNEY)
        unit.codes.start_flow(hashed(state), flow)
    return door


def finish(desk: Desk, token: str, back: Back, at: datetime) -> tuple[Flow, Known]:
    """The journey that ends, once, and who came. Raises OverJourney, ProviderRefused, ProviderSilent."""
    provider = _provider(desk)
    with desk.store.write() as unit:
        flow = unit.codes.end_flow(hashed(back.state), at)
    if flow is None:
        raise OverJourney(
            "Ce retour du fournisseur d’identité ne peut plus servir.",
            why="Il vaut dix minutes et une seule fois, dans le navigateur d’où vous êtes parti.",
            do="Recommencez depuis la page de connexion.",
        )
    if back.refusal or not back.code:
        raise ProviderRefused("Le fournisseur n’a pas accepté la connexion, ou vous y avez renoncé.")
    return flow, provider.known(back.code, _asked(desk, token, back.state), at)


def enter(desk: Desk, known: Known, at: datetime, day: date, client: str) -> str:
    """A session for the person of that address: its secret. Raises Forbidden when there is none."""
    with desk.store.write() as unit:
        person = unit.registers.person_by_email(known.email) if known.verified else None
        if person is None or not may_sign_in(person):
            raise _unknown(known)
        opening = Opening(client, OIDC, known.id_token, _how(known))
        return open_session(unit, person.id, at, day, opening)


def confirm(desk: Desk, signed: Signed, flow: Flow, known: Known, at: datetime) -> None:
    """Note that the person of this session has just proved to be there. Raises ProviderRefused."""
    since = flow.expires_at - JOURNEY - LEEWAY
    if known.auth_time is None or known.auth_time < since.timestamp():
        raise ProviderRefused("Le fournisseur ne dit pas que vous venez de vous y connecter.")
    with desk.store.write() as unit:
        person = unit.registers.person_by_email(known.email) if known.verified else None
        if flow.confirms != signed.session or person is None or person.id != signed.person.id:
            raise ProviderRefused("Ce n’est pas la personne de cette session.")
        unit.doors.confirm(signed.session, at)


def exit_of(desk: Desk, hint: str) -> str:
    """Where to sign out at the provider too, "" when there is nothing to do there."""
    if desk.provider is None or not hint:
        return ""
    return desk.provider.exit(hint, secrets.token_urlsafe(16), f"{desk.base_url}/connexion")


def _unknown(known: Known) -> Forbidden:
    why = said("L’adresse {email} n’est pas celle d’une personne inscrite ici.", email=known.email)
    return Forbidden(
        "Vous n’êtes pas inscrit dans ce produit.",
        why=why if known.verified else "Le fournisseur ne garantit pas votre adresse électronique.",
        do="Demandez à l’administrateur de vous inscrire avec l’adresse de votre compte professionnel.",
    )


def _how(known: Known) -> dict[str, object]:
    """What the log keeps of how one came in."""
    return {"by": OIDC, "acr": known.acr, "amr": list(known.amr)}


def _provider(desk: Desk) -> Provider:
    if desk.provider is None:
        raise NotFound("Aucun fournisseur d’identité n’est configuré.", do="Demandez un lien par courriel.")
    return desk.provider


def _asked(desk: Desk, token: str, state: str) -> Asked:
    """Nonce and verifier follow from the browser's own secret: they are not stored, and no other browser has them."""
    return Asked(state, _derived(token, "nonce", state), _derived(token, "verifier", state), f"{desk.base_url}{BACK}")


def _derived(token: str, what: str, state: str) -> str:
    return _text(hmac.new(token.encode(), f"{what}:{state}".encode(), hashlib.sha256).digest())


def _challenge(verifier: str) -> str:
    return _text(hashlib.sha256(verifier.encode()).digest())


def _text(digest: bytes) -> str:
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
