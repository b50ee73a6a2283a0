"""Writes docs/reference/ from the code and the content: commands, settings, law, workflows, refusals and events.

`make docs` writes the pages; `--check` only says whether they are what they would be.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from pydantic_core import PydanticUndefined

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # run by its path, it still finds its pages

from mandate_flow.content.library import Library, load  # noqa: E402
from mandate_flow.edge.cli import app  # noqa: E402
from mandate_flow.settings import Settings  # noqa: E402
from tools.pages.calendars import calendars_page  # noqa: E402
from tools.pages.checklist import checklist_page  # noqa: E402
from tools.pages.events import events_page  # noqa: E402
from tools.pages.law import law_page  # noqa: E402
from tools.pages.markdown import page, table  # noqa: E402
from tools.pages.refusals import refusals_page  # noqa: E402
from tools.pages.workflow import workflow_page  # noqa: E402

FOLDER = ROOT / "docs" / "reference"


def pages() -> dict[str, str]:
    """Every page by its file name."""
    library = load(ROOT)
    return {
        "commandes.md": _commands(),
        "reglages.md": _settings(),
        "droit.md": law_page(library.law),
        "refus.md": refusals_page(library.workflows, library.law),
        "calendriers.md": calendars_page(library.calendars, library.law),
        "liste-de-controle.md": _checklist(library),
        "evenements.md": events_page(library.notices, library.workflows),
        **{f"parcours-{one.name}.md": workflow_page(one, library.law) for one in library.workflows},
    }


def main() -> int:
    written = pages()
    if "--check" in sys.argv[1:]:
        stale = [name for name, text in written.items() if _read(FOLDER / name) != text]
        if stale:
            print(f"docs/reference: {', '.join(stale)} would change; run `make docs`.")
        return 1 if stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in written.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


def _checklist(library: Library) -> str:
    """Of the two workflows of mandates, which the checklist is about."""
    if library.checklist is None:
        raise SystemExit("workflows/checklist.v1.yaml is missing")
    return checklist_page(library.checklist, (library.latest("sieg"), library.latest("sig")))


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _commands() -> str:
    parts = ["# Les commandes"]
    for words, command in _walk("mandate-flow", typer.main.get_command(app)):
        parts += [f"## `{words}`", (command.help or "").strip()]
        rows = [_parameter(parameter) for parameter in command.params if parameter.name != "help"]
        if rows:
            parts.append(table(("Option", "Défaut", "Effet"), rows))
    return page(*parts)


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
    return page("# Les réglages", table(("Variable", "Défaut", "Effet"), rows))


def _value(default: object) -> str:
    if default is None or default == "":
        return "—"
    if isinstance(default, bool):
        return "oui" if default else "non"
    return f"`{default}`"


if __name__ == "__main__":
    sys.exit(main())
