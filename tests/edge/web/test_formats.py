from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from mandate_flow.domain.people import Role
from mandate_flow.edge.web import formats

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (formats.long_day(TODAY), "23 novembre 2026"),
        (formats.long_day(date(2027, 1, 1)), "1er janvier 2027"),
        (formats.long_day(None), "—"),
        (formats.short_day(TODAY, TODAY), "23 nov."),
        (formats.short_day(TODAY), "23 nov. 2026"),
        (formats.short_day(date(2027, 1, 7), TODAY), "7 janv. 2027"),
        (formats.figures_day(date(2026, 1, 7)), "07/01/2026"),
        (formats.instant(datetime(2026, 11, 23, 23, 30, tzinfo=UTC)), "24 nov. 2026 à 00:30"),
        (formats.money(Decimal("1234.5")), "1\u202f234,50\u202f€"),
        (formats.money(Decimal(15000000)), "15\u202f000\u202f000\u202f€"),
        (formats.money(None), "—"),
        (formats.round_money(Decimal(412345)), "412\u202fk€"),
        (formats.round_money(Decimal(1250000)), "1,2\u202fM€"),
        (formats.round_money(Decimal(900)), "900\u202f€"),
        (formats.percentage(Decimal("3.45")), "3,45\u202f%"),
        (formats.number(1234), "1\u202f234"),
        (formats.number(Decimal("0.50")), "0,5"),
        (formats.plural(0, "dossier"), "0 dossier"),
        (formats.plural(1, "dossier"), "1 dossier"),
        (formats.plural(2, "dossier"), "2 dossiers"),
        (formats.plural(2, "échéance ouverte", "échéances ouvertes"), "2 échéances ouvertes"),
        (formats.size(3_400_000), "3,4\u202fMo"),
        (formats.siret("73282932000074"), "732\u202f829\u202f320\u202f00074"),
        (formats.initials("Claire Delcourt"), "CD"),
        (formats.initials("Anne-Marie"), "AM"),
        (formats.initials("Zoé"), "ZO"),
        (formats.initials(""), "?"),
        (formats.role_names(frozenset({Role.JURIST, Role.MISSION})), "mission, juriste"),
    ],
)
def test_it_is_written_as_in_french(written: str, expected: str) -> None:
    assert written == expected


@pytest.mark.parametrize(
    ("days", "word", "tone", "late"),
    [
        (-12, "En retard", "bad", "12\u202fj"),
        (0, "Aujourd’hui", "warn", ""),
        (1, "Demain", "warn", ""),
        (8, "J-8", "warn", ""),
        (15, "J-15", "", ""),
    ],
)
def test_lateness_is_said_in_words(days: int, word: str, tone: str, late: str) -> None:
    assert formats.nearness(date.fromordinal(TODAY.toordinal() + days), TODAY) == (word, tone, late)
