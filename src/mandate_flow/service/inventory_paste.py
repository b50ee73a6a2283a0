"""Reads what is pasted from a spreadsheet, or a CSV file, as lines of an inventory; says line by line what is wrong."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final, TypeAlias

from mandate_flow.domain.command import Moment
from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.fold import fold
from mandate_flow.domain.inventory import Instrument, Line
from mandate_flow.domain.said import N_, Said, said
from mandate_flow.domain.typed import read_day, read_money
from mandate_flow.service.desk import Desk
from mandate_flow.service.inventory import Entry, add_lines, check_entry, check_may_read
from mandate_flow.service.inventory_columns import COLUMNS, REQUIRED, TITLES, column_of, nature_of
from mandate_flow.service.inventory_picture import Names

MOST: Final = 1000
SEPARATORS: Final = ("\t", ";", ",")
_ONE_YEAR: Final = re.compile(r"(19|20)\d\d")
Cells: TypeAlias = Mapping[str, str]
Found: TypeAlias = dict[str, object]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of what was pasted, by its number in it; `entry` when nothing is wrong."""

    number: int
    cells: Cells
    entry: Entry | None
    errors: tuple[str, ...] = ()
    structure: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be recorded. `columns`: what was recognised, in its order; `ignored`: headers nobody reads."""

    rows: tuple[Row, ...]
    columns: tuple[str, ...]
    ignored: tuple[str, ...]

    @property
    def valid(self) -> tuple[Row, ...]:
        """The lines that would be recorded."""
        return tuple(one for one in self.rows if one.entry is not None)


def decoded(raw: bytes) -> str:
    """The text of a CSV file: UTF-8 with or without its mark, else what older spreadsheets write."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def preview(desk: Desk, authority: str, text: str, moment: Moment) -> Preview:
    """What the pasted text says, against what the inventory holds. Raises NotFound, BadInput (nothing is readable)."""
    check_may_read(moment.by, authority)
    headers, rows = _table(text)
    with desk.store.read() as unit:
        names, held = Names.of(unit), unit.inventory.of_authority(authority)
    seen = {_mark(names, _as_entry(one)) for one in held}
    found = []
    for number, cells in rows:
        row = _row(
            number, {name: cells[place].strip() for place, name in headers.items() if place < len(cells)}, moment
        )
        if row.entry is not None:
            entry = _resolved(names, row.entry)
            mark = _mark(names, entry)
            row = replace(row, entry=entry, structure=names.by_id.get(entry.structure, ""))
            if mark in seen:
                row = replace(
                    row, entry=None, errors=(N_("Cette ligne est déjà dans l’inventaire, ou deux fois ici."),)
                )
            seen.add(mark)
        found.append(row)
    first = next(csv.reader([text.lstrip("\ufeff\r\n").split("\n", 1)[0]], delimiter=_separator(text)))
    ignored = tuple(one.strip() for place, one in enumerate(first) if place not in headers and one.strip())
    return Preview(tuple(found), tuple(headers.values()), ignored)


def paste(desk: Desk, authority: str, text: str, moment: Moment) -> tuple[Line, ...]:
    """Record every line of the text that is right, in one go. Raises NotFound, Forbidden, BadInput."""
    entries = [one.entry for one in preview(desk, authority, text, moment).valid if one.entry is not None]
    return add_lines(desk, authority, entries, moment)


def _separator(text: str) -> str:
    first = text.lstrip("\ufeff\r\n").split("\n", 1)[0]
    return max(SEPARATORS, key=lambda sign: (first.count(sign), -SEPARATORS.index(sign)))


def _table(text: str) -> tuple[dict[int, str], list[tuple[int, list[str]]]]:
    """Columns by place, and the lines below with their numbers."""
    lines = text.lstrip("\ufeff").splitlines()
    parsed = list(csv.reader(lines, delimiter=_separator(text)))
    rows = [(number, cells) for number, cells in enumerate(parsed, 1) if any(one.strip() for one in cells)]
    if not rows:
        raise BadInput("Rien n’a été collé.", do="Copiez le tableau avec sa ligne de titres, puis collez-le ici.")
    headers: dict[int, str] = {}
    for place, header in enumerate(rows[0][1]):
        name = column_of(header)
        if name and name not in headers.values():
            headers[place] = name
    missing = [COLUMNS[one] for one in REQUIRED if one not in headers.values()]
    if missing:
        raise BadInput(
            said("La première ligne ne nomme pas de colonne « {names} ».", names=" · ".join(missing)),
            why="Les titres de colonnes disent ce que contient chaque case.",
            do="Collez aussi la ligne de titres : bénéficiaire, SIRET, objet, montant, nature, date.",
        )
    if len(rows) - 1 > MOST:
        raise BadInput(said("Il y a plus de {most} lignes.", most=MOST), do="Collez-les en plusieurs fois.")
    if len(rows) == 1:
        raise BadInput("Il n’y a que la ligne de titres.", do="Collez aussi les lignes du tableau.")
    return headers, rows[1:]


def _row(number: int, cells: Cells, moment: Moment) -> Row:
    errors: list[str] = []

    def read(name: str, reader: Callable[[str], object]) -> object:
        try:
            return reader(cells.get(name, ""))
        except BadInput as error:
            errors.append(said("{column} : {what}", column=said(TITLES[name]), what=_sentence(error)))
            return None

    yearly = read("yearly", _amount)
    instrument = read("instrument", nature_of)
    days = {name: read(name, _day) for name in ("granted_on", "since", "until")}
    year = read("year", _year)
    if isinstance(year, int):
        days["since"] = days["since"] or date(year, 1, 1)
        days["until"] = days["until"] or date(year, 12, 31)
    granted = days["granted_on"] or days["since"]
    if granted is None and not errors:
        errors.append(N_("Date : elle manque. Donnez le jour du vote ou de la signature, ou l’exercice."))
    if errors or not (isinstance(yearly, Decimal) and isinstance(instrument, Instrument) and isinstance(granted, date)):
        return Row(number, cells, None, tuple(errors))
    since, until = days["since"], days["until"]
    entry = Entry(
        what=cells.get("what", "") or cells.get("instrument", "") or "Aide",
        instrument=instrument,
        yearly=yearly,
        granted_on=granted,
        name=cells.get("name", ""),
        siret=cells.get("siret", ""),
        since=since if isinstance(since, date) else None,
        until=until if isinstance(until, date) else None,
        note=cells.get("note", ""),
    )
    try:
        return Row(number, cells, check_entry(entry, moment.day))
    except BadInput as error:
        return Row(number, cells, None, (_sentence(error),))


def _amount(text: str) -> Decimal:
    if not text:
        raise BadInput("il manque", do="Pour une aide en nature, estimez ce qu’elle vaut par an.")
    return read_money(text)


def _day(text: str) -> date | None:
    return read_day(text) if text else None


def _year(text: str) -> int | None:
    if not text:
        return None
    found = _ONE_YEAR.search(text)
    if found is None:
        raise BadInput(said("« {text} » n’est pas une année", text=text), do="Écrivez par exemple 2025.")
    return int(found[0])


def _resolved(names: Names, entry: Entry) -> Entry:
    line = names.resolved(_as_line(entry))
    return replace(entry, structure=line.structure)


def _mark(names: Names, entry: Entry) -> tuple[str, str, Decimal, date]:
    return names.resolved(_as_line(entry)).undertaking, fold(entry.what), entry.yearly, entry.granted_on


def _as_line(entry: Entry) -> Line:
    return Line(
        "", "", entry.what, entry.instrument, entry.yearly, entry.granted_on, entry.structure, entry.name, entry.siret
    )


def _as_entry(line: Line) -> Entry:
    return Entry(line.what, line.instrument, line.yearly, line.granted_on, line.structure, line.name, line.siret)


def _sentence(error: BadInput) -> str:
    what, do = (one if isinstance(one, Said) else said(one.rstrip(".")) for one in (error.what, error.do))
    return said("{what}. {do}.", what=what, do=do) if do else said("{what}.", what=what)
