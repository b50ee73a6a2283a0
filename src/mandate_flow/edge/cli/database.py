"""`mandate-flow db`: bring the database to the tables of this version."""

from __future__ import annotations

import typer

from mandate_flow.edge.cli.opened import settings
from mandate_flow.edge.cli.output import AsJson, as_json, say

app = typer.Typer(no_args_is_help=True, help="La base de données : la créer, la mettre à jour.")


@app.command()
def upgrade() -> None:
    """Créer la base, ou la mettre à jour. Sans effet si elle l’est déjà.

    La base est celle de MANDATE_FLOW_DATABASE_URL, à défaut un fichier SQLite dans MANDATE_FLOW_DATA_DIR.
    """
    from mandate_flow.app import upgrade as bring

    say(f"Base à jour : version {bring(settings())}.")


@app.command()
def index() -> None:
    """Refaire l’index des mots de la recherche, à partir des dossiers, des collectivités et des structures.

    Il suit chaque écriture de lui-même : utile seulement si la base a été modifiée autrement que par le produit.
    """
    from mandate_flow.app import index_words
    from mandate_flow.edge.web.formats import plural

    say(f"Index refait : {plural(index_words(settings()), 'mot')}.")


@app.command()
def current(*, json: AsJson = False) -> None:
    """Dire à quelle version sont les tables, et si les gardes du journal sont en place."""
    from mandate_flow.app import database_state

    state = database_state(settings())
    if json:
        as_json(state)
    else:
        say(f"Version {state['version']} ; gardes manquantes : {', '.join(state['missing_triggers']) or 'aucune'}.")
    if state["missing_triggers"] or not state["version"]:
        raise typer.Exit(1)
