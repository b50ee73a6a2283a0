"""The desk of a command: composed when the command runs, closed when it ends."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mandate_flow.app import Settings
    from mandate_flow.service.desk import Desk


def settings(**over: object) -> Settings:
    """The settings of this process."""
    from mandate_flow.app import settings_of

    return settings_of(os.environ, **over)


@contextmanager
def desk(**over: object) -> Iterator[Desk]:
    """The desk over the configured database, which must be up to date."""
    from mandate_flow.app import compose

    composed = compose(settings(**over))
    try:
        yield composed
    finally:
        composed.store.close()
