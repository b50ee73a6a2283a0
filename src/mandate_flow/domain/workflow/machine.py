"""The state machine behind a definition: which steps are open from a state, and where each leads."""

from __future__ import annotations

from threading import Lock
from typing import Any, Final

from transitions import Machine, MachineError

from mandate_flow.domain.workflow.definition import Definition, Step


class _Position:
    """What the machine moves: one kept model, its state set before each trigger (attaching a new one each time is slow)."""

    state: str
    others_open = False

    def control_remains(self) -> bool:
        """Condition of a closing step: another annual control is still open, so the file stays where it is."""
        return self.others_open


class Routes:
    """Answers "where does this step lead from here", for one definition."""

    def __init__(self, definition: Definition) -> None:
        machine: Any = Machine(
            None,
            states=list(definition.states),
            initial=definition.starts,
            transitions=[route for step in definition.steps.values() for route in _routes(step)],
            auto_transitions=False,
        )
        self._model: Any = _Position()
        self._turn = Lock()
        machine.add_model(self._model, initial=definition.starts)

    def target(self, state: str, step: str, *, others_open: bool = False) -> str | None:
        """The state the step leads to, or None when it is not open from `state`."""
        with self._turn:
            self._model.state, self._model.others_open = state, others_open
            try:
                moved = self._model.trigger(step)
            except (MachineError, AttributeError):
                return None
            return str(self._model.state) if moved else None


def _routes(step: Step) -> list[dict[str, Any]]:
    """One step as transitions of the library; a closing step stays put while another control is open."""
    routes: list[dict[str, Any]] = []
    for source in step.sources:
        if step.closes:
            routes.append({"trigger": step.name, "source": source, "dest": source, "conditions": "control_remains"})
        routes.append({"trigger": step.name, "source": source, "dest": step.to})
    return routes


_KEPT: Final[dict[str, Routes]] = {}


def routes(definition: Definition) -> Routes:
    """The machine of a definition, built once per published version (its sha256)."""
    found = _KEPT.get(definition.sha256)
    if found is None:
        found = _KEPT[definition.sha256] = Routes(definition)
    return found
