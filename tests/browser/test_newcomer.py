"""A newcomer starts the demonstration, follows the link it prints, and takes a first file to the council."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import sleep

import pytest

from mandate_flow.edge.serving import free_port
from tests.browser.hands import Hands
from tests.browser.house import House
from tests.browser.test_first_journey import Agent, submits
from tests.browser.tongue import Tongue

LINK = re.compile(r"Agent d’une commune\s+(http://\S+/connexion/\S+)")


def answers(port: int) -> bool:
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def demonstration(folder: Path) -> Iterator[str]:
    """The command runs as from a shell, on a folder of its own; what it printed once it serves."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("MANDATE_FLOW_")}
    port = str(free_port("127.0.0.1", 8600))
    printed = folder / "printed.txt"
    with (
        printed.open("w") as screen,
        subprocess.Popen(
            [sys.executable, "-u", "-c", "from mandate_flow.edge.cli import main; main()", "demo", "--port", port],
            env=inherited | {"MANDATE_FLOW_DATA_DIR": str(folder / "var"), "COLUMNS": "200"},
            stdout=screen,
            stderr=screen,
        ) as server,
    ):
        try:
            while server.poll() is None and not answers(int(port)):
                sleep(0.2)
            yield printed.read_text()
        finally:
            server.terminate()


@pytest.mark.timeout(240)
def test_a_newcomer_submits_a_file_with_scripts_and_one_without(
    house: House, screens: Callable[..., Hands], tmp_path: Path
) -> None:
    with demonstration(tmp_path) as printed:
        link = LINK.search(printed)
        assert link, printed
        address, tongue = link[1].partition("/connexion/")[0], Tongue("fr", house.desk.library.latest("sieg"))
        hands = screens(house)
        hands.page.goto(link[1])
        hands.press("Entrer dans Mandate Flow")
        session = hands.page.context.storage_state()  # the link is good once
        bare = screens(house, java_script_enabled=False, storage_state=session)
        for one, structure in ((hands, "Doudou et Compagnie"), (bare, "Les Petits Sabots")):
            one.house = replace(house, address=address)
            newcomer = Agent(one, tongue, tmp_path)
            newcomer.opens(structure)
            submits(newcomer)
