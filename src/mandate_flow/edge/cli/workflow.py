"""`mandate-flow workflow`: publish a version, compare two of them, take running files from one to the other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mandate_flow.edge.cli.opened import desk, settings
from mandate_flow.edge.cli.output import AsJson, as_json, say, table

if TYPE_CHECKING:
    from mandate_flow.domain.command import Moment
    from mandate_flow.domain.workflow.verdict import Choices
    from mandate_flow.service.migration import Judged

app = typer.Typer(no_args_is_help=True, help="Les parcours : publier une version, comparer, migrer des dossiers.")
Name = Annotated[str, typer.Argument(help="Le parcours, par exemple sieg.", metavar="PARCOURS")]
STANDING = {"published": "publiée", "draft": "brouillon", "kept": "gardée pour ses dossiers"}
TURNS = {"opens": "s’ouvre", "moves": "change de date", "closes": "est derrière nous", "cancels": "est annulée",
         "changes": "change"}  # fmt: skip


@app.command()
def publish(
    file: Annotated[str, typer.Argument(help="Le fichier de workflows/, par exemple sieg.v2.yaml.", metavar="FICHIER")],
) -> None:
    """Publier une version : ses octets ne changeront plus, et les nouveaux dossiers la suivent.

    Refuse tant que « content check » trouve une erreur. Écrit l’empreinte dans workflows/published.lock et l’affiche.
    """
    from mandate_flow.app import publish_workflow

    say(f"{publish_workflow(settings().content_dir, Path(file).name)}  {Path(file).name}")


@app.command(name="list")
def list_(*, json: AsJson = False) -> None:
    """Les versions de chaque parcours, leur état et leurs dossiers, puis les migrations faites."""
    from mandate_flow.service.batches import Since, batches
    from mandate_flow.service.definitions import versions

    with desk() as opened:
        found, made = versions(opened, _now()), batches(opened, _now())
    if json:
        as_json(
            {
                "versions": [
                    {
                        "workflow": one.name, "version": one.version, "sha256": one.sha256, "standing": one.standing,
                        "current": one.current, "running": one.running, "ended": one.ended,
                    }
                    for one in found
                ],
                "migrations": [
                    {
                        "batch": one.id, "at": one.at, "workflow": one.new.name, "from": one.old.version,
                        "to": one.new.version, **{since.value: one.count(since) for since in Since},
                    }
                    for one in made
                ],
            }
        )  # fmt: skip
        return
    rows = [
        (f"{one.name}@{one.version}", STANDING[one.standing], "oui" if one.current else "", str(one.running),
         str(one.ended), one.sha256[:12])
        for one in found
    ]  # fmt: skip
    table("Parcours", ("version", "état", "nouveaux dossiers", "en cours", "terminés", "empreinte"), rows)
    if made:
        lines = [
            (one.id, f"{one.new.name} {one.old.version} → {one.new.version}", f"{one.at:%d/%m/%Y}", str(len(one.files)),
             str(one.count(Since.UNDONE)))
            for one in made
        ]  # fmt: skip
        table("Migrations", ("lot", "parcours", "le", "dossiers", "remis"), lines)


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="Par exemple sieg@1.", metavar="DE")],
    new: Annotated[str, typer.Argument(help="Par exemple sieg@2.", metavar="À")],
    *,
    json: AsJson = False,
) -> None:
    """Dire en phrases ce qui change d’une version à l’autre."""
    from mandate_flow.service.definitions import compare

    (name, before), (other, after) = _version(old), _version(new)
    if name != other:
        raise typer.BadParameter("Comparez deux versions d’un même parcours.")
    with desk() as opened:
        found = compare(opened, name, before, after, _now())
    if json:
        as_json([{name: getattr(one, name) for name in ("part", "kind", "name", "words", "details")} for one in found])
        return
    for one in found:
        say(one.words)
        for detail in one.details:
            say(f"    {detail}")
    say(f"{len(found)} différence(s)." if found else "Ces deux versions sont les mêmes.")


@app.command()
def migrate(  # noqa: PLR0913 - one argument for each thing a person decides
    name: Name,
    *,
    old: Annotated[int, typer.Option("--from", help="Version que les dossiers suivent.")],
    new: Annotated[int, typer.Option("--to", help="Version publiée vers laquelle les mener.")],
    ref: Annotated[str, typer.Option("--file", help="Ce dossier seulement, par sa référence.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Juger chaque dossier sans rien écrire.")] = False,
    mapping: Annotated[list[str] | None, typer.Option("--map", help="ancien_état=nouvel_état")] = None,
    aside: Annotated[list[str] | None, typer.Option(help="Question dont l’ancienne réponse est mise de côté.")] = None,
    lapse: Annotated[bool, typer.Option(help="Les propositions en attente d’une seconde personne tombent.")] = False,
    controls: Annotated[bool, typer.Option(help="Les dossiers dont un contrôle est ouvert migrent aussi.")] = False,
    batch: Annotated[str, typer.Option(help="Continuer ce lot, interrompu.")] = "",
    json: AsJson = False,
) -> None:
    """Mener les dossiers en cours d’une version à une autre, un événement et une transaction par dossier.

    Interrompue, la commande se relance : elle continue avec les dossiers qui restent. Les dossiers terminés restent
    sous leur version. Sort avec le code 1 s’il reste des dossiers.
    """
    from mandate_flow.service.migration import Move, preview, run

    move = Move(name, old, new, _choices(mapping, aside, lapse=lapse, controls=controls), ref)
    with desk() as opened:
        if dry_run:
            looked = preview(opened, move, _now())
            judged, lot = looked.files, ""
        else:
            report = run(opened, move, _now(), batch=batch)
            judged, lot = (*report.moved, *report.stayed), report.batch
    rows = [_row(one) for one in judged]
    stayed = sum(row["verdict"] != "movable" for row in rows)
    if json:
        as_json({"batch": lot, "dry_run": dry_run, "files": rows})
    else:
        _tell(rows, lot, dry_run=dry_run)
    if stayed and not dry_run:
        raise typer.Exit(1)


@app.command(name="undo-migration")
def undo_migration(
    batch: Annotated[str, typer.Argument(help="Le lot, donné par migrate et par list.", metavar="LOT")],
    *,
    json: AsJson = False,
) -> None:
    """Remettre les dossiers d’un lot comme ils étaient, sauf ceux où quelque chose s’est passé depuis.

    Sort avec le code 1 s’il reste des dossiers.
    """
    from mandate_flow.service.batches import undo

    with desk() as opened:
        done = undo(opened, batch, _now())
    if json:
        as_json({"back": list(done.back), "stayed": [{"ref": ref, "why": why} for ref, why in done.stayed]})
    else:
        for ref in done.back:
            say(f"{ref} : remis comme il était.")
        for ref, why in done.stayed:
            say(f"{ref} : reste où il est. {why}")
        say(f"{len(done.back)} dossier(s) remis, {len(done.stayed)} resté(s).")
    if done.stayed:
        raise typer.Exit(1)


def _now() -> Moment:
    """Whoever runs the machine, now."""
    from mandate_flow.domain.people import SYSTEM
    from mandate_flow.edge.clock import moment

    return moment(SYSTEM)


def _version(text: str) -> tuple[str, int]:
    name, _, number = text.partition("@")
    if not name or not number.isdigit():
        raise typer.BadParameter(f"« {text} » n’est pas une version : écrivez par exemple sieg@2.")
    return name, int(number)


def _choices(mapping: list[str] | None, aside: list[str] | None, *, lapse: bool, controls: bool) -> Choices:
    from mandate_flow.domain.workflow.verdict import Choices

    states = {}
    for one in mapping or ():
        before, sign, after = one.partition("=")
        if not sign:
            raise typer.BadParameter(f"« {one} » : écrivez ancien_état=nouvel_état.")
        states[before.strip()] = after.strip()
    return Choices(states, frozenset(aside or ()), lapse, controls)


def _row(one: Judged) -> dict[str, Any]:
    from mandate_flow.domain.workflow.verdict import Movable, Refused

    row: dict[str, Any] = {"ref": one.ref, "title": one.title, "state": one.state}
    if isinstance(one.verdict, Refused):
        return row | {"verdict": "refused", "why": list(one.verdict.reasons)}
    if not isinstance(one.verdict, Movable):
        return row | {"verdict": "needs_decision", "why": [each.words for each in one.verdict.questions]}
    turns = [
        {"turn": each.turn, "label": each.label, "occurrence": each.occurrence, "before": each.before, "due": each.due}
        for each in one.verdict.deadlines
    ]
    return row | {"verdict": "movable", "deadlines": turns, "kept": list(one.verdict.kept)}


def _tell(rows: list[dict[str, Any]], lot: str, *, dry_run: bool) -> None:
    words = {"movable": "peut migrer" if dry_run else "migré", "refused": "refusé", "needs_decision": "à décider"}
    for row in rows:
        say(f"{row['ref']} ({row['state']}) : {words[row['verdict']]}")
        for why in row.get("why", ()):
            say(f"    {why}")
        for each in row.get("deadlines", ()):
            was = f" (était le {each['before']:%d/%m/%Y})" if each["before"] and each["turn"] == "moves" else ""
            of = f" {each['occurrence']}" if each["occurrence"] else ""
            say(f"    « {each['label']} »{of} {TURNS[each['turn']]} : {each['due']:%d/%m/%Y}{was}")
    count = {one: sum(row["verdict"] == one for row in rows) for one in words}
    told = ", ".join(f"{number} {words[one]}" for one, number in count.items())
    say(f"{len(rows)} dossier(s) : {told}.")
    if lot and count["movable"]:
        say(f"Lot {lot}. Pour revenir en arrière : mandate-flow workflow undo-migration {lot}")
