"""Reads what a workflow asks for: states, sections, facts and documents."""

from __future__ import annotations

from decimal import Decimal

from mandate_flow.content.columns_reader import NEVER_NEGATIVE, read_choices, read_columns
from mandate_flow.content.fields import Fields
from mandate_flow.domain.expression import parse
from mandate_flow.domain.value import PERSONAL_BY_DEFAULT, FactType
from mandate_flow.domain.workflow.definition import DocumentKind, FactKind, Figure, Per, Section, State


def read_states(root: Fields) -> dict[str, State]:
    """The states in the order of the file, which is their rank."""
    found: dict[str, State] = {}
    for place, (name, one) in enumerate(root.each("states", "l’état", required=True)):
        label = one.translated("label", required=True)
        aside = one.yes("aside")
        found[name] = State(
            name,
            label,
            one.translated("structure_label") or label,
            0 if aside else place,
            ending=one.yes("ending"),
            help=one.translated("help"),
            aside=aside,
        )
        one.done()
    return found


def read_sections(root: Fields) -> dict[str, Section]:
    """The groups of questions."""
    found: dict[str, Section] = {}
    for name, one in root.each("sections", "la section", required=True):
        found[name] = Section(
            name,
            one.word("state"),
            one.translated("label", required=True),
            one.translated("help"),
            one.word("fixed_after", ""),
            one.word("unless_open", ""),
            one.word("thread", ""),
            one.yes("spreadsheet"),
            one.yes("throughout"),
        )
        one.done()
    return found


def read_facts(root: Fields) -> dict[str, FactKind]:
    """The questions. Texts, long texts, persons and tables are personal unless `personal: false` says otherwise."""
    found: dict[str, FactKind] = {}
    for name, one in root.each("facts", "le fait", required=True):
        kind = one.one_of("type", FactType)
        if kind is None and not one.has("type"):
            one.get("type", required=True)
        kind = kind or FactType.TEXT
        found[name] = FactKind(
            name,
            kind,
            one.word("section"),
            one.translated("label", required=True),
            help=one.translated("help"),
            example=one.translated("example"),
            per=one.one_of("per", Per),
            choices=read_choices(one, kind),
            law=one.word("law", ""),
            unit=one.text("unit", ""),
            personal=one.yes("personal", default=kind in PERSONAL_BY_DEFAULT),
            least=one.number("least", Decimal(0) if kind in NEVER_NEGATIVE else None),
            most=one.number("most"),
            whole=one.yes("whole"),
            shown_when=one.expression("shown_when"),
            fixed_after=one.word("fixed_after", ""),
            columns=read_columns(one, kind),
            unless_open=one.word("unless_open", ""),
            carried_over=one.yes("carried_over"),
            given_late=one.yes("given_late"),
        )
        one.done()
    return found


def read_documents(root: Fields) -> dict[str, DocumentKind]:
    """The kinds of documents."""
    found: dict[str, DocumentKind] = {}
    for name, one in root.each("documents", "le document"):
        found[name] = DocumentKind(
            name,
            one.word("section"),
            one.translated("label", required=True),
            help=one.translated("help"),
            per=one.one_of("per", Per),
            law=one.word("law", ""),
            owed_by=one.word("owed_by", ""),
        )
        one.done()
    return found


def read_figures(root: Fields) -> dict[str, Figure]:
    """What is computed from the answers."""
    found: dict[str, Figure] = {}
    for name, one in root.each("figures", "le calcul"):
        found[name] = Figure(
            name,
            one.one_of("type", FactType) or FactType.MONEY,
            one.word("section"),
            one.translated("label", required=True),
            one.expression("formula", required=True) or parse("0"),
            help=one.translated("help"),
            per=one.one_of("per", Per),
            law=one.word("law", ""),
        )
        one.done()
    return found
