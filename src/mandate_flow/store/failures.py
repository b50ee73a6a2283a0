"""Says in the product's words what a database refused, without a word of SQL."""

from __future__ import annotations

from typing import Final

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from mandate_flow.domain.errors import BadInput, MandateFlowError, Stale, Tampered, Unavailable
from mandate_flow.domain.said import N_
from mandate_flow.store.triggers import APPEND_ONLY

_AGAIN: Final = N_("Réessayez dans un instant ; rien n’a été enregistré.")
_ADMIN: Final = N_("Prévenez l’administrateur ; rien n’a été enregistré.")
_WHAT: Final = N_("La base de données ne répond pas comme il faut.")

# The words SQLite uses, and what they mean. PostgreSQL has codes instead.
_SQLITE: Final = (
    (("is locked", "busy"), N_("Une autre écriture est en cours."), _AGAIN),
    (("is full",), N_("Le disque est plein."), _ADMIN),
    (("readonly", "read-only", "query_only"), N_("La base est en lecture seule."), _ADMIN),
    (("unable to open",), N_("Le fichier de la base ne peut pas être ouvert."), _ADMIN),
    (("disk i/o",), N_("Le disque ne lit ou n’écrit pas correctement."), _ADMIN),
    (("malformed", "not a database"), N_("Le fichier de la base est endommagé."), _ADMIN),
    (("no such table", "no such column"), N_("La base n’a pas été préparée pour cette version."), _ADMIN),
)
# SQLSTATE prefixes, longest first (PostgreSQL documentation, appendix A).
_STATES: Final = (
    ("53100", N_("Le disque du serveur est plein."), _ADMIN),
    ("53300", N_("Le serveur de base de données a trop de connexions."), _AGAIN),
    ("25006", N_("La base est en lecture seule."), _ADMIN),
    ("55P03", N_("Une autre écriture est en cours."), _AGAIN),
    ("40", N_("Deux écritures se sont croisées."), _AGAIN),
    ("57", N_("Le serveur de base de données s’arrête ou redémarre."), _AGAIN),
    ("08", N_("La connexion au serveur de base de données est coupée."), _AGAIN),
    ("28", N_("Le serveur de base de données refuse cet accès."), _ADMIN),
    ("3D", N_("Cette base n’existe pas sur le serveur."), _ADMIN),
    ("42P01", N_("La base n’a pas été préparée pour cette version."), _ADMIN),
)


def is_database_error(error: BaseException) -> bool:
    """True for what a driver or SQLAlchemy raises, wrapped or not."""
    return isinstance(error, SQLAlchemyError) or type(error).__module__.split(".")[0] in _DRIVERS


_DRIVERS: Final = frozenset({"sqlite3", "pysqlite3", "psycopg"})


def explain(error: BaseException) -> MandateFlowError:
    """The domain error to raise instead of a driver's; keep the original as its cause."""
    origin = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    words = str(origin).lower()
    if APPEND_ONLY in words:
        return Tampered(
            "Le journal ne se modifie pas.",
            why="La base a refusé de changer ou d’effacer une ligne du journal.",
            do="Prévenez l’administrateur : un programme a tenté de réécrire ce qui est enregistré.",
        )
    if type(origin).__name__ in _INTEGRITY:
        return _contradiction(origin, words)
    return Unavailable(_WHAT, **_why(error, origin, words))


_INTEGRITY: Final = frozenset({"IntegrityError", "UniqueViolation", "ForeignKeyViolation", "NotNullViolation"})


def _contradiction(origin: BaseException, words: str) -> MandateFlowError:
    if "foreign key" in words or type(origin).__name__ == "ForeignKeyViolation":
        return BadInput(
            "Un élément cité n’existe pas, ou n’existe plus.",
            do="Rechargez la page et choisissez dans la liste ; rien n’a été enregistré.",
        )
    return Stale(
        "Cette écriture contredit ce qui est déjà enregistré.",
        why="Quelqu’un d’autre a peut-être enregistré la même chose en même temps.",
        do="Rechargez la page et vérifiez ; rien n’a été enregistré.",
    )


def _why(error: BaseException, origin: BaseException, words: str) -> dict[str, str]:
    if isinstance(error, PoolTimeout):
        return {"why": N_("Trop de demandes attendent la base."), "do": _AGAIN}
    state = getattr(origin, "sqlstate", None)
    if state:
        for prefix, why, do in _STATES:
            if state.startswith(prefix):
                return {"why": why, "do": do}
    for marks, why, do in _SQLITE:
        if any(mark in words for mark in marks):
            return {"why": why, "do": do}
    if type(origin).__name__ == "OperationalError":  # psycopg gives no code when it cannot connect
        return {"why": N_("Le serveur de base de données est injoignable."), "do": _AGAIN}
    return {"why": N_("La demande n’a pas pu être traitée."), "do": _ADMIN}
