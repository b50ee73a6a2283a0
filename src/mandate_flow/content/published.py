"""Published workflow versions are never edited: `workflows/published.lock` holds the sha256 of each."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from mandate_flow.content.problem import Problems
from mandate_flow.content.workflow_reader import definition_from_bytes
from mandate_flow.domain.errors import BadContent

LOCK: Final = Path("workflows/published.lock")
LINE: Final = re.compile(r"([0-9a-f]{64})  ([A-Za-z0-9_.-]+\.yaml)")


def read_lock(folder: Path, problems: Problems | None = None) -> Mapping[str, str]:
    """File name to sha256 (hex), as published. A line of another form is told to `problems`."""
    found: dict[str, str] = {}
    path = folder / LOCK
    for number, line in enumerate(path.read_text("utf-8").splitlines() if path.is_file() else (), 1):
        match = LINE.fullmatch(line)
        if match:
            found[match[2]] = match[1]
        elif line.strip() and not line.startswith("#") and problems is not None:
            do = "La commande mandate-flow workflow publish écrit ces lignes."
            problems.add("bad-lock", number, "Cette ligne n’est pas « sha256  fichier ».", do=do)
    return found


def check_published(folder: Path) -> Problems:
    """Every published file must still be there, to the byte."""
    problems = Problems(LOCK.as_posix())
    for line, (name, sha256) in enumerate(read_lock(folder, problems).items(), 1):
        path = folder / LOCK.parent / name
        if not path.is_file():
            why = "Des dossiers ouverts sous cette version s’y réfèrent."
            problems.add(
                "published-gone", line, f"« {name} » est publié et n’existe plus.", why, "Remettez le fichier."
            )
        elif hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            edited = Problems((LOCK.parent / name).as_posix())
            why = "Une version publiée ne change plus : des dossiers ont été ouverts sous elle."
            do = f"Annulez la modification, et écrivez-la dans « {next_version(name)} »."
            edited.add("published-edited", 1, f"« {name} » a été modifié depuis sa publication.", why, do)
            problems.found += edited.found
    return problems


def publish(folder: Path, name: str) -> str:
    """Write the sha256 of `workflows/<name>` in the lock and return it (hex).

    Publishing the same bytes twice changes nothing. Raises BadContent when the file cannot be read, or when this name
    was already published with other bytes.
    """
    path = folder / LOCK.parent / name
    if not path.is_file():
        raise BadContent(f"Le fichier « {name} » n’existe pas.", do="Vérifiez son nom.", where=str(LOCK.parent / name))
    content = path.read_bytes()
    definition_from_bytes(content, (LOCK.parent / name).as_posix())
    sha256 = hashlib.sha256(content).hexdigest()
    known = dict(read_lock(folder))
    if known.get(name, sha256) != sha256:
        why = "Une version publiée ne change plus : des dossiers ont été ouverts sous elle."
        raise BadContent(f"« {name} » est déjà publié.", why=why, do=f"Publiez-la comme « {next_version(name)} ».")
    known[name] = sha256
    lines = "".join(f"{digest}  {one}\n" for one, digest in sorted(known.items()))
    (folder / LOCK).write_text(lines, encoding="utf-8")
    return sha256


def next_version(name: str) -> str:
    """`sieg.v1.yaml` to `sieg.v2.yaml`."""
    return re.sub(r"\.v(\d+)\.", lambda match: f".v{int(match[1]) + 1}.", name)
