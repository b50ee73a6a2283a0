"""docs/reference/droit.md: every text of law/ with its versions, and the days on which the law changes."""

from mandate_flow.domain.law import Confidence, Entry, LawBook, LawText
from mandate_flow.domain.law_words import CONFIDENCE, confidence_words, value_words
from mandate_flow.domain.wording import day_words
from mandate_flow.service.law_pages import Change, by_title, changes
from tools.pages.markdown import code, page, table, yes

INTRODUCTION = """Chaque texte est un fichier de `law/`, écrit par versions datées. Une condition est jugée par la
version du jour qui compte : celui du mandat, de l’octroi, du fait déclencheur ou de l’acte. Elle peut bloquer une étape
si l’un au moins des textes qu’elle cite a été lu, ou relu par une personne (`checked_on`) ; sinon elle avertit.
`mandate-flow law show --on 2015-03-01` dit la même chose pour un jour ; `mandate-flow content check --review` liste ce
qui est à relire."""


def law_page(book: LawBook) -> str:
    texts = by_title(book)
    blocking = (Confidence.VERIFIED, Confidence.SECONDARY)
    return page(
        "# Le droit par date",
        INTRODUCTION,
        table(
            ("`confidence`", "Se lit", "Peut bloquer"),
            [(code(one), words["fr"], yes(one in blocking)) for one, words in CONFIDENCE.items()],
        ),
        "## Les jours où le droit change",
        table(("Jour", "Ce qui change"), [(_day(one), _turns(one)) for one in changes(book)]),
        *(part for text in texts for part in _text(text)),
    )


def _day(change: Change) -> str:
    return day_words(change.day)


def _turns(change: Change) -> str:
    return " ; ".join(
        f"[{one.text.title['fr']}](#{one.text.name}) : "
        + (one.after.text["fr"] if one.after else f"fin de {one.before.text['fr'] if one.before else ''}")
        for one in change.turns
    )


def _text(text: LawText) -> list[str]:
    parts = [f'<a id="{text.name}"></a>\n\n## {text.title["fr"]}', f"Fichier `law/{text.name}.yaml`."]
    for entry in text.entries:
        parts += [f"### {_span(entry)}", _entry(entry)]
    return parts


def _span(entry: Entry) -> str:
    until = f"au {day_words(entry.until)}" if entry.until else "sans terme connu"
    corrects = f", corrige {entry.corrects}" if entry.corrects else ""
    return f"{entry.text['fr']}, du {day_words(entry.since)} {until} (`{entry.id}`{corrects})"


def _entry(entry: Entry) -> str:
    head = ("Nom", "Objet", "Valeur", "Article", "Fiabilité", "Peut bloquer", "Note")
    return table(
        head,
        [
            (
                code(one.name),
                one.label.get("fr", ""),
                value_words(one) or "—",
                one.article,
                confidence_words(one),
                yes(one.binding),
                one.note,
            )
            for one in entry.quantities.values()
        ],
    )
