"""An SMTP server that keeps what it receives and misbehaves when told to.

def test_retry(smtp: SmtpServer) -> None:
    smtp.behave("refuse_temporarily", times=1)
    ... send to smtp.host, smtp.port ...
    assert smtp.subjects() == ["Rappel"]
"""

import asyncio
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Literal

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

Behaviour = Literal["accept", "refuse_temporarily", "refuse_for_good", "hang", "drop_before_answer", "drop_after_keep"]

TEMPORARILY = "451 4.3.0 Try again later"
FOR_GOOD = "550 5.1.1 No such mailbox"
_PARSER = BytesParser(policy=email.policy.default)


@dataclass(frozen=True)
class Received:
    sender: str
    recipients: tuple[str, ...]
    raw: bytes
    message: EmailMessage


class _AnyPort(Controller):
    """Listens on a port the system chose; aiosmtpd alone would knock on port 0."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = int(self.server.sockets[0].getsockname()[1])
        super()._trigger_server()  # type: ignore[no-untyped-call] # aiosmtpd leaves it untyped


class SmtpServer:
    """What a test sees of the server. `messages` holds what was taken in, in order."""

    def __init__(self) -> None:
        self.messages: list[Received] = []
        self.attempts = 0  # messages offered, taken or not
        self.host = "127.0.0.1"
        self._plan: list[Behaviour] = []
        self._always: Behaviour = "accept"
        self._refused: dict[str, str] = {}
        self._controller = _AnyPort(self, hostname=self.host, port=0, ready_timeout=10.0)

    @property
    def port(self) -> int:
        return self._controller.port

    def behave(self, how: Behaviour, *, times: int | None = None) -> None:
        """How the next `times` messages are answered after their DATA; without `times`, from now on.

        `drop_before_answer` closes the connection without keeping the message; `drop_after_keep` keeps it, then
        closes without the answer, so that the sender cannot know. `hang` never answers.
        """
        if times is None:
            self._plan, self._always = [], how
        else:
            self._plan += [how] * times

    def refuse(self, address: str, answer: str = FOR_GOOD) -> None:
        """Answer `answer` to every RCPT TO this address."""
        self._refused[address] = answer

    def subjects(self) -> list[str]:
        return [str(received.message["Subject"]) for received in self.messages]

    def to(self, address: str) -> list[Received]:
        return [received for received in self.messages if address in received.recipients]

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        self._controller.stop()

    # What follows is called by the server, in its own thread.

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self._refused:
            return self._refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.attempts += 1
        how = self._plan.pop(0) if self._plan else self._always
        match how:
            case "refuse_temporarily":
                return TEMPORARILY
            case "refuse_for_good":
                return FOR_GOOD
            case "hang":
                await asyncio.sleep(3600)
            case "drop_before_answer":
                _close(server)
            case "drop_after_keep":
                self._keep(envelope)
                _close(server)
            case "accept":
                self._keep(envelope)
        return "250 OK"

    def _keep(self, envelope: Envelope) -> None:
        raw = envelope.content
        assert isinstance(raw, bytes)
        message = _PARSER.parsebytes(raw)
        assert isinstance(message, EmailMessage)
        self.messages.append(Received(envelope.mail_from or "", tuple(envelope.rcpt_tos), raw, message))


def _close(server: SMTP) -> None:
    transport = server.transport
    assert isinstance(transport, asyncio.Transport)
    transport.abort()


@pytest.fixture
def smtp() -> Iterator[SmtpServer]:
    server = SmtpServer()
    server.start()
    yield server
    server.stop()
