"""The register of rates through its services, on both databases."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import update

from mandate_flow.domain.errors import BadInput, Forbidden, NotFound, Stale
from mandate_flow.domain.people import Role
from mandate_flow.domain.rates import RateKind
from mandate_flow.domain.rates.rate import STREAM
from mandate_flow.service.desk import Desk
from mandate_flow.service.integrity import verify
from mandate_flow.service.rates import Entry, correct_rate, entry_of, record_rates, retire_rates
from mandate_flow.service.rates_page import document_of, one_rate, rates_page
from mandate_flow.service.rates_table import read_entries, read_pairs
from mandate_flow.store import migrate, tables
from mandate_flow.store.unit import Store
from tests.service.desks import DAY, by, desk_on
from tests.support.postgres import NewDatabase

SINCE, UNTIL = date(2026, 7, 1), date(2026, 12, 31)
FIVE = Entry(RateKind.SWAP, SINCE, UNTIL, Decimal("2.45"), "Table  fictive ", 5, fictitious=True)
TEN = replace(FIVE, maturity=10, rate=Decimal("2.7123"))
BASE = Entry(RateKind.BASE, date(2026, 3, 1), None, Decimal("-0.5"), "Communication fictive")
JURIST, MISSION = by(Role.JURIST), by(Role.MISSION)
PDF = b"%PDF-1.7 une table"


@pytest.fixture
def desk(database: str, tmp_path: Path) -> Iterator[Desk]:
    with desk_on(database, tmp_path) as opened:
        yield opened


def sound(desk: Desk) -> bool:
    return verify(desk.store, desk.blobs).ok


def test_a_new_register_is_empty_and_says_that_the_half_year_waits(desk: Desk) -> None:
    page = rates_page(desk, DAY)
    assert page.empty
    assert page.waiting == (SINCE, UNTIL)
    assert sound(desk)


def test_a_whole_table_enters_in_one_event_with_the_document_it_was_read_in(desk: Desk) -> None:
    made = record_rates(desk, [FIVE, TEN], JURIST, [PDF])
    record_rates(desk, [BASE], by(Role.ADMINISTRATOR))
    page = rates_page(desk, DAY)
    assert [one.maturity for one in page.periods[0].rates] == [5, 10]
    assert page.periods[0].sources == ("Table fictive",)
    assert page.periods[0].fictitious
    assert page.maturities == (5, 10)
    assert page.waiting is None
    assert [(one.rate, one.until) for one in page.bases] == [(Decimal("-0.5"), None)]
    with desk.store.read() as unit:
        assert len(unit.log.read(STREAM)) == 2
        found = unit.rates.book().swap(DAY, 10)
    assert found == made[1]
    document = page.periods[0].document
    assert document is not None
    assert document_of(desk, document.sha256) == (document, PDF)
    with pytest.raises(NotFound):
        document_of(desk, "0" * 64)
    assert sound(desk)


@pytest.mark.parametrize(
    ("entry", "where", "what"),
    [
        (replace(FIVE, rate=Decimal(245)), "", "plausible"),
        (replace(FIVE, rate=Decimal("-5.1")), "", "plausible"),
        (replace(FIVE, rate=Decimal("2.45001")), "", "quatre décimales"),
        (replace(FIVE, source=" "), "source", "source"),
        (replace(FIVE, source="x" * 501), "source", "501"),
        (replace(FIVE, until=date(2026, 6, 30)), "until", "avant de commencer"),
        (replace(FIVE, until=None), "until", "dernier jour"),
        (replace(FIVE, maturity=0), "maturity", "durée"),
        (replace(BASE, maturity=5), "maturity", "durée"),
        (replace(FIVE, since=UNTIL), "since", "déjà un taux pour 5 ans"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(desk: Desk, entry: Entry, where: str, what: str) -> None:
    record_rates(desk, [FIVE], JURIST)
    with pytest.raises(BadInput, match=what) as error:
        record_rates(desk, [TEN, entry], JURIST)
    assert error.value.where == where
    assert rates_page(desk, DAY).maturities == (5,)


def test_the_same_maturity_twice_in_a_table_is_refused(desk: Desk) -> None:
    with pytest.raises(BadInput, match="déjà un taux"):
        record_rates(desk, [FIVE, replace(FIVE, rate=Decimal(3))], JURIST)
    with pytest.raises(BadInput, match="Aucun taux"):
        record_rates(desk, [], JURIST)
    with pytest.raises(BadInput, match="ni un PDF"):
        record_rates(desk, [FIVE], JURIST, [b"MZ"])
    assert rates_page(desk, DAY).empty


def test_a_correction_needs_a_reason_and_the_version_that_was_seen(desk: Desk) -> None:
    [one] = record_rates(desk, [FIVE], JURIST)
    right = replace(entry_of(one), rate=Decimal("2.54"))
    with pytest.raises(BadInput, match="motif"):
        correct_rate(desk, one.id, right, " ", JURIST)
    done = correct_rate(desk, one.id, right, "Chiffres inversés", JURIST, expect=one.version)
    assert one_rate(desk, one.id) == done
    assert done.rate == Decimal("2.54")
    assert done.version == 2
    with pytest.raises(Stale):
        correct_rate(desk, one.id, entry_of(one), "Retour", JURIST, expect=one.version)
    assert correct_rate(desk, one.id, right, "Rien", JURIST) == done
    with pytest.raises(NotFound):
        correct_rate(desk, "nobody", right, "Rien", JURIST)
    assert sound(desk)


def test_a_rate_or_its_whole_table_is_retired_and_may_be_entered_anew(desk: Desk) -> None:
    five, ten = record_rates(desk, [FIVE, TEN], JURIST)
    [base] = record_rates(desk, [BASE], JURIST)
    assert retire_rates(desk, five.id, "Mal lu", JURIST) == (five,)
    assert rates_page(desk, DAY).maturities == (10,)
    with pytest.raises(BadInput, match="retiré"):
        correct_rate(desk, five.id, FIVE, "Trop tard", JURIST)
    [again] = record_rates(desk, [FIVE], JURIST)
    assert {one.id for one in retire_rates(desk, ten.id, "Autre table", JURIST, period=True)} == {again.id, ten.id}
    with pytest.raises(BadInput, match="déjà retiré"):
        retire_rates(desk, ten.id, "Encore", JURIST)
    page = rates_page(desk, DAY)
    assert page.bases == (base,)
    assert len(page.retired) == 3
    assert sound(desk)


def test_who_may_keep_the_register(desk: Desk) -> None:
    [one] = record_rates(desk, [FIVE], JURIST)
    for role in set(Role) - {Role.ADMINISTRATOR, Role.JURIST}:
        with pytest.raises(Forbidden):
            record_rates(desk, [TEN], by(role))
        with pytest.raises(Forbidden):
            correct_rate(desk, one.id, TEN, "Non", by(role))
        with pytest.raises(Forbidden):
            retire_rates(desk, one.id, "Non", by(role))


def test_days_without_a_table_between_two_are_told(desk: Desk) -> None:
    record_rates(desk, [replace(FIVE, since=date(2025, 1, 1), until=date(2025, 6, 30)), FIVE], JURIST)
    page = rates_page(desk, date(2027, 1, 1))
    assert page.holes == ((date(2025, 7, 1), date(2026, 6, 30)),)
    assert page.waiting == (date(2027, 1, 1), date(2027, 6, 30))


def test_a_row_or_a_document_that_was_altered_is_found(desk: Desk) -> None:
    record_rates(desk, [FIVE], JURIST, [PDF])
    assert sound(desk)
    with desk.store.write() as unit:
        unit.connection.execute(update(tables.rates).values(parts=24_501))
    assert [one.stream for one in verify(desk.store).findings] == ["system/rates"]
    with desk.store.write() as unit:
        unit.connection.execute(update(tables.rates).values(parts=24_500))
    document = rates_page(desk, DAY).periods[0].document
    assert document is not None
    (desk.blobs.folder / document.sha256[:2] / document.sha256).write_bytes(b"%PDF-1.7 une autre")
    assert [one.field for one in verify(desk.store, desk.blobs).findings] == ["documents"]


def test_the_migration_is_undone_and_done_again_with_its_data(new_database: NewDatabase, tmp_path: Path) -> None:
    url = new_database()
    with desk_on(url, tmp_path) as desk:
        five, ten = record_rates(desk, [FIVE, TEN], JURIST, [PDF])
        record_rates(desk, [BASE], JURIST)
        correct_rate(desk, five.id, replace(FIVE, rate=Decimal("2.54")), "Chiffres inversés", JURIST)
        retire_rates(desk, ten.id, "Doublon", JURIST)
        with desk.store.read() as unit:
            before = unit.rates.all()
    migrate.downgrade(url, before_rates())
    migrate.upgrade(url)
    with closing_store(url) as store, store.read() as unit:
        assert unit.rates.all() == before
        assert verify(store).ok


def before_rates() -> str:
    """The revision before the one that makes the register."""
    names = sorted(path.name for path in (Path(migrate.__file__).parent / "migrations" / "versions").glob("*.py"))
    return names[next(number for number, name in enumerate(names) if name.endswith("_rates.py")) - 1][:4]


def closing_store(url: str) -> "closing[Store]":
    return closing(Store(url))


def test_two_columns_are_read_however_they_were_copied() -> None:
    expected = ((1, Decimal("2.1")), (10, Decimal("2.7123")))
    for text in (
        "1\t2,1\n10\t2,7123",
        "durée;taux\n1 an;2,1 %\n\n10 ans;2,7123 %",
        "1 2.1\r\n10Y 2.7123",
        "1,2.1\n10,2.7123",
    ):
        assert read_pairs(text) == expected
    assert read_pairs("3;-0,25") == ((3, Decimal("-0.25")),)
    with pytest.raises(BadInput, match="Ligne 2"):
        read_pairs("1;2,1\ncinq;2,4")
    with pytest.raises(BadInput, match="Ligne 1 : « 245 »"):
        read_pairs("5;245")
    with pytest.raises(BadInput, match="Rien"):
        read_pairs(" \n")


def test_a_file_names_its_columns() -> None:
    text = (
        "nature;du;au;durée;taux;source;fictif\n"
        "swap;01/07/2026;31/12/2026;5;2,45;Table;oui\n"
        "base;2026-03-01;;;2,1;Communication;non\n"
        ";2026-07-01;2026-12-31;10;2.7;Table;\n"
    )
    five, base, ten = read_entries(text)
    assert five == replace(FIVE, source="Table")
    assert (base.kind, base.until, base.maturity, base.fictitious) == (RateKind.BASE, None, 0, False)
    assert (ten.kind, ten.maturity, ten.fictitious) == (RateKind.SWAP, 10, False)
    with pytest.raises(BadInput, match="« source »"):
        read_entries("du;taux\n2026-01-01;2")
    with pytest.raises(BadInput, match="Ligne 2 : « hier »"):
        read_entries("du;au;durée;taux;source\nhier;2026-12-31;5;2;Table")
    with pytest.raises(BadInput, match=r"Ligne 2 : .*nature"):
        read_entries("nature;du;taux;source\nlibor;2026-01-01;2;Table")
