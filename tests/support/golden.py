"""Golden files: what the product wrote once, read by a person, and must write again to the byte.

    def test_help(golden: Golden) -> None:
        golden("cli/help.txt", output)

`make golden` writes them again; the difference is reviewed like code.
"""

import difflib
from pathlib import Path
from typing import Protocol

import pytest

FOLDER = Path(__file__).parent.parent / "golden"


class Golden(Protocol):
    def __call__(self, name: str, text: str) -> None:
        """Compare `text` with tests/golden/`name`, or write it there under --renew-golden."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew-golden", action="store_true", help="write the golden files; runs only their tests")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--renew-golden"):
        return
    kept = [item for item in items if "golden" in getattr(item, "fixturenames", ())]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    renew = bool(request.config.getoption("--renew-golden"))

    def compare(name: str, text: str) -> None:
        path = FOLDER / name
        if renew:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            return
        if not path.exists():
            pytest.fail(f"tests/golden/{name} does not exist; `make golden` writes it.", pytrace=False)
        known = path.read_text(encoding="utf-8")
        if known != text:
            lines = difflib.unified_diff(
                known.splitlines(), text.splitlines(), f"golden/{name}", "now", lineterm="", n=2
            )
            pytest.fail("\n".join(lines) + "\nIf this is meant: `make golden`.", pytrace=False)

    return compare
