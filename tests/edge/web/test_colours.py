"""Both themes can be read: 4.5 for text, 3 for what one must see to use it (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re

import pytest

from mandate_flow.edge.web.statics import FOLDER

SHEET = (FOLDER / "app.css").read_text(encoding="utf-8")
COLOUR = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{3,6})\b")
TEXT, PART = 4.5, 3.0
PAIRS = [
    *[("ink", ground, TEXT) for ground in ("paper", "ground", "sunk", "tint", "bad-tint", "warn-tint", "ok-tint")],
    *[("soft", ground, TEXT) for ground in ("paper", "ground", "sunk")],
    *[("accent", ground, TEXT) for ground in ("paper", "ground", "sunk", "tint", "bad-tint", "warn-tint", "ok-tint")],
    *[("accent-deep", ground, TEXT) for ground in ("paper", "ground", "sunk", "tint")],
    *[(tone, ground, TEXT) for tone in ("bad", "warn", "ok") for ground in ("paper", "ground", "sunk", f"{tone}-tint")],
    *[("paper", tone, TEXT) for tone in ("bad", "warn", "ok", "accent")],
    ("on-accent", "accent", TEXT), ("on-accent", "accent-deep", TEXT), ("paper", "edge", PART),
    ("on-bar", "bar", TEXT), ("on-bar", "bar-field", TEXT), ("bar-ink", "bar-mark", TEXT),
    ("bar-mark", "bar", PART), ("bar-edge", "bar", PART),
    *[("edge", ground, PART) for ground in ("paper", "ground")],
    *[("focus", ground, PART) for ground in ("paper", "ground", "sunk", "tint")],
    *[("on-low", f"s{stage}", TEXT) for stage in (0, 1, 2)],
    *[("on-high", f"s{stage}", TEXT) for stage in (3, 4, 5)],
    ("soft", "sn", TEXT), ("on-low", "sx", TEXT), ("bad", "paper", PART),
]  # fmt: skip


def theme(start: str, sheet: str = SHEET) -> dict[str, str]:
    body = sheet[sheet.index(start) + len(start) :]
    return dict(COLOUR.findall(body[: body.index("}")]))


LIGHT = theme(":root {")
DARK = theme(":root[data-theme=dark] {")
FOLLOWED = theme(":root:not([data-theme=light]) {")


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("named", [LIGHT, LIGHT | DARK], ids=["light", "dark"])
def test_every_pair_can_be_read(named: dict[str, str]) -> None:
    weak = [
        f"{text} on {ground}: {found:.2f}"
        for text, ground, least in PAIRS
        if (found := contrast(named[text], named[ground])) < least
    ]
    assert not weak, "\n".join(weak)


def test_the_dark_theme_is_the_same_when_followed_and_when_chosen() -> None:
    assert DARK == FOLLOWED
    assert set(DARK) == set(LIGHT), "the dark theme renames every colour"


def test_the_measure() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
