"""The allocation keys on a page: each pool with its shares, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from mandate_flow.domain.compensation import KeyFault
from mandate_flow.domain.compensation.reading import keys_of
from mandate_flow.domain.compensation.year.keys import ENTRUSTED, Key
from mandate_flow.domain.file import File
from mandate_flow.edge.web.formats import number, percentage
from mandate_flow.edge.web.language import N_, _

FAULTS: Final = {
    KeyFault.NO_KEY: N_("aucune clé pour le service confié"),
    KeyFault.NOT_WHOLE: N_("les parts ne font pas 100 %"),
    KeyFault.OUT_OF_RANGE: N_("une part n’est pas entre 0 et 100 %"),
    KeyFault.REPEATED: N_("deux clés pour la même activité"),
    KeyFault.CHANGED: N_("la clé n’est plus celle du mandat"),
}


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One share: `words` as in "6 sur 10 ETP", `share` as a percentage; `fault` is said once for its pool."""

    pool: str
    activity: str
    words: str
    share: str
    source: str
    fault: str


def key_rows(file: File) -> tuple[KeyRow, ...]:
    """Every key of the act."""
    keys = keys_of(file)
    faults: dict[str, list[str]] = {}
    for one in keys.problems():
        faults.setdefault(one.pool, []).append(_(FAULTS[one.fault]))
    told: set[str] = set()
    found = []
    for key in keys.keys:
        fault = "" if key.pool in told else ", ".join(faults.get(key.pool, ()))
        told.add(key.pool)
        found.append(_row(key, fault))
    return tuple(found)


def _row(key: Key, fault: str) -> KeyRow:
    words = _("{part} sur {whole}", part=number(key.numerator, 4), whole=number(key.denominator, 4))
    share = "—" if key.share is None else percentage(_percent(key.share))
    activity = _("service confié") if key.activity == ENTRUSTED else _("autres activités")
    return KeyRow(key.pool, activity, f"{words} {key.unit}".strip(), share, key.source, fault)


def _percent(share: Fraction) -> Decimal:
    return (Decimal(share.numerator * 100) / Decimal(share.denominator)).quantize(Decimal("0.01"))
