"""What every use case needs, put together once by the composition root."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from mandate_flow.content.library import Library
from mandate_flow.domain.file import Pin
from mandate_flow.domain.workdays import Workdays
from mandate_flow.domain.workflow.definition import Definition
from mandate_flow.domain.workflow.known import Known
from mandate_flow.mail.outcome import Mailer
from mandate_flow.provider.oidc import Provider
from mandate_flow.store.blobs import Blobs
from mandate_flow.store.unit import Store, Unit


@dataclass(frozen=True, slots=True)
class Desk:
    """The rooms behind the use cases. `new_id` gives opaque ids, `base_url` the public address without a final slash.

    `stored` remembers which content the database already holds. `provider`: who else may tell who comes in.
    """

    store: Store
    library: Library
    blobs: Blobs
    workdays: Workdays
    mailer: Mailer
    base_url: str
    new_id: Callable[[], str]
    stored: set[str] = field(default_factory=set)
    provider: Provider | None = None

    @property
    def known(self) -> Known:
        """What the rules must see from outside a file."""
        return Known(self.library.law, self.workdays)

    def definition(self, unit: Unit, pin: Pin) -> Definition:
        """The definition a file is pinned to, from the content folders or else from the bytes the database keeps."""
        return self.library.by_sha(pin.sha256, unit.library.get)
