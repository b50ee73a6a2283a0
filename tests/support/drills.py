"""How often a drill repeats itself: a few times in every test run, the full count under `make drills`."""

import os
from typing import Protocol

import pytest


class Rounds(Protocol):
    def __call__(self, few: int, full: int) -> int:
        """`few` in an ordinary run, `full` under `make drills`."""


@pytest.fixture
def rounds() -> Rounds:
    everything = os.environ.get("DRILLS") == "full"
    return lambda few, full: full if everything else few
