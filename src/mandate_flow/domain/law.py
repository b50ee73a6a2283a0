"""Dated law: which entry of a text holds on a day, each quantity with its article and how sure we are of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from mandate_flow.domain.articles import article_words

Text: TypeAlias = Mapping[str, str]
"""Language code (fr, en, nl) to sentence; fr is always there."""


class Confidence(StrEnum):
    """How a figure or article was verified."""

    VERIFIED = "verified"  # read in the official text
    SECONDARY = "secondary"  # read in a secondary source
    MEMORY = "memory"  # from memory, to be confirmed
    UNKNOWN = "unknown"  # could not be verified


@dataclass(frozen=True, slots=True)
class Quantity:
    """One rule of a text: a value (None where there is only an article to cite), its article and its confidence.

    `binding`: a requirement that rests on it may block; otherwise it stays a warning that shows `note`.
    """

    name: str
    value: Decimal | date | str | None
    article: str
    confidence: Confidence
    label: Text = field(default_factory=dict)
    unit: str = ""
    note: str = ""
    checked_on: date | None = None

    @property
    def binding(self) -> bool:
        """True when read in a source, or confirmed by a person (`checked_on`)."""
        return self.confidence in (Confidence.VERIFIED, Confidence.SECONDARY) or self.checked_on is not None


@dataclass(frozen=True, slots=True)
class Entry:
    """What a text says between two days (both included; `until` None: still in force)."""

    id: str
    since: date
    until: date | None
    text: Text
    quantities: Mapping[str, Quantity]
    corrects: str = ""


@dataclass(frozen=True, slots=True)
class LawText:
    """One text or regime: its entries in the order of their dates, and the sha256 (hex) of its file."""

    name: str
    title: Text
    sha256: str
    entries: tuple[Entry, ...]

    def on(self, day: date) -> Entry | None:
        """The entry in force on `day`; of two (a correction), the later one in the list."""
        found = None
        for entry in self.entries:
            if entry.since <= day and (entry.until is None or day <= entry.until):
                found = entry
        return found

    def changes(self) -> frozenset[date]:
        """The days on which another entry, or none, begins to hold."""
        ends = {entry.until + timedelta(days=1) for entry in self.entries if entry.until is not None}
        return frozenset(day for day in {entry.since for entry in self.entries} | ends if self._turns(day))

    def _turns(self, day: date) -> bool:
        before, after = self.on(day - timedelta(days=1)), self.on(day)
        return before is not after


@dataclass(frozen=True, slots=True)
class Citation:
    """A quantity with the text it stands in, as shown beside a refusal or a deadline."""

    key: str
    text: Text
    quantity: Quantity
    entry: str
    sha256: str

    def words(self, lang: str) -> str:
        """As a jurist cites it: "CGCT, art. L2131-1"."""
        title = self.text.get(lang) or self.text["fr"]
        return f"{title}, {article_words(self.quantity.article, lang)}" if self.quantity.article else title


@dataclass(frozen=True, slots=True)
class LawBook:
    """All texts. A citation is written `text.quantity`."""

    texts: Mapping[str, LawText]

    def cite(self, key: str, day: date) -> Citation | None:
        """The citation as it holds on `day`, or None when the text says nothing then."""
        name, _, quantity = key.partition(".")
        text = self.texts.get(name)
        entry = text.on(day) if text else None
        if text is None or entry is None or quantity not in entry.quantities:
            return None
        return Citation(key, entry.text, entry.quantities[quantity], entry.id, text.sha256)
