"""`mandate-flow audit`: verify that the log and the rows are what was recorded."""

from __future__ import annotations

import typer

from mandate_flow.edge.cli.opened import desk
from mandate_flow.edge.cli.output import AsJson, as_json, say

app = typer.Typer(no_args_is_help=True, help="Le journal d’audit : le vérifier.")


@app.command()
def verify(*, json: AsJson = False) -> None:
    """Recalculer chaque empreinte et chaque chaîne, rejouer les événements et les comparer aux lignes.

    Nomme tout écart par flux, événement et champ. Sort avec le code 1 au moindre écart.
    """
    from mandate_flow.service.integrity import verify as verified

    with desk() as opened:
        report = verified(opened.store)
    if json:
        findings = [{"stream": str(f.stream), "seq": f.seq, "field": f.field, "what": f.what} for f in report.findings]
        as_json({"ok": report.ok, "events": report.events, "streams": report.streams, "findings": findings})
    else:
        for one in report.findings:
            say(f"{one.stream} événement {one.seq}, {one.field} : {one.what}")
        end = "intègre" if report.ok else f"{len(report.findings)} écart(s)"
        say(f"{report.events} événements, {report.streams} flux : {end}.")
    if not report.ok:
        raise typer.Exit(1)
