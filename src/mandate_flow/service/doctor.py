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
    """What there is to examine; `smtp` is (host, port), host empty when mails are kept as files."""

    database: str
    data_dir: Path
    content: Callable[[], Path]
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
    yield _content(one.content)
    yield _smtp(*one.smtp)
    yield Finding("Adresse publique", ok=True, says=f"{one.address} (citée dans les courriels).")


def _folder(folder: Path) -> Finding:
    subject = "Dossier de données"
    nearest = next((one for one in (folder, *folder.absolute().parents) if _is_there(one)), Path("/"))
    if not nearest.is_dir():
        return Finding(subject, ok=False, says=f"{nearest} n’est pas un dossier. Changez MANDATE_FLOW_DATA_DIR.")
    if not os.access(nearest, os.W_OK | os.X_OK):
        return Finding(subject, ok=False, says=f"{nearest} n’est pas accessible en écriture. Corrigez ses droits.")
    free = shutil.disk_usage(nearest).free
    if free < ENOUGH:
        return Finding(
            subject, ok=False, says=f"Moins de 500 Mo libres dans {folder}. Faites de la place.", serious=False
        )
    return Finding(subject, ok=True, says=f"{folder}, {free // 1024**3} Go libres.")


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a folder on the way cannot be entered, or the name is too long
        return False


def _database(url: str) -> Finding:
    subject = "Base de données"
    if url.startswith(_SQLITE_FILE) and not Path(url.removeprefix(_SQLITE_FILE)).is_file():
        return Finding(subject, ok=False, says="Elle n’existe pas encore. Lancez « mandate-flow db upgrade ».")
    try:
        current, missing = migrate.current(url), migrate.missing_triggers(url)
    except MandateFlowError as failed:
        return Finding(subject, ok=False, says=str(failed))
    if current != migrate.head():
        return Finding(subject, ok=False, says="Tables absentes ou anciennes. Lancez « mandate-flow db upgrade ».")
    if missing:
        says = (
            f"Le journal n’est plus gardé ({', '.join(sorted(missing))}). Lancez « db upgrade », puis « audit verify »."
        )
        return Finding(subject, ok=False, says=says)
    return Finding(subject, ok=True, says=f"version {current}, journal gardé contre toute réécriture.")


def _sqlite() -> Finding:
    version = tuple(map(int, sqlite_driver().sqlite_version.split(".")))
    says = f"version {'.'.join(map(str, version))}."
    if version < SAFE_SQLITE:
        says += " Une version plus récente est conseillée : réinstallez avec le paquet pysqlite3."
    return Finding("SQLite", ok=version >= SAFE_SQLITE, says=says, serious=False)


def _scheduler(url: str, at: datetime) -> Finding:
    """The last pass of the clockwork; not serious, since pages are served without it."""
    subject, start = "Ordonnanceur", "Lancez « mandate-flow serve » ou « mandate-flow scheduler »."
    if url.startswith(_SQLITE_FILE) and not Path(url.removeprefix(_SQLITE_FILE)).is_file():
        return Finding(subject, ok=False, says=f"jamais passé. {start}", serious=False)
    try:
        with closing(Store(url)) as store, store.read() as unit:
            last = unit.views.health().last_tick
    except MandateFlowError:
        return Finding(subject, ok=False, says="inconnu : la base ne répond pas.", serious=False)
    if last is None:
        return Finding(subject, ok=False, says=f"jamais passé. {start}", serious=False)
    late = at - last > ONE_HOUR
    says = f"dernier passage le {last:%d/%m/%Y à %H:%M} UTC."
    return Finding(subject, ok=not late, says=f"{says} {start}" if late else says, serious=False)


def _rates(url: str, at: datetime) -> Finding:
    """Whether the half-year has its table of swap rates; not serious: a mandate may bring its own with a source."""
    subject = "Taux de référence"
    if url.startswith(_SQLITE_FILE) and not Path(url.removeprefix(_SQLITE_FILE)).is_file():
        return Finding(subject, ok=False, says="aucun : la base n’existe pas encore.", serious=False)
    try:
        with closing(Store(url)) as store, store.read() as unit:
            waiting = no_table(unit.rates.book(), at.date())
    except MandateFlowError:
        return Finding(subject, ok=False, says="inconnus : la base ne répond pas.", serious=False)
    if waiting is None:
        return Finding(subject, ok=True, says="le semestre en cours a sa table de taux de swap.")
    says = f"aucun taux de swap du {waiting[0]:%d/%m/%Y} au {waiting[1]:%d/%m/%Y}. Saisissez-la, page Taux."
    return Finding(subject, ok=False, says=says, serious=False)


def _content(find: Callable[[], Path]) -> Finding:
    try:
        problems = check(find())
    except MandateFlowError as failed:
        return Finding("Contenus", ok=False, says=str(failed))
    errors = sum(1 for one in problems if one.level is Severity.ERROR)
    if errors:
        return Finding("Contenus", ok=False, says=f"{errors} erreur(s). Lancez « mandate-flow content check ».")
    return Finding("Contenus", ok=True, says=f"en ordre ({find()}).")


def _smtp(host: str, port: int) -> Finding:
    subject = "Messagerie"
    if not host:
        return Finding(subject, ok=True, says="aucun serveur : les courriels sont gardés et lisibles dans le produit.")
    try:
        with socket.create_connection((host, port), timeout=SECONDS):
            return Finding(subject, ok=True, says=f"{host}:{port} répond.")
    except OSError as failed:
        says = f"{host}:{port} ne répond pas ({failed.strerror or failed}). Les courriels attendent."
        return Finding(subject, ok=False, says=says, serious=False)
