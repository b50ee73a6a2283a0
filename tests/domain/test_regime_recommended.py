"""Which regime is recommended, and that none is while a lighter one is still to be judged."""

import pytest

from mandate_flow.domain.expression import Unknown
from tests.domain.test_regime import SGEI, amounts, chosen, compared, fits


@pytest.mark.parametrize("missing", ["planned_years", "deminimis_amount", "deminimis_prior", "market_failure"])
def test_no_regime_is_recommended_while_a_lighter_one_is_undecided(missing: str) -> None:
    answers = SGEI | amounts(412_500, 82_500)
    assert chosen(answers) == "R5_DEMIN_SIEG"
    silent = {name: value for name, value in answers.items() if name != missing}
    if missing == "planned_years":  # the de minimis of such a service does not ask for it
        silent |= amounts(3_000_000, 1_000_000)
    found = compared(silent)
    assert found.recommended is None
    assert found.pending
    assert missing in {
        name for one in found.pending if isinstance(one.eligible, Unknown) for name in one.eligible.names
    }


def test_notification_is_not_recommended_before_the_amounts_are_known() -> None:
    silent = {name: value for name, value in SGEI.items() if name not in ("planned_years", "deminimis_prior")}
    assert fits(silent, "R8_NOTIFY") is True
    found = compared(silent)
    assert found.recommended is None
    assert [one.option.code for one in found.pending][:1] == ["R5_DEMIN_SIEG"]


def test_without_answers_nothing_is_recommended_and_the_first_question_is_asked() -> None:
    empty = compared({})
    assert empty.recommended is None
    assert empty.next_question is not None
    assert empty.next_question.fact == "service_category"
    assert len(empty.pending) == 9  # Altmark waits for its evidence
