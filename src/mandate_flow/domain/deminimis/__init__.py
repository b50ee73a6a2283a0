"""De minimis aid: grants, periods, ceilings by date, what is left and what a new grant would do."""

from mandate_flow.domain.deminimis.ceiling import Ceiling, ceilings
from mandate_flow.domain.deminimis.entries import NO_ENTRIES, Entries, fold, grant_to_json
from mandate_flow.domain.deminimis.grant import REGIME_OF, Grant, Regime, Source
from mandate_flow.domain.deminimis.ledger import Ledger
from mandate_flow.domain.deminimis.picture import NAMES, NOBODY_LOOKED, AidPicture
from mandate_flow.domain.deminimis.verdict import Reason, ReasonCode, Verdict
from mandate_flow.domain.deminimis.window import ROLLING_SINCE, Window, last_day_in, window_to

__all__ = [
    "NAMES",
    "NOBODY_LOOKED",
    "NO_ENTRIES",
    "REGIME_OF",
    "ROLLING_SINCE",
    "AidPicture",
    "Ceiling",
    "Entries",
    "Grant",
    "Ledger",
    "Reason",
    "ReasonCode",
    "Regime",
    "Source",
    "Verdict",
    "Window",
    "ceilings",
    "fold",
    "grant_to_json",
    "last_day_in",
    "window_to",
]
