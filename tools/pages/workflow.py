"""docs/reference/parcours-*.md: one workflow as its file says it, with a drawing of its states."""

from mandate_flow.domain.deadline import Period
from mandate_flow.domain.law import LawBook, Quantity
from mandate_flow.domain.people import Role
from mandate_flow.domain.refusal import Level
from mandate_flow.domain.workflow import spoken
from mandate_flow.domain.workflow.definition import Definition, FactKind, LawOn, Per, Requirement, Step
from mandate_flow.domain.workflow.diagram import mermaid
from mandate_flow.domain.workflow.spoken import may, other_reading
from tools.pages.markdown import code, page, table, yes

PER = {
    Per.AUTHORITY: "par collectivité",
    Per.STRUCTURE: "par structure",
    Per.FISCAL_YEAR: "par exercice",
    Per.MEETING: "par séance",
}
LAW_ON = {LawOn.ENTRUSTMENT: "mandat", LawOn.GRANT: "octroi", LawOn.TRIGGER: "fait déclencheur", LawOn.ACT: "acte"}
OWED_BY = {"agent": "collectivité", "mission": "mission", "jurist": "juriste", "structure": "structure"}
OWED_BY |= {"prefect": "préfet"}
ROLES = {Role.MISSION: "mission", Role.AGENT: "agent", Role.JURIST: "juriste", Role.APPROVER: "approbateur"}
ROLES |= {Role.STRUCTURE: "structure", Role.CONTROLLER: "contrôleur", Role.ADMINISTRATOR: "administrateur"}
LENGTHS = {
    "years": "an(s)",
    "months": "mois",
    "weeks": "semaine(s)",
    "days": "jour(s)",
    "working_days": "jour(s) ouvré(s)",
    "clear_days": "jour(s) franc(s)",
}


def workflow_page(definition: Definition, book: LawBook) -> str:
    return page(
        f"# {definition.title['fr']}",
        f"Parcours `{definition.name}`, version {definition.version}. Un texte suivi d’un astérisque reste à confirmer "
        "dans sa version la plus récente : une condition qui n’en cite pas d’autre avertit, sans bloquer. Les dates et "
        "les valeurs sont dans [le droit par date](droit.md).",
        "## Les états",
        f"```mermaid\n{mermaid(definition)}\n```",
        _states(definition),
        "## Les étapes",
        _steps(definition),
        *_payments(definition),
        "## Les conditions",
        _requirements(definition, book),
        "## Les pièces",
        _documents(definition, book),
        "## Les échéances",
        _deadlines(definition, book),
        "## Les questions",
        _facts(definition),
    )


def law_words(keys: tuple[str, ...], book: LawBook) -> str:
    """Each text as its most recent version cites it, with a link; * when it cannot block."""
    return " ; ".join(dict.fromkeys(_cited(key, book) for key in keys))


def remedy_words(definition: Definition, remedy: tuple[str, str]) -> str:
    """What repairs it: the question to answer, the document to deposit or the step to take."""
    kind, name = remedy
    if kind == "fact" and name in definition.facts:
        return f"répondre : {definition.facts[name].label['fr']}"
    if kind == "document" and name in definition.documents:
        return f"déposer : {definition.documents[name].label['fr']}"
    if kind == "step" and name in definition.steps:
        return f"franchir : {definition.steps[name].label['fr']}"
    return ""


def level_words(one: Requirement, book: LawBook) -> str:
    if one.level is Level.WARNING:
        return "avertit"
    found = [_latest(key, book) for key in one.law]
    return "bloque" if any(each and each.binding for each in found) else "avertit, tant que le texte est à confirmer"


def _cited(key: str, book: LawBook) -> str:
    name, _, quantity = key.partition(".")
    for entry in reversed(book.texts[name].entries) if name in book.texts else ():
        if quantity in entry.quantities:
            one = entry.quantities[quantity]
            star = "" if one.binding else " \\*"
            return f"[{entry.text['fr']}, {one.article}](droit.md#{name}){star}"
    return code(key)


def _latest(key: str, book: LawBook) -> Quantity | None:
    name, _, quantity = key.partition(".")
    entries = book.texts[name].entries if name in book.texts else ()
    return next((one.quantities[quantity] for one in reversed(entries) if quantity in one.quantities), None)


def _payments(definition: Definition) -> tuple[str, ...]:
    """Who may record a payment, from where, and how many conditions must hold; nothing where none is followed."""
    if definition.payments is None:
        return ()
    words = spoken.payments(definition)
    rows = [(what, ", ".join(found) or "personne") for what, found in words.items()]
    return ("## Les versements", table(("Les versements", ""), rows))


def _states(definition: Definition) -> str:
    rows = [
        (code(one.name), one.label["fr"], one.structure_label["fr"], "fin" if one.ending else one.help.get("fr", ""))
        for one in definition.states.values()
    ]
    return table(("État", "Libellé", "Ce que lit la structure", "Ce qu’on y fait"), rows)


def _steps(definition: Definition) -> str:
    def names(states: tuple[str, ...]) -> str:
        return ", ".join(definition.states[one].label["fr"] for one in states)

    rows = [
        (
            code(one.name),
            one.label["fr"],
            f"{names(one.sources)} → {spoken.leads(definition, one)}",
            _roles(one),
            _ways(one),
            str(len(one.requires)),
        )
        for one in definition.steps.values()
    ]
    return table(("Étape", "Libellé", "De … à …", "Par", "Particularités", "Conditions"), rows)


def _roles(step: Step) -> str:
    by = ", ".join(sorted(ROLES[role] for role in step.by))
    if not step.four_eyes:
        return by
    second = ", ".join(sorted(ROLES[role] for role in step.confirm_by or step.by))
    return f"{by} ; puis une seconde personne : {second}"


def _ways(step: Step) -> str:
    said = {
        PER.get(step.per, "") if step.per else "": step.per,
        "ouvre un contrôle": step.opens,
        "clôt un contrôle": step.closes,
        "motif demandé": step.reason,
        "une seule fois": step.once,
    }
    return ", ".join(words for words, holds in said.items() if holds)


def _requirements(definition: Definition, book: LawBook) -> str:
    used = {
        code_: [one.label["fr"] for one in definition.steps.values() if code_ in one.requires]
        for code_ in definition.requirements
    }
    rows = [
        (
            code(one.code),
            one.label["fr"],
            _rule(one),
            level_words(one, book),
            law_words(one.law, book),
            LAW_ON[one.law_on],
            OWED_BY.get(one.owed_by, one.owed_by),
            remedy_words(definition, one.remedy),
            ", ".join(used[one.code]),
        )
        for one in definition.requirements.values()
    ]
    head = ("Code", "Libellé", "Règle", "Niveau", "Textes", "Droit du jour", "Dû par", "Remède", "Étapes")
    return table(head, rows)


def _rule(one: Requirement) -> str:
    when = f"si {code(one.when.source)} : " if one.when else ""
    return f"{when}{code(one.that.source)}{f', {PER[one.per]}' if one.per else ''}"


def _documents(definition: Definition, book: LawBook) -> str:
    rows = [
        (
            code(one.name),
            one.label["fr"],
            definition.sections[one.section].label["fr"],
            PER[one.per] if one.per else "",
            OWED_BY.get(one.owed_by, one.owed_by),
            law_words((one.law,) if one.law else (), book),
        )
        for one in definition.documents.values()
    ]
    return table(("Pièce", "Libellé", "Rubrique", "Répétée", "Due par", "Texte"), rows)


def _deadlines(definition: Definition, book: LawBook) -> str:
    rows = [
        (
            one.id,
            code(one.code),
            one.label["fr"],
            _after(definition, one.after),
            period_words(one.plus) + (f" ; autre lecture : {other_reading(one)}" if one.other_reading else ""),
            OWED_BY.get(one.owed_by, one.owed_by),
            remedy_words(definition, (one.met_by.kind, one.met_by.name)) if one.met_by else "date à connaître",
            PER[one.per] if one.per else "",
            code(one.when.source) if one.when else "",
            ", ".join(may(one.may)),
            law_words(one.law, book),
        )
        for one in definition.deadlines.values()
    ]
    asked = ("Code", "Libellé", "À partir de", "Durée", "Due par", "Levée par", "Répétée", "Si")
    head = ("N°", *asked, "On peut", "Textes")
    return table(head, rows)


def _after(definition: Definition, name: str) -> str:
    if name.startswith("entered."):
        state = definition.states.get(name.removeprefix("entered."))
        return f"entrée à l’étape « {state.label['fr']} »" if state else code(name)
    if name in definition.facts:
        return definition.facts[name].label["fr"]
    return {"opened_on": "ouverture du dossier", "fiscal_year_end": "clôture de l’exercice"}.get(name, code(name))


def period_words(plus: Period) -> str:
    """As in "2 mois, délai franc"; "− 6 mois" counts backwards; "le jour même" for nothing."""
    parts = [f"{value} {words}" for name, words in LENGTHS.items() if (value := getattr(plus, name))]
    ways = [words for words, holds in (("délai franc", plus.franc), ("report au jour ouvré", plus.roll)) if holds]
    ways += ["fin de mois"] if plus.month_end else []
    return ", ".join([" et ".join(parts) or "le jour même", *ways]).replace("-", "− ")


def _facts(definition: Definition) -> str:
    rows = [
        (
            code(one.name),
            one.label["fr"],
            definition.sections[one.section].label["fr"],
            code(one.type),
            PER[one.per] if one.per else "",
            _answers(one),
            yes(one.personal),
        )
        for one in definition.facts.values()
    ]
    return table(("Question", "Libellé", "Rubrique", "Nature", "Répétée", "Réponses", "Personnelle"), rows)


def _answers(one: FactKind) -> str:
    """The choices, or the columns with the type of their cells."""
    if one.columns:
        return ", ".join(f"{code(column.name)} ({code(column.type)})" for column in one.columns)
    return ", ".join(code(choice.value) for choice in one.choices)
