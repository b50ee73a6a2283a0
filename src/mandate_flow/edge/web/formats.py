"""How a number, a day or an amount is written for the reader, in the language spoken."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple

from babel.dates import format_date
from babel.numbers import format_decimal

from mandate_flow.domain.people import Role
from mandate_flow.edge.clock import HERE
from mandate_flow.edge.web.language import N_, _, ngettext, speaking

THIN: Final = "\u202f"  # narrow no-break space: thousands, and before € % ; : ! ?
LOCALES: Final = {"fr": "fr", "en": "en_GB", "nl": "nl"}
MINUS: Final = "−"
SOON_DAYS: Final = 14
ROLES: Final = {
    Role.MISSION: N_("mission"),
    Role.AGENT: N_("agent d’une collectivité"),
    Role.JURIST: N_("juriste"),
    Role.APPROVER: N_("approbateur"),
    Role.STRUCTURE: N_("structure"),
    Role.CONTROLLER: N_("contrôleur"),
    Role.ADMINISTRATOR: N_("administrateur"),
}


class Nearness(NamedTuple):
    """How far a due day is: a word, a tone (bad, warn or none), and by how much it is late ("" when it is not)."""

    word: str
    tone: str
    late: str


def locale() -> str:
    """The conventions of numbers and days that go with the language spoken."""
    return LOCALES.get(speaking(), "fr")


def long_day(day: date | None) -> str:
    """23 novembre 2026; 1er for the first of a month; a dash when there is none."""
    if day is None:
        return "—"
    if day.day == 1 and speaking() == "fr":
        return f"1er {format_date(day, 'MMMM y', locale())}"
    return format_date(day, "d MMMM y", locale())


def short_day(day: date | None, today: date | None = None) -> str:
    """23 nov. 2026, without the year when it is that of `today`; 1er for the first of a month."""
    if day is None:
        return "—"
    shape = "MMM" if today is not None and day.year == today.year else "MMM y"
    first = "1er" if day.day == 1 and speaking() == "fr" else str(day.day)
    return f"{first} {format_date(day, shape, locale())}"


def figures_day(day: date | None) -> str:
    """23/11/2026, as typed in a form; the same in every language, so that a form reads what it shows."""
    return "" if day is None else format_date(day, "dd/MM/y", "fr")


def instant(at: datetime | None) -> str:
    """23 nov. 2026 à 09:12, in Paris."""
    if at is None:
        return "—"
    here = at.astimezone(HERE)
    return _("{day} à {time}", day=format_date(here.date(), "d MMM y", locale()), time=f"{here:%H:%M}")


def clock_time(at: datetime) -> str:
    """09:12, in Paris."""
    return f"{at.astimezone(HERE):%H:%M}"


def nearness(due: date, today: date) -> Nearness:
    """En retard, Aujourd’hui, Demain, else J-8; soon is within two weeks."""
    days = (due - today).days
    if days < 0:
        return Nearness(_("En retard"), "bad", _("{n}\u202fj", n=number(-days)))
    if days == 0:
        word = _("Aujourd’hui")
    else:
        word = _("Demain") if days == 1 else _("J-{n}", n=number(days))
    return Nearness(word, "warn" if days <= SOON_DAYS else "", "")


def number(value: Decimal | int | None, digits: int = 2) -> str:
    """1 234,5 with at most `digits` decimals."""
    return "—" if value is None else _signed(format_decimal(value, "#,##0." + "#" * digits, locale=locale()))


def _signed(written: str) -> str:
    """With the minus sign of typography."""
    return written.replace("-", MINUS)


def typed_number(value: Decimal | None) -> str:
    """1 234,5 as typed in a form: the same in every language, so that a form reads what it shows; "" for none."""
    if value is None:
        return ""
    digits = max(0, -int(value.normalize().as_tuple().exponent))
    return format_decimal(value, "#,##0." + "#" * digits, locale="fr")


def money(value: Decimal | None) -> str:
    """1 234,50 €; cents are left out of a whole amount. €1,234.50 in English, € 1.234,50 in Dutch."""
    if value is None:
        return "—"
    pattern = "#,##0" if value == value.to_integral_value() else "#,##0.00"
    return _euros(_signed(format_decimal(value, pattern, locale=locale())))


def round_money(value: Decimal | None) -> str:
    """412 k€ from ten thousand, 1,2 M€ from a million; below as it is, in whole euros."""
    if value is None:
        return "—"
    for unit, size in (("M", Decimal(1_000_000)), ("k", Decimal(1_000))):
        if abs(value) >= size * (10 if unit == "k" else 1):
            digits = 1 if unit == "M" else 0
            return _euros(number(value / size, digits), unit)
    return _euros(number(value.quantize(Decimal(1), ROUND_HALF_UP)))


def _euros(written: str, unit: str = "") -> str:
    """The sign of the euro where the language puts it; `unit` is k or M."""
    bare, minus = written.lstrip(MINUS), MINUS if written.startswith(MINUS) else ""
    if speaking() == "en":
        return f"{minus}€{bare}{unit}"
    if speaking() == "nl":
        thousands = {"k": f"{THIN}k", "M": f"{THIN}mln."}.get(unit, "")
        return f"€{THIN}{minus}{bare}{thousands}"
    return f"{minus}{bare}{THIN}{unit}€"


def percentage(value: Decimal | None) -> str:
    """3,45 % from 3.45, as it was typed."""
    if value is None:
        return "—"
    return number(value, 6) + ("%" if speaking() == "en" else f"{THIN}%")


def rate(value: Decimal) -> str:
    """2,45 or 2,7123: two decimals at least, four at most, so that a column of rates lines up."""
    return _signed(format_decimal(value, "0.00##", locale=locale()))


def plural(count: int, one: str, many: str = "") -> str:
    """`0 dossier`, `1 dossier`, `2 dossiers`; in French zero is singular."""
    return ngettext("{n} " + one, "{n} " + (many or one + "s"), count)


def workflow(name: str) -> str:
    """SIEG, SIG; the code of any other workflow."""
    return {"sieg": _("SIEG"), "sig": _("SIG")}.get(name, name.upper())


def size(octets: int) -> str:
    """12 ko, 3,4 Mo."""
    kilo = Decimal(octets) / 1000
    if kilo >= 1000:  # noqa: PLR2004 - a thousand kilobytes
        return _("{n}\u202fMo", n=number(kilo / 1000, 1))
    return _("{n}\u202fko", n=number(max(kilo, Decimal(1)), 0))


def siret(text: str) -> str:
    """732 829 320 00074."""
    return f"{text[:3]}{THIN}{text[3:6]}{THIN}{text[6:9]}{THIN}{text[9:]}" if text else "—"


def role_names(roles: frozenset[Role]) -> str:
    """The roles in words, in the order of the product."""
    return ", ".join(_(name) for role, name in ROLES.items() if role in roles)


def initials(name: str) -> str:
    """Two letters for the round mark of the account."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalpha()]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else words[0][1:2])).upper() if words else "?"
