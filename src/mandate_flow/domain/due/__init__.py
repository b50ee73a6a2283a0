"""From a trigger and a period to the last day for doing something, with every step of the way."""

from mandate_flow.domain.due.compute import Due, Trace, compute
from mandate_flow.domain.due.explain import explain

__all__ = ["Due", "Trace", "compute", "explain"]
