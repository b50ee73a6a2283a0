"""Every failure the product can explain: one root, and a message that says what, why and what to do."""

from __future__ import annotations

from mandate_flow.domain.said import N_


class MandateFlowError(Exception):
    """Root of all expected failures.

    `what` happened, `why`, what to `do` about it, and `where` (field, file:line, URL).
    Sentences are in French: they are shown to users as they are.
    """

    def __init__(self, what: str, *, why: str = "", do: str = "", where: str = "") -> None:
        super().__init__(what)
        self.what, self.why, self.do, self.where = what, why, do, where

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return " ".join(part for part in (head, self.why, self.do) if part)


class BadInput(MandateFlowError):
    """A value that a person typed cannot be understood; `where` names the field."""


class BadContent(MandateFlowError):
    """A content file (law, workflow, notification) is wrong; `where` is file:line."""


class NotFound(MandateFlowError):
    """Nothing stands under that name, or the person may not know that it does."""


class Unseen(NotFound):
    """The thing is not there, or not for this person: one sentence for both, and for every kind of thing."""

    def __init__(self) -> None:
        super().__init__(
            N_("Rien n’est ouvert pour vous à cette adresse."),
            why=N_(
                "L’adresse ou la référence n’existe pas, ou ne fait pas partie de ce que votre fonction vous ouvre."
            ),
            do=N_("Vérifiez-la, ou adressez-vous à la mission si vous devriez y avoir accès."),
        )


class Forbidden(MandateFlowError):
    """The person is known but may not do this."""


class Stale(MandateFlowError):
    """Someone else changed the stream first; nothing was written."""


class Unavailable(MandateFlowError):
    """The database, the disk or the mail server does not answer now; trying again may help."""


class Tampered(MandateFlowError):
    """Stored bytes are not those that were recorded."""
