"""The words under which a pasted table names its columns and what is given, in French, English and Dutch."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.fold import fold
from mandate_flow.domain.inventory import Instrument
from mandate_flow.domain.said import N_, said

COLUMNS: Final[Mapping[str, str]] = {
    "name": N_("bénéficiaire"),
    "siret": "SIRET",
    "what": N_("objet"),
    "yearly": N_("montant"),
    "instrument": N_("nature"),
    "granted_on": N_("date"),
    "since": N_("début"),
    "until": N_("fin"),
    "year": N_("exercice"),
    "note": N_("remarque"),
}
"""What is read, and how the page calls it."""
TITLES: Final[Mapping[str, str]] = {
    "yearly": N_("Montant"),
    "instrument": N_("Nature"),
    "granted_on": N_("Date"),
    "since": N_("Début"),
    "until": N_("Fin"),
    "year": N_("Exercice"),
}
REQUIRED: Final = ("name", "yearly")
_IGNORED: Final = ("attribuant", "referencedecision", "pourcentage", "notification", "versement", "idrae", "rna")
_WORDS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("siret", ("siret", "idbeneficiaire")),
    ("since", ("debut", "depuis", "apartir", "start", "since", "begin", "vanaf")),
    ("until", ("fin", "jusqu", "terme", "until", "enddate", "einde")),
    ("year", ("exercice", "annee", "financialyear", "boekjaar")),
    ("granted_on", ("date", "vote", "octroi", "deliberation", "signature", "datum", "granted")),
    ("yearly", ("montant", "somme", "valeur", "euros", "amount", "value", "bedrag", "waarde")),
    ("instrument", ("nature", "type", "instrument", "forme", "kind", "aard", "soort")),
    (
        "what",
        (
            "objet",
            "action",
            "projet",
            "libelle",
            "intitule",
            "description",
            "motif",
            "purpose",
            "subject",
            "doel",
            "onderwerp",
        ),
    ),
    ("note", ("remarque", "observation", "commentaire", "note", "remark", "opmerking")),
    (
        "name",
        (
            "beneficiaire",
            "association",
            "structure",
            "organisme",
            "tiers",
            "nom",
            "raisonsociale",
            "recipient",
            "beneficiary",
            "organisat",
            "begunstigde",
            "vereniging",
            "naam",
            "name",
        ),
    ),
)
_NATURES: Final[tuple[tuple[Instrument, tuple[str, ...]], ...]] = (
    (Instrument.STAFF, ("personnel", "agent", "salarie", "staff", "personeel")),
    (
        Instrument.PREMISES,
        ("local", "locaux", "salle", "batiment", "immeuble", "terrain", "equipement", "premises", "lokalen", "gebouw"),
    ),
    (Instrument.GUARANTEE, ("garantie", "caution", "guarantee", "waarborg")),
    (
        Instrument.FEE_WAIVER,
        ("exoneration", "remise", "gratuit", "abandon", "loyer", "tarif", "waiver", "kwijtschelding", "kosteloos"),
    ),
    (
        Instrument.CONTRACT,
        ("contrat", "marche", "prestation", "commande", "concession", "delegation", "contract", "opdracht"),
    ),
    (
        Instrument.GRANT,
        (
            "subvention",
            "numeraire",
            "fonctionnement",
            "investissement",
            "cotisation",
            "projet",
            "grant",
            "subsidie",
            "toelage",
        ),
    ),
)


def column_of(header: str) -> str:
    """The column that a header names, however loosely; "" for one that nobody reads."""
    bare = re.sub(r"[^a-z0-9€]", "", fold(header))
    if not bare or any(word in bare for word in _IGNORED):
        return ""
    return next(
        (name for name, words in _WORDS if any(word in bare for word in words)), "yearly" if bare == "€" else ""
    )


def nature_of(text: str) -> Instrument:
    """The instrument that a word names; a grant when nothing is said. Raises BadInput."""
    bare = fold(text)
    if not bare or bare in ("aide", "aide en numeraire"):
        return Instrument.GRANT
    found = next((one for one, words in _NATURES if any(word in bare for word in words)), None)
    if found is None:
        raise BadInput(
            said("« {text} » n’est pas une nature connue", text=text),
            do="Écrivez subvention, contrat, local, personnel, garantie ou gratuité.",
        )
    return found
