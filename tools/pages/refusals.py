"""docs/reference/refus.md: every reason for which a step is refused, by its code."""

from collections.abc import Sequence

from mandate_flow.domain.law import LawBook
from mandate_flow.domain.workflow.definition import Definition
from mandate_flow.domain.workflow.sentences import SHARED_CODES, shared
from tools.pages.markdown import code, page, table
from tools.pages.workflow import law_words, level_words, remedy_words

INTRODUCTION = """Une étape refusée dit toutes ses raisons à la fois. Chaque raison a un code, qui ne change pas d’une
version à l’autre : c’est lui qu’une histoire cite. Pour une condition d’un parcours, la phrase montrée aux personnes
est celle que son fichier donne (`says`), avec les valeurs du dossier."""
SOMETHING = {"fr": "…", "en": "…", "nl": "…"}


def refusals_page(definitions: Sequence[Definition], book: LawBook) -> str:
    return page(
        "# Les refus",
        INTRODUCTION,
        "## Communs à tous les parcours",
        table(("Code", "Libellé", "Phrase"), [_shared(name) for name in sorted(SHARED_CODES)]),
        "## Propres à un parcours",
        table(
            ("Code", "Parcours", "Libellé", "Niveau", "Textes", "Remède"),
            [row for name in sorted(_codes(definitions)) for row in _rows(name, definitions, book)],
        ),
    )


def _codes(definitions: Sequence[Definition]) -> set[str]:
    return {name for one in definitions for name in one.requirements}


def _shared(name: str) -> tuple[str, str, str]:
    refusal = shared(name, occurrence="…", question=SOMETHING, step=SOMETHING)
    return code(name), refusal.label["fr"], refusal.says("fr")


def _rows(name: str, definitions: Sequence[Definition], book: LawBook) -> list[tuple[str, ...]]:
    """One line for all the workflows that say the same, else one for each."""
    said: dict[tuple[str, ...], list[str]] = {}
    for definition in definitions:
        one = definition.requirements.get(name)
        if one is not None:
            words = (one.label["fr"], level_words(one, book), law_words(one.law, book))
            place = f"[{definition.name}](parcours-{definition.name}.md#les-conditions)"
            said.setdefault((*words, remedy_words(definition, one.remedy)), []).append(place)
    return [(code(name), ", ".join(places), *words) for words, places in said.items()]
