"""Reads the decision tree of the regimes (`workflows/regimes.v<n>.yaml`) against the workflow it speaks of."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

from mandate_flow.content.fields import Fields
from mandate_flow.content.phrases import CompiledPhrase
from mandate_flow.content.problem import Problems, nearest
from mandate_flow.content.yaml_nodes import read_yaml
from mandate_flow.domain.errors import NotFound
from mandate_flow.domain.expression import Expression, parse
from mandate_flow.domain.law import Text
from mandate_flow.domain.regime.tree import Advice, Asked, Condition, Contrast, Criterion, Group, Option, Tree
from mandate_flow.domain.workflow.definition import Definition, FactKind, LawOn

FOLDER = "workflows"
PATTERN = "regimes.v[0-9]*.yaml"
NEVER = parse("1 == 2")


def regime_files(folder: Path) -> tuple[Path, ...]:
    """The trees of a content folder, the oldest version first."""
    return tuple(sorted((folder / FOLDER).glob(PATTERN), key=lambda path: (len(path.name), path.name)))


def read_regimes(content: bytes, find: Callable[[str], Definition], problems: Problems) -> Tree | None:
    """The tree as far as it can be read; `find` gives a workflow by its name. None when there is no such workflow."""
    root = Fields(read_yaml(content, problems), problems, "le fichier")
    name = root.word("workflow")
    try:
        definition = find(name)
    except NotFound as error:
        problems.add("unknown-workflow", root.line_of("workflow"), error.what, do=error.do)
        return None
    facts = definition.facts
    regime, instrument = root.word("regime_fact", "regime"), root.word("instrument_fact", "instrument")
    conditions = _conditions(root, definition)
    found = Tree(
        root.integer("version"),
        name,
        hashlib.sha256(content).hexdigest(),
        _groups(root),
        _options(root, "regimes", facts.get(regime), conditions, facts),
        _advice(root, "general_deminimis", facts),
        _criteria(root, conditions),
        _options(root, "instruments", facts.get(instrument), conditions, facts),
        _contrasts(root),
        _advice(root, "requalification", facts),
        regime,
        instrument,
    )
    root.done()
    return found


def _groups(root: Fields) -> tuple[Group, ...]:
    found = []
    for name, one in root.each("groups", "le groupe", required=True):
        label, help_ = one.translated("label", required=True), one.translated("help")
        found.append(Group(name, label, help_, tuple(_asked(row) for row in one.rows("asks", "une question"))))
        one.done()
    return tuple(found)


def _asked(row: Fields) -> Asked:
    found = Asked(
        row.word("fact"),
        row.translated("question", required=True),
        row.translated("help"),
        row.translated("examples"),
        row.expression("when"),
    )
    row.done()
    return found


def _conditions(root: Fields, definition: Definition) -> dict[str, Condition]:
    found: dict[str, Condition] = {}
    for code, one in root.each("conditions", "la condition", required=True):
        that, in_force = one.expression("that"), one.word("in_force", "")
        if (one.has("that")) == bool(in_force):
            what = f"La condition « {code} » doit avoir « that » ou « in_force », et un seul des deux."
            one.problems.add("one-test-only", one.line, what, do="Gardez celui qui dit ce qui doit être vrai.")
        found[code] = Condition(
            code,
            one.translated("label", required=True),
            _says(one, definition.facts),
            one.words("law", required=True),
            _remedy(one.word("remedy"), definition),
            that,
            in_force,
            one.expression("when"),
        )
        one.done()
    return found


def _remedy(name: str, definition: Definition) -> tuple[str, str]:
    return ("document" if name in definition.documents else "fact", name)


def _options(
    root: Fields,
    key: str,
    kind: FactKind | None,
    conditions: Mapping[str, Condition],
    facts: Mapping[str, FactKind],
) -> tuple[Option, ...]:
    labels: dict[str, Text] = {one.value: one.label for one in kind.choices} if kind else {}
    found = []
    for code, one in root.each(key, "le choix", required=True):
        found.append(
            Option(
                code,
                one.integer("rank"),
                labels.get(code, {"fr": code}),
                one.translated("about", required=True),
                one.translated("why", required=True),
                one.one_of("law_on", LawOn) or LawOn.GRANT,
                _named(one, "conditions", conditions),
                _advice(one, "cautions", facts),
            )
        )
        one.done()
    return tuple(found)


def _named(one: Fields, key: str, conditions: Mapping[str, Condition]) -> tuple[Condition, ...]:
    names = one.words(key, required=True)
    for name in names:
        if name not in conditions:
            what = f"La condition « {name} » n’existe pas."
            one.problems.add("unknown-condition", one.line_of(key), what, do=nearest(name, conditions))
    return tuple(conditions[name] for name in names if name in conditions)


def _advice(root: Fields, key: str, facts: Mapping[str, FactKind]) -> tuple[Advice, ...]:
    found = []
    for row in root.rows(key, "une phrase"):
        when: Expression = row.expression("when", required=True) or NEVER
        found.append(Advice(when, _says(row, facts), row.words("law", required=True)))
        row.done()
    return tuple(found)


def _says(one: Fields, facts: Mapping[str, FactKind]) -> CompiledPhrase:
    where = f"{one.problems.file}:{one.line_of('says')}"
    return CompiledPhrase(one.translated("says", required=True), facts, where)


def _criteria(root: Fields, conditions: Mapping[str, Condition]) -> tuple[Criterion, ...]:
    found = []
    for code, one in root.each("altmark", "le critère"):
        label, evidence = one.translated("label", required=True), one.translated("evidence", required=True)
        named = tuple(each.code for each in _named(one, "conditions", conditions))
        found.append(Criterion(code, label, evidence, named))
        one.done()
    return tuple(found)


def _contrasts(root: Fields) -> tuple[Contrast, ...]:
    found = []
    for code, one in root.each("contrasts", "la ligne"):
        label, cells = one.translated("label", required=True), one.inner("cells", "« cells »", required=True)
        columns = ("subsidy", "public_contract", "concession")
        found.append(Contrast(code, label, {name: cells.translated(name, required=True) for name in columns}))
        cells.done()
        one.done()
    return tuple(found)
