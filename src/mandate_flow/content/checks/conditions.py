"""Conditions use names that exist, of the right kind, repeated as they are, and codes that are choices."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from mandate_flow.content.checks.subject import Subject
from mandate_flow.content.problem import nearest
from mandate_flow.domain.compensation.names import NAMES as MONEY
from mandate_flow.domain.compensation.names import OF_THE_ACT
from mandate_flow.domain.deminimis.picture import NAMES as AID_NAMES
from mandate_flow.domain.expression import KINDS, Expression, ExpressionError, parse
from mandate_flow.domain.expression.leaves import FIXED
from mandate_flow.domain.payment import NAMES as PAYMENTS
from mandate_flow.domain.value import NUMERIC, FactType
from mandate_flow.domain.workflow.definition import Definition, Per
from mandate_flow.domain.workflow.meetings import HELD, KIND
from mandate_flow.domain.workflow.rated import NAMES as RATE_NAMES

Where = tuple[str | int, ...]
Condition = tuple[Expression, Per | None, Where]
NAMED: Final = {
    "entered": ("unknown-state", "L’état"),
    "taken": ("unknown-step", "L’étape"),
    "open": ("unknown-thread", "Le fil"),
    "closed": ("unknown-thread", "Le fil"),
    "meetings": ("unknown-meetings", "Le genre de séance"),
}
"""What the first word of a name speaks of: the problem told when there is none of that name, and its words."""
REGISTERS: Final = {"aid": ("Le total", tuple(AID_NAMES)), "rates": ("Le taux", RATE_NAMES)}
"""What is looked up outside of the file, by the first word of its names."""
SEEN: Final = {
    "aid": ("requirements", "conditions", "regimes", "general_deminimis"),
    "rates": ("requirements",),
}
"""Where each is looked up: when a step is asked for, and the ledger when regimes are compared too."""


def check_conditions(subject: Subject) -> None:
    """Tell what is wrong with every condition of the workflow."""
    for expression, per, where in _conditions(subject):
        check_expression(subject, expression, per, where)


def check_expression(subject: Subject, expression: Expression, per: Per | None, where: Where) -> None:
    """Tell what is wrong with one condition, repeated by `per`, written at `where`."""
    kinds = {name: KINDS[fact.type] for name, fact in subject.definition.facts.items()}
    typed = all(one.readable for one in subject.problems.found)  # else a type may be a stand-in
    for name in sorted(expression.names):
        _check_name(subject, name, per, where)
    for name in sorted(expression.repeated):
        _check_repeated(subject, name, where)
    for fact, column in sorted(expression.columns):
        _check_column(subject, fact, column, where)
    _check_choices(subject, expression, where)
    try:
        parse(expression.source, kinds if typed else {})
    except ExpressionError as error:
        what = f"La condition « {expression.source} » compare ce qui ne se compare pas."
        subject.problems.add("bad-kind", subject.line(*where), what, f"{error.what} {error.why}".strip(), error.do)


def _conditions(subject: Subject) -> Iterator[Condition]:
    definition = subject.definition
    for fact in definition.facts.values():
        if fact.shown_when:
            yield fact.shown_when, fact.per, ("facts", fact.name, "shown_when")
    for requirement in definition.requirements.values():
        steps = [step for step in definition.steps.values() if requirement.code in step.requires]
        per = requirement.per
        for step in steps:
            per = per or step.per
        if requirement.when:
            yield requirement.when, per, ("requirements", requirement.code, "when")
        yield requirement.that, per, ("requirements", requirement.code, "that")
    for figure in definition.figures.values():
        yield figure.formula, figure.per, ("figures", figure.name, "formula")
    for deadline in definition.deadlines.values():
        if deadline.when:
            yield deadline.when, deadline.per, ("deadlines", deadline.code, "when")


def _check_name(subject: Subject, name: str, per: Per | None, where: Where) -> None:
    definition = subject.definition
    head, _, rest = name.partition(".")
    if head in _FAMILIES and rest:
        _FAMILIES[head](subject, name, per, where)
    elif subject.known("unknown-fact", "Le fait", name, [*definition.facts, *FIXED], *where) and name not in FIXED:
        _check_per(subject, name, definition.facts[name].per, per, where)


def _of_family(definition: Definition, head: str) -> Iterable[str]:
    """What may stand after the first word of a name."""
    kinds = definition.facts[KIND].choices if KIND in definition.facts else ()
    families: dict[str, Iterable[str]] = {
        "entered": definition.states,
        "taken": definition.steps,
        "meetings": [HELD, *(one.value for one in kinds)],
    }
    return families.get(head, definition.threads)


def _check_law(subject: Subject, name: str, per: Per | None, where: Where) -> None:  # noqa: ARG001 - as the others
    subject.law_known(name.partition(".")[2], *where)


def _check_document(subject: Subject, name: str, per: Per | None, where: Where) -> None:
    kinds, rest = subject.definition.documents, name.partition(".")[2]
    if subject.known("unknown-document", "Le document", rest, kinds, *where):
        _check_per(subject, name, kinds[rest].per, per, where)


def _check_named(subject: Subject, name: str, per: Per | None, where: Where) -> None:  # noqa: ARG001
    head, _, rest = name.partition(".")
    kind, what = NAMED[head]
    subject.known(kind, what, rest, _of_family(subject.definition, head), *where)


def _check_register(subject: Subject, name: str, per: Per | None, where: Where) -> None:  # noqa: ARG001
    head = name.partition(".")[0]
    what, names = REGISTERS[head]
    if subject.known(f"unknown-{head}", what, name, [f"{head}.{one}" for one in names], *where):
        _check_place(subject, name, where)


def _check_due(subject: Subject, name: str, per: Per | None, where: Where) -> None:
    rules, rest = subject.definition.deadlines, name.partition(".")[2]
    if subject.known("unknown-deadline", "L’échéance", rest, rules, *where):
        _check_per(subject, name, rules[rest].per, per, where)


def _check_payment(subject: Subject, name: str, per: Per | None, where: Where) -> None:  # noqa: ARG001
    """Only what a payment requires sees a payment; asked for by a step as well, it would never be known."""
    if not subject.known("unknown-payment", "Le renseignement", name, [f"payment.{one}" for one in PAYMENTS], *where):
        return
    rule, code = subject.definition.payments, where[1] if where[0] == "requirements" else ""
    steps = [step.name for step in subject.definition.steps.values() if code in step.requires]
    if rule is None or code not in rule.requires or steps:
        what = f"« {name} » ne se lit que dans une exigence de « payments »."
        why = f"L’étape « {steps[0]} » la demande aussi." if steps else "Il n’y a pas de versement à regarder ici."
        subject.problems.add("payment-outside-payments", subject.line(*where), what, why, "Déplacez la condition.")


def _check_money(subject: Subject, name: str, per: Per | None, where: Where) -> None:
    """Money belongs to a fiscal year, save what the act says once."""
    known = subject.known("unknown-money", "Le montant", name, [f"money.{one}" for one in MONEY], *where)
    if known and name.removeprefix("money.") not in OF_THE_ACT:
        _check_per(subject, name, Per.FISCAL_YEAR, per, where)


_FAMILIES: Final[Mapping[str, Callable[[Subject, str, Per | None, Where], None]]] = {
    "law": _check_law,
    "documents": _check_document,
    **dict.fromkeys(NAMED, _check_named),
    **dict.fromkeys(REGISTERS, _check_register),
    "due": _check_due,
    "payment": _check_payment,
    "money": _check_money,
}
"""How a dotted name is checked, by its first word."""


def _check_place(subject: Subject, name: str, where: Where) -> None:
    """Ledger and rates are looked up when a step is asked for, never to show a question or compute a deadline."""
    head = name.partition(".")[0]
    if where[0] not in SEEN[head]:
        what = f"« {name} » ne se lit que dans une exigence."
        why = "Ce registre n’est consulté qu’au moment où une étape est demandée."
        subject.problems.add(f"{head}-outside-requirement", subject.line(*where), what, why, "Déplacez la condition.")


def _check_per(subject: Subject, name: str, has: Per | None, per: Per | None, where: Where) -> None:
    if has is not None and has is not per:
        what = f"« {name} » existe par {has} ; cette condition {f'se répète par {per}' if per else 'ne se répète pas'}."
        do = f"Ajoutez « per: {has} », ou écrivez total({name}) ou count({name})."
        subject.problems.add("per-mismatch", subject.line(*where), what, "La valeur ne serait jamais trouvée.", do)


def _check_repeated(subject: Subject, name: str, where: Where) -> None:
    facts = subject.definition.facts
    if subject.known("unknown-fact", "Le fait", name, facts, *where) and facts[name].per is None:
        what = f"« {name} » ne se répète pas : total et count n’ont pas de sens."
        subject.problems.add("not-repeated", subject.line(*where), what, do=f"Écrivez « {name} » ou known({name}).")


def _check_column(subject: Subject, fact: str, name: str, where: Where) -> None:
    """A column that is summed exists and holds numbers."""
    kind = subject.definition.facts.get(fact)
    if kind is None or kind.type is not FactType.TABLE:
        return  # told elsewhere
    columns = dict(kind.typed_columns)
    if not subject.known("unknown-column", f"La colonne de « {fact} »", name, columns, *where):
        return
    if columns[name] not in NUMERIC:
        what = f"La colonne « {name} » de « {fact} » est de type {columns[name]} : elle ne s’additionne pas."
        do = f"Choisissez une colonne de nombres, ou écrivez rows({fact})."
        subject.problems.add("column-not-summed", subject.line(*where), what, do=do)


def _check_choices(subject: Subject, expression: Expression, where: Where) -> None:
    """A code compared with a choice must be one of its codes: a typing error would never be true."""
    for node in ast.walk(ast.parse(" ".join(expression.source.split()), mode="eval")):
        if not isinstance(node, ast.Compare):
            continue
        parts = [node.left, *node.comparators]
        facts = [subject.definition.facts.get(part.id) for part in parts if isinstance(part, ast.Name)]
        codes = [one.value for fact in facts if fact for one in fact.choices]
        for text in _texts(parts) if codes else ():
            if text not in codes:
                what = f"« {text} » n’est pas un choix possible dans « {expression.source} »."
                subject.problems.add("unknown-choice", subject.line(*where), what, do=nearest(text, codes))


def _texts(parts: list[ast.expr]) -> Iterator[str]:
    for part in parts:
        for leaf in part.elts if isinstance(part, ast.List | ast.Tuple | ast.Set) else [part]:
            if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str):
                yield leaf.value
