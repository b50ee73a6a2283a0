"""docs/reference/evenements.md: every action the log may hold, and whom it writes to."""

from collections.abc import Sequence

from mandate_flow.domain.event import Action
from mandate_flow.domain.notice import NoticeBook
from mandate_flow.domain.workflow.definition import Definition
from mandate_flow.edge.web.routes.control import ACTIONS
from tools.pages.markdown import code, page, table

INTRODUCTION = """Tout ce qui se fait devient un événement du journal, dans le flux de ce qu’il concerne : un dossier,
une structure, une personne, une collectivité, ou le système. Un nom d’événement n’est jamais changé, seulement retiré.
Les courriels sont ceux que `notifications/notices.yaml` déclare ; les rappels d’échéances partent du calendrier."""


def events_page(book: NoticeBook, definitions: Sequence[Definition]) -> str:
    steps = {name: one.label["fr"] for definition in definitions for name, one in definition.steps.items()}
    rows = [(code(action), ACTIONS.get(action, action.name), _told(book, action, steps)) for action in Action]
    return page("# Les événements", INTRODUCTION, table(("Événement", "Sens", "Courriels"), rows))


def _told(book: NoticeBook, action: Action, steps: dict[str, str]) -> str:
    told = []
    for kind in book.kinds.values():
        if kind.on is action:
            only = ", ".join(steps.get(name, name) for name in sorted(kind.steps))
            told.append(f"{kind.label['fr']}{f' ({only})' if only else ''}")
    return " ; ".join(told) or "aucun"
