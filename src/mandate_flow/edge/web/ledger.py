"""The ledger of a structure in words, and what is typed into its forms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from mandate_flow.domain.deminimis import Regime
from mandate_flow.domain.typed import read_day, read_money
from mandate_flow.domain.undertaking import LinkKind
from mandate_flow.edge.web.formats import money
from mandate_flow.edge.web.forms import Form, read_percentage
from mandate_flow.edge.web.language import N_, _, speaking
from mandate_flow.service.aid import NewAid, NewLink
from mandate_flow.service.aid_page import Gauge, LedgerPage

REGIMES: Final = {Regime.SGEI.value: N_("De minimis SIEG"), Regime.GENERAL.value: N_("De minimis général")}
INSTRUMENTS: Final = {
    "grant": N_("Subvention"),
    "cpo": N_("Convention pluriannuelle d’objectifs"),
    "premises": N_("Mise à disposition de locaux (en nature)"),
    "staff": N_("Mise à disposition de personnel (en nature)"),
    "equipment": N_("Prêt ou don de matériel (en nature)"),
    "services": N_("Prestations gratuites (en nature)"),
    "loan": N_("Prêt (équivalent-subvention)"),
    "guarantee": N_("Garantie (équivalent-subvention)"),
    "relief": N_("Exonération ou remise"),
    "capital": N_("Apport en capital (équivalent-subvention)"),
    "other": N_("Autre"),
}
SOURCES: Final = {"hand": N_("Saisie"), "inventory": N_("Inventaire"), "file": N_("Dossier")}
KINDS: Final = {
    LinkKind.MAJORITY.value: N_("Majorité des droits de vote"),
    LinkKind.APPOINTMENT.value: N_("Droit de nommer ou révoquer la majorité des dirigeants"),
    LinkKind.INFLUENCE.value: N_("Influence dominante, par contrat ou statuts"),
    LinkKind.AGREEMENT.value: N_("Majorité des voix par accord avec d’autres membres"),
    LinkKind.CAPITAL.value: N_("Détention de capital, sans contrôle (avertit sans réunir)"),
}
AID_FIELDS: Final = {
    "structure": "reglement",
    "authority": "financeur",
    "amount": "montant",
    "granted_on": "octroi",
    "instrument": "forme",
}
LINK_FIELDS: Final = {"left": "organisme", "kind": "nature", "share": "part"}
OTHER: Final = "autre"


@dataclass(frozen=True, slots=True)
class GaugeWords:
    """One gauge as shown: `said` holds the whole of it in a sentence, for the eye and the ear alike."""

    title: str
    part: Decimal
    whole: Decimal | None
    said: str
    period: tuple[date, date]
    tone: str


def gauge_words(gauge: Gauge) -> GaugeWords:
    """As in "457 500 € sur 750 000 €, reste 292 500 €, règlement (UE) 2023/2832, art. 3, paragraphe 2"."""
    title = _(REGIMES[gauge.regime.value])
    period = (gauge.window.first, gauge.window.last)
    if gauge.cap is None or gauge.room is None or gauge.law is None:
        said = _("{total} ; aucun règlement connu n’est en vigueur ce jour", total=money(gauge.total))
        return GaugeWords(title, gauge.total, None, said, period, "warn")
    left = (
        _("dépassé de {amount}", amount=money(gauge.over))
        if gauge.over
        else _("reste {amount}", amount=money(gauge.room))
    )
    law = gauge.law.words(speaking())
    said = _("{total} sur {cap}, {left}, {law}", total=money(gauge.total), cap=money(gauge.cap), left=left, law=law)
    full = gauge.cap * 9 / 10
    tone = "bad" if gauge.over or not gauge.room else "warn" if gauge.total >= full else ""
    return GaugeWords(title, gauge.total, gauge.cap, said, period, tone)


def read_aid(form: Form, structure: str, page: LedgerPage) -> NewAid | None:
    """The aid typed in; None when a field is wrong, which `form.errors` tells."""
    regime = form.choice("reglement", REGIMES, label=_("Règlement"), required=True)
    amount = form.read("montant", read_money, label=_("Montant"), required=True)
    day = form.read("octroi", read_day, label=_("Date d’octroi"), required=True)
    funders = [pair[0] for pair in funders_of(page)]
    funder = form.choice("financeur", funders, label=_("Financeur"), required=True) or ""
    name = form.text("nom_financeur", label=_("Nom du financeur"), required=funder == OTHER)
    instrument = form.choice("forme", INSTRUMENTS, label=_("Forme de l’aide"), required=True)
    sgei = form.text("service", label=_("Service concerné"))
    note = form.text("remarque", label=_("Remarque"), longest=2000)
    if form.errors or regime is None or amount is None or day is None or instrument is None:
        return None
    authority = "" if funder == OTHER else funder
    return NewAid(structure, Regime(regime), amount, day, authority, name, instrument, sgei, note)


def read_link(form: Form, structure: str, page: LedgerPage) -> NewLink | None:
    """The link typed in, or None. `sens`: whether the other one holds this structure or is held by it."""
    other = form.choice("organisme", [pair[0] for pair in ends_of(page)], label=_("Autre organisme"), required=True)
    holds = form.choice("sens", ("holds", "held"), label=_("Sens"), required=True)
    kind = form.choice("nature", KINDS, label=_("Nature du lien"), required=True)
    since = form.read("depuis", read_day, label=_("Depuis le"), required=True)
    share = form.read("part", read_percentage, label=_("Part du capital"))
    note = form.text("remarque_lien", label=_("Remarque"), longest=2000)
    if form.errors or other is None or kind is None or since is None:
        return None
    left, right = (other, structure) if holds == "holds" else (structure, other)
    return NewLink(left, right, LinkKind(kind), since, note, share)


def funders_of(page: LedgerPage) -> list[tuple[str, str]]:
    """Whose aid one may enter: one's own authority, or any, and funders that are not registered."""
    if page.own:
        return [one for one in page.authorities if one[0] == page.own]
    return [*page.authorities, (OTHER, _("Autre financeur public (à nommer)"))]


def ends_of(page: LedgerPage) -> list[tuple[str, str]]:
    """What a structure may be linked with: the other structures, and the authorities for their capital."""
    return [*page.others, *page.authorities]


def words_of(page: LedgerPage) -> dict[str, Any]:
    """What the templates of the ledger need."""
    return {
        "ledger": page,
        "gauges": [gauge_words(one) for one in page.gauges],
        "funders": funders_of(page),
        "ends": ends_of(page),
        "regimes": REGIMES,
        "instruments": INSTRUMENTS,
        "regime_choices": [
            (Regime.SGEI.value, _(REGIMES[Regime.SGEI.value]), _("Le service est confié par écrit.")),
            (Regime.GENERAL.value, _(REGIMES[Regime.GENERAL.value])),
        ],
        "instrument_choices": [(value, _(label)) for value, label in INSTRUMENTS.items()],
        "kind_choices": [(value, _(label)) for value, label in KINDS.items()],
        "sources": SOURCES,
        "kinds": KINDS,
    }
