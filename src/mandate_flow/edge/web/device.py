"""A browser as its person knows it, from the way it names itself: « Firefox sur Windows »."""

from __future__ import annotations

from typing import Final

from mandate_flow.edge.web.language import _

BROWSERS: Final = (  # the first that is found: those that copy others come before them
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrom", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def device(client: str) -> str:
    """A browser and a system; what is unknown is left out, and said when nothing is known."""
    browser = next((name for sign, name in BROWSERS if sign in client), "")
    system = next((name for sign, name in SYSTEMS if sign in client), "")
    if browser and system:
        return _("{browser} sur {system}", browser=browser, system=system)
    return browser or system or _("Navigateur inconnu")
