"""Finds the content folders: the folder the caller names, else the checkout, else the copy inside the package."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from mandate_flow.domain.errors import BadContent

PACKAGE: Final = Path(__file__).resolve().parent.parent
FOLDERS: Final = ("law", "workflows")


def find_content(named: Path | None = None, package: Path = PACKAGE) -> Path:
    """The folder that holds `law/` and `workflows/`.

    `named` is what the setting MANDATE_FLOW_CONTENT_DIR says; when it is given, nothing else is looked at: a mistyped
    folder must not quietly give way to another content. Raises BadContent when no folder holds the content.
    """
    if named is not None:
        if _holds_content(named):
            return named
        why = f"Il doit contenir {' et '.join(f'{name}/' for name in FOLDERS)}."
        do = "Corrigez MANDATE_FLOW_CONTENT_DIR, ou retirez ce réglage."
        raise BadContent("Ce dossier ne contient pas les contenus.", why=why, do=do, where=str(named))
    for folder in (_checkout(package), package / "_content"):
        if folder is not None and _holds_content(folder):
            return folder
    why = f"Ni la copie de travail ni le paquet ({package}) ne contiennent {FOLDERS[0]}/ et {FOLDERS[1]}/."
    do = "Réinstallez le produit, ou nommez un dossier par MANDATE_FLOW_CONTENT_DIR."
    raise BadContent("Les contenus sont introuvables.", why=why, do=do)


def _checkout(package: Path) -> Path | None:
    """The root of the checkout, when the package is read from `<root>/src/mandate_flow`."""
    root = package.parent.parent
    return root if package.parent.name == "src" and (root / "pyproject.toml").is_file() else None


def _holds_content(folder: Path) -> bool:
    return all((folder / name).is_dir() for name in FOLDERS)
