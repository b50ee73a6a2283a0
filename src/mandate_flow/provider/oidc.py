"""One provider, in ProConnect's shape: code flow with PKCE, signed id_token, userinfo as a signed token."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from mandate_flow.provider.errors import ProviderRefused, ProviderSilent
from mandate_flow.provider.keys import Keys
from mandate_flow.provider.tokens import Expected, check_id_token

if TYPE_CHECKING:
    import httpx2

SECONDS: Final = 10.0
WELL_KNOWN: Final = "/.well-known/openid-configuration"
NEEDED: Final = ("issuer", "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")


@dataclass(frozen=True, slots=True)
class Client:
    """What the administrator configured. `acr`: the levels of assurance that are asked for, any when empty.

    `trusts_email`: the provider vouches for addresses without saying `email_verified`, as ProConnect does.
    """

    issuer: str
    id: str
    secret: str = field(repr=False)
    name: str = "ProConnect"
    scopes: str = "openid given_name usual_name email siret uid"
    acr: tuple[str, ...] = ()
    trusts_email: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """One journey to the provider: our secrets of it, and where it comes back to.

    `age`: seconds since one may have signed in there, at most; None when it does not matter.
    """

    state: str
    nonce: str
    verifier: str
    redirect: str
    age: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """Whom the provider knows: an address, when it vouches for it, and how that person was recognised."""

    subject: str
    email: str
    verified: bool
    id_token: str = field(repr=False)
    acr: str = ""
    amr: tuple[str, ...] = ()
    auth_time: int | None = None


class Provider:
    """The provider of a client; its addresses and keys are asked once, keys again when one is unknown."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self._addresses: Mapping[str, Any] | None = None
        self._keys = Keys(lambda: self._get(str(self._address("jwks_uri"))))

    @property
    def name(self) -> str:
        """As people know it."""
        return self.client.name

    def door(self, asked: Asked, challenge: str) -> str:
        """Where the browser goes to sign in. Raises ProviderSilent."""
        query = {
            "response_type": "code",
            "client_id": self.client.id,
            "redirect_uri": asked.redirect,
            "scope": self.client.scopes,
            "state": asked.state,
            "nonce": asked.nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        if self.client.acr:
            query["acr_values"] = " ".join(self.client.acr)
        if asked.age is not None:
            query |= {"prompt": "login", "max_age": str(asked.age)}
        return _with(str(self._address("authorization_endpoint")), query)

    def exit(self, id_token: str, state: str, redirect: str) -> str:
        """Where the browser goes to sign out there too, "" when the provider has no such place."""
        end = self._discovered().get("end_session_endpoint")
        query = {"id_token_hint": id_token, "state": state, "post_logout_redirect_uri": redirect}
        return _with(str(end), query) if end else ""

    def known(self, code: str, asked: Asked, at: datetime) -> Known:
        """Who came back with that code. Raises ProviderRefused, ProviderSilent."""
        tokens = self._tokens(code, asked)
        id_token, access = str(tokens.get("id_token", "")), str(tokens.get("access_token", ""))
        expected = Expected(str(self._address("issuer")), self.client.id, at)
        claims = check_id_token(self._keys.claims(id_token), expected, asked.nonce)
        who = self._userinfo(access, expected)
        if not who.get("sub") or who["sub"] != claims["sub"]:
            raise ProviderRefused("Le fournisseur a parlé de deux personnes différentes.")
        acr = str(claims.get("acr", ""))
        if self.client.acr and acr not in self.client.acr:
            raise ProviderRefused("Le niveau de garantie de cette connexion n’est pas suffisant.")
        amr = claims.get("amr", ())
        time = claims.get("auth_time")
        return Known(
            subject=str(claims["sub"]),
            email=str(who.get("email") or ""),
            verified=_vouched(who, trusts=self.client.trusts_email),
            id_token=id_token,
            acr=acr,
            amr=tuple(map(str, amr)) if isinstance(amr, list) else (),
            auth_time=time if isinstance(time, int) else None,
        )

    def _tokens(self, code: str, asked: Asked) -> Mapping[str, Any]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": asked.redirect,
            "code_verifier": asked.verifier,
            "client_id": self.client.id,
            "client_secret": self.client.secret,
        }
        answer = _asked(lambda http: http.post(str(self._address("token_endpoint")), data=form))
        if answer.is_client_error:
            raise ProviderRefused("Le fournisseur n’a pas reconnu ce retour.")
        return _object(answer)

    def _userinfo(self, access: str, expected: Expected) -> Mapping[str, Any]:
        """A signed token, as ProConnect gives, or plain JSON."""
        address, bearer = str(self._address("userinfo_endpoint")), {"authorization": f"Bearer {access}"}
        answer = _asked(lambda http: http.get(address, headers=bearer))
        if answer.is_client_error:
            raise ProviderRefused("Le fournisseur n’a pas voulu dire qui vous êtes.")
        if "application/jwt" not in answer.headers.get("content-type", ""):
            return _object(answer)
        claims = self._keys.claims(answer.text)
        expected.check_parties(claims)
        return claims

    def _address(self, name: str) -> object:
        return self._discovered()[name]

    def _discovered(self) -> Mapping[str, Any]:
        if self._addresses is None:
            found = self._get(self.client.issuer.rstrip("/") + WELL_KNOWN)
            if any(not isinstance(found.get(name), str) for name in NEEDED):
                raise ProviderSilent
            if found["issuer"].rstrip("/") != self.client.issuer.rstrip("/"):
                raise ProviderRefused("L’adresse configurée n’est pas celle que le fournisseur annonce.")
            self._addresses = found
        return self._addresses

    def _get(self, address: str) -> Mapping[str, Any]:
        return _object(_asked(lambda http: http.get(address)))


def _asked(ask: Any) -> httpx2.Response:  # noqa: ANN401 - what to do with the client, whose library is optional
    import httpx2  # noqa: PLC0415  (an extra: only who configures a provider needs it)

    try:
        with httpx2.Client(timeout=SECONDS, follow_redirects=False) as http:
            answer: httpx2.Response = ask(http)
    except httpx2.HTTPError as error:
        raise ProviderSilent from error
    if answer.is_server_error or answer.is_redirect:
        raise ProviderSilent
    return answer


def _object(answer: httpx2.Response) -> Mapping[str, Any]:
    try:
        found = answer.json()
    except ValueError as error:
        raise ProviderSilent from error
    if answer.is_error or not isinstance(found, dict):
        raise ProviderSilent
    return found


def _vouched(who: Mapping[str, Any], *, trusts: bool) -> bool:
    """An address that the provider says is not verified is never trusted."""
    said = who.get("email_verified")
    return bool(who.get("email")) and (said is True or (said is None and trusts))


def _with(address: str, query: Mapping[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}"
