"""`mandate-flow content`: check the law, workflows and notifications, and run their stories."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mandate_flow.edge.cli.opened import settings
from mandate_flow.edge.cli.output import AsJson, as_json, say

if TYPE_CHECKING:
    from mandate_flow.content.problem import Problem

app = typer.Typer(no_args_is_help=True, help="Les contenus : droit, parcours, courriels et histoires d’essai.")
Folder = Annotated[Path | None, typer.Argument(help="Dossier des contenus ; à défaut, celui du produit.")]


@app.command()
def check(folder: Folder = None, *, json: AsJson = False) -> None:
    """Relire tous les contenus et dire, avec fichier et ligne, ce qui ne va pas et que faire.

    Sort avec le code 1 s’il y a au moins une erreur ; les avertissements ne bloquent pas.
    """
    from mandate_flow.app import check_content

    problems = check_content(folder or settings().content_dir)
    if json:
        as_json([_row(one) for one in problems])
    else:
        for one in problems:
            say(str(one))
        say(f"{len(problems)} remarque(s)." if problems else "Contenus en ordre.")
    if any(one.level == "error" for one in problems):
        raise typer.Exit(1)


@app.command(name="test")
def stories(
    folder: Folder = None,
    *,
    only: Annotated[str, typer.Option(help="Ne jouer que les histoires dont le nom contient ce texte.")] = "",
    json: AsJson = False,
) -> None:
    """Jouer les histoires de workflows/stories : qui fait quoi quel jour, et ce qu’on doit trouver.

    Une histoire qui échoue dit le fichier, la ligne, ce qui était attendu et ce qui a été trouvé.
    """
    from mandate_flow.app import run_stories

    results = run_stories(folder or settings().content_dir, only)
    if json:
        as_json([{"story": one.file, "failures": list(one.failures)} for one in results])
    else:
        for one in results:
            say(f"{'échec ' if one.failures else 'réussi'} {one.file}")
            for failure in one.failures:
                say(f"    {failure}")
    if not results or any(one.failures for one in results):
        raise typer.Exit(1)


def _row(one: Problem) -> dict[str, str]:
    return {name: str(getattr(one, name)) for name in ("file", "line", "level", "what", "why", "do")}
