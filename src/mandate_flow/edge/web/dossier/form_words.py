"""The form of the accounts of a year in the reader’s language."""

from __future__ import annotations

from dataclasses import asdict, replace

from mandate_flow.edge.web.language import _
from mandate_flow.paper.book import Answers, Book, Words


def spoken_form(book: Book) -> Book:
    """The book with everything around its questions said in the language spoken; these come so from the content."""
    return replace(
        book,
        title=_(book.title),
        intro=tuple(_(one) for one in book.intro),
        sheets=tuple(
            replace(one, title=_(one.title), help=_(one.help)) if isinstance(one, Answers) else one
            for one in book.sheets
        ),
        words=Words(**{name: _(words) for name, words in asdict(book.words).items()}),
    )
