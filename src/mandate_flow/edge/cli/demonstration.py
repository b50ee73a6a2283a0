"""`mandate-flow demo`: the product alive on the Lille demonstration, in one command."""

from __future__ import annotations

from typing import Annotated

import typer

from mandate_flow.edge.cli.opened import settings
from mandate_flow.edge.cli.output import say


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(demo)


def demo(
    *,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Lancer ensuite le site et l’ordonnanceur.")] = True,
    port: Annotated[int | None, typer.Option(help="Port d’écoute ; à défaut 8000, ou le premier libre après.")] = None,
) -> None:
    """Créer la base, y jouer la démonstration lilloise si elle est vide, puis lancer le site.

    Les données déjà là sont gardées. Tout ce que la démonstration contient de structures et de chiffres est fictif.
    """
    from mandate_flow.edge.serving import demonstrate, free_port

    chosen = settings()
    chosen = settings(port=port if port is not None else free_port(chosen.host, chosen.port))
    demonstrate(chosen, say, serve_after=serve)
