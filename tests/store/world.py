"""Three communes, three structures, one without a file; a shared file, one of Lille alone, one that has ended."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import Connection

from mandate_flow.store.views import Scope
from tests.store.sample import AT, DAY, Sample, days, opened

LILLE, ROUBAIX, WATTRELOS = "commune-59350", "commune-59512", "commune-59650"
OF_LILLE, OF_ROUBAIX, OF_LILAS = Scope(authority=LILLE), Scope(authority=ROUBAIX), Scope(structure="lilas")
EAST = "versant-nord-est"
CAR, NURSERY, OLD = "SIEG-2026-0001", "SIEG-2026-0002", "SIEG-2024-0001"


@contextmanager
def filled(url: str) -> Iterator[Connection]:
    """A transaction in a database that holds this little world."""
    with opened(url) as connection:
        sample = Sample(connection)
        sample.commune("59350", "Lille", population=240523)
        sample.commune("59512", "Roubaix")
        sample.commune("59650", "Wattrelos")
        sample.commune("59000", "Ancienne", retired=True)
        sample.territory(EAST, "Versant nord-est", ROUBAIX)
        sample.structure("lilas", "Lilas Autopartage", siret="50281234500013")
        sample.structure("creche", "Crèche Cœur à cœur")
        sample.structure("seule", "Sans dossier")
        _files(sample)
        yield connection


def _files(sample: Sample) -> None:
    car = sample.file(
        CAR,
        (ROUBAIX, LILLE),
        ("lilas",),
        title="Autopartage sur le territoire",
        theme="autopartage-mobilite",
        state="mandate",
        state_rank=3,
        furthest_rank=4,
        regime="R6_DECISION",
        yearly_cents=12_345_678,
        mandate_start=days(-3000),
        mandate_end=days(200),
        next_due=days(-2),
    )
    nursery = sample.file(
        NURSERY,
        (LILLE,),
        ("creche",),
        title="Petite enfance 100 %_réussie",
        theme="petite-enfance",
        changed_at=AT + timedelta(hours=1),
        next_due=days(30),
    )
    old = sample.file(
        OLD, (WATTRELOS,), ("lilas",), state="closed", state_rank=6, furthest_rank=5, ended=True, mandate_end=days(3)
    )
    sample.deadline(car, "financial_report", days(-2), occurrence="2025", next_reminder=DAY)
    sample.deadline(car, "appeal", DAY, owed_by="prefect")
    sample.deadline(car, "evaluation", days(31), owed_by="agent")
    sample.deadline(car, "transmission", days(-90), status="met", occurrence=LILLE)
    sample.deadline(nursery, "vote", days(30), owed_by="agent")
    sample.deadline(old, "archive", days(90), owed_by="agent")
