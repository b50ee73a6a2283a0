"""An identity provider of our own, in ProConnect's shape: a real server, real keys, and lies told when asked to.

with provider() as asked:
    asked.claims["email"] = "claire@example.org"
    asked.twist["nonce"] = "another"
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

from mandate_flow.edge import clock

CLIENT, SECRET = "mandats", "un secret bien gardé"
JSON = "application/json"


class FakeProvider:
    """What it says of whom (`claims`), and how it lies (`twist`: claims of the id_token, or knobs)."""

    def __init__(self) -> None:
        self.keys = {"RS256": _key("RS256", "rsa-1"), "ES256": _key("ES256", "ec-1")}
        self.stranger = _key("RS256", "rsa-unknown")
        self.algorithm = "RS256"
        self.claims: dict[str, Any] = {
            "sub": "0c7d",
            "given_name": "Claire",
            "usual_name": "Delcourt",
            "siret": "20009320100016",
        }
        self.twist: dict[str, Any] = {}
        self.userinfo_signed = True
        self.asked: list[dict[str, str]] = []
        self.journeys: dict[str, dict[str, str]] = {}
        self.requests = 0
        self.issuer = ""

    def rotate(self) -> None:
        """Sign with a new key from now on, and publish it."""
        self.keys["RS256"] = _key("RS256", secrets.token_hex(4))

    def signed(self, claims: dict[str, Any]) -> str:
        key = self.stranger if self.twist.get("key") == "unknown" else self.keys[self.algorithm]
        token = jwt.encode({"alg": self.algorithm, "kid": key.kid}, claims, key)
        return token[:-6] + "AAAAAA" if self.twist.get("key") == "broken" else token

    def authorize(self, query: dict[str, str]) -> str:
        code = secrets.token_hex(8)
        self.asked.append(query)
        self.journeys[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state'], 'iss': self.issuer})}"

    def tokens(self, form: dict[str, str]) -> dict[str, str] | None:
        query = self.journeys.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        expected = query is not None and (
            form["client_id"], form["client_secret"], form["redirect_uri"], challenge
        ) == (CLIENT, SECRET, query["redirect_uri"], query["code_challenge"])  # fmt: skip
        if query is None or not expected:
            return None
        at = int(clock.now().timestamp())
        claims = {"iss": self.issuer, "aud": CLIENT, "sub": self.claims["sub"], "iat": at, "exp": at + 60}
        claims |= {"nonce": query["nonce"], "acr": "eidas1", "amr": ["pwd"], "auth_time": at}
        told = claims | {name: value for name, value in self.twist.items() if name in (*claims, "azp")}
        return {"access_token": "an access token", "id_token": self.signed(told), "token_type": "Bearer"}

    def userinfo(self) -> tuple[str, str]:
        told = self.claims | self.twist.get("userinfo", {})
        if not self.userinfo_signed:
            return JSON, json.dumps(told)
        return "application/jwt", self.signed({"iss": self.issuer, "aud": CLIENT} | told)

    def answer(self, path: str, query: dict[str, str], bearer: str) -> tuple[int, str, str]:
        """Status, type (or where to go) and body."""
        if self.twist.get("down"):
            return 503, "text/plain", "down"
        if path == "/authorization":
            return 302, self.authorize(query), ""
        if path == "/userinfo":
            return (200, *self.userinfo()) if bearer == "Bearer an access token" else (401, JSON, "{}")
        public = KeySet(list(self.keys.values())).as_dict(private=False)
        found = {"/.well-known/openid-configuration": self.discovery(), "/jwks": public}.get(path)
        return (200, JSON, json.dumps(found)) if found else (404, "text/plain", "nothing")

    def discovery(self) -> dict[str, str]:
        names = ("authorization", "token", "userinfo", "end_session")
        found = {f"{name}_endpoint": f"{self.issuer}/{name}" for name in names}
        return {"issuer": self.twist.get("issuer", self.issuer), "jwks_uri": f"{self.issuer}/jwks"} | found


@cache
def _key(algorithm: str, kid: str) -> RSAKey | ECKey:
    parameters: Any = {"kid": kid, "use": "sig", "alg": algorithm}
    if algorithm == "RS256":
        return RSAKey.generate_key(2048, parameters)
    return ECKey.generate_key("P-256", parameters)


@contextmanager
def provider() -> Iterator[FakeProvider]:
    """A provider that listens on this machine while the block lasts."""
    made = FakeProvider()

    class Desk(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            return

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            self._answer(*made.answer(parts.path, query, self.headers["authorization"] or ""))

        def do_POST(self) -> None:
            typed = self.rfile.read(int(self.headers["content-length"])).decode()
            tokens = made.tokens({name: values[0] for name, values in parse_qs(typed).items()})
            self._answer(200 if tokens else 400, JSON, json.dumps(tokens or {"error": "invalid_grant"}))

        def _answer(self, status: int, kind: str, body: str) -> None:
            made.requests += 1
            data = body.encode()
            self.send_response(status)
            self.send_header("location" if status == 302 else "content-type", kind)
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    with ThreadingHTTPServer(("127.0.0.1", 0), Desk) as server:
        made.issuer = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield made
        finally:
            server.shutdown()
            thread.join()
