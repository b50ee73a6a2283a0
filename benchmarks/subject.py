"""What the step is measured on: a workflow of its own, so that figures do not move when a real one is edited.

Six steps, eight requirements each, every one citing law; ten facts a state (sixty in all); eighteen rules of deadlines;
one notice a step. JSON is YAML too, so it is written without a YAML library.
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from mandate_flow.domain.file import FactKey, File, Pin
from mandate_flow.domain.value import Fact, Value
from mandate_flow.domain.workflow.definition import Definition

STEPS = tuple(f"step_{number}" for number in range(1, 7))
STATES = tuple(f"state_{number}" for number in range(7))
AUTHORITY, OTHER_AUTHORITY, STRUCTURE = "commune-59350", "commune-59512", "structure-1"
SENTENCE = "Chaque obligation de service public est mesurée chaque année par un indicateur convenu. "
START = date(2027, 1, 1)

KINDS: dict[str, dict[str, Any]] = {
    "description": {"type": "long_text", "personal": False},
    "name": {"type": "text", "personal": False},
    "contact": {"type": "person"},
    "kind": {"type": "choice", "choices": {"a": "A", "b": "B", "c": "C"}},
    "amount": {"type": "money"},
    "rate": {"type": "percentage"},
    "begins": {"type": "date"},
    "ends": {"type": "date"},
    "agreed": {"type": "yes_no"},
    "voted": {"type": "date", "per": "authority"},
}
VALUES: dict[str, Value] = {
    "description": SENTENCE * 4,
    "name": "Autopartage solidaire",
    "contact": "Camille Exemple",
    "kind": "a",
    "amount": Decimal("120000.00"),
    "rate": Decimal("0.0425"),
    "begins": START,
    "ends": date(2031, 12, 31),
    "agreed": True,
    "voted": date(2026, 10, 2),
}
# The eight requirements of a step; `@` stands for the number of its state.
REQUIREMENTS: tuple[dict[str, Any], ...] = (
    {"that": "given(description_@, name_@, contact_@)", "law": "rules.written"},
    {"that": "amount_@ <= law.rules.ceiling", "law": ["rules.ceiling", "rules.written"]},
    {"that": "years(begins_@, ends_@) <= law.rules.years", "law": "rules.years", "law_on": "entrustment"},
    {"when": "kind_@ in ['a', 'b']", "that": "rate_@ <= 0.05 and rate_@ > 0", "law": "rules.written"},
    {"when": "kind_@ == 'c'", "that": "documents.paper", "law": "rules.written"},
    {"per": "authority", "that": "voted_@ < day and voted_@ < begins_@", "law": ["rules.written", "rules.months"]},
    {"that": "agreed_@ or amount_@ == 0", "law": "rules.written", "law_on": "grant"},
    {"that": "begins_@ <= ends_@ and months(begins_@, ends_@) >= law.rules.months", "law": "rules.months"},
)
LAW = {
    "ceiling": {"value": 15_000_000, "article": "2(1)(a)", "confidence": "verified"},
    "years": {"value": 10, "article": "2(2)", "confidence": "verified"},
    "months": {"value": 3, "article": "L2131-1", "confidence": "secondary"},
    "written": {"article": "4", "confidence": "verified"},
}


def write_content(folder: Path) -> None:
    """The content folder of the measure: law, workflow, cadence and notice."""
    entry = {"id": "first", "since": "2020-01-01", "text": _words("Règles"), "quantities": LAW}
    _write(folder / "law/rules.yaml", {"title": _words("Règles"), "entries": [entry]})
    _write(folder / "workflows/measure.v1.yaml", _workflow())
    offsets = [{"days": days, "to": ["owner"], "urgency": "daily"} for days in (-30, -7, 0)]
    _write(folder / "notifications/cadences.yaml", {"cadences": {"usual": {"label": _words("R"), "offsets": offsets}}})
    told = {"label": _words("Étape franchie"), "event": "step:taken", "to": ["structure"]}
    _write(folder / "notifications/notices.yaml", {"notices": {"told": told}})


def facts() -> dict[FactKey, Value | None]:
    """The sixty facts that let every step pass."""
    return {
        (f"{name}_{state}", AUTHORITY if "per" in KINDS[name] else ""): value
        for state in range(6)
        for name, value in VALUES.items()
    }


def wrong_file(definition: Definition) -> File:
    """A file with sixty facts, whose first step is refused for seven reasons."""
    wrong: dict[FactKey, Value] = {
        ("amount_0", ""): Decimal("99000000.00"),
        ("ends_0", ""): date(2050, 12, 31),
        ("kind_0", ""): "c",
        ("agreed_0", ""): False,
        ("voted_0", AUTHORITY): date(2028, 1, 1),
        ("voted_0", OTHER_AUTHORITY): date(2028, 1, 1),
    }
    given = {
        key: value for key, value in (facts() | wrong).items() if key != ("description_0", "") and value is not None
    }
    return File(
        id="file-1",
        ref="MEASURE-2026-0001",
        workflow=Pin(definition.name, definition.version, definition.sha256),
        state=STATES[0],
        version=2,
        head=bytes(32),
        opened_on=date(2026, 11, 23),
        title="Dossier",
        authorities=(AUTHORITY, OTHER_AUTHORITY),
        structures=(STRUCTURE,),
        facts={key: Fact(definition.facts[key[0]].type, value) for key, value in given.items()},
    )


def _workflow() -> dict[str, Any]:
    return {
        "workflow": "measure",
        "version": 1,
        "title": _words("Mesure"),
        "starts": STATES[0],
        "dates": {"entrustment": ["begins_0"], "grant": ["voted_0", "begins_0"]},
        "states": {name: {"label": _words(name)} for name in STATES},
        "sections": {f"section_{n}": {"state": STATES[n], "label": _words(f"Section {n}")} for n in range(6)},
        "facts": {
            f"{name}_{state}": {"section": f"section_{state}", "label": _words(name)} | _with_choices(kind)
            for state in range(6)
            for name, kind in KINDS.items()
        },
        "documents": {"paper": {"section": "section_0", "label": _words("Pièce")}},
        "steps": {name: _step(place, name) for place, name in enumerate(STEPS)},
        "requirements": {
            f"required_{state}_{place}": _requirement(one, state)
            for state in range(6)
            for place, one in enumerate(REQUIREMENTS)
        },
        "deadlines": dict(one for state in range(6) for one in _deadlines(state)),
    }


def _step(place: int, name: str) -> dict[str, Any]:
    return {
        "from": [STATES[place]],
        "to": STATES[place + 1],
        "by": ["mission"],
        "requires": [f"required_{place}_{n}" for n in range(len(REQUIREMENTS))],
        "label": _words(name),
    }


def _requirement(one: dict[str, Any], state: int) -> dict[str, Any]:
    filled = {name: value.replace("@", str(state)) if isinstance(value, str) else value for name, value in one.items()}
    says = _words(f"Le montant {{{{ amount_{state} }}}} ne convient pas ; il manque : {{{{ missing }}}}.")
    usual = {"level": "blocker", "owed_by": "agent", "remedy": f"amount_{state}", "label": _words("Exigence")}
    return usual | filled | {"says": says}


def _deadlines(state: int) -> list[tuple[str, dict[str, Any]]]:
    """A step opens one and meets the one before; two others wait for facts, and one of them does not apply."""
    usual = {"owed_by": "agent", "cadence": "usual", "law": "rules.months", "label": _words("Échéance")}
    opened = {"after": f"entered.{STATES[state + 1]}", "plus": {"months": 2, "franc": True}}
    met = {"met_by": {"step": STEPS[state + 1]}} if state < 5 else {}
    yearly = {"after": f"ends_{state}", "plus": {"months": 6, "roll": True}, "when": f"agreed_{state}"}
    other = {"after": f"begins_{state}", "plus": {"working_days": 10}, "when": f"kind_{state} == 'c'"}
    return [
        (f"after_{STEPS[state]}", usual | opened | met),
        (f"report_{state}", usual | yearly),
        (f"other_{state}", usual | other),
    ]


def _with_choices(kind: dict[str, Any]) -> dict[str, Any]:
    choices = kind.get("choices")
    return kind | {"choices": {code: _words(label) for code, label in choices.items()}} if choices else kind


def _words(text: str) -> dict[str, str]:
    return {"fr": text, "en": text, "nl": text}


def _write(path: Path, tree: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(tree, ensure_ascii=False, indent=1), encoding="utf-8")
