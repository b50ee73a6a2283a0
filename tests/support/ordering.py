"""Quick tests first, browser tests last: a mistake shows early, and no test meets the loop a browser leaves running."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
