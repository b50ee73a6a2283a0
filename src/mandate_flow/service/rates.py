"""The register of reference rates is kept by hand: entered from what the Commission publishes, corrected, retired."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from mandate_flow.domain.command import Moment
from mandate_flow.domain.errors import BadInput, Forbidden
from mandate_flow.domain.people import Role
from mandate_flow.domain.rates import Published, Rate, RateKind
from mandate_flow.domain.rates.book import clash
from mandate_flow.domain.said import N_, said
from mandate_flow.domain.typed import read_number
from mandate_flow.service.deposit import kept
from mandate_flow.service.desk import Desk

KEEPS_RATES: Final = frozenset({Role.ADMINISTRATOR, Role.JURIST})
LOWEST, HIGHEST = Decimal(-5), Decimal(25)
"""A rate outside of these was mistyped: 245 for 2,45."""
DECIMALS: Final = 4
LONGEST: Final = 60
"""The longest maturity that is believed, in years."""
TEXT: Final = 500
READABLE: Final = frozenset({"application/pdf", "image/png", "image/jpeg"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A rate as typed. `maturity` in years for a swap rate, 0 for a base rate; a base rate may have no end yet."""

    kind: RateKind
    since: date
    until: date | None
    rate: Decimal
    source: str
    maturity: int = 0
    fictitious: bool = False


def read_rate(text: str) -> Decimal:
    """2,45 or 2.45 % gives 2.45. Raises BadInput for what no published rate can be."""
    value = read_number(text.strip().removesuffix("%"))
    if -int(value.as_tuple().exponent) > DECIMALS:
        raise BadInput(
            said("« {text} » a plus de quatre décimales", text=text), do="Recopiez le taux tel qu’il est publié."
        )
    if not LOWEST <= value <= HIGHEST:
        raise BadInput(
            said("« {text} » n’est pas un taux plausible : il devrait être entre -5 % et 25 %", text=text),
            do="Vérifiez la virgule : deux et demi pour cent s’écrit 2,50.",
        )
    return value


def read_maturity(text: str) -> int:
    """10, 10 ans, 10Y. Raises BadInput."""
    bare = text.strip().lower().removesuffix("years").removesuffix("ans").removesuffix("an").removesuffix("y").strip()
    if not (bare.isascii() and bare.isdigit() and 1 <= int(bare) <= LONGEST):
        raise BadInput(
            said("« {text} » n’est pas une durée", text=text),
            do=said("Écrivez un nombre d’années, de 1 à {most}.", most=LONGEST),
        )
    return int(bare)


def record_rates(
    desk: Desk, entries: Sequence[Entry], moment: Moment, document: Iterable[bytes] | None = None
) -> tuple[Rate, ...]:
    """Enter rates, all or none, with the document they were read in. Raises Forbidden, BadInput (the first wrong)."""
    _may(moment)
    if not entries:
        raise BadInput("Aucun taux n’est donné.", do="Saisissez au moins un taux.", where="rates")
    new = [_rate(desk.new_id(), check_entry(one)) for one in entries]
    published = _kept(desk, document) if document is not None else None
    with desk.store.write() as unit:
        held = list(unit.rates.held())
        for one in new:
            _apart(one, held)
            held.append(one)
        made = [replace(one, document=published) for one in new]
        return unit.rates.record(made, actor=moment.by.id, at=moment.at, day=moment.day)


def correct_rate(
    desk: Desk, rate_id: str, entry: Entry, reason: str, moment: Moment, *, expect: int | None = None
) -> Rate:
    """Give a rate what it should have said, with the reason. Mandates signed before keep the rate they were signed on.

    Raises Forbidden, NotFound, Stale, BadInput.
    """
    _may(moment)
    checked, said = check_entry(entry), _reason(reason)
    with desk.store.write() as unit:
        held = unit.rates.held()
        before = unit.rates.get(rate_id)
        if before.retired:
            raise BadInput("Ce taux a été retiré du registre.", do="Saisissez le bon taux comme un nouveau.")
        after = replace(
            before,
            since=checked.since,
            until=checked.until,
            rate=checked.rate,
            source=checked.source,
            maturity=checked.maturity,
            fictitious=checked.fictitious,
        )
        _apart(after, held)
        return unit.rates.correct(after, said, actor=moment.by.id, at=moment.at, day=moment.day, expect=expect)


def retire_rates(desk: Desk, rate_id: str, reason: str, moment: Moment, *, period: bool = False) -> tuple[Rate, ...]:
    """A rate no longer counts, nor, with `period`, any other of its table; the register keeps them.

    Raises Forbidden, NotFound, BadInput.
    """
    _may(moment)
    said = _reason(reason)
    with desk.store.write() as unit:
        held = unit.rates.held()
        one = unit.rates.get(rate_id)
        table = (one.kind, one.currency, one.since, one.until)
        gone = tuple(
            each
            for each in held
            if not each.retired
            and (each.id == one.id or (period and (each.kind, each.currency, each.since, each.until) == table))
        )
        if not gone:
            raise BadInput("Ce taux est déjà retiré du registre.", do="Rechargez la page des taux.")
        unit.rates.retire(gone, said, actor=moment.by.id, at=moment.at, day=moment.day)
        return gone


def check_entry(entry: Entry) -> Entry:
    """The entry with its texts tidied. Raises BadInput; `where` is since, until, maturity, rate or source."""
    source = " ".join(entry.source.split())
    if not source:
        raise BadInput(
            "La source manque.",
            why="Un taux sans source ne prouve rien.",
            do="Dites où vous l’avez lu : page, semestre, jour de consultation.",
            where="source",
        )
    if len(source) > TEXT:
        raise BadInput(
            said("La source compte {n} caractères.", n=len(source)),
            do=said("Restez en dessous de {most}.", most=TEXT),
            where="source",
        )
    if entry.until is not None and entry.until < entry.since:
        raise BadInput("La période finit avant de commencer.", do="Corrigez l’un des deux jours.", where="until")
    if entry.kind is RateKind.SWAP:
        if entry.until is None:
            raise BadInput(
                "Le dernier jour de la période manque.", do="Un semestre finit en juin ou en décembre.", where="until"
            )
        if not 1 <= entry.maturity <= LONGEST:
            raise BadInput(
                "La durée manque.", do=said("Donnez un nombre d’années, de 1 à {most}.", most=LONGEST), where="maturity"
            )
    elif entry.maturity:
        raise BadInput("Un taux de base n’a pas de durée.", do="Laissez-la vide.", where="maturity")
    rate = read_rate(format(entry.rate, "f"))
    return replace(entry, source=source, rate=rate)


def entry_of(one: Rate) -> Entry:
    """A rate as it could have been typed."""
    return Entry(one.kind, one.since, one.until, one.rate, one.source, one.maturity, one.fictitious)


def _rate(new_id: str, one: Entry) -> Rate:
    return Rate(
        new_id, one.kind, one.since, one.until, one.rate, one.source, maturity=one.maturity, fictitious=one.fictitious
    )


def _apart(rate: Rate, held: Iterable[Rate]) -> None:
    other = clash(rate, held)
    if other is None:
        return
    values = {"years": rate.maturity, "since": other.since, "until": other.until, "rate": other.rate}
    if rate.maturity:
        words = N_("Le registre a déjà un taux pour {years} ans du {since:day} au {until:day} : {rate:percent}.")
    elif other.until:
        words = N_("Le registre a déjà un taux du {since:day} au {until:day} : {rate:percent}.")
    else:
        words = N_("Le registre a déjà un taux depuis le {since:day}, sans fin connue : {rate:percent}.")
    raise BadInput(
        said(words, **values),
        why="Deux taux ne peuvent pas valoir le même jour.",
        do="Corrigez celui du registre, ou changez la période.",
        where="since",
    )


def _kept(desk: Desk, chunks: Iterable[bytes]) -> Published:
    try:
        sha256, size, kind = kept(desk, chunks)
    except BadInput as wrong:
        raise BadInput(wrong.what, why=wrong.why, do=wrong.do, where="document") from wrong
    if kind.media_type not in READABLE:
        raise BadInput(
            "Ce document n’est ni un PDF ni une image.", do="Choisissez un PDF, un PNG ou un JPEG.", where="document"
        )
    return Published(sha256, size, kind.media_type)


def _reason(reason: str) -> str:
    told = reason.strip()
    if not told:
        raise BadInput("Le motif manque.", do="Dites pourquoi : il reste au journal.", where="reason")
    return told


def _may(moment: Moment) -> None:
    if not moment.by.is_any(KEEPS_RATES):
        raise Forbidden(
            "Votre fonction permet de lire les taux, pas de les saisir.",
            do="Adressez-vous à un juriste ou à l’administrateur.",
        )
