"""Numbers that come in addresses: never a reason to fail."""

from __future__ import annotations

from typing import Final

FURTHEST: Final = 100_000


def page_number(text: str) -> int:
    """A page number from 1 on; 1 for anything that is none."""
    return min(FURTHEST, max(1, int(text))) if text.isascii() and text.isdigit() and len(text) < 10 else 1  # noqa: PLR2004


def small_number(text: str) -> int | None:
    """A number from 0 on, or None."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None  # noqa: PLR2004
