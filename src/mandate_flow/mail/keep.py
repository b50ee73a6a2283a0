"""Without a mail server, mails are kept as .eml files in a folder: any mail program opens them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from email import policy
from email.parser import BytesHeaderParser
from pathlib import Path

from mandate_flow.mail.outcome import Accepted, Outcome, Retry, Sender


class FolderMailer:
    """Keeps each mail under a name made of its Message-ID: the same mail twice is one file."""

    def __init__(self, folder: Path, sender: Sender) -> None:
        self.folder = folder
        self._sender = sender

    @property
    def sender(self) -> Sender:
        """In whose name."""
        return self._sender

    @contextmanager
    def session(self) -> Iterator[FolderMailer]:
        """The folder is always open."""
        yield self

    def send(self, data: bytes, to: str) -> Outcome:  # noqa: ARG002 - a Session
        """Write the file whole or not at all, and safe from a power cut. `to` is in the message already."""
        path = self.folder / _name(data)
        partial = path.with_suffix(f".{os.getpid()}.part")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with partial.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(path)
        except OSError as error:
            return Retry(f"{path}: {error.strerror}", unreachable=True)
        return Accepted(path.name, kept=True)


def _name(data: bytes) -> str:
    headers = BytesHeaderParser(policy=policy.default).parsebytes(data)
    local = str(headers["Message-ID"] or "").strip("<> ").partition("@")[0]
    safe = "".join(sign for sign in local if sign.isalnum() or sign in "-_")
    return f"{safe or hashlib.sha256(data).hexdigest()[:32]}.eml"
