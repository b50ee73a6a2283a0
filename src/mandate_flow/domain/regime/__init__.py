"""Which regime makes a grant lawful: the decision tree as data, and the comparison of all regimes for one file."""

from mandate_flow.domain.regime.account import account, contents_of, draft_of_reasons
from mandate_flow.domain.regime.asking import asked_of
from mandate_flow.domain.regime.compare import compare
from mandate_flow.domain.regime.comparison import Comparison, Reason, Said, Standing, Verdict
from mandate_flow.domain.regime.tree import Tree

__all__ = [
    "Comparison",
    "Reason",
    "Said",
    "Standing",
    "Tree",
    "Verdict",
    "account",
    "asked_of",
    "compare",
    "contents_of",
    "draft_of_reasons",
]
