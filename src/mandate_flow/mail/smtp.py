"""Hands mails to an SMTP server (RFC 5321) and turns whatever it does into one of three outcomes."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from mandate_flow.mail.outcome import Accepted, GaveUp, Outcome, Retry, Sender

TIMEOUT: Final = 20.0
"""Seconds the server may take for one answer; a mail takes at most about six of them."""
TAKEN: Final = range(200, 300)
CLOSING: Final = 421  # the server is about to leave
PERMANENT: Final = range(500, 600)


class Security(StrEnum):
    """How the connection is protected."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True, slots=True)
class SmtpMailer:
    """Connects when the first mail of a session leaves, and again after a connection was lost."""

    host: str
    port: int
    sender: Sender
    security: Security = Security.STARTTLS
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = TIMEOUT
    context: ssl.SSLContext | None = field(default=None, repr=False)

    @contextmanager
    def session(self) -> Iterator[SmtpSession]:
        """One connection for many mails."""
        opened = SmtpSession(self)
        try:
            yield opened
        finally:
            opened.close()

    def connect(self) -> smtplib.SMTP:
        """A connection ready for mails. Raises OSError and smtplib.SMTPException."""
        context = self.context or ssl.create_default_context()
        if self.security is Security.TLS:
            client: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=self.timeout, context=context)
        else:
            client = smtplib.SMTP(self.host, self.port, timeout=self.timeout)
        try:
            if self.security is Security.STARTTLS:
                client.starttls(context=context)
            if self.user:
                client.login(self.user, self.password)
            client.ehlo_or_helo_if_needed()
        except BaseException:
            client.close()
            raise
        return client


class SmtpSession:
    """One conversation with the server."""

    def __init__(self, mailer: SmtpMailer) -> None:
        self._mailer = mailer
        self._client: smtplib.SMTP | None = None

    def send(self, data: bytes, to: str) -> Outcome:
        """One message to one address. A lost or silent connection is dropped; the next mail opens another."""
        try:
            client = self._client = self._client or self._mailer.connect()
        except (OSError, smtplib.SMTPException) as error:
            return Retry(f"{self._mailer.host}:{self._mailer.port}: {_words(error)}", unreachable=True)
        try:
            return self._hand_over(client, data, to)
        except (OSError, smtplib.SMTPException, UnicodeEncodeError) as error:
            self._drop()
            if isinstance(error, (UnicodeEncodeError, smtplib.SMTPNotSupportedError)):
                return GaveUp(_words(error))  # an address this server cannot write to
            return Retry(_words(error))

    def close(self) -> None:
        """Take leave politely, if there is still someone to take leave of."""
        client, self._client = self._client, None
        if client is not None:
            with suppress(OSError, smtplib.SMTPException):
                client.quit()

    def _hand_over(self, client: smtplib.SMTP, data: bytes, to: str) -> Outcome:
        options = [f"size={len(data)}"] if client.does_esmtp and client.has_extn("size") else []
        code, answer = client.mail(self._mailer.sender.address, options)
        if code not in TAKEN:
            return self._refused(client, code, answer, ours=True)
        code, answer = client.rcpt(to)
        if code not in TAKEN:
            return self._refused(client, code, answer)
        code, answer = client.data(data)
        return Accepted(_answer(code, answer)) if code in TAKEN else self._refused(client, code, answer)

    def _refused(self, client: smtplib.SMTP, code: int, answer: bytes, *, ours: bool = False) -> Outcome:
        """A refusal leaves the conversation open, unless the server is leaving.

        What it says of us (`ours`: relaying, authentication) is no reason to give up a mail: settings can be put right.
        """
        why = _answer(code, answer)
        if code == CLOSING or code < 0:
            self._drop()
            return Retry(why, unreachable=True)
        with suppress(OSError, smtplib.SMTPException):
            client.rset()
        return GaveUp(why) if code in PERMANENT and not ours else Retry(why)

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()


def _answer(code: int, answer: bytes) -> str:
    return f"{code} {' '.join(answer.decode('utf-8', 'replace').split())}"


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return _answer(error.smtp_code, said if isinstance(said, bytes) else str(said).encode())
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
