"""Every action of the log has its own words for those who control it."""

from mandate_flow.domain.event import Action
from mandate_flow.edge.web.routes.control import ACTIONS


def test_every_action_has_words() -> None:
    assert {one for one in Action if not ACTIONS.get(one)} == set()
    assert len(set(ACTIONS.values())) == len(ACTIONS)
