"""The authorities of the territory, from `territory/authorities.json` (official extract, credited inside)."""

from __future__ import annotations

import json
from pathlib import Path

from mandate_flow.domain.errors import BadContent
from mandate_flow.domain.register import Authority


def read_authorities(folder: Path) -> tuple[Authority, ...]:
    """The métropole first, then its communes, largest first. Raises BadContent when the file is missing or broken."""
    path = folder / "territory" / "authorities.json"
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
        metropole = Authority(kind="metropole", **given["metropole"])
        communes = [Authority(id=f"commune-{one['code']}", kind="commune", **one) for one in given["communes"]]
    except (OSError, ValueError, KeyError, TypeError) as failed:
        raise BadContent(
            "Le territoire ne peut pas être lu.", why=str(failed), do="Rétablissez ce fichier.", where=str(path)
        ) from failed
    return metropole, *communes
