"""The ledger of de minimis aid: what is granted enters only when the law of its day allows it; links; what is left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from mandate_flow.domain.command import Moment
from mandate_flow.domain.deminimis import Grant, Regime, Source, Verdict
from mandate_flow.domain.errors import BadInput, Forbidden, Unseen
from mandate_flow.domain.people import Role
from mandate_flow.domain.said import N_
from mandate_flow.domain.undertaking import Link, LinkKind
from mandate_flow.domain.value import CENT
from mandate_flow.service.act import withdraw_granted
from mandate_flow.service.desk import Desk
from mandate_flow.store.unit import Unit
from mandate_flow.store.views import Scope

RECORDS: Final = frozenset({Role.MISSION, Role.JURIST, Role.AGENT})
KEEPS_LINKS: Final = frozenset({Role.MISSION, Role.JURIST})
IN_KIND: Final = frozenset({"premises", "staff", "equipment", "services"})
INSTRUMENTS: Final = frozenset({"grant", "cpo", "loan", "guarantee", "relief", "capital", "other"}) | IN_KIND
EARLIEST: Final = date(2007, 1, 1)
"""The first day of the first regulation that the law by date knows."""

HUNDRED: Final = 100


@dataclass(frozen=True, slots=True)
class NewAid:
    """Aid to enter, as typed. `authority` is the id of a registered one, else `funder` names another public funder.

    `amount`: euros, gross grant equivalent; support in kind is valued. `instrument`: one of `INSTRUMENTS`.
    """

    structure: str
    regime: Regime
    amount: Decimal
    granted_on: date
    authority: str = ""
    funder: str = ""
    instrument: str = "grant"
    sgei: str = ""
    note: str = ""
    source: Source = Source.HAND


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link to declare: `left` holds `right`; for capital, `left` may be an authority (`share` in percent)."""

    left: str
    right: str
    kind: LinkKind
    since: date
    note: str = ""
    share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    """The aid is in the ledger; `verdict` is how it was judged."""

    grant: Grant
    verdict: Verdict


def record_aid(desk: Desk, new: NewAid, moment: Moment) -> Entered | Verdict:
    """Enter aid, or give the verdict against it: then nothing is written.

    Raises Forbidden (an agent, for another authority), NotFound (the structure, also when it is not open to the
    person), BadInput (a field).
    """
    _may_record(new, moment)
    with desk.store.write() as unit:
        grant = _checked(unit, desk.new_id(), new, moment)
        verdict = unit.aid.locked(new.structure).what_if(grant, desk.library.law)
        if not verdict.ok:
            return verdict
        unit.aid.record(grant, verdict, actor=moment.by.id, at=moment.at, day=moment.day)
    return Entered(grant, verdict)


def what_if(desk: Desk, new: NewAid, moment: Moment) -> Verdict:
    """What `record_aid` would answer; writes nothing, and is open to whoever may read the structure."""
    with desk.store.read() as unit:
        grant = _checked(unit, "essai", new, moment)
        return unit.aid.ledger(new.structure).what_if(grant, desk.library.law)


def withdraw_aid(desk: Desk, grant_id: str, reason: str, moment: Moment) -> Grant:
    """Aid no longer counts, for a reason; what was judged with it stands. Raises NotFound, Forbidden, BadInput."""
    if not reason.strip():
        raise BadInput("Le motif du retrait manque.", do="Dites pourquoi l’aide ne compte plus.", where="reason")
    with desk.store.write() as unit:
        grant = unit.aid.grant(grant_id)
        _sees(unit, grant.structure, moment)
        _may(moment, RECORDS, N_("Votre fonction ne permet pas de retirer une aide."))
        _own_authority(moment, grant.authority)
        if grant.withdrawn:
            return grant
        unit.aid.lock([grant.structure])
        if grant.file_id:
            withdraw_granted(unit, grant, reason.strip(), moment)
        else:
            unit.aid.withdraw(grant, reason.strip(), actor=moment.by.id, at=moment.at, day=moment.day)
    return grant


def declare_link(desk: Desk, new: NewLink, moment: Moment) -> Link:
    """Declare that one holds another. Raises Forbidden, NotFound, BadInput; then nothing is written."""
    _may(moment, KEEPS_LINKS, N_("Votre fonction ne permet pas de déclarer un lien."))
    if new.left == new.right:
        raise BadInput("Un organisme n’est pas lié à lui-même.", do="Choisissez l’autre organisme.", where="left")
    if new.share is not None and not 0 <= new.share <= HUNDRED:
        raise BadInput("Une part de capital va de 0 à 100 %.", where="share")
    link = Link(desk.new_id(), new.left, new.right, new.kind, new.since, None, new.note.strip(), new.share)
    with desk.store.write() as unit:
        _ends(unit, link)
        unit.aid.lock([one for one in (link.left, link.right) if not _is_authority(unit, one)])
        unit.aid.declare(link, actor=moment.by.id, at=moment.at, day=moment.day)
    return link


def end_link(desk: Desk, link_id: str, until: date, reason: str, moment: Moment) -> None:
    """A link ends, `until` being its last day; a day before its first one cancels it.

    Raises Forbidden, NotFound, BadInput (it has an end already).
    """
    _may(moment, KEEPS_LINKS, N_("Votre fonction ne permet pas de mettre fin à un lien."))
    with desk.store.write() as unit:
        link = unit.aid.link(link_id)
        if link.until is not None:
            raise BadInput("Ce lien a déjà une fin.", do="Rechargez la page.", where="until")
        unit.aid.lock([link.home])
        unit.aid.end(link, until, reason.strip(), actor=moment.by.id, at=moment.at, day=moment.day)


def _checked(unit: Unit, grant_id: str, new: NewAid, moment: Moment) -> Grant:
    _amount_and_day(new, moment)
    unit.registers.structure(new.structure)
    if new.source is Source.HAND:
        _sees(unit, new.structure, moment)
    if new.authority:
        unit.registers.authority(new.authority)
    elif not new.funder.strip():
        raise BadInput(
            "Le financeur manque.", do="Choisissez une collectivité ou nommez le financeur.", where="authority"
        )
    if new.instrument not in INSTRUMENTS:
        raise BadInput(
            "Cette forme d’aide n’est pas dans la liste.", do="Choisissez dans la liste.", where="instrument"
        )
    return Grant(
        id=grant_id,
        structure=new.structure,
        regime=new.regime,
        amount=new.amount,
        granted_on=new.granted_on,
        authority=new.authority,
        funder="" if new.authority else new.funder.strip(),
        instrument=new.instrument,
        in_kind=new.instrument in IN_KIND,
        source=new.source,
        sgei=new.sgei.strip(),
        note=new.note.strip(),
    )


def _amount_and_day(new: NewAid, moment: Moment) -> None:
    if not new.amount.is_finite() or new.amount <= 0 or new.amount != new.amount.quantize(CENT):
        raise BadInput(
            "Le montant est un nombre d’euros au-dessus de zéro, au centime près.",
            why="Une aide en nature se compte pour sa valeur : loyer évité, salaire mis à disposition.",
            where="amount",
        )
    if not EARLIEST <= new.granted_on <= date(moment.day.year + 1, 12, 31):
        raise BadInput(
            "Cette date d’octroi est trop ancienne ou trop lointaine.",
            do="Vérifiez l’année : c’est le jour où l’organisme a acquis le droit à l’aide.",
            where="granted_on",
        )


def _may_record(new: NewAid, moment: Moment) -> None:
    _may(moment, RECORDS, N_("Votre fonction ne permet pas d’inscrire une aide."))
    _own_authority(moment, new.authority)


def _own_authority(moment: Moment, authority: str) -> None:
    by = moment.by
    if by.is_any(KEEPS_LINKS) or (Role.AGENT in by.roles and authority and authority == by.authority):
        return
    raise Forbidden(
        "Un agent inscrit et retire les aides de sa collectivité, et d’elle seule.",
        do="Pour l’aide d’un autre financeur, adressez-vous à la mission.",
    )


def _may(moment: Moment, roles: Iterable[Role], what: str) -> None:
    if not moment.by.is_any(frozenset(roles)):
        raise Forbidden(what)


def _sees(unit: Unit, structure: str, moment: Moment) -> None:
    if not unit.views.sees_structure(Scope.of(moment.by), structure):
        raise Unseen


def _is_authority(unit: Unit, one: str) -> bool:
    return any(each.id == one for each in unit.registers.authorities(retired=True))


def _ends(unit: Unit, link: Link) -> None:
    """Both ends are registered; only capital is held by an authority. Raises NotFound, BadInput."""
    unit.registers.structure(link.right)
    if not _is_authority(unit, link.left):
        unit.registers.structure(link.left)
    elif link.kind is not LinkKind.CAPITAL:
        raise BadInput(
            "Une collectivité ne forme pas une entreprise unique avec ceux qu’elle aide.",
            why="La définition réunit des entreprises entre elles.",
            do="Pour la part d’une collectivité au capital d’une SCIC, choisissez « détention de capital ».",
            where="kind",
        )
