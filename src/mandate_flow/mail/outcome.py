"""What a mail server, or the folder that stands for it, can answer; and who it is that writes."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr
from typing import Protocol, TypeAlias

from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.said import said


@dataclass(frozen=True, slots=True)
class Accepted:
    """Taken in charge. `answer` is the server's last word, or the file's name; `kept`: in a folder, it was not sent."""

    answer: str
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Retry:
    """Not now. `after` None leaves the delay to the caller; `unreachable`: the next mail would fare no better."""

    why: str
    after: timedelta | None = None
    unreachable: bool = False


@dataclass(frozen=True, slots=True)
class GaveUp:
    """Never: trying again would get the same answer."""

    why: str


Outcome: TypeAlias = Accepted | Retry | GaveUp


@dataclass(frozen=True, slots=True)
class Sender:
    """In whose name mails leave: a display name, its address, and where people may write ("" when nowhere)."""

    name: str
    address: str
    contact: str = ""

    @classmethod
    def parse(cls, header: str, contact: str = "") -> Sender:
        """From the form `Name <address>`, as settings write it. Raises BadInput when there is no address in it."""
        name, address = parseaddr(header)
        if "@" not in address:
            raise BadInput(
                said("« {header} » n’est pas une adresse d’expéditeur.", header=header),
                do="Écrivez un nom, puis l’adresse entre chevrons.",
            )
        return cls(name or address, address, contact)

    @property
    def domain(self) -> str:
        """The domain of the address."""
        return self.address.rpartition("@")[2]


class Session(Protocol):
    """A way out that is open: several mails may take it, one after the other."""

    def send(self, data: bytes, to: str) -> Outcome:
        """Hand over one message (RFC 5322 bytes) for one address. Never raises for what the other side does."""


class Mailer(Protocol):
    """A way out for mails."""

    @property
    def sender(self) -> Sender:
        """In whose name."""

    def session(self) -> AbstractContextManager[Session]:
        """Open when the first mail is sent, closed at the end of the `with`."""
