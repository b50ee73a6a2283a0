"""How a number, a day or an amount is written for a French reader."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from mandate_flow.domain.law import Text
from mandate_flow.domain.people import Role
from mandate_flow.edge.clock import HERE

THIN: Final = "\u202f"  # narrow no-break space: thousands, and before € % ; : ! ?
LOCALE: Final = "fr"
SOON_DAYS: Final = 14
ROLES: Final = {
    Role.MISSION: "mission",
    Role.AGENT: "agent d’une collectivité",
    Role.JURIST: "juriste",
    Role.APPROVER: "approbateur",
    Role.STRUCTURE: "structure",
    Role.CONTROLLER: "contrôleur",
    Role.ADMINISTRATOR: "administrateur",
}


class Nearness(NamedTuple):
    """How far a due day is: a word, a tone (bad, warn or none), and by how much it is late ("" when it is not)."""

    word: str
    tone: str
    late: str


def long_day(day: date | None) -> str:
    """23 novembre 2026; 1er for the first of a month; a dash when there is none."""
    if day is None:
        return "—"
    return f"1er {format_date(day, 'MMMM y', LOCALE)}" if day.day == 1 else format_date(day, "d MMMM y", LOCALE)


def short_day(day: date | None, today: date | None = None) -> str:
    """23 nov. 2026, without the year when it is that of `today`; 1er for the first of a month."""
    if day is None:
        return "—"
    shape = "MMM" if today is not None and day.year == today.year else "MMM y"
    return f"{'1er' if day.day == 1 else day.day} {format_date(day, shape, LOCALE)}"


def figures_day(day: date | None) -> str:
    """23/11/2026, as typed in a form."""
    return "" if day is None else format_date(day, "dd/MM/y", LOCALE)


def instant(at: datetime | None) -> str:
    """23 nov. 2026 à 09:12, in Paris."""
    return "—" if at is None else format_datetime(at.astimezone(HERE), "d MMM y 'à' HH:mm", locale=LOCALE)


def nearness(due: date, today: date) -> Nearness:
    """En retard, Aujourd’hui, Demain, else J-8; soon is within two weeks."""
    days = (due - today).days
    if days < 0:
        return Nearness("En retard", "bad", f"{number(-days)}{THIN}j")
    word = {0: "Aujourd’hui", 1: "Demain"}.get(days, f"J-{number(days)}")
    return Nearness(word, "warn" if days <= SOON_DAYS else "", "")


def number(value: Decimal | int | None, digits: int = 2) -> str:
    """1 234,5 with at most `digits` decimals."""
    return "—" if value is None else format_decimal(value, "#,##0." + "#" * digits, locale=LOCALE)


def money(value: Decimal | None) -> str:
    """1 234,50 €; cents are left out of a whole amount."""
    if value is None:
        return "—"
    pattern = "#,##0" if value == value.to_integral_value() else "#,##0.00"
    return format_decimal(value, pattern, locale=LOCALE) + THIN + "€"


def round_money(value: Decimal | None) -> str:
    """412 k€ from ten thousand, 1,2 M€ from a million; below as it is, in whole euros."""
    if value is None:
        return "—"
    for unit, size in (("M€", Decimal(1_000_000)), ("k€", Decimal(1_000))):
        if abs(value) >= size * (10 if unit == "k€" else 1):
            return number(value / size, 1 if unit == "M€" else 0) + THIN + unit
    return number(value.quantize(Decimal(1), ROUND_HALF_UP)) + THIN + "€"


def percentage(value: Decimal | None) -> str:
    """3,45 % from 3.45, as it was typed."""
    return "—" if value is None else number(value, 6) + THIN + "%"


def rate(value: Decimal) -> str:
    """2,45 or 2,7123: two decimals at least, four at most, so that a column of rates lines up."""
    return format_decimal(value, "0.00##", locale=LOCALE)


def plural(count: int, one: str, many: str = "") -> str:
    """`0 dossier`, `1 dossier`, `2 dossiers`; in French zero is singular."""
    return f"{number(count)} {one if count < 2 else many or one + 's'}"  # noqa: PLR2004 - the French plural begins at two


def size(octets: int) -> str:
    """12 ko, 3,4 Mo."""
    kilo = Decimal(octets) / 1000
    return f"{number(kilo / 1000, 1)}{THIN}Mo" if kilo >= 1000 else f"{number(kilo, 0)}{THIN}ko"  # noqa: PLR2004


def siret(text: str) -> str:
    """732 829 320 00074."""
    return f"{text[:3]}{THIN}{text[3:6]}{THIN}{text[6:9]}{THIN}{text[9:]}" if text else "—"


def in_french(text: Text) -> str:
    """The French sentence of a content text, "" when there is none."""
    return text.get("fr", "")


def role_names(roles: frozenset[Role]) -> str:
    """The roles in words, in the order of the product."""
    return ", ".join(name for role, name in ROLES.items() if role in roles)


def initials(name: str) -> str:
    """Two letters for the round mark of the account."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalpha()]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else words[0][1:2])).upper() if words else "?"
