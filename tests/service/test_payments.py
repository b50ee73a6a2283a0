"""Two payments at once, on both databases: together they cannot exceed the schedule, and rows stay what events made."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from mandate_flow.domain.command import CancelPayment, RecordPayment
from mandate_flow.domain.errors import MandateFlowError, Stale
from mandate_flow.domain.file import File
from mandate_flow.domain.payment import PaymentKind, paid
from mandate_flow.domain.refusal import Refused, Unchanged
from mandate_flow.edge.clock import moment
from mandate_flow.service.act import Done, act
from mandate_flow.service.integrity import verify
from tests.edge.web.conftest import LILLE, Town
from tests.edge.web.mandated import mandated, now, schedule

AT_ONCE = 4


def ready(database: str, folder: Path) -> tuple[Town, File]:
    """Lille plans a hundred euros for 2025."""
    town = Town(database, folder)
    town.settle()
    return town, schedule(town, mandated(town, town.creche.id), (2025, "100", "cash"))


def sixty(number: int) -> RecordPayment:
    return RecordPayment(f"v{number}", LILLE, "2025", PaymentKind.CASH, Decimal(60), date(2025, 3, 3))


def test_the_second_payment_rests_on_a_version_that_is_gone(database: str, tmp_path: Path) -> None:
    town, file = ready(database, tmp_path)
    assert isinstance(act(town.desk, file.id, sixty(1), moment(town.ahmed), expect=file.version), Done)
    with pytest.raises(Stale, match="modifié"):
        act(town.desk, file.id, sixty(2), moment(town.claire), expect=file.version)
    answer = act(town.desk, file.id, sixty(2), moment(town.claire), expect=file.version + 1)
    assert isinstance(answer, Refused)
    assert [one.code for one in answer.refusals if one.level == "blocker"] == ["payment_within_schedule"]
    town.desk.store.close()


def test_payments_made_at_the_same_instant_never_exceed_the_schedule_together(database: str, tmp_path: Path) -> None:
    """Without a version to rest on, the file itself is the turnstile: one passes, the others are refused or stale."""
    town, file = ready(database, tmp_path)

    def pay(number: int) -> Done | Refused | Unchanged | MandateFlowError:
        try:
            return act(town.desk, file.id, sixty(number), moment(town.ahmed))
        except MandateFlowError as error:
            return error

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(pay, range(AT_ONCE)))
    assert sum(isinstance(one, Done) for one in answers) == 1, answers
    assert paid(now(town.desk, file).payments.values(), year="2025") == Decimal(60)
    assert verify(town.desk.store).ok
    (held,) = now(town.desk, file).payments.values()
    assert isinstance(act(town.desk, file.id, CancelPayment(held.id, "Annulé"), moment(town.ahmed)), Done)
    assert isinstance(act(town.desk, file.id, sixty(9), moment(town.ahmed)), Done)
    assert verify(town.desk.store).ok
    town.desk.store.close()
