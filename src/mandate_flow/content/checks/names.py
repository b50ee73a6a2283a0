"""What requirements, deadlines and questions refer to exists, and each of them cites its legal source."""

from __future__ import annotations

from typing import Final

from mandate_flow.content.checks.subject import Subject
from mandate_flow.domain.people import Role
from mandate_flow.domain.value import FactType
from mandate_flow.domain.workflow.definition import Column, FactKind, Per, Requirement
from mandate_flow.domain.workflow.meetings import TYPES as MEETING_TYPES

PARTIES: Final = (*Role, "prefect")
COLUMNS: Final = {
    "regime": FactType.CHOICE,
    "yearly_amount": FactType.MONEY,
    "mandate_start": FactType.DATE,
    "mandate_end": FactType.DATE,
}
"""Facts that lists of files sort and sum by: their names promise a type."""


def check_names(subject: Subject, file_name: str) -> None:
    """Tell every name that does not exist, and every source that is missing."""
    definition = subject.definition
    expected = f"{definition.name}.v{definition.version}.yaml"
    if file_name != expected and definition.name:
        what = f"Ce fichier décrit « {expected} » et s’appelle « {file_name} »."
        subject.problems.add("wrong-file-name", subject.line("workflow"), what, do="Renommez-le ou corrigez-le.")
    for fact in definition.facts.values():
        _check_fact(subject, fact)
    for document in definition.documents.values():
        where = ("documents", document.name)
        subject.known("unknown-section", "La section", document.section, definition.sections, *where, "section")
        _law(subject, (document.law,) if document.law else (), *where)
        if document.owed_by:
            subject.known("unknown-party", "La partie", document.owed_by, PARTIES, *where, "owed_by")
    for requirement in definition.requirements.values():
        _check_requirement(subject, requirement)
    for section in definition.sections.values():
        _check_fixing(subject, section.fixed_after, "sections", section.name)
    _check_dates(subject)
    _check_use(subject)


def _check_fact(subject: Subject, fact: FactKind) -> None:
    where = ("facts", fact.name)
    subject.known("unknown-section", "La section", fact.section, subject.definition.sections, *where, "section")
    _law(subject, (fact.law,) if fact.law else (), *where)
    _check_fixing(subject, fact.fixed_after, *where)
    wanted = COLUMNS.get(fact.name) or (MEETING_TYPES.get(fact.name) if fact.per is Per.MEETING else None)
    if wanted and fact.type is not wanted:
        reader = "les listes de dossiers attendent" if fact.name in COLUMNS else "le calendrier des séances attend"
        what = f"« {fact.name} » est de type {fact.type} ; {reader} {wanted}."
        subject.problems.add("column-type", subject.line(*where, "type"), what, do="Changez le type ou le nom.")
    if fact.name in subject.definition.documents:
        what = f"« {fact.name} » est à la fois un fait et un document."
        why = "Un remède ne saurait pas lequel demander."
        subject.problems.add(
            "ambiguous-name", subject.line("documents", fact.name), what, why, "Renommez l’un des deux."
        )
    _check_choices(subject, fact, *where)
    for column in fact.columns:
        _check_choices(subject, column, *where, "columns", column.name)


def _check_choices(subject: Subject, asked: FactKind | Column, *where: str) -> None:
    values = [one.value for one in asked.choices]
    for value in sorted({one for one in values if values.count(one) > 1}):
        subject.problems.add("duplicate-choice", subject.line(*where, "choices"), f"Choix « {value} » en double.")


def _check_fixing(subject: Subject, step: str, *where: str) -> None:
    """The step that fixes answers exists and either always moves the file on, or never does."""
    steps = subject.definition.steps
    where = (*where, "fixed_after")
    if not step or not subject.known("unknown-step", "L’étape", step, steps, *where):
        return
    if not steps[step].stays and steps[step].to in steps[step].sources:
        what = f"L’étape « {step} » laisse parfois le dossier où il est : on ne saurait pas si elle fixe la réponse."
        do = "Choisissez une étape qui change toujours l’état du dossier, ou qui ne le change jamais."
        subject.problems.add("step-fixes-nothing", subject.line(*where), what, do=do)


def _check_requirement(subject: Subject, one: Requirement) -> None:
    where = ("requirements", one.code)
    check_source(subject, one.law, "L’exigence", *where)
    if one.owed_by:
        subject.known("unknown-party", "La partie", one.owed_by, PARTIES, *where, "owed_by")
    kind, name = one.remedy
    definition = subject.definition
    if not kind and name:
        names = [*definition.facts, *definition.documents, *definition.steps]
        subject.known("unknown-remedy", "Le remède", name, names, *where, "remedy")
    elif not kind:
        what = f"L’exigence « {one.code} » ne dit pas comment y répondre."
        do = "Ajoutez « remedy: » avec le fait, le document ou l’étape à fournir."
        subject.problems.add("missing-remedy", subject.line(*where), what, do=do)
    if one.law_on in ("entrustment", "grant") and one.law_on not in definition.dates:
        what = f"« law_on: {one.law_on} », mais « dates » ne dit pas quel jour c’est."
        subject.problems.add(
            "no-date-for-law", subject.line(*where, "law_on"), what, do=f"Ajoutez dates: {one.law_on}."
        )


def _check_dates(subject: Subject) -> None:
    for name, facts in subject.definition.dates.items():
        for fact in facts:
            dates = [one.name for one in subject.definition.facts.values() if one.type is FactType.DATE]
            subject.known("unknown-fact", "Le fait de type date", fact, dates, "dates", name)


def _check_use(subject: Subject) -> None:
    definition = subject.definition
    used = {code for step in definition.steps.values() for code in step.requires}
    used |= set(definition.payments.requires if definition.payments else ())
    for code in definition.requirements:
        if code not in used:
            what = f"Aucune étape ni aucun versement ne demande l’exigence « {code} »."
            do = "Ajoutez-la au « requires » d’une étape ou de « payments », ou retirez-la."
            subject.problems.add("unused-requirement", subject.line("requirements", code), what, do=do)
    filled = {fact.section for fact in definition.facts.values()}
    filled |= {document.section for document in definition.documents.values()}
    for name in definition.sections:
        if name not in filled:
            what = f"La section « {name} » n’a ni question ni document."
            subject.problems.warn("empty-section", subject.line("sections", name), what)


def check_source(subject: Subject, law: tuple[str, ...], what: str, *where: str | int) -> None:
    """Tell when no text is cited, and each cited text that does not exist."""
    if not law:
        why = "Une réponse négative cite toujours son texte."
        what = f"{what} « {where[-1]} » ne cite aucun texte."
        subject.problems.add("missing-source", subject.line(*where), what, why, "Ajoutez « law: texte.grandeur ».")
    _law(subject, law, *where)


def _law(subject: Subject, law: tuple[str, ...], *where: str | int) -> None:
    for key in law:
        subject.law_known(key, *where, "law")
