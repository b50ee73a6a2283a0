"""docs/reference/liste-de-controle.md: each point of the checklist, and what sees to it in each workflow."""

from mandate_flow.domain.checklist import Checklist, Item, kept_by, met_by
from mandate_flow.domain.refusal import Level
from mandate_flow.domain.workflow.definition import Definition
from tools.pages.markdown import code, page, table

INTRODUCTION = """Chaque point est tenu par une ou plusieurs exigences, ou par une échéance : une étape, ou un
versement, ne passe pas tant qu’une exigence bloquante n’est pas remplie. « avertit » : l’étape passe en le disant."""


def checklist_page(checklist: Checklist, definitions: tuple[Definition, ...]) -> str:
    parts = [f"# {checklist.title['fr']}", f"{INTRODUCTION} (`workflows/checklist.v{checklist.version}.yaml`)"]
    head = ("Point", "Ce qui est attendu", "Niveau", *(one.name.upper() for one in definitions))
    for state, label in checklist.states.items():
        rows = [_row(one, definitions) for one in checklist.items.values() if one.state == state]
        parts += [f"## {state} · {label['fr']}", table(head, rows)]
    return page(*parts)


def _row(item: Item, definitions: tuple[Definition, ...]) -> tuple[str, ...]:
    level = "bloque" if item.level is Level.BLOCKER else "avertit"
    return (item.id, item.label["fr"], level, *(_cell(item, one) for one in definitions))


def _cell(item: Item, definition: Definition) -> str:
    if definition.name in item.absent:
        return item.absent[definition.name]["fr"]
    marked = (code(one.code) + (" (avertit)" if one.level is Level.WARNING else "") for one in met_by(item, definition))
    deadlines = (code(one.code) + " (échéance)" for one in kept_by(item, definition))
    return ", ".join((*marked, *deadlines))
