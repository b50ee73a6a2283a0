"""Examines an installation: what is in order, what is not, and what to do."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from mandate_flow.content.check import check
from mandate_flow.content.problem import Severity
from mandate_flow.domain.errors import MandateFlowError
from mandate_flow.domain.said import joined, said
from mandate_flow.service.rates_page import no_table
from mandate_flow.store import migrate
from mandate_flow.store.engine import sqlite_driver
from mandate_flow.store.unit import Store

ENOUGH: Final = 500 * 1024 * 1024
SAFE_SQLITE: Final = (3, 51, 3)
"""From this version on, SQLite no longer has the fault that can lose a commit in WAL mode."""
SECONDS: Final = 5
ONE_HOUR: Final = timedelta(hours=1)
_SQLITE_FILE: Final = "sqlite:///"


@dataclass(frozen=True, slots=True)
class Installation:
    """What there is to examine; `smtp` is (host, port), host empty when mails are kept as files.

    `content` finds the folder of contents, None to leave them unread: checking them all takes seconds.
    """

    database: str
    data_dir: Path
    content: Callable[[], Path] | None
    smtp: tuple[str, int]
    address: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the examination; `serious`: the product cannot serve when it is not ok."""

    subject: str
    ok: bool
    says: str
    serious: bool = True


def examine(installation: Installation) -> tuple[Finding, ...]:
    """Every line of the examination, in the order one would mend things."""
    return tuple(_lines(installation))


def _lines(one: Installation) -> Iterator[Finding]:
    yield _folder(one.data_dir)
    yield _database(one.database)
    if one.database.startswith("sqlite"):
        yield _sqlite()
    yield _scheduler(one.database, one.at)
    yield _rates(one.database, one.at)
    if one.content is not None:
        yield _content(one.content)
    yield _smtp(*one.smtp)
    yield Finding(
        said("Adresse publique"), ok=True, says=said("{address} (citée dans les courriels).", address=one.address)
    )


def _folder(folder: Path) -> Finding:
    subject = said("Dossier de données")
    nearest = next((one for one in (folder, *folder.absolute().parents) if _is_there(one)), Path("/"))
    if not nearest.is_dir():
        return Finding(
            subject,
            ok=False,
            says=said("{folder} n’est pas un dossier. Changez MANDATE_FLOW_DATA_DIR.", folder=nearest),
        )
    if not os.access(nearest, os.W_OK | os.X_OK):
        return Finding(
            subject,
            ok=False,
            says=said("{folder} n’est pas accessible en écriture. Corrigez ses droits.", folder=nearest),
        )
    free = shutil.disk_usage(nearest).free
    if free < ENOUGH:
        return Finding(
            subject,
            ok=False,
            says=said("Moins de 500 Mo libres dans {folder}. Faites de la place.", folder=folder),
            serious=False,
        )
    return Finding(subject, ok=True, says=said("{folder}, {free} Go libres.", folder=folder, free=free // 1024**3))


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a folder on the way cannot be entered, or the name is too long
        return False


def _database(url: str) -> Finding:
    subject = said("Base de données")
    if url.startswith(_SQLITE_FILE) and not Path(url.removeprefix(_SQLITE_FILE)).is_file():
        return Finding(subject, ok=False, says=said("Elle n’existe pas encore. Lancez « mandate-flow db upgrade »."))
    try:
        current, missing = migrate.current(url), migrate.missing_triggers(url)
    except MandateFlowError as failed:
        return Finding(subject, ok=False, says=str(failed))
    if current != migrate.head():
        return Finding(
            subject, ok=False, says=said("Tables absentes ou anciennes. Lancez « mandate-flow db upgrade ».")
        )
    if missing:
        says = said(
            "Le journal n’est plus gardé ({guards}). Lancez « db upgrade », puis « audit verify ».",
            guards=", ".join(sorted(missing)),
        )
        return Finding(subject, ok=False, says=says)
    return Finding(
        subject, ok=True, says=said("version {current}, journal gardé contre toute réécriture.", current=current)
    )


def _sqlite() -> Finding:
    version = tuple(map(int, sqlite_driver().sqlite_version.split(".")))
    says = said("version {version}.", version=".".join(map(str, version)))
    if version < SAFE_SQLITE:
        more = said("Une version plus récente est conseillée : réinstallez avec le paquet pysqlite3.")
        says = joined((says, more))
    return Finding(said("SQLite"), ok=version >= SAFE_SQLITE, says=says, serious=False)


def _scheduler(url: str, at: datetime) -> Finding:
    """The last pass of the clockwork; not serious, since pages are served without it."""
    subject = said("Ordonnanceur")
    start = said("Lancez « mandate-flow serve » ou « mandate-flow scheduler ».")
    if url.startswith(_SQLITE_FILE) and not Path(url.removeprefix(_SQLITE_FILE)).is_file():
        return Finding(subject, ok=False, says=joined((said("jamais passé."), start)), serious=False)
    try:
        with closing(Store(url)) as store, store.read() as unit:
            last = unit.views.health().last_tick
    except MandateFlowError:
        return Finding(subject, ok=False, says=said("inconnu : la base ne répond pas."), serious=False)
    if last is None:
        return Finding(subject, ok=False, says=joined((said("jamais passé."), start)), serious=False)
    late = at - last > ONE_HOUR
    says = said("dernier passage le {at:day} à {hour} UTC.", at=last.date(), hour=f"{last:%H:%M}")
    return Finding(subject, ok=not late, says=joined((says, start)) if late else says, serious=False)


def _rates(url: str, at: datetime) -> Finding:
    """Whether the half-year has its table of swap rates; not serious: a mandate may bring its own with a source."""
    subject = said("Taux de référence")
    if url.startswith(_SQLITE_FILE) and not Path(url.removeprefix(_SQLITE_FILE)).is_file():
        return Finding(subject, ok=False, says=said("aucun : la base n’existe pas encore."), serious=False)
    try:
        with closing(Store(url)) as store, store.read() as unit:
            waiting = no_table(unit.rates.book(), at.date())
    except MandateFlowError:
        return Finding(subject, ok=False, says=said("inconnus : la base ne répond pas."), serious=False)
    if waiting is None:
        return Finding(subject, ok=True, says=said("le semestre en cours a sa table de taux de swap."))
    says = said(
        "aucun taux de swap du {first:day} au {last:day}. Saisissez-les, page Taux.", first=waiting[0], last=waiting[1]
    )
    return Finding(subject, ok=False, says=says, serious=False)


def _content(find: Callable[[], Path]) -> Finding:
    try:
        problems = check(find())
    except MandateFlowError as failed:
        return Finding(said("Contenus"), ok=False, says=str(failed))
    errors = sum(1 for one in problems if one.level is Severity.ERROR)
    if errors:
        return Finding(
            said("Contenus"), ok=False, says=said("{n} erreur(s). Lancez « mandate-flow content check ».", n=errors)
        )
    return Finding(said("Contenus"), ok=True, says=said("en ordre ({folder}).", folder=find()))


def _smtp(host: str, port: int) -> Finding:
    subject = said("Messagerie")
    if not host:
        return Finding(
            subject, ok=True, says=said("aucun serveur : les courriels sont gardés et lisibles dans le produit.")
        )
    try:
        with socket.create_connection((host, port), timeout=SECONDS):
            return Finding(subject, ok=True, says=said("{server} répond.", server=f"{host}:{port}"))
    except OSError as failed:
        why = failed.strerror or failed
        says = said("{server} ne répond pas ({why}). Les courriels attendent.", server=f"{host}:{port}", why=why)
        return Finding(subject, ok=False, says=says, serious=False)
