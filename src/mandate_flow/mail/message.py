"""Builds a message (RFC 5322): text and HTML, an honest robot's headers, and the same bytes from the same words."""

from __future__ import annotations

import hashlib
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final

from mandate_flow.mail.outcome import Sender
from mandate_flow.mail.render import Rendered

LIST: Final = "mandate-flow"


def message_id(key: str, domain: str) -> str:
    """The Message-ID of the mail of that key: sent again after a doubt, receivers know it as the same."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{domain}>"


def build(
    rendered: Rendered, *, to: str, name: str, sender: Sender, reply_to: str, message_id: str, at: datetime
) -> bytes:
    """The frozen bytes. `to` is an address, `name` whose it is, `reply_to` where an answer goes ("": to the sender).

    `at` is an aware instant. Auto-Submitted (RFC 3834) and X-Auto-Response-Suppress keep holiday robots from answering.
    Raises ValueError on an address that cannot be one.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = _address(sender.name, sender.address)
    message["To"] = _address(name, to)
    if reply_to:
        message["Reply-To"] = _address("", reply_to)
    message["Subject"] = " ".join(rendered.subject.split())
    message["Date"] = format_datetime(at)
    message["Message-ID"] = message_id
    message["List-Id"] = f"<{LIST}.{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message["Content-Language"] = rendered.lang
    message.set_content(rendered.text, cte="quoted-printable")
    message.add_alternative(rendered.html, subtype="html", cte="quoted-printable")
    message.set_boundary(f"=_{hashlib.sha256(message_id.encode()).hexdigest()[:32]}")
    return message.as_bytes()


def _address(name: str, address: str) -> Address:
    plain = " ".join(name.split())
    return Address(display_name=plain, addr_spec=address.strip())
