"""Writes docs/reference/ from the code: every command with its options, every setting with its default.

`make docs` writes the pages; `--check` only says whether they are what they would be.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from pydantic_core import PydanticUndefined

from mandate_flow.edge.cli import app
from mandate_flow.settings import Settings

FOLDER = Path(__file__).parent.parent / "docs" / "reference"
NOTICE = "<!-- Page écrite par `make docs` : ne la modifiez pas à la main. -->"


def main() -> int:
    pages = {"commandes.md": _commands(), "reglages.md": _settings()}
    if "--check" in sys.argv[1:]:
        stale = [name for name, text in pages.items() if _read(FOLDER / name) != text]
        if stale:
            print(f"docs/reference: {', '.join(stale)} would change; run `make docs`.")
        return 1 if stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _commands() -> str:
    parts = [NOTICE, "# Les commandes"]
    for words, command in _walk("mandate-flow", typer.main.get_command(app)):
        parts += [f"## `{words}`", (command.help or "").strip()]
        rows = [_parameter(parameter) for parameter in command.params if parameter.name != "help"]
        if rows:
            parts.append(_table(("Option", "Défaut", "Effet"), rows))
    return "\n\n".join(part for part in parts if part) + "\n"


def _walk(words: str, command: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - typer's own class is private
    children: dict[str, Any] = getattr(command, "commands", {})
    if not children:
        yield words, command
    for name, child in sorted(children.items()):
        if not child.hidden:
            yield from _walk(f"{words} {name}", child)


def _parameter(parameter: Any) -> tuple[str, str, str]:  # noqa: ANN401 - as above
    if parameter.param_type_name == "argument":
        names = f"`{parameter.name.upper()}`"
    else:
        names = ", ".join(f"`{name}`" for name in [*parameter.opts, *parameter.secondary_opts])
    default = "obligatoire" if parameter.required else _value(parameter.default)
    return names, default, getattr(parameter, "help", None) or ""


def _settings() -> str:
    prefix = str(Settings.model_config.get("env_prefix", "")).upper()
    rows = [
        (
            f"`{prefix}{name.upper()}`",
            "obligatoire" if field.default is PydanticUndefined else _value(field.default),
            field.description or "",
        )
        for name, field in sorted(Settings.model_fields.items())
    ]
    return "\n\n".join([NOTICE, "# Les réglages", _table(("Variable", "Défaut", "Effet"), rows)]) + "\n"


def _value(default: object) -> str:
    if default is None or default == "":
        return "—"
    if isinstance(default, bool):
        return "oui" if default else "non"
    return f"`{default}`"


def _table(head: tuple[str, ...], rows: list[tuple[str, str, str]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(' '.join(cell.split()).replace('|', '∣') for cell in line)} |" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
