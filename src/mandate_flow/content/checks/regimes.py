"""A decision tree asks for what its conditions use, in an order that can be answered, and judges every choice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mandate_flow.content.checks.conditions import check_expression
from mandate_flow.content.checks.names import check_source
from mandate_flow.content.checks.sentences import check_phrase
from mandate_flow.content.checks.subject import Subject
from mandate_flow.content.phrases import CompiledPhrase
from mandate_flow.domain.expression import Expression
from mandate_flow.domain.expression.leaves import FIXED
from mandate_flow.domain.regime.tree import Advice, Condition, Option, Tree
from mandate_flow.domain.value import FactType

Path = tuple[str | int, ...]


def check_regimes(subject: Subject, tree: Tree) -> None:
    """Tell what is wrong with the tree; `subject` holds the workflow it speaks of and the lines of its own file."""
    _check_questions(subject, tree)
    for code, one in _conditions(tree).items():
        _check_condition(subject, tree, one, ("conditions", code))
    _check_options(subject, tree.regimes, "regimes", tree.regime_fact)
    _check_options(subject, tree.instruments, "instruments", tree.instrument_fact)
    for key, several in (("general_deminimis", tree.general_deminimis), ("requalification", tree.requalification)):
        _check_advice(subject, several, (key,))


def _conditions(tree: Tree) -> dict[str, Condition]:
    return {one.code: one for option in (*tree.regimes, *tree.instruments) for one in option.conditions}


def _check_questions(subject: Subject, tree: Tree) -> None:
    """Each fact exists and is asked once; a question that depends on an answer comes after it."""
    asked: list[str] = []
    for group in tree.groups:
        for index, one in enumerate(group.questions):
            where: Path = ("groups", group.name, "asks", index)
            if subject.known("unknown-fact", "Le fait", one.fact, subject.definition.facts, *where, "fact"):
                _check_form(subject, one.fact, where)
            if one.fact in asked:
                what = f"« {one.fact} » est demandé deux fois."
                subject.problems.add("asked-twice", subject.line(*where, "fact"), what, do="Gardez une seule question.")
            if one.when is not None:
                check_expression(subject, one.when, None, (*where, "when"))
                _check_order(subject, one.when, asked, (*where, "when"))
            asked.append(one.fact)


def _check_form(subject: Subject, fact: str, where: Path) -> None:
    per = subject.definition.facts[fact].per
    if per is not None:
        what = f"« {fact} » existe par {per} : une question du régime vaut pour tout le dossier."
        subject.problems.add("per-mismatch", subject.line(*where, "fact"), what, do="Choisissez un autre fait.")
    if subject.definition.facts[fact].type is FactType.TABLE:
        what = f"« {fact} » est un tableau : une question du régime attend une seule réponse."
        subject.problems.add("table-asked", subject.line(*where, "fact"), what, do="Choisissez un autre fait.")


def _check_order(subject: Subject, when: Expression, asked: Iterable[str], where: Path) -> None:
    for name in sorted(_facts_of(subject, when) - set(asked)):
        what = f"La question dépend de « {name} », qui n’est pas demandé avant elle."
        subject.problems.add("asked-too-late", subject.line(*where), what, do="Déplacez l’une des deux questions.")


def _check_condition(subject: Subject, tree: Tree, one: Condition, where: Path) -> None:
    check_source(subject, one.law, "La condition", *where)
    definition = subject.definition
    subject.known(
        "unknown-remedy", "Le remède", one.remedy[1], [*definition.facts, *definition.documents], *where, "remedy"
    )
    _check_says(subject, one.says, (*where, "says"))
    if one.in_force:
        subject.law_known(one.in_force, *where, "in_force")
    asked = {question.fact for question in tree.questions}
    for key, expression in (("that", one.that), ("when", one.when)):
        if expression is None:
            continue
        check_expression(subject, expression, None, (*where, key))
        for name in sorted(_facts_of(subject, expression) - asked):
            what = f"La condition « {one.code} » dépend de « {name} », qu’aucune question ne demande."
            do = "Ajoutez une question, ou retirez ce nom."
            subject.problems.add("never-asked", subject.line(*where, key), what, "Personne n’y répondrait.", do)


def _check_options(subject: Subject, options: tuple[Option, ...], key: str, fact: str) -> None:
    """One entry for each choice of the fact, no two of the same rank, each with conditions."""
    kind = subject.definition.facts.get(fact)
    choices = [one.value for one in kind.choices] if kind else []
    ranks: dict[int, str] = {}
    for one in options:
        where = (key, one.code)
        subject.known("unknown-choice", "Le choix", one.code, choices, *where)
        if not one.conditions:
            what = f"« {one.code} » n’a aucune condition : il conviendrait toujours."
            subject.problems.add("no-condition", subject.line(*where), what, do="Ajoutez ses conditions.")
        if one.rank in ranks:
            what = f"« {one.code} » et « {ranks[one.rank]} » ont le même rang."
            why = "On ne saurait pas lequel recommander."
            subject.problems.add("same-rank", subject.line(*where, "rank"), what, why, "Changez l’un des deux rangs.")
        ranks.setdefault(one.rank, one.code)
        _check_advice(subject, one.cautions, (*where, "cautions"))
    for value in choices:
        if value not in {one.code for one in options}:
            what = f"Le choix « {value} » de « {fact} » n’est pas jugé."
            why = "La comparaison montre tous les choix."
            subject.problems.add("choice-not-judged", subject.line(key), what, why, f"Ajoutez-le à « {key} ».")


def _check_advice(subject: Subject, several: tuple[Advice, ...], where: Path) -> None:
    for index, one in enumerate(several):
        here = (*where, index)
        check_expression(subject, one.when, None, (*here, "when"))
        check_source(subject, one.law, "La phrase", *here)
        _check_says(subject, one.says, (*here, "says"))


def _check_says(subject: Subject, says: object, where: Path) -> None:
    if isinstance(says, CompiledPhrase):
        check_phrase(subject, says, where)


def _facts_of(subject: Subject, expression: Expression) -> set[str]:
    return set(_names(expression)) & set(subject.definition.facts)


def _names(expression: Expression) -> Iterator[str]:
    return (name for name in expression.names if "." not in name and name not in FIXED)
