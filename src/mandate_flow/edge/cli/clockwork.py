"""`mandate-flow tick` and `scheduler`: what the passing of time makes leave."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from mandate_flow.domain.errors import BadInput
from mandate_flow.edge.cli.opened import desk
from mandate_flow.edge.cli.output import AsJson, as_json, say


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(tick)
    app.command()(scheduler)


def tick(
    *,
    at: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Faire comme si l’on était ce jour.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Dire ce qui partirait, sans rien écrire ni envoyer.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Faire maintenant ce que fait l’ordonnanceur chaque minute : rappels dus, puis envoi.

    « mandate-flow tick --at 2027-01-05 --dry-run » dit ce qui partirait jusqu’à ce jour, et à qui.
    """
    from mandate_flow.edge.clock import day_of, now
    from mandate_flow.service.tick import tick as run

    today = day_of(now())
    day = at.date() if at else today
    if day > today and not dry_run:
        raise BadInput(
            "Ce jour n’est pas encore venu.", do="Ajoutez --dry-run pour voir ce qui partirait.", where="--at"
        )
    with desk() as opened:
        report = run(opened, day, now(), dry_run=dry_run)
    if json:
        as_json(report.as_rows())
        return
    for line in report.lines():
        say(line)


def scheduler() -> None:
    """Lancer l’ordonnanceur seul (rappels et envois), sans le site. Plusieurs peuvent tourner à la fois."""
    from mandate_flow.edge.scheduler import run_forever

    with desk() as opened:
        run_forever(opened)
