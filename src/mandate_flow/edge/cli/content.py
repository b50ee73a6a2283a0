"""`mandate-flow content`: check the law, workflows and notifications, and run their stories."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mandate_flow.edge.cli.law import On, day_asked
from mandate_flow.edge.cli.opened import settings
from mandate_flow.edge.cli.output import AsJson, as_json, say, warn

if TYPE_CHECKING:
    from mandate_flow.content.problem import Problem
    from mandate_flow.content.review import Waiting

app = typer.Typer(no_args_is_help=True, help="Les contenus : droit, parcours, courriels et histoires d’essai.")
Folder = Annotated[Path | None, typer.Argument(help="Dossier des contenus ; à défaut, celui du produit.")]


@app.command()
def check(
    folder: Folder = None,
    *,
    review: Annotated[
        bool, typer.Option("--review", help="Lister plutôt les chiffres du droit que personne n’a relus depuis un an.")
    ] = False,
    on: On = None,
    json: AsJson = False,
) -> None:
    """Relire tous les contenus et dire, avec fichier et ligne, ce qui ne va pas et que faire.

    Sort avec le code 1 s’il y a au moins une erreur ; les avertissements ne bloquent pas. Avec --review, rien n’est
    une erreur : la liste dit ce qu’une personne devrait relire, puis noter par « checked_on ».
    """
    from mandate_flow.app import check_content

    if review:
        _review(folder or settings().content_dir, day_asked(on), in_json=json)
        return
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
        if not results:
            warn(f"Aucune histoire ne correspond à « {only} »." if only else "Aucune histoire à jouer.")
    if not results or any(one.failures for one in results):
        raise typer.Exit(1)


def _review(folder: Path | None, day: date, *, in_json: bool) -> None:
    from mandate_flow.app import to_review
    from mandate_flow.domain.law_words import confidence_words

    waiting = to_review(folder, day)
    if in_json:
        as_json([_waiting(one) for one in waiting])
        return
    for one in waiting:
        said = confidence_words(one.quantity)
        known = said if one.last else f"jamais relu, {said}"
        article = f"{one.entry.text['fr']}, {one.quantity.article}"
        say(" — ".join(part for part in (f"{one.where}: {one.key}", article, known, one.quantity.note) if part))
    loose = sum(not one.quantity.binding for one in waiting)
    say(f"{len(waiting)} chiffre(s) à relire au {day}, dont {loose} qui ne bloquent pas tant qu’ils attendent.")


def _waiting(one: Waiting) -> dict[str, object]:
    quantity = one.quantity
    return {
        "file": one.file,
        "line": one.line,
        "key": one.key,
        "entry": one.entry.id,
        "article": quantity.article,
        "confidence": str(quantity.confidence),
        "binding": quantity.binding,
        "checked_on": quantity.checked_on,
        "note": quantity.note,
    }


def _row(one: Problem) -> dict[str, str]:
    return {name: str(getattr(one, name)) for name in ("file", "line", "level", "what", "why", "do")}
