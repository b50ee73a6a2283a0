"""The case engine: `decide`, `evolve`, `derive` and `explain`, pure, over a definition given as data."""

from mandate_flow.domain.workflow.decide import decide
from mandate_flow.domain.workflow.derive import derive
from mandate_flow.domain.workflow.evolve import evolve
from mandate_flow.domain.workflow.taking import Explanation, explain

__all__ = ["Explanation", "decide", "derive", "evolve", "explain"]
