"""`mandate-flow doctor`: is this installation in working order, and what to do where it is not."""

from __future__ import annotations

import typer

from mandate_flow.edge.cli.opened import settings
from mandate_flow.edge.cli.output import AsJson, as_json, say


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(doctor)


def doctor(*, json: AsJson = False) -> None:
    """Examiner l’installation : base, gardes du journal, contenus, dossier de données, messagerie, ordonnanceur.

    Chaque ligne dit ce qui est en ordre ou ce qu’il faut faire. Sort avec le code 1 si quelque chose empêche de servir.
    """
    from mandate_flow.app import examined
    from mandate_flow.edge.clock import now

    findings = examined(settings(), now())
    if json:
        as_json([{"subject": one.subject, "ok": one.ok, "serious": one.serious, "says": one.says} for one in findings])
    else:
        for one in findings:
            mark = "✓" if one.ok else "✗" if one.serious else "!"
            say(f"{mark} {one.subject} : {one.says}")
    if any(one.serious and not one.ok for one in findings):
        raise typer.Exit(1)
