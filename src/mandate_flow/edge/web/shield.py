"""Around every answer: the headers that bind the browser, a limit on what is sent, and a page even for a crash."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from traceback import format_exception
from typing import Final

import structlog
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mandate_flow.domain.errors import MandateFlowError
from mandate_flow.domain.said import said

POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; script-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-src {frames}; frame-ancestors {ancestors}; base-uri 'none'"
)
PAGE_POLICY: Final = POLICY.format(frames="'none'", ancestors="'none'")
FRAMING_POLICY: Final = POLICY.format(frames="'self'", ancestors="'none'")
MAIL_POLICY: Final = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'"
)
DOCUMENT_POLICY: Final = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'"
)
"""Of an image or a PDF that is shown: it runs, loads and sends nothing; readers of PDF open all the same."""
HEADERS: Final = {
    "content-security-policy": PAGE_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "cache-control": "no-store",
}
YEAR: Final = 31_536_000
FORM_BYTES: Final = 1_000_000
ADMINISTRATION_BYTES: Final = 10_000_000
AT_ONCE: Final = 5
"""How many documents of the largest size one form may bring; a script sends them one by one."""

Crash = Callable[[Request, Exception], Awaitable[Response]]


class TooLarge(MandateFlowError):
    """More bytes than the product takes in one go."""


class Shield:
    """ASGI middleware. `largest` is the most bytes a document may have; `crash` answers what nobody expected."""

    def __init__(self, app: ASGIApp, *, largest: int, secure: bool, crash: Crash) -> None:
        self.app, self.largest, self.secure, self.crash = app, largest, secure, crash

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def answer(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                self._bind(MutableHeaders(scope=message))
            await send(message)

        try:
            deposit = scope["path"].startswith("/dossiers/")  # their forms carry chosen files
            administered = (
                ADMINISTRATION_BYTES + FORM_BYTES if scope["path"].startswith("/administration/") else FORM_BYTES
            )
            limit = AT_ONCE * self.largest + FORM_BYTES if deposit else administered
            await self.app(scope, _counted(receive, limit), answer)
        except Exception as error:
            if started:
                raise
            trace = "".join(format_exception(error))  # without the local variables: they hold what people typed
            structlog.get_logger().error("page.crashed", path=scope["path"], trace=trace)
            await (await self.crash(Request(scope, receive), error))(scope, receive, answer)

    def _bind(self, headers: MutableHeaders) -> None:
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        if self.secure:
            headers.setdefault("strict-transport-security", f"max-age={YEAR}")


def _counted(receive: Receive, largest: int) -> Receive:
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > largest:
            raise TooLarge(
                "Cet envoi est trop volumineux.",
                why=said("La limite est de {most} Mo pour un envoi.", most=largest // 1_000_000),
                do="Déposez les fichiers en plusieurs fois, ou numérisez-les en 150 points par pouce.",
            )
        return message

    return counted
