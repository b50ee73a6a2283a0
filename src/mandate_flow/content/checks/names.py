"""What requirements, deadlines and questions refer to exists, and each of them cites its legal source."""

from __future__ import annotations

from typing import Final

from mandate_flow.content.checks.subject import Subject
from mandate_flow.domain.people import Role
from mandate_flow.domain.value import FactType
from mandate_flow.domain.workflow.definition import DeadlineRule, FactKind, Per, Requirement

PARTIES: Final = (*Role, "prefect")
COLUMNS: Final = {
    "regime": FactType.CHOICE,
    "yearly_amount": FactType.MONEY,
    "mandate_start": FactType.DATE,
    "mandate_end": FactType.DATE,
}
"""Facts that lists of files sort and sum by: their names promise a type."""

MET_BY: Final = {"fact": "Le fait", "document": "Le document", "step": "L’étape"}
BY_KIND: Final = {"fact": "facts", "document": "documents", "step": "steps"}


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
    for deadline in definition.deadlines.values():
        _check_deadline(subject, deadline)
    _check_dates(subject)
    _check_use(subject)


def _check_fact(subject: Subject, fact: FactKind) -> None:
    where = ("facts", fact.name)
    subject.known("unknown-section", "La section", fact.section, subject.definition.sections, *where, "section")
    _law(subject, (fact.law,) if fact.law else (), *where)
    wanted = COLUMNS.get(fact.name)
    if wanted and fact.type is not wanted:
        what = f"« {fact.name} » est de type {fact.type} ; les listes de dossiers attendent {wanted}."
        subject.problems.add("column-type", subject.line(*where, "type"), what, do="Changez le type ou le nom.")
    if fact.name in subject.definition.documents:
        what = f"« {fact.name} » est à la fois un fait et un document."
        why = "Un remède ne saurait pas lequel demander."
        subject.problems.add(
            "ambiguous-name", subject.line("documents", fact.name), what, why, "Renommez l’un des deux."
        )
    repeated = {one.value for one in fact.choices if [two.value for two in fact.choices].count(one.value) > 1}
    for value in sorted(repeated):
        subject.problems.add("duplicate-choice", subject.line(*where, "choices"), f"Choix « {value} » en double.")


def _check_requirement(subject: Subject, one: Requirement) -> None:
    where = ("requirements", one.code)
    _source(subject, one.law, "L’exigence", *where)
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


def _check_deadline(subject: Subject, one: DeadlineRule) -> None:
    where = ("deadlines", one.code)
    _source(subject, one.law, "L’échéance", *where)
    if one.owed_by:
        subject.known("unknown-party", "La partie", one.owed_by, PARTIES, *where, "owed_by")
    if one.cadence:
        subject.known("unknown-cadence", "La cadence", one.cadence, subject.book.cadences, *where, "cadence")
    if one.met_by:
        names = getattr(subject.definition, BY_KIND[one.met_by.kind])
        subject.known("unknown-met-by", MET_BY[one.met_by.kind], one.met_by.name, names, *where, "met_by")
    _check_trigger(subject, one)


def _check_trigger(subject: Subject, one: DeadlineRule) -> None:
    where, definition = ("deadlines", one.code, "after"), subject.definition
    head, _, rest = one.after.partition(".")
    if head == "entered" and rest:
        subject.known("unknown-state", "L’état", rest, definition.states, *where)
        return
    dates = [name for name, fact in definition.facts.items() if fact.type is FactType.DATE]
    known = [*dates, "opened_on", "fiscal_year_end", *(f"entered.{name}" for name in definition.states)]
    if not one.after or not subject.known("unknown-trigger", "La date de départ", one.after, known, *where):
        return
    fact = definition.facts.get(one.after)
    needed = fact.per if fact else (Per.FISCAL_YEAR if one.after == "fiscal_year_end" else None)
    if needed and one.per is not needed:
        what = f"L’échéance « {one.code} » part de « {one.after} », qui existe par {needed}."
        subject.problems.add("per-mismatch", subject.line(*where), what, do=f"Ajoutez « per: {needed} ».")


def _check_dates(subject: Subject) -> None:
    for name, facts in subject.definition.dates.items():
        for fact in facts:
            dates = [one.name for one in subject.definition.facts.values() if one.type is FactType.DATE]
            subject.known("unknown-fact", "Le fait de type date", fact, dates, "dates", name)


def _check_use(subject: Subject) -> None:
    definition = subject.definition
    used = {code for step in definition.steps.values() for code in step.requires}
    for code in definition.requirements:
        if code not in used:
            what = f"Aucune étape ne demande l’exigence « {code} »."
            do = "Ajoutez-la au « requires » d’une étape, ou retirez-la."
            subject.problems.add("unused-requirement", subject.line("requirements", code), what, do=do)
    filled = {fact.section for fact in definition.facts.values()}
    filled |= {document.section for document in definition.documents.values()}
    for name in definition.sections:
        if name not in filled:
            what = f"La section « {name} » n’a ni question ni document."
            subject.problems.warn("empty-section", subject.line("sections", name), what)


def _source(subject: Subject, law: tuple[str, ...], what: str, *where: str) -> None:
    if not law:
        why = "Une réponse négative cite toujours son texte."
        what = f"{what} « {where[-1]} » ne cite aucun texte."
        subject.problems.add("missing-source", subject.line(*where), what, why, "Ajoutez « law: texte.grandeur ».")
    _law(subject, law, *where)


def _law(subject: Subject, law: tuple[str, ...], *where: str) -> None:
    for key in law:
        subject.law_known(key, *where, "law")
