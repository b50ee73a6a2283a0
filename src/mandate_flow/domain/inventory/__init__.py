"""What authorities already give to structures: the lines, what they add up to, and what each one calls for."""

from mandate_flow.domain.inventory.line import Answer, Instrument, Line, Mandate
from mandate_flow.domain.inventory.total import Cover, Granted, Share, Total, total_of
from mandate_flow.domain.inventory.triage import Reason, Risk, Triage, Verdict, triage

__all__ = [
    "Answer",
    "Cover",
    "Granted",
    "Instrument",
    "Line",
    "Mandate",
    "Reason",
    "Risk",
    "Share",
    "Total",
    "Triage",
    "Verdict",
    "total_of",
    "triage",
]
