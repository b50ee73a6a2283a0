"""A real browser: Debian's chromium, two screen sizes, and three rules that fail a test by themselves.

A page may load nothing from another host, may not break its own content security policy, and may not raise an error
in its scripts.

    def test_home(desktop: Page, ...) -> None:
        desktop.goto(base)
        assert axe(desktop) == []
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Route, sync_playwright

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP = (1360, 900)
PHONE = (390, 844)
OURS = frozenset({"127.0.0.1", "localhost"})
AXE = Path(__file__).parent.parent / "vendor" / "axe-core-4.14.1" / "axe.min.js"

NewPage = Callable[..., Page]


@pytest.fixture(scope="session")
def playwright_driver() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium(request: pytest.FixtureRequest) -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"no browser: {CHROMIUM} does not exist; install Debian's chromium package or set CHROMIUM")
    driver: Playwright = request.getfixturevalue("playwright_driver")
    browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
    yield browser
    browser.close()


class Watch:
    """Notes what a page must not do."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def over(self, context: BrowserContext) -> None:
        context.route(_is_foreign, self._refuse)
        context.on("console", lambda message: self._console(message.text))
        context.on("weberror", lambda fault: self.faults.append(f"script error: {fault.error}"))

    def _refuse(self, route: Route) -> None:
        self.faults.append(f"request to another host: {route.request.url}")
        route.abort()

    def _console(self, text: str) -> None:
        if "Content Security Policy" in text:
            self.faults.append(f"content security policy: {text}")


def _is_foreign(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in OURS


@contextmanager
def watched_context(browser: Browser, size: tuple[int, int], **options: Any) -> Iterator[BrowserContext]:
    """A fresh profile (no cookies) of that size; leaving it fails the test if a page broke a rule."""
    watch = Watch()
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, locale="fr-FR", timezone_id="Europe/Paris", **options
    )
    context.set_default_timeout(10_000)
    watch.over(context)
    try:
        yield context
    finally:
        context.close()
    if watch.faults:
        pytest.fail("\n".join(dict.fromkeys(watch.faults)), pytrace=False)


@pytest.fixture
def desktop(chromium: Browser) -> Iterator[Page]:
    with watched_context(chromium, DESKTOP) as context:
        yield context.new_page()


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    with watched_context(chromium, PHONE, has_touch=True, is_mobile=True) as context:
        yield context.new_page()


@pytest.fixture
def without_scripts(chromium: Browser) -> Iterator[Page]:
    """A desktop page with JavaScript switched off: everything must work there too."""
    with watched_context(chromium, DESKTOP, java_script_enabled=False) as context:
        yield context.new_page()


def axe(page: Page, within: str | None = None, *, every: bool = False) -> list[str]:
    """The serious and critical accessibility faults of the page (or `every` one), one line each; a test wants none."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate("within => axe.run(within || document, {resultTypes: ['violations']})", within)
    return [
        f"{fault['impact']}: {fault['id']}: {fault['help']} — {_targets(fault)}"
        for fault in result["violations"]
        if every or fault["impact"] in ("serious", "critical")
    ]


def _targets(fault: dict[str, Any]) -> str:
    return ", ".join(" ".join(map(str, node["target"])) for node in fault["nodes"])
