"""Payments in rows: as their events made them, found when changed by hand, refilled when a migration comes back."""

from decimal import Decimal
from typing import Any

from sqlalchemy import select, text

from mandate_flow.domain.command import Moment
from mandate_flow.domain.event import Action, Draft, Personal, Stream, StreamKind
from mandate_flow.domain.people import Person, Role
from mandate_flow.domain.value import ERASED
from mandate_flow.service.erasure import erase
from mandate_flow.service.integrity import verify
from mandate_flow.store import migrate
from mandate_flow.store.tables import payments
from mandate_flow.store.unit import Store, Unit
from tests.store.behind import findings
from tests.store.story import AT, DAY, LILLE, MEL, Story, facts
from tests.support.postgres import NewDatabase

ADMIN = Moment(Person("p0", "Admin", "", frozenset({Role.ADMINISTRATOR})), AT, DAY)
LABEL = "Salaire de Zoé"
BEFORE = "0010"


def recorded(payment_id: str = "v1", authority: str = LILLE.id, cents: str = "1234550", **other: object) -> Draft:
    outcome: dict[str, Any] = {"id": payment_id, "authority": authority, "year": "2027", "kind": "cash"}
    outcome |= {"cents": cents, "on": "2027-03-01", "warnings": [], "law": [], "lapsed": [], **other}
    return Draft(Action.PAYMENT_RECORDED, outcome)


def cancelled(payment_id: str = "v1") -> Draft:
    return Draft(Action.PAYMENT_CANCELLED, {"id": payment_id, "reason": Personal("Erreur de Zoé"), "lapsed": []})


def told(story: Story) -> None:
    """A file with three payments, one of them cancelled and one irregular."""
    file = story.open()
    against = [["payments_not_open", ""], ["paid_after_vote", MEL.id]]
    for draft in (
        facts(),
        recorded(label=Personal(LABEL)),
        recorded(
            "v2", MEL.id, "100", kind="in_kind", irregular=True, against=against, reason=Personal("Parti trop tôt")
        ),
        recorded("v3"),
        cancelled("v3"),
    ):
        file = story.go(file, draft)


def rows(store: Store) -> list[tuple[object, ...]]:
    with store.read() as unit:
        found = unit.connection.execute(select(payments).order_by(payments.c.id)).all()
        return [tuple(one) for one in found]


def test_rows_are_what_events_made(story: Story) -> None:
    told(story)
    with story.store.read() as unit:
        file = unit.files.get("f1")
    assert {one.id: (one.amount, one.cancelled, one.irregular) for one in file.payments.values()} == {
        "v1": (Decimal("12345.50"), False, False),
        "v2": (Decimal(1), False, True),
        "v3": (Decimal("12345.50"), True, False),
    }
    assert [(row[0], row[2], row[5], bool(row[7]), bool(row[8])) for row in rows(story.store)] == [
        ("v1", LILLE.id, 1_234_550, False, False),
        ("v2", MEL.id, 100, False, True),
        ("v3", LILLE.id, 1_234_550, True, False),
    ]
    assert file.payments["v2"].against == (("payments_not_open", ""), ("paid_after_vote", MEL.id))
    assert verify(story.store).ok


CHANGES = {
    "UPDATE payments SET cents = 1 WHERE id = 'v1'": "payments",
    "UPDATE payments SET cancelled = (1 = 0)": "payments",
    "UPDATE payments SET irregular = (1 = 0)": "payments",
    "DELETE FROM payments WHERE id = 'v2'": "payments",
    "UPDATE files SET body = {body}": "body.payments",
}


def test_a_payment_changed_by_hand_is_named(story: Story) -> None:
    told(story)
    less = "replace(cast(body AS text), '1234550', '1')"
    body = less if story.store.dialect == "sqlite" else f"{less}::json"
    with story.store.writer.begin() as connection:
        unit = Unit(connection, bytes)
        assert findings(unit) == set()
        for change, field in CHANGES.items():
            with connection.begin_nested() as savepoint:
                connection.execute(text(change.format(body=body)))
                found = findings(unit)
                savepoint.rollback()
            assert ("file/f1", 6, field) in found, change


def test_what_may_name_a_person_is_erased_and_the_sum_stays(story: Story) -> None:
    told(story)
    stream = Stream(StreamKind.FILE, "f1")
    erase(story.store, stream, 3, "/label", ADMIN)
    erase(story.store, stream, 4, "/reason", ADMIN)
    with story.store.read() as unit:
        file = unit.files.get("f1")
        body = str(unit.connection.execute(text("SELECT body FROM files")).scalar_one())
    assert file.payments["v1"].label is ERASED
    assert LABEL not in body
    assert [row[5] for row in rows(story.store)] == [1_234_550, 100, 1_234_550]
    assert verify(story.store).ok


def test_rows_come_back_when_the_migration_does(new_database: NewDatabase) -> None:
    url = new_database()
    store = Store(url)
    story = Story(store)
    story.begin()
    told(story)
    before = rows(store)
    store.close()
    migrate.downgrade(url, BEFORE)
    migrate.upgrade(url)
    again = Store(url)
    assert rows(again) == before
    assert len(before) == 3
    assert verify(again).ok
    again.close()
