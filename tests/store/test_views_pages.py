from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from mandate_flow.domain.errors import NotFound
from mandate_flow.store.jobs import Jobs
from mandate_flow.store.views import (
    EVERYTHING,
    MailFilters,
    Page,
    Scope,
    StructureFilters,
    Views,
)
from tests.store.sample import AT, DAY, Sample
from tests.store.world import CAR, NURSERY, OF_LILAS, OF_LILLE, OF_ROUBAIX, ROUBAIX, filled


@pytest.fixture
def connection(database: str) -> Iterator[Connection]:
    with filled(database) as connection:
        yield connection


@pytest.fixture
def views(connection: Connection) -> Views:
    return Views(connection)


def refs(page: Page[Any]) -> list[str]:
    return [row.ref for row in page.rows]


def codes(page: Page[Any]) -> list[str]:
    return [row.code for row in page.rows]


def test_one_commune(views: Views) -> None:
    page = views.commune(DAY, EVERYTHING, "59350")
    assert (page.commune.name, page.commune.population, page.commune.active) == ("Lille", 240523, 2)
    assert refs(page.files) == [CAR, NURSERY]
    assert codes(page.deadlines) == ["financial_report", "appeal", "vote", "evaluation"]
    assert refs(views.commune(DAY, OF_ROUBAIX, "59350").files) == [CAR]
    for code in ("99999", "59000", ""):
        with pytest.raises(NotFound):
            views.commune(DAY, EVERYTHING, code)


def test_structures_with_what_they_owe(views: Views) -> None:
    rows = views.structures(DAY, EVERYTHING).rows
    assert [(one.name, one.files, one.active, one.deadlines, one.late) for one in rows] == [
        ("Crèche Cœur à cœur", 1, 1, 1, 0),
        ("Lilas Autopartage", 2, 1, 4, 1),
        ("Sans dossier", 0, 0, 0, 0),
    ]
    assert [one.id for one in views.structures(DAY, EVERYTHING, StructureFilters("creche coeur")).rows] == ["creche"]
    of_roubaix = views.structures(DAY, OF_ROUBAIX)
    assert [(one.id, one.files, one.deadlines) for one in of_roubaix.rows] == [("lilas", 1, 3)]
    assert of_roubaix.total == 1
    assert [one.id for one in views.structures(DAY, Scope(structure="seule")).rows] == ["seule"]
    assert views.structures(DAY, Scope()).rows == ()


def test_one_structure(connection: Connection, views: Views) -> None:
    sample = Sample(connection)
    notice = sample.notice("k", file_id=CAR.lower())
    sample.mail("m1", (notice,), recipient_kind="structure", recipient_id="lilas")
    sample.mail("m2", (notice,))
    page = views.structure(DAY, OF_LILLE, "lilas")
    assert (page.email, page.fiscal_year_end_month, page.structure.siret) == (
        "lilas@exemple.test",
        12,
        "50281234500013",
    )
    assert refs(page.files) == [CAR]
    assert [one.subject for one in page.mails.rows] == ["Sujet m1"]
    for scope, structure in ((OF_LILLE, "seule"), (OF_LILAS, "creche"), (EVERYTHING, "absente")):
        with pytest.raises(NotFound):
            views.structure(DAY, scope, structure)


@pytest.fixture
def mailed(connection: Connection) -> dict[str, int]:
    """A mail about the car file, one about the car and nursery files together, one about no file, and one to lilas."""
    sample = Sample(connection)
    car, both = sample.notice("n1", file_id=CAR.lower()), sample.notice("n2", file_id=CAR.lower())
    nursery, none = sample.notice("n3", file_id=NURSERY.lower()), sample.notice("n4")
    return {
        "car": sample.mail("car", (car,), status="sent", sent_at=AT),
        "both": sample.mail("both", (both, nursery)),
        "none": sample.mail("none", (none,), recipient_id="p2", status="failed"),
        "lilas": sample.mail("lilas", (), recipient_kind="structure", recipient_id="lilas"),
    }


def test_a_mail_is_read_by_who_may_see_all_it_speaks_of(views: Views, mailed: dict[str, int]) -> None:
    readable = {
        EVERYTHING: {"car", "both", "none", "lilas"},
        OF_LILLE: {"car", "both"},
        OF_ROUBAIX: {"car"},
        OF_LILAS: {"lilas"},
        Scope(person="p2"): {"none"},
        Scope(authority=ROUBAIX, person="p1"): {"car", "both"},
        Scope(): set[str](),
    }
    for scope, expected in readable.items():
        for name, mail_id in mailed.items():
            if name in expected:
                assert views.mail(scope, mail_id).mail.whole
            else:
                with pytest.raises(NotFound):
                    views.mail(scope, mail_id)


def test_the_outbox_page_withholds_the_subject_of_a_mail_that_tells_more(views: Views, mailed: dict[str, int]) -> None:
    shown = {one.id: (one.subject, one.whole) for one in views.mails(OF_ROUBAIX).rows}
    assert shown == {mailed["car"]: ("Sujet car", True), mailed["both"]: ("", False)}
    assert [one.id for one in views.mails(EVERYTHING).rows] == sorted(mailed.values(), reverse=True)
    assert [one.id for one in views.mails(EVERYTHING, MailFilters(status="failed")).rows] == [mailed["none"]]
    assert views.mails(EVERYTHING, MailFilters(file=NURSERY.lower())).total == 1
    assert views.mails(OF_LILAS).total == 1


def test_one_mail_shows_its_bytes_and_its_notices(views: Views, mailed: dict[str, int]) -> None:
    page = views.mail(EVERYTHING, mailed["both"])
    assert (page.message_id, page.bytes, page.sha256) == ("<both@test>", b"Subject: x\r\n\r\n", "0" * 64)
    assert [one.ref for one in page.notices] == [CAR, NURSERY]
    assert views.mail(EVERYTHING, mailed["none"]).notices[0].ref == ""


def test_health(connection: Connection, views: Views, mailed: dict[str, int]) -> None:
    health = views.health()
    assert (health.last_tick, health.mails_waiting, health.mails_failed) == (None, 2, 1)
    jobs = Jobs(connection)
    for slot in ("2026-11-23T08:29", "2026-11-23T08:30"):
        jobs.claim("tick", slot, "a", AT, timedelta(hours=1))
    jobs.finish("tick", "2026-11-23T08:29", AT, "")
    assert views.health().last_tick == AT
