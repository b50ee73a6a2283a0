"""`mandate-flow serve` and `settings`: the site, and what it was told."""

from __future__ import annotations

from typing import Annotated

import typer

from mandate_flow.edge.cli.opened import settings
from mandate_flow.edge.cli.output import AsJson, as_json, say, table


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(serve)
    app.command(name="settings")(show)


def serve(
    *,
    host: Annotated[str | None, typer.Option(help="Adresse d’écoute.")] = None,
    port: Annotated[int | None, typer.Option(help="Port d’écoute.")] = None,
    with_scheduler: Annotated[bool, typer.Option("--scheduler/--no-scheduler", help="Rappels et envois aussi.")] = True,
) -> None:
    """Lancer le site et, sauf --no-scheduler, l’ordonnanceur. La base doit être à jour (« db upgrade »)."""
    from mandate_flow.edge.serving import serve as run

    over = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    run(settings(**over), with_scheduler=with_scheduler)


def show(*, json: AsJson = False) -> None:
    """Montrer chaque réglage, sa valeur et son usage ; les secrets restent masqués."""
    current = settings()
    rows = [
        (f"MANDATE_FLOW_{name.upper()}", str(getattr(current, name)), field.description or "")
        for name, field in type(current).model_fields.items()
    ]
    if json:
        as_json({name: value for name, value, _ in rows})
        return
    table("Réglages", ("variable", "valeur", "usage"), rows)
    say("Un secret peut aussi venir d’un fichier : MANDATE_FLOW_SMTP_PASSWORD_FILE=/chemin.")
