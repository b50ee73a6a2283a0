"""A mail server in memory: it takes everything, or gives the answer it was told to give."""

from contextlib import AbstractContextManager, nullcontext

from mandate_flow.mail.outcome import Accepted, Outcome, Sender


class Recording:
    """What was handed over, in order, as (address, bytes)."""

    def __init__(self, outcome: Outcome | None = None) -> None:
        self.sent: list[tuple[str, bytes]] = []
        self.sender = Sender("Mission", "mission@example.org")
        self._outcome = outcome or Accepted("250 OK")

    def session(self) -> AbstractContextManager["Recording"]:
        return nullcontext(self)

    def send(self, data: bytes, to: str) -> Outcome:
        self.sent.append((to, data))
        return self._outcome
