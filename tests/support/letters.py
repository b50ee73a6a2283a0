"""The letter box of a desk without a mail server: what was written, last letter first, and the codes in it."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

CODE = re.compile(r"\b(\d{3})[ \u00a0\u202f](\d{3})\b")


def letters(folder: Path, to: str = "") -> list[str]:
    """The text of each letter to that address, the newest first."""
    found = []
    for path in sorted(folder.glob("*.eml"), key=lambda one: one.stat().st_mtime_ns, reverse=True):
        letter = message_from_bytes(path.read_bytes(), policy=policy.default)
        assert isinstance(letter, EmailMessage)
        body = letter.get_body(("plain",))
        if to in str(letter["to"]) and body is not None:
            found.append(str(body.get_content()))
    return found


def last_code(folder: Path, to: str = "") -> str:
    """The six digits of the newest letter that has some."""
    codes = [found for text in letters(folder, to) if (found := CODE.search(text))]
    assert codes, f"no code was sent to {to or 'anyone'}"
    return "".join(codes[0].groups())
