"""What the scripts of the pages say, in the language spoken; a pair is for one and for several."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from mandate_flow.edge.web.language import N_, _, ngettext

COUNTED: Final[Mapping[str, Callable[[int], str]]] = {
    "filled": lambda n: ngettext("{n} case remplie", "{n} cases remplies", n, n="{n}"),
    "left_out": lambda n: ngettext("{n} laissée de côté", "{n} laissées de côté", n, n="{n}"),
    "chosen": lambda n: ngettext("{n} dossier coché", "{n} dossiers cochés", n, n="{n}"),
    "proposed": lambda n: ngettext(
        "{n} proposition. Flèches pour choisir.", "{n} propositions. Flèches pour choisir.", n, n="{n}"
    ),
    "asked": lambda n: ngettext("{n} question de plus", "{n} questions de plus", n, n="{n}"),
    "ticked": lambda n: ngettext("{n} collectivité cochée", "{n} collectivités cochées", n, n="{n}"),
}
ALONE: Final[Mapping[str, str]] = {
    "check": N_("Vérifiez, puis enregistrez."),
    "full": N_("Un tableau a {n} lignes au plus."),
    "euros": N_("{amount}\u202f€"),
    "not_kept": N_("Brouillon non gardé : le serveur ne répond pas. Ce que vous tapez reste dans cette page."),
    "signed_out": N_(
        "Session terminée : connectez-vous dans un autre onglet, puis enregistrez. Votre saisie reste ici."
    ),
    "unreached": N_("Le serveur n’a pas répondu : rien n’a été enregistré. Vérifiez la connexion, puis recommencez."),
    "failed": N_("Le serveur n’a pas pu répondre : rien n’a été enregistré. Recommencez dans un instant."),
}


def script_words() -> Mapping[str, str | tuple[str, str]]:
    """The sentences by the name the scripts know them under; their values are left open."""
    pairs = {name: (said(1), said(2)) for name, said in COUNTED.items()}
    return {name: _(sentence) for name, sentence in ALONE.items()} | pairs
