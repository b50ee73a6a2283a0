"""Compares every document the log tells of with the bytes on the disk, withdrawn ones too."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final, NamedTuple

from mandate_flow.domain.audit.chain import Finding
from mandate_flow.domain.rates.rate import STREAM
from mandate_flow.domain.said import said
from mandate_flow.store.blobs import Blobs, Condition
from mandate_flow.store.unit import Unit

_WHAT: Final = {
    Condition.ALTERED: said(
        "La pièce n’est plus celle qui a été déposée : ses octets ne donnent plus l’empreinte notée."
    ),
    Condition.MISSING: said("La pièce manque dans le dossier des documents."),
    Condition.UNREADABLE: said("La pièce ne peut pas être lue sur le disque."),
}
_REMEMBERED: Final = 4096  # the same bytes, deposited in several files, are read once


class Deposit(NamedTuple):
    """A document as its deposit was recorded: the file's id, the event's number, the document's id and hex sha256."""

    file_id: str
    seq: int
    id: str
    sha256: str


def check_documents(unit: Unit, blobs: Blobs) -> Iterator[Finding | None]:
    """For each recorded deposit, what is wrong with its bytes, or None. Reads in small pieces: memory stays flat."""
    condition = lru_cache(_REMEMBERED)(blobs.condition)
    for one in _deposits(unit):
        what = _WHAT.get(condition(one.sha256))
        yield Finding(f"file/{one.file_id}", one.seq, f"documents/{one.id}", what) if what else None
    for seq, digest in _tables_of_rates(unit):
        what = _WHAT.get(condition(digest))
        yield Finding(str(STREAM), seq, "documents", what) if what else None


def _deposits(unit: Unit) -> Iterator[Deposit]:
    """From the bytes of the events, not from rows. What is not readable there is found by the check of the chains."""
    for file_id, seq, raw in unit.log.deposits():
        outcome = _outcome(raw)
        digest, name = outcome.get("sha256"), outcome.get("id")
        if isinstance(digest, str) and isinstance(name, str):
            kept = file_id if isinstance(file_id, str) else bytes(file_id).decode(errors="replace")
            yield Deposit(kept, seq if isinstance(seq, int) else 0, name, digest)


def _tables_of_rates(unit: Unit) -> Iterator[tuple[int, str]]:
    """The documents that rates were read in: number of the event, hex sha256."""
    try:
        events = unit.log.read(STREAM)
    except (ValueError, LookupError, TypeError, AttributeError):  # the check of the chains tells of it
        return
    for event in events:
        yield from ((event.seq, digest) for digest in event.documents)


def _outcome(raw: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever the column holds
    try:
        outcome = json.loads(raw)["outcome"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return {}
    return outcome if isinstance(outcome, dict) else {}
