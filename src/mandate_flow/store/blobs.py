"""Deposited documents, each under the name of its own hash, whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final

from mandate_flow.domain.errors import BadInput, MandateFlowError, NotFound, Tampered, Unavailable
from mandate_flow.domain.said import N_, said

MEBIBYTE: Final = 1024 * 1024
_NAME: Final = re.compile(r"[0-9a-f]{64}")
_CHUNK: Final = 256 * 1024
LOST: Final = N_("Son fichier a disparu sur le disque, hors du produit.")
CHANGED: Final = N_(
    "Ses octets ne donnent plus l’empreinte notée au dépôt : le fichier a été changé sur le disque, hors du produit."
)


class Condition(StrEnum):
    """What became of a document on the disk."""

    INTACT = "intact"
    ALTERED = "altered"
    MISSING = "missing"
    UNREADABLE = "unreadable"


class Blobs:
    """A folder of documents; `most` is the largest size in bytes. Made on first use, readable by its owner alone."""

    def __init__(self, folder: Path | str, most: int = 50 * MEBIBYTE) -> None:
        self.folder = Path(folder)
        self.most = most

    def put(self, chunks: Iterable[bytes], look: Callable[[BinaryIO], object] | None = None) -> tuple[str, int]:
        """Keep a document; its hex sha256 and its size in bytes. The same bytes are kept once.

        On return it is on the disk for good. `look` sees it whole before it is kept, and refuses it by raising.
        Raises BadInput when it is empty or too large, Unavailable when the disk refuses; then nothing is kept.
        """
        try:
            return self._put(chunks, look)
        except OSError as error:
            raise _disk(error) from error

    def open(self, sha256_hex: str) -> BinaryIO:
        """The document as it stands, unverified, to be closed by the caller. Raises NotFound."""
        try:
            return self._path(sha256_hex).open("rb")
        except FileNotFoundError as error:
            raise NotFound("Ce document n’est plus dans le dossier des documents.") from error
        except OSError as error:
            raise _disk(error) from error

    def genuine(self, sha256_hex: str, size: int) -> bytes:
        """The `size` bytes that were deposited: those given back are those that were hashed.

        Raises Tampered when the document is gone or is no longer what it was, Unavailable when the disk refuses.
        """
        try:
            with self._path(sha256_hex).open("rb") as document:
                raw = document.read(size + 1)  # one more tells that it grew, and a giant is not read whole
        except FileNotFoundError as error:
            raise _tampered(N_("Cette pièce manque : elle ne peut pas être remise."), LOST) from error
        except OSError as error:
            raise _unreadable(error) from error
        if sha256(raw).hexdigest() != sha256_hex:
            raise _tampered(N_("Cette pièce n’est plus celle qui a été déposée : elle n’est pas remise."), CHANGED)
        return raw

    def intact(self, sha256_hex: str) -> bool:
        """True when the document is there and its bytes still give its name."""
        return self.condition(sha256_hex) is Condition.INTACT

    def condition(self, sha256_hex: str) -> Condition:
        """What became of a document; it is read in small pieces, however large."""
        if _NAME.fullmatch(sha256_hex) is None:
            return Condition.MISSING
        try:
            with self._path(sha256_hex).open("rb") as document:
                digest = sha256()
                while chunk := document.read(_CHUNK):
                    digest.update(chunk)
        except FileNotFoundError:
            return Condition.MISSING
        except OSError:
            return Condition.UNREADABLE
        return Condition.INTACT if digest.hexdigest() == sha256_hex else Condition.ALTERED

    def _put(self, chunks: Iterable[bytes], look: Callable[[BinaryIO], object] | None) -> tuple[str, int]:
        waiting = self.folder / "incoming"
        waiting.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=waiting)
        try:
            with os.fdopen(handle, "w+b") as document:
                digest, size = self._copy(chunks, document)
                if look is not None:
                    document.seek(0)
                    look(document)
                if self.intact(digest):  # kept already, and safe on the disk since then
                    return digest, size
                document.flush()
                os.fsync(document.fileno())
            self._keep(Path(name), digest)
        finally:
            with suppress(FileNotFoundError):
                Path(name).unlink()
        return digest, size

    def _copy(self, chunks: Iterable[bytes], document: BinaryIO) -> tuple[str, int]:
        digest, size = sha256(), 0
        for chunk in chunks:
            size += len(chunk)
            if size > self.most:
                raise BadInput(
                    said("Ce document dépasse {most} Mo.", most=self.most // MEBIBYTE),
                    do="Réduisez-le (images moins lourdes, plusieurs fichiers), puis déposez-le de nouveau.",
                )
            digest.update(chunk)
            document.write(chunk)
        if not size:
            raise BadInput("Ce document est vide.", do="Vérifiez le fichier choisi, puis déposez-le de nouveau.")
        return digest.hexdigest(), size

    def _keep(self, document: Path, digest: str) -> None:
        target = self._path(digest)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        document.replace(target)
        for folder in (target.parent, target.parent.parent):  # a renamed file is only there once its folder is
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

    def _path(self, digest: str) -> Path:
        if _NAME.fullmatch(digest) is None:
            raise NotFound("Ce document n’existe pas.")
        return self.folder / digest[:2] / digest


def _tampered(what: str, why: str) -> Tampered:
    return Tampered(
        what,
        why=why,
        do="Prévenez l’administrateur : une sauvegarde en garde copie. Votre demande est notée au registre.",
    )


def _unreadable(error: OSError) -> Unavailable:
    failed = _disk(error)
    do = N_("Prévenez l’administrateur ; la pièce n’a pas pu être lue.")
    return Unavailable(failed.what, why=failed.why, do=do)


def _disk(error: OSError) -> MandateFlowError:
    why = {
        errno.ENOSPC: N_("Le disque est plein."),
        errno.EDQUOT: N_("L’espace accordé est épuisé."),
        errno.EROFS: N_("Le disque est en lecture seule."),
        errno.EACCES: N_("Le dossier des documents n’est pas accessible."),
    }.get(error.errno or 0, N_("Le disque ne lit ou n’écrit pas correctement."))
    return Unavailable(
        "Le dossier des documents ne répond pas comme il faut.",
        why=why,
        do="Prévenez l’administrateur ; le document n’a pas été enregistré.",
    )
