"""The refusals about documents, in the three languages of the product."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mandate_flow.domain.law import Text

SENTENCES: Final[Mapping[str, tuple[Text, Text]]] = {
    "document_of_another": (
        {"fr": "Autre collectivité", "en": "Another authority", "nl": "Andere overheid"},
        {
            "fr": "Cette pièce est celle d’une autre collectivité du dossier : son agent ou la mission peut la retirer "
            "ou la remplacer.",
            "en": "This document is that of another authority of the file: its agent or the mission can withdraw or "
            "replace it.",
            "nl": "Dit stuk is dat van een andere overheid van het dossier: haar medewerker of de missie kan het "
            "intrekken of vervangen.",
        },
    ),
    "fixed_document": (
        {"fr": "Pièce fixée", "en": "Document fixed", "nl": "Stuk vastgelegd"},
        {
            "fr": "Cette pièce fonde ce que deux personnes ont confirmé : pour la retirer ou la remplacer, passez "
            "d’abord par « {step[fr]} » et dites pourquoi. Une autre pièce peut être déposée à côté.",
            "en": "What two people confirmed rests on this document: to withdraw or replace it, use “{step[en]}” first "
            "and say why. Another document may be deposited beside it.",
            "nl": "Wat twee personen hebben bevestigd steunt op dit stuk: om het in te trekken of te vervangen, "
            "gebruik eerst “{step[nl]}” en zeg waarom. Een ander stuk kan ernaast worden ingediend.",
        },
    ),
    "document_fixed_for_good": (
        {"fr": "Pièce fixée", "en": "Document fixed", "nl": "Stuk vastgelegd"},
        {
            "fr": "« {step[fr]} » a été franchi sur cette pièce : elle ne se retire ni ne se remplace plus. Si elle "
            "est fausse, déposez la bonne à côté et prévenez la mission.",
            "en": "“{step[en]}” was taken on this document: it is no longer withdrawn nor replaced. If it is wrong, "
            "deposit the right one beside it and tell the mission.",
            "nl": "“{step[nl]}” werd op dit stuk gezet: het wordt niet meer ingetrokken of vervangen. Is het fout, "
            "dien het juiste ernaast in en verwittig de missie.",
        },
    ),
}
