"""How often a drill repeats itself: a few times in every test run, the full count under `make drills`."""

import os
from typing import Protocol

import pytest


class Rounds(Protocol):
    def __call__(self, few: int, full: int) -> int:
        """`few` in an ordinary run, `full` under `make drills`."""


def times(few: int, full: int) -> int:
    """The same where a fixture cannot be asked, as in the settings of a property."""
    return full if os.environ.get("DRILLS") == "full" else few


@pytest.fixture
def rounds() -> Rounds:
    return times
