"""Reads rates from a table copied out of a spreadsheet or a CSV file; says line by line what is wrong."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Final, TypeVar

from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.fold import fold
from mandate_flow.domain.rates import RateKind
from mandate_flow.domain.said import N_, said
from mandate_flow.domain.typed import read_day
from mandate_flow.service.rates import Entry, check_entry, read_maturity, read_rate

SEPARATORS: Final = ("\t", ";", ",")
COLUMNS: Final[Mapping[str, str]] = {
    "kind": "nature",
    "since": "du",
    "until": "au",
    "maturity": N_("durée"),
    "rate": "taux",
    "source": "source",
    "fictitious": "fictif",
}
_WORDS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("fictitious", ("fict",)),
    ("source", ("source", "origine")),
    ("maturity", ("duree", "matur", "annees", "years", "tenor")),
    ("kind", ("nature", "kind", "type")),
    ("rate", ("taux", "rate", "%")),
    ("since", ("du", "debut", "since", "from")),
    ("until", ("au", "fin", "until", "to")),
)
_KINDS: Final = {"swap": RateKind.SWAP, "base": RateKind.BASE}
_PAIR: Final = re.compile(r"\s*(\d+)\s*(?:ans?|years?|y)?[\s;,:]+([-−]?\d+(?:[.,]\d+)?)\s*%?\s*", re.IGNORECASE)
Given = TypeVar("Given")
Read = TypeVar("Read")


def read_pairs(text: str) -> tuple[tuple[int, Decimal], ...]:
    """(maturity, rate) of each line: two columns, with or without a line of titles. Raises BadInput (the first)."""
    found: list[tuple[int, Decimal]] = []
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        if not line.strip() or (not found and not any(sign.isdigit() for sign in line)):
            continue
        pair = _PAIR.fullmatch(line)
        if pair is None:
            raise BadInput(
                said("Ligne {row} : « {text} » n’est pas une durée suivie d’un taux.", row=number, text=line.strip()),
                do="Copiez deux colonnes : la durée en années, puis le taux.",
                where="table",
            )
        found.append((_at(number, read_maturity, pair[1]), _at(number, read_rate, pair[2])))
    if not found:
        raise BadInput("Rien n’a été collé.", do="Copiez les deux colonnes, puis collez-les ici.", where="table")
    return tuple(found)


def read_entries(text: str) -> tuple[Entry, ...]:
    """Entries of a table whose first line names its columns. Raises BadInput (the first line that is wrong)."""
    lines = list(_lines(text))
    headers = {place: name for place, one in enumerate(lines[0][1]) if (name := _column(one))} if lines else {}
    missing = [COLUMNS[name] for name in ("since", "rate", "source") if name not in headers.values()]
    if missing:
        raise BadInput(
            said("La première ligne ne nomme pas de colonne « {names} ».", names=", ".join(missing)),
            do=said("Titres lus : {names}.", names=", ".join(COLUMNS.values())),
        )
    found = []
    for number, cells in lines[1:]:
        given = {name: cells[place] if place < len(cells) else "" for place, name in headers.items()}
        found.append(_at(number, _entry, given))
    return tuple(found)


def _entry(row: Mapping[str, str]) -> Entry:
    maturity = row.get("maturity", "")
    kind = _kind(row.get("kind", ""), maturity)
    until = row.get("until", "")
    return check_entry(
        Entry(
            kind=kind,
            since=read_day(row["since"]),
            until=_day(until),
            rate=read_rate(row["rate"]),
            source=row["source"],
            maturity=read_maturity(maturity) if maturity else 0,
            fictitious=fold(row.get("fictitious", "")) in ("oui", "yes", "vrai", "true", "1", "fictif", "x"),
        )
    )


def _day(text: str) -> date | None:
    return read_day(text) if text else None


def _kind(text: str, maturity: str) -> RateKind:
    if not text:
        return RateKind.SWAP if maturity else RateKind.BASE
    found = _KINDS.get(fold(text))
    if found is None:
        raise BadInput(said("« {text} » n’est pas une nature de taux", text=text), do="Écrivez swap ou base.")
    return found


def _at(number: int, read: Callable[[Given], Read], given: Given) -> Read:
    try:
        return read(given)
    except BadInput as error:
        what = said("Ligne {row} : {what}", row=number, what=error.what)
        raise BadInput(what, why=error.why, do=error.do, where="table") from error


def _column(header: str) -> str:
    bare = fold(header).strip()
    return next((name for name, words in _WORDS if any(bare.startswith(word) for word in words)), "")


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """The lines that hold something, numbered as typed."""
    bare = text.lstrip("\ufeff")
    first = bare.lstrip("\r\n").split("\n", 1)[0]
    separator = max(SEPARATORS, key=lambda sign: (first.count(sign), -SEPARATORS.index(sign)))
    for number, cells in enumerate(csv.reader(bare.splitlines(), delimiter=separator), 1):
        trimmed = [one.strip() for one in cells]
        if any(trimmed):
            yield number, trimmed
