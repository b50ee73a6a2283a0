"""The few signs of Markdown the reference pages use."""

from collections.abc import Iterable, Sequence

NOTICE = "<!-- Page écrite par `make docs` : ne la modifiez pas à la main. -->"


def page(*parts: str) -> str:
    return "\n\n".join([NOTICE, *(part for part in parts if part)]) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [tuple(head), tuple("---" for _ in head), *(tuple(row) for row in rows)]
    return "\n".join(f"| {' | '.join(' '.join(cell.split()).replace('|', '∣') for cell in line)} |" for line in lines)


def code(text: str) -> str:
    return f"`{' '.join(text.split())}`" if text else ""


def yes(value: object) -> str:
    return "oui" if value else "non"
