"""docs/reference/calendriers.md: what is owed outside of files, and the names that its conditions may use."""

from mandate_flow.domain.calendar.definition import NOTHING, Basis, CalendarDefinition, CalendarRule, OwnerKind
from mandate_flow.domain.calendar.picture import EVERYWHERE, NAMES
from mandate_flow.domain.expression.values import Kind
from mandate_flow.domain.law import LawBook
from tools.pages.markdown import code, page, table
from tools.pages.workflow import OWED_BY, law_words, period_words

OWNERS = {
    OwnerKind.STRUCTURE: "une structure",
    OwnerKind.AUTHORITY: "une collectivité",
    OwnerKind.SYSTEM: "le produit",
}
KINDS = {Kind.TRUTH: "oui ou non", Kind.NUMBER: "nombre", Kind.DATE: "date", Kind.TEXT: "texte"}
EVERYWHERE_SAID = {"day": "le jour du calcul", "occurrence": "l’exercice ou le jour dont il s’agit"}
PARTIES = OWED_BY | {"administrator": "administrateur"}


INTRODUCTION = """Ce qui est dû hors de tout dossier. Chaque matin, le calendrier de chacun est recalculé à partir des
dossiers, du registre des aides, des inventaires et de ce que les personnes y écrivent ; seul ce qui change est noté au
journal. Un texte suivi d’un astérisque reste à confirmer."""


def calendars_page(definition: CalendarDefinition, book: LawBook) -> str:
    parts = ["# Les calendriers", f"{INTRODUCTION} (`workflows/calendars.v{definition.version}.yaml`)"]
    for owner, said in OWNERS.items():
        rules = [one for one in definition.rules.values() if one.owner is owner]
        parts += [f"## Le calendrier d’{said}" if said.startswith("une") else "## Le calendrier du produit"]
        parts.append(table(_HEAD, [_rule(one, book) for one in rules]))
        facts = [one for one in definition.facts.values() if one.owner is owner]
        if facts:
            parts.append("Ce que les personnes y écrivent, par exercice :")
            written = [(code(one.name), one.label["fr"], one.help.get("fr", "")) for one in facts]
            parts.append(table(("Nom", "Question", "Aide"), written))
        parts.append("Ce que ses conditions peuvent nommer :")
        names = [(code(name), KINDS[one.kind], one.label["fr"]) for name, one in NAMES[owner].items()]
        every = [(code(name), KINDS[kind], EVERYWHERE_SAID[name]) for name, kind in EVERYWHERE.items()]
        parts.append(table(("Nom", "Forme", "Sens"), [*names, *every]))
    return page(*parts)


_HEAD = ("Code", "Échéance", "Quand", "Dernier jour", "De qui", "Texte", "Se clôt")


def _rule(one: CalendarRule, book: LawBook) -> tuple[str, ...]:
    return (
        code(one.code),
        f"{one.label['fr']}. {one.help.get('fr', '')}",
        code(one.when.source) if one.when is not None else "toujours",
        _due(one),
        PARTIES.get(one.owed_by, one.owed_by),
        law_words(one.law, book),
        _closed(one),
    )


def _due(one: CalendarRule) -> str:
    due = one.due
    plus = f", {code(due.plus_law)}" if due.plus_law else (f", {period_words(due.plus)}" if due.plus != NOTHING else "")
    if due.basis is Basis.EACH:
        days = ", ".join(f"{day:02d}/{month:02d}" for month, day in due.days)
        step = f", tous les {due.step} ans depuis {due.first}" if due.step > 1 else ""
        later = ", l’année suivante" if due.years_later == 1 else ""
        return f"le {days}{later}{step}{plus}"
    if due.basis is Basis.END_OF:
        return f"fin de {code(due.name)}{plus}"
    return f"{code(due.name)}{plus}"


def _closed(one: CalendarRule) -> str:
    ways = ["quelqu’un dit que c’est fait"] if one.by_act else []
    ways += [code(one.met_when.source)] if one.met_when is not None else []
    return " ou ".join(ways) or "date à connaître"
