"""How one tells a person or structure apart from all others: address, SIRET, RNA, checked before it is registered."""

from __future__ import annotations

import re
from typing import Final

from stdnum.fr import siret as siret_number

from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.said import said

EMAIL: Final = re.compile(r"[^@\s<>,;\"]{1,64}@(?=.{4,190}$)([^@\s.<>,;\"]+\.)+[^@\s.<>,;\"]{2,}")
RNA: Final = re.compile(r"W[0-9]{9}")
FORMS: Final = ("association", "scic", "scop", "foundation", "company")
DECEMBER: Final = 12
LANGUAGES: Final = ("fr", "en", "nl")


def given_name(name: str, where: str = "name") -> str:
    """The name without useless spaces. Raises BadInput when there is none."""
    found = " ".join(name.split())
    if not found:
        raise BadInput("Le nom manque.", do="Écrivez un nom.", where=where)
    return found


def email_address(text: str) -> str:
    """The address without spaces around. Raises BadInput unless it has the form of one."""
    found = text.strip()
    if not EMAIL.fullmatch(found):
        raise BadInput(
            said("« {found} » n’est pas une adresse électronique.", found=found),
            why="Les rappels et les liens de connexion y sont envoyés.",
            do="Écrivez-la en entier, par exemple prenom.nom@exemple.fr.",
            where="email",
        )
    return found


def siret_of(text: str) -> str:
    """The 14 digits of a SIRET, or "" when none is given. Raises BadInput when its check digits are wrong."""
    found: str = siret_number.compact(text)
    if found and not siret_number.is_valid(found):
        raise BadInput(
            said("« {text} » n’est pas un numéro SIRET.", text=text.strip()),
            why="Un SIRET compte quatorze chiffres, dont le dernier vérifie les autres.",
            do="Recopiez-le depuis l’avis de situation de l’Insee.",
            where="siret",
        )
    return found


def rna_of(text: str) -> str:
    """A number of the national register of associations (W and nine digits), or "" when none is given."""
    found = "".join(text.split()).upper()
    if found and not RNA.fullmatch(found):
        raise BadInput(
            said("« {text} » n’est pas un numéro RNA.", text=text.strip()),
            why="Le numéro du répertoire national des associations est un W suivi de neuf chiffres.",
            do="Recopiez-le depuis le récépissé de la préfecture.",
            where="rna",
        )
    return found


def language(lang: str) -> str:
    """A language that mails are written in."""
    if lang not in LANGUAGES:
        raise BadInput(
            said("« {lang} » n’est pas une langue des courriels.", lang=lang),
            do="Choisissez fr, en ou nl.",
            where="lang",
        )
    return lang


def legal_form(form: str) -> str:
    """A form of structure."""
    if form not in FORMS:
        raise BadInput(
            "Cette forme juridique n’est pas connue.",
            do=said("Choisissez : {names}.", names=", ".join(FORMS)),
            where="form",
        )
    return form


def closing_month(month: int) -> int:
    """The month in which the fiscal year ends."""
    if not 1 <= month <= DECEMBER:
        raise BadInput(
            "Le mois de clôture va de 1 à 12.",
            do="Indiquez le mois de fin de l’exercice : 12 pour décembre.",
            where="fiscal_year_end_month",
        )
    return month
