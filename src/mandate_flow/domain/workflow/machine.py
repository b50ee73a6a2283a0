"""The state machine behind a definition: which steps are open from a state, and where each leads."""

from __future__ import annotations

from typing import Any, Final

from transitions import Machine

from mandate_flow.domain.workflow.definition import STAY, Definition, Step

STAYS: Final = "="
"""How the library writes a transition that leads back to its own source."""


class _Position:
    """What the machine moves while the table of routes is drawn up."""

    state: str
    others_open = False

    def thread_remains(self) -> bool:
        """Condition of a closing step: another occurrence of its thread is open, so the file stays where it is."""
        return self.others_open


class Routes:
    """Answers "where does this step lead from here", for one definition.

    The machine is asked once for every state and step, and its answers are kept: the table can be read by any number of
    threads at once, where a machine that is moved cannot.
    """

    def __init__(self, definition: Definition) -> None:
        machine: Any = Machine(
            None,
            states=list(definition.states),
            initial=definition.starts,
            transitions=[route for step in definition.steps.values() for route in _routes(step)],
            auto_transitions=False,
        )
        model: Any = _Position()
        machine.add_model(model, initial=definition.starts)
        self._targets: dict[tuple[str, str, bool], str] = {}
        for step in definition.steps.values():
            for state in step.sources:
                for others_open in (False, True):
                    model.state, model.others_open = state, others_open
                    model.trigger(step.name)
                    self._targets[state, step.name, others_open] = model.state

    def target(self, state: str, step: str, *, others_open: bool = False) -> str | None:
        """The state the step leads to, or None when it is not open from `state`."""
        return self._targets.get((state, step, others_open))


def _routes(step: Step) -> list[dict[str, Any]]:
    """One step as transitions of the library, reflexive where it stays, as where it closes one of several."""
    routes: list[dict[str, Any]] = []
    for source in step.sources:
        if step.closes:
            routes.append({"trigger": step.name, "source": source, "dest": STAYS, "conditions": "thread_remains"})
        routes.append({"trigger": step.name, "source": source, "dest": STAYS if step.to == STAY else step.to})
    return routes


_KEPT: Final[dict[str, Routes]] = {}


def routes(definition: Definition) -> Routes:
    """The machine of a definition, built once per published version (its sha256)."""
    found = _KEPT.get(definition.sha256)
    if found is None:
        found = _KEPT[definition.sha256] = Routes(definition)
    return found
