"""Turns notices into the words of one mail: subject, plain text, and HTML from one shared layout."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from mandate_flow.domain.errors import BadContent
from mandate_flow.domain.notice import ESCALATION, LATE, WINDOW, of_calendar
from mandate_flow.domain.wording import day_words
from mandate_flow.mail.paragraphs import Block, blocks, spaced

LAYOUTS: Final = Path(__file__).parent / "templates"
OVERDUE: Final = frozenset({LATE, ESCALATION, of_calendar(LATE), of_calendar(ESCALATION)})
LANGUAGES: Final = ("fr", "en", "nl")
WEEKDAYS: Final = {
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche".split(),
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag".split(),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One notice to be said: its template and the names it may use (those of its example file)."""

    notice: str
    names: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rendered:
    """The words of one mail."""

    lang: str
    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Part:
    """One notice as the layouts show it: headline, paragraphs, facts (heading, value), and the link that answers it."""

    headline: str
    blocks: tuple[Block, ...]
    facts: tuple[tuple[str, str], ...]
    link: str
    button: str
    late: bool


class Writer:
    """Writes mails from the templates of one folder (`<notice>.<lang>.j2`, and `_words.<lang>.j2` shared by all)."""

    def __init__(self, folder: Path) -> None:
        self._texts = {lang: _environment(folder, lang) for lang in LANGUAGES}
        self._layouts = _layouts()

    def write(self, items: Sequence[Item], *, name: str, sender: str, lang: str) -> Rendered:
        """One mail of one notice or several, in the order given; an unknown language is French.

        `name` is the recipient's ("" when unknown). Raises BadContent when a template is missing, or uses a name that
        it was not given.
        """
        lang = lang if lang in LANGUAGES else "fr"
        try:
            return self._write(items, name, sender, lang)
        except jinja2.TemplateSyntaxError as error:
            raise BadContent(
                "Ce modèle ne peut pas être lu.", why=str(error), where=f"{error.filename}:{error.lineno}"
            ) from error
        except (jinja2.TemplateError, TypeError) as error:
            where = f"notifications/templates/{items[0].notice}.{lang}.j2"
            raise BadContent(
                "Ce message ne peut pas être écrit.", why=str(error), do="Corrigez le modèle.", where=where
            ) from error

    def _write(self, items: Sequence[Item], name: str, sender: str, lang: str) -> Rendered:
        words: Any = self._texts[lang].get_template(f"_words.{lang}.j2").module
        parts = [self._part(item, words, lang) for item in items]
        contact = next((str(one) for item in items if (one := item.names.get("contact"))), "")
        shown = {
            "lang": lang,
            "parts": parts,
            "greeting": spaced(words.greeting(name), lang),
            "intro": spaced(words.intro_many, lang) if len(parts) > 1 else "",
            "closing": words.closing,
            "footer": spaced(words.footer(contact), lang),
            "automatic": words.automatic,
            "sender": sender,
        }
        first = parts[0].headline
        subject = first if len(parts) == 1 else words.many(first, len(parts) - 1)
        text = self._layouts.get_template("layout.txt.j2").render(shown)
        html = self._layouts.get_template("layout.html.j2").render(shown, subject=subject)
        return Rendered(lang, spaced(subject, lang), spaced(_tidy(text), lang), html)

    def _part(self, item: Item, words: Any, lang: str) -> Part:  # noqa: ANN401 - a Jinja module
        template = self._texts[lang].get_template(f"{item.notice}.{lang}.j2")
        context = template.new_context({**item.names, "words": words})
        said = {name: "".join(template.blocks[name](context)) for name in ("subject", "text")}
        names = item.names
        headline = spaced(" ".join(said["subject"].split()), lang)
        asked = names.get("for_structure") and ("due" in names or names.get("coming"))
        button = words.look if "ref" not in names else words.answer if asked else words.open
        facts = tuple(_facts(item, words, lang))
        return Part(headline, blocks(said["text"], lang), facts, str(names["link"]), button, item.notice in OVERDUE)


@lru_cache(maxsize=8)
def writer_for(folder: Path) -> Writer:
    """The writer of a folder of templates, compiled once."""
    return Writer(folder)


def weekday_words(day: date, lang: str = "fr") -> str:
    """As in "mardi 30 juin 2026"."""
    return f"{WEEKDAYS.get(lang, WEEKDAYS['fr'])[day.weekday()]}\u00a0{day_words(day, lang)}"


def _facts(item: Item, words: Any, lang: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """What every mail says in the same place: what, by when, whose, which file, by which text."""
    for heading, value in _every_fact(item, words, lang):
        if value:
            yield str(heading), spaced(str(value), lang)


def _every_fact(item: Item, words: Any, lang: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    names = item.names
    if "instead_of" in names:
        yield words.instead_of, names["instead_of"]
    if "due" in names:
        yield words.expected if names["for_structure"] else words.about, names["what"]
        yield (
            words.date if item.notice in (WINDOW, of_calendar(WINDOW)) else words.by,
            weekday_words(names["due"], lang),
        )
    if "calendar" in names:
        yield words.calendar, names["calendar"]
    if "ref" in names:
        yield words.authority_many if names["several_authorities"] else words.authority, names["authority_names"]
        if not names["for_structure"]:
            yield words.structure_many if names["several_structures"] else words.structure, names["structures"]
        yield words.file, f"{names['ref']}, {names['title']}"
    yield words.why, names.get("law")


def _environment(folder: Path, lang: str) -> jinja2.Environment:
    """Templates are content: sandboxed, strict about names, and plain text."""
    made = ImmutableSandboxedEnvironment(
        loader=jinja2.FileSystemLoader(folder), undefined=jinja2.StrictUndefined, autoescape=False, auto_reload=False
    )
    made.filters["day"] = lambda day: day_words(day, lang)
    made.filters["weekday"] = lambda day: weekday_words(day, lang)
    return made


def _layouts() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(LAYOUTS),
        undefined=jinja2.StrictUndefined,
        autoescape=jinja2.select_autoescape(enabled_extensions=("html.j2",)),
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _tidy(text: str) -> str:
    """No more than one empty line in a row, none at the ends."""
    lines: list[str] = []
    for line in text.splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines).strip() + "\n"
