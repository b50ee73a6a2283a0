"""`mandate-flow audit`: verify that the log, the rows and the documents are what was recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from mandate_flow.edge.cli.opened import desk
from mandate_flow.edge.cli.output import AsJson, as_json, say

if TYPE_CHECKING:
    from mandate_flow.domain.audit.chain import Finding
    from mandate_flow.service.integrity import Report

app = typer.Typer(no_args_is_help=True, help="Le journal d’audit : le vérifier.")


@app.command()
def verify(*, json: AsJson = False) -> None:
    """Recalculer chaque empreinte, suivre chaque chaîne, rejouer le journal, relire chaque pièce déposée.

    Trouve : un événement changé, ôté, ajouté ou déplacé ; une fiche qui ne dit pas ce que dit son journal ; une valeur
    personnelle changée, ou absente sans effacement noté ; un contenu conservé ou une pièce déposée, même retirée
    depuis, dont les octets ont changé ou manquent ; une protection ôtée de la base.

    Ne trouve pas : une base entière réécrite, ou remplacée par une copie plus ancienne, avec ses pièces, par qui en
    possède les fichiers ; un changement dans la copie gardée d’un courriel, les avis en attente, les sessions ou le
    registre des accès, qui ne sont pas enchaînés (l’envoi d’un courriel et une connexion le sont).

    Nomme chaque écart par dossier ou fiche, événement et champ ; jamais par le nom d’une personne. Sort avec le code 1
    au moindre écart.
    """
    from mandate_flow.service.integrity import verify as verified

    with desk() as opened:
        report = verified(opened.store, opened.blobs)
    if json:
        _as_json(report)
    else:
        for one in report.findings:
            say(f"{_place(report, one)} : {one.what}")
        if report.found > len(report.findings):
            say(f"… et {report.found - len(report.findings)} autres écarts.")
        end = "intègre" if report.ok else f"{report.found} écart(s)"
        say(f"{report.events} événements, {report.streams} flux, {report.documents} pièce(s) : {end}.")
    if not report.ok:
        raise typer.Exit(1)


def _place(report: Report, one: Finding) -> str:
    """Where a finding is, in words; of a person only the id, for what a terminal shows is easily kept or sent."""
    subject = report.subjects[one.stream]
    name = subject.ref or ("" if subject.personal else subject.name)
    what = f"{name} ({one.stream})" if name and "/" in one.stream else name or one.stream
    return ", ".join([what, *([f"événement {one.seq}"] if one.seq else []), one.field])


def _as_json(report: Report) -> None:
    findings = [
        {
            "stream": one.stream,
            "ref": report.subjects[one.stream].ref,
            "seq": one.seq,
            "field": one.field,
            "what": one.what,
        }
        for one in report.findings
    ]
    counts = {"events": report.events, "streams": report.streams, "documents": report.documents, "found": report.found}
    as_json({"ok": report.ok, **counts, "findings": findings})
