"""`mandate-flow rates`: the register of reference rates, listed, added to one by one or from a file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mandate_flow.edge.cli.opened import desk
from mandate_flow.edge.cli.output import AsJson, as_json, say, table

if TYPE_CHECKING:
    from mandate_flow.domain.rates import Rate

app = typer.Typer(no_args_is_help=True, help="Les taux de référence de la Commission : les lister, les saisir.")
Day = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Premier jour (AAAA-MM-JJ).")]


@app.command(name="list")
def list_rates(*, json: AsJson = False) -> None:
    """Lister les taux du registre, retirés compris."""
    with desk() as opened, opened.store.read() as unit:
        found = unit.rates.all()
    if json:
        as_json([_row(one) for one in found])
        return
    rows = [
        (
            one.kind.value,
            str(one.since),
            str(one.until or ""),
            str(one.maturity or ""),
            format(one.rate, "f"),
            one.source,
            "fictif" if one.fictitious else "",
            "retiré" if one.retired else "",
        )
        for one in found
    ]
    table("Taux de référence", ("nature", "du", "au", "durée", "taux", "source", "", ""), rows)
    if not found:
        say("Le registre est vide : les taux se recopient de ce que la Commission européenne publie.")


@app.command()
def add(
    rate: Annotated[str, typer.Argument(help="Le taux en pour cent : 2,45.")],
    *,
    since: Day,
    source: Annotated[str, typer.Option(help="Où il a été lu, et quel jour.")],
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Dernier jour ; sans fin pour un taux de base.")
    ] = None,
    maturity: Annotated[str, typer.Option(help="Durée en années d’un taux de swap ; vide pour un taux de base.")] = "",
    fictitious: Annotated[bool, typer.Option("--fictitious", help="Taux inventé, pour un essai.")] = False,
) -> None:
    """Ajouter un taux : de swap s’il a une durée, de base sinon."""
    from mandate_flow.domain.people import SYSTEM
    from mandate_flow.domain.rates import RateKind
    from mandate_flow.edge.clock import moment
    from mandate_flow.service.rates import Entry, read_maturity, read_rate, record_rates

    years = read_maturity(maturity) if maturity else 0
    kind = RateKind.SWAP if years else RateKind.BASE
    last = until.date() if until else None
    entry = Entry(kind, since.date(), last, read_rate(rate), source, years, fictitious=fictitious)
    with desk() as opened:
        record_rates(opened, [entry], moment(SYSTEM))
    say("Le taux est au registre.")


@app.command(name="import")
def import_rates(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Fichier CSV avec une ligne de titres.")],
) -> None:
    """Ajouter les taux d’un fichier CSV, tous ou aucun.

    Titres lus : nature (swap ou base), du, au, durée, taux, source, fictif. Séparateur : point-virgule, virgule ou
    tabulation.
    """
    from mandate_flow.domain.people import SYSTEM
    from mandate_flow.edge.clock import moment
    from mandate_flow.service.inventory_paste import decoded
    from mandate_flow.service.rates import record_rates
    from mandate_flow.service.rates_table import read_entries

    entries = read_entries(decoded(file.read_bytes()))
    with desk() as opened:
        made = record_rates(opened, entries, moment(SYSTEM))
    say(f"{len(made)} taux ajoutés au registre.")


def _row(one: Rate) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind.value,
        "currency": one.currency,
        "since": one.since,
        "until": one.until,
        "maturity": one.maturity or None,
        "rate": format(one.rate, "f"),
        "source": one.source,
        "fictitious": one.fictitious,
        "retired": one.retired,
    }
