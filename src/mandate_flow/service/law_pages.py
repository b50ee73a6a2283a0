"""What the law said on a day, when it changes, and what each version of a text changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from mandate_flow.domain.errors import NotFound
from mandate_flow.domain.law import Entry, LawBook, LawText, Quantity
from mandate_flow.domain.said import said
from mandate_flow.service.language import in_language


@dataclass(frozen=True, slots=True)
class Turn:
    """One text on a day when it changes: the entry that ends and the one that begins (None: nothing)."""

    text: LawText
    before: Entry | None
    after: Entry | None


@dataclass(frozen=True, slots=True)
class Change:
    """A day on which the law changes, and the texts that do."""

    day: date
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class LawDay:
    """The law on `day`: the entry of each text, the texts that say nothing then, and the changes around."""

    day: date
    entries: tuple[tuple[LawText, Entry], ...]
    silent: tuple[LawText, ...]
    previous: Change | None
    next: Change | None

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """Every quantity in force."""
        return tuple(one for _, entry in self.entries for one in entry.quantities.values())

    @property
    def waiting(self) -> int:
        """How many cannot block yet."""
        return sum(not one.binding for one in self.quantities)


@dataclass(frozen=True, slots=True)
class Difference:
    """A quantity that is not the same in two versions of a text; `before` or `after` None: it came or went."""

    name: str
    before: Quantity | None
    after: Quantity | None


@dataclass(frozen=True, slots=True)
class Version:
    """One entry of a text: what changed since the one before it, and which entry corrects it, if any."""

    entry: Entry
    differences: tuple[Difference, ...]
    corrected_by: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """A text with its entries, oldest first."""

    text: LawText
    versions: tuple[Version, ...]


def law_on(book: LawBook, day: date) -> LawDay:
    """Everything that applied on `day`, by title."""
    texts = by_title(book)
    found = [(text, text.on(day)) for text in texts]
    changes = sorted({one for text in texts for one in text.changes()})
    before = [one for one in changes if one <= day]
    after = [one for one in changes if one > day]
    if before and before[-1] == day:
        before.pop()  # the day on which one stands is no other day
    return LawDay(
        day,
        tuple((text, entry) for text, entry in found if entry is not None),
        tuple(text for text, entry in found if entry is None),
        change(book, before[-1]) if before else None,
        change(book, after[0]) if after else None,
    )


def change(book: LawBook, day: date) -> Change:
    """What begins or ends to hold on `day`."""
    eve = day - timedelta(days=1)
    turns = (Turn(text, text.on(eve), text.on(day)) for text in by_title(book))
    return Change(day, tuple(one for one in turns if one.before is not one.after))


def changes(book: LawBook) -> tuple[Change, ...]:
    """Every day on which the law changes, in order."""
    days = sorted({day for text in book.texts.values() for day in text.changes()})
    return tuple(change(book, day) for day in days)


def timeline(book: LawBook, name: str) -> Timeline:
    """The versions of one text. Raises NotFound."""
    text = text_of(book, name)
    corrected = {entry.corrects: entry.id for entry in text.entries if entry.corrects}
    versions, before = [], None
    for entry in text.entries:
        known = next((one for one in text.entries if one.id == entry.corrects), before)
        versions.append(Version(entry, _differences(known, entry), corrected.get(entry.id, "")))
        before = entry
    return Timeline(text, tuple(versions))


def text_of(book: LawBook, name: str) -> LawText:
    """One text by the name of its file. Raises NotFound."""
    if name not in book.texts:
        raise NotFound(
            said("Le texte « {name} » n’existe pas.", name=name),
            do=said("Textes : {names}.", names=", ".join(sorted(book.texts))),
        )
    return book.texts[name]


def by_title(book: LawBook) -> tuple[LawText, ...]:
    """Every text, by its French title."""
    return tuple(sorted(book.texts.values(), key=lambda one: in_language(one.title).casefold()))


def _differences(before: Entry | None, after: Entry) -> tuple[Difference, ...]:
    if before is None:
        return ()
    old, new = before.quantities, after.quantities
    return tuple(
        Difference(name, old.get(name), new.get(name))
        for name in _names(old, new)
        if _said(old, name) != _said(new, name)
    )


def _names(old: Mapping[str, Quantity], new: Mapping[str, Quantity]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*new, *old)))


def _said(quantities: Mapping[str, Quantity], name: str) -> object:
    """What a reader would call the same: the value and its article; not the note, nor how sure we are."""
    one = quantities.get(name)
    return one and (one.value, one.unit, one.article)
