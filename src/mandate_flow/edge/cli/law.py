"""`mandate-flow law`: what the law said on a day, and which texts the product knows."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mandate_flow.edge.cli.opened import settings
from mandate_flow.edge.cli.output import AsJson, as_json, say, table

if TYPE_CHECKING:
    from mandate_flow.domain.law import Entry, LawBook, LawText

app = typer.Typer(no_args_is_help=True, help="Le droit daté : ce qui s’appliquait un jour donné.")
On = Annotated[
    datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="Le jour (AAAA-MM-JJ) ; à défaut aujourd’hui.")
]


@app.command()
def show(
    on: On = None,
    *,
    text: Annotated[str, typer.Option(help="Un seul texte, par le nom de son fichier sans .yaml.")] = "",
    folder: Annotated[Path | None, typer.Option(help="Dossier des contenus ; à défaut, celui du produit.")] = None,
    json: AsJson = False,
) -> None:
    """Dire ce qui s’appliquait un jour : chaque valeur, son article, et ce qu’on sait de sa fiabilité.

    « peut bloquer » dit si une condition qui s’appuie sur cette valeur peut arrêter une étape.
    """
    from mandate_flow.domain.wording import day_words
    from mandate_flow.service.law_pages import by_title, text_of

    day = day_asked(on)
    book = _book(folder)
    texts = (text_of(book, text),) if text else by_title(book)
    found = [(one, one.on(day)) for one in texts]
    if json:
        as_json({"on": day, "texts": [_text(one, entry) for one, entry in found]})
        return
    say(f"Droit applicable le {day_words(day)}")
    for one, entry in found:
        if entry is not None:
            _print(one, entry)
    silent = [one.title["fr"] for one, entry in found if entry is None]
    if silent:
        say(f"Rien de connu à cette date : {', '.join(silent)}.")


@app.command()
def texts(
    folder: Annotated[Path | None, typer.Option(help="Dossier des contenus ; à défaut, celui du produit.")] = None,
    *,
    json: AsJson = False,
) -> None:
    """Lister les textes connus, avec les dates de leurs versions."""
    from mandate_flow.service.law_pages import by_title

    found = by_title(_book(folder))
    if json:
        as_json([_versions(one) for one in found])
        return
    rows = [
        (one.name, one.title["fr"], entry.id, str(entry.since), str(entry.until or "en vigueur"))
        for one in found
        for entry in one.entries
    ]
    table("Textes", ("Nom", "Titre", "Version", "Du", "Au"), rows)


def day_asked(on: datetime | None) -> date:
    """The day that `--on` names, today when it names none."""
    from mandate_flow.edge.clock import day_of, now

    return on.date() if on else day_of(now())


def _book(folder: Path | None) -> LawBook:
    from mandate_flow.app import law_of

    return law_of(folder or settings().content_dir)


def _print(text: LawText, entry: Entry) -> None:
    from mandate_flow.domain.law_words import confidence_words, value_words

    say()
    until = f"jusqu’au {entry.until}" if entry.until else "sans terme connu"
    rows = [
        (
            one.label.get("fr", one.name),
            value_words(one) or "—",
            one.article,
            confidence_words(one),
            "oui" if one.binding else "non",
            one.note,
        )
        for one in entry.quantities.values()
    ]
    title = f"{text.title['fr']} ({text.name}) : {entry.text['fr']}, du {entry.since} {until}"
    table(title, ("Objet", "Valeur", "Article", "Fiabilité", "Peut bloquer", "Note"), rows)


def _text(text: LawText, entry: Entry | None) -> dict[str, Any]:
    return {"text": text.name, "title": text.title["fr"], "entry": _entry(entry) if entry else None}


def _entry(entry: Entry) -> dict[str, Any]:
    quantities = {
        name: {
            "value": one.value,
            "unit": one.unit,
            "article": one.article,
            "confidence": str(one.confidence),
            "binding": one.binding,
            "checked_on": one.checked_on,
            "note": one.note,
        }
        for name, one in entry.quantities.items()
    }
    return {
        "id": entry.id,
        "since": entry.since,
        "until": entry.until,
        "text": entry.text["fr"],
        "corrects": entry.corrects,
        "quantities": quantities,
    }


def _versions(text: LawText) -> dict[str, Any]:
    entries = [{"id": one.id, "since": one.since, "until": one.until, "text": one.text["fr"]} for one in text.entries]
    return {"text": text.name, "title": text.title["fr"], "sha256": text.sha256, "entries": entries}
