"""A person without a mouse: Tab, Shift+Tab, Enter, Space, arrows and typing; at every stop the focus must be seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import TimeoutError as NothingCame

from tests.browser.hands import Hands, plain

STOP: Final = """wanted => {
  const one = document.activeElement
  const plain = node => (node?.textContent ?? "").replace(/\\s+/g, " ").trim()
  const first = one.labels?.[0]?.innerText.trim().split("\\n")[0]
  const label = first || one.getAttribute("aria-label") || plain(one)
  const box = one.getBoundingClientRect(), style = getComputedStyle(one)
  const across = Math.min(Math.max(box.left + Math.min(box.width, 40) / 2, 1), innerWidth - 1)
  const down = Math.min(Math.max(box.top + Math.min(box.height, 30) / 2, 1), innerHeight - 1)
  const there = document.elementFromPoint(across, down)
  const folded = one.tagName === "SUMMARY" && !one.parentElement.open ? one.parentElement : null
  const names = folded ? [...folded.querySelectorAll("label, legend, a, button")] : []
  return {
    label, group: plain(one.closest("fieldset")?.querySelector("legend")), tag: one.tagName, type: one.type ?? "",
    shown: one.tagName === "SELECT" ? one.selectedOptions[0]?.text ?? "" : one.value ?? "",
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    seen: box.bottom > 0 && box.top < innerHeight && !!there && (one.contains(there) || there.contains(one)),
    holds: names.some(node => wanted.includes(plain(node)) || wanted.includes(node.getAttribute("aria-label"))),
  }
}"""
MOST: Final = 400


@dataclass(frozen=True)
class Stop:
    """Where the focus is, as a person reads it."""

    label: str
    group: str
    tag: str
    type: str
    shown: str
    holds: bool


class Fingers:
    """What can be done with a keyboard alone; nothing is clicked, and no script moves the focus."""

    def __init__(self, hands: Hands) -> None:
        self.hands, self.page, self.stops = hands, hands.page, 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def here(self, wanted: tuple[str, ...] = ()) -> Stop:
        """What has the focus, after checking that one sees it and that nothing covers it."""
        for _ in range(40):  # a busy browser may draw the ring a moment after it moves the focus
            found: dict[str, Any] = self.page.evaluate(STOP, list(wanted))
            if found["tag"] == "BODY" or (found["ring"] and found["seen"]):
                break  # past the last stop the focus is in the bar of the browser
            self.page.wait_for_timeout(50)
        outside = found["tag"] == "BODY"
        ring, seen = found.pop("ring") or outside, found.pop("seen") or outside
        assert ring, f"nothing shows that « {found['label']} » has the focus on {self.page.url}"
        assert seen, f"« {found['label']} » has the focus and is out of sight on {self.page.url}"
        words = {name: plain(found[name]) for name in ("label", "group", "tag", "type", "shown")}
        return Stop(**words, holds=bool(found["holds"]))

    def content(self) -> None:
        """Past the bar: the first stop of every page leads to its content."""
        self.hands.settled()
        self.to("Aller au contenu")
        self.press("Enter")

    def reach(self, wanted: tuple[str, ...], so: Callable[[Stop], bool], key: str = "Tab") -> Stop:
        """Press Tab until something fits; what is folded and holds it is unfolded on the way."""
        seen = []
        for _ in range(MOST):
            self.press(key)
            self.stops += 1
            stop = self.here(wanted)
            if so(stop):
                return stop
            if stop.holds:
                self.press("Enter")
            seen.append(stop.label)
        raise AssertionError(f"« {wanted[0]} » is not reached by {MOST} stops on {self.page.url}: {seen}")

    def to(self, label: str, key: str = "Tab") -> Stop:
        return self.reach((label,), lambda stop: stop.label == label and stop.tag != "SUMMARY", key)

    def follow(self, label: str, tag: str = "A") -> None:
        """A link, then the page it leads to."""
        self.reach((label,), lambda stop: (stop.label, stop.tag) == (label, tag))
        self.page.evaluate("document.documentElement.dataset.before = 'yes'")
        self.press("Enter")
        self.page.wait_for_function(
            "() => !document.documentElement.dataset.before && document.readyState === 'complete'"
        )
        self.hands.settled()

    def send(self, button: str) -> None:
        """A button of a form, then the page that answers."""
        self.follow(button, "BUTTON")

    def answer(self, label: str, words: str) -> None:
        """One question, found by its label, or by the legend of its buttons."""
        self.answers({label: words})

    def answers(self, typed: Mapping[str, str]) -> None:
        """Several questions, in the order of the page."""
        left = dict(typed)
        while left:
            stop = self.reach(
                tuple(left), lambda one: one.tag != "SUMMARY" and (one.label in left or one.group in left)
            )
            self._give(stop, left.pop(stop.label if stop.label in left else stop.group))

    def _give(self, stop: Stop, words: str) -> None:
        """Radios and lists by arrows; everything else is typed over what was there."""
        if stop.type == "radio":
            self._arrows(words, lambda one: one.label)
            self.press("Space")
        elif stop.tag == "SELECT":
            self._arrows(words, lambda one: one.shown)
        else:
            self.press("Control+a")
            self.page.keyboard.type(words)

    def _arrows(self, words: str, said: Callable[[Stop], str]) -> None:
        for _ in range(MOST):
            stop = self.here()
            if said(stop) == words or said(stop).startswith(f"{words} "):
                return
            self.press("ArrowDown")
        raise AssertionError(f"no arrow leads to « {words} », last « {said(stop)} »")

    def choose_file(self, label: str, path: Path) -> None:
        """The key opens the window of the system, where one picks the file."""
        self.to(label)
        for _ in range(3):  # a page still busy may miss the key
            try:
                with self.page.expect_file_chooser(timeout=3_000) as waiting:
                    self.press("Space")
            except NothingCame:
                continue
            waiting.value.set_files(path)
            return
        raise AssertionError(f"no window opens for « {label} »")
