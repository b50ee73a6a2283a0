"""The command line: commands teach by --help, fail with a non-zero code, and speak JSON where a program asks."""

from __future__ import annotations

import sys

import typer

from mandate_flow.domain.errors import MandateFlowError
from mandate_flow.edge.cli import (
    audit,
    clockwork,
    content,
    database,
    demonstration,
    doctor,
    law,
    people,
    rates,
    serving,
    workflow,
)

app = typer.Typer(
    name="mandate-flow",
    help="Suivre les mandats de SIG et de SIEG : dossiers, échéances, courriels et journal d’audit.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for room in (serving, demonstration, clockwork, people, doctor):
    room.register(app)
app.add_typer(database.app, name="db")
app.add_typer(content.app, name="content")
app.add_typer(law.app, name="law")
app.add_typer(workflow.app, name="workflow")
app.add_typer(audit.app, name="audit")
app.add_typer(people.app, name="user")
app.add_typer(rates.app, name="rates")


def main() -> None:
    """Entry point of the console script: an expected failure is a sentence, not a traceback."""
    try:
        app()
    except MandateFlowError as failed:
        sys.stderr.write(f"Erreur : {failed.where + ' : ' if failed.where else ''}{failed.what}\n")
        sys.stderr.writelines(f"  {part}\n" for part in (failed.why, failed.do) if part)
        sys.exit(1)
