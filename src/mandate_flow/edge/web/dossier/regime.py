"""The page that helps choose a regime: one group of questions at a time, then all regimes compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from mandate_flow.domain.expression import Unknown
from mandate_flow.domain.law import Citation
from mandate_flow.domain.regime import Reason, Said, Standing, Verdict, draft_of_reasons
from mandate_flow.domain.regime.tree import Group
from mandate_flow.domain.value import FactType
from mandate_flow.domain.workflow.definition import FactKind
from mandate_flow.domain.workflow.fixing import is_fixed
from mandate_flow.edge.web.dossier.questions import document_field, field_name
from mandate_flow.edge.web.dossier.steps import Item
from mandate_flow.edge.web.dossier.words import said, typed
from mandate_flow.edge.web.language import N_, _, in_language, speaking
from mandate_flow.edge.web.render import anchor
from mandate_flow.edge.web.visit import Visit
from mandate_flow.service.regimes import RegimePage

COMPARISON: Final = "comparaison"
UNVERIFIED: Final = N_("Article non vérifié : à confirmer par le juriste.")
STATES: Final = {Standing.MET: "met", Standing.UNMET: "blocker", Standing.UNKNOWN: "warning"}


@dataclass(frozen=True, slots=True)
class Ask:
    """One question of the shown group; `kind` carries its plain words, `value` what its field holds."""

    kind: FactKind
    name: str
    value: str
    words: str
    law: str


@dataclass(frozen=True, slots=True)
class Place:
    """One group in the progress: how many of its questions have an answer."""

    name: str
    label: str
    given: int
    asked: int
    status: str


@dataclass(frozen=True, slots=True)
class Told:
    """One regime or instrument as the page tells it; `tone` is ok, bad or warn."""

    code: str
    label: str
    about: str
    outlook: str
    tone: str
    items: tuple[Item, ...]
    cautions: tuple[tuple[str, str], ...]
    recommended: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the Altmark table."""

    label: str
    evidence: str
    outlook: str
    tone: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class View:
    """The page. `group` is the one whose form is shown, None for the comparison.

    `missing`: what the regimes not decided yet wait for, and where to give it; `blank`: only words, that may be empty.
    """

    seen: RegimePage
    places: tuple[Place, ...]
    group: Group | None
    asks: tuple[Ask, ...]
    regimes: tuple[Told, ...]
    instruments: tuple[Told, ...]
    altmark: tuple[Row, ...]
    general: tuple[tuple[str, str], ...]
    requalification: tuple[tuple[str, str], ...]
    pending: tuple[str, ...]
    missing: tuple[tuple[str, str], ...]
    blank: bool
    options: tuple[tuple[str, str], ...]
    reasons: str
    law: tuple[tuple[str, date], ...]
    writable: bool
    fixed: bool


def view_of(here: Visit, seen: RegimePage, wanted: str) -> View:
    """The page for the group `wanted`; without one, the first with questions to answer, else the comparison."""
    file, definition, compared = seen.page.file, seen.page.definition, seen.comparison
    group = next((one for one in seen.groups if one.name == (wanted or _first_open(seen))), None)
    fixed = is_fixed(definition, file, definition.facts[seen.tree.regime_fact])
    return View(
        seen=seen,
        places=tuple(_place(seen, one, group) for one in seen.groups),
        group=group,
        asks=tuple(_asks(here, seen, group)) if group else (),
        regimes=_told_all(seen, compared.verdicts, compared.recommended, _chosen(seen, seen.tree.regime_fact)),
        instruments=_told_all(
            seen, compared.instruments, compared.instrument, _chosen(seen, seen.tree.instrument_fact)
        ),
        altmark=_altmark(seen),
        general=_pairs(compared.general_deminimis),
        requalification=_pairs(compared.requalification),
        pending=tuple(in_language(one.option.label) for one in compared.pending),
        missing=tuple(dict.fromkeys(_missing(seen))),
        blank=_may_stay_blank(seen),
        options=tuple((one.option.code, _offered(one)) for one in compared.verdicts),
        reasons=draft_of_reasons(compared.recommended) if compared.recommended else "",
        law=tuple(sorted({(cited.words(speaking()), on) for cited, on in compared.law})),
        writable=here.person.may_record(file) and not file.ended and not fixed,
        fixed=fixed,
    )


def next_group(before: RegimePage, after: RegimePage, name: str) -> str:
    """Where to go once a group is saved: the same one when answers made new questions appear in it, else the next."""
    shown = {one.fact for group in before.groups if group.name == name for one in group.questions}
    now = next((group for group in after.groups if group.name == name), None)
    if now and any(one.fact not in shown for one in now.questions):
        return name
    names = [group.name for group in after.groups]
    place = names.index(name) + 1 if name in names else len(names)
    return names[place] if place < len(names) else COMPARISON


def _first_open(seen: RegimePage) -> str:
    """The first group where a question has no answer."""
    given = seen.page.file.fact
    found = (group.name for group in seen.groups if any(given(one.fact) is None for one in group.questions))
    return next(found, COMPARISON)


def _missing(seen: RegimePage) -> Iterator[tuple[str, str]]:
    """The questions without an answer, in their order, then the documents."""
    names = {name for one in seen.comparison.pending for each in one.reasons for name in each.missing}
    for group in seen.groups:
        for one in group.questions:
            if one.fact in names:
                yield in_language(one.question), _where(seen, ("fact", one.fact))
    asked = {one.fact for group in seen.groups for one in group.questions}
    for verdict in seen.comparison.pending:
        for each in verdict.standing(Standing.UNKNOWN):
            if not asked & set(each.missing):
                yield in_language(each.condition.label), _where(seen, each.condition.remedy)


def _may_stay_blank(seen: RegimePage) -> bool:
    """Whether what fits may be chosen at once, where nothing but written reasons is missing for the lighter regimes."""
    names = {name for one in seen.comparison.pending for each in one.reasons for name in each.missing}
    kinds = [seen.page.definition.facts.get(name) for name in names]
    fits = any(one.eligible is True for one in seen.comparison.verdicts)
    return fits and bool(kinds) and all(one is not None and one.type is FactType.LONG_TEXT for one in kinds)


def _place(seen: RegimePage, group: Group, shown: Group | None) -> Place:
    given = sum(seen.page.file.fact(one.fact) is not None for one in group.questions)
    asked = len(group.questions)
    status = "now" if group == shown else "done" if given == asked else "todo"
    return Place(group.name, in_language(group.label), given, asked, status)


def _asks(here: Visit, seen: RegimePage, group: Group) -> list[Ask]:
    found = []
    for one in group.questions:
        kind, fact = seen.page.definition.facts[one.fact], seen.page.file.fact(one.fact)
        cited = here.desk.library.law.cite(kind.law, here.day) if kind.law else None
        found.append(
            Ask(
                replace(kind, label=one.question, help=one.help or kind.help, example=one.examples or kind.example),
                field_name((one.fact, "")),
                typed(fact.value if fact else None),
                said(kind, fact.value if fact else None),
                cited.words(speaking()) if cited else "",
            )
        )
    return found


def _chosen(seen: RegimePage, name: str) -> str:
    fact = seen.page.file.fact(name)
    return str(fact.value) if fact else ""


def _told_all(
    seen: RegimePage, verdicts: tuple[Verdict, ...], recommended: Verdict | None, chosen: str
) -> tuple[Told, ...]:
    """The recommended one first, then those that fit, those to complete, those that do not fit."""
    order = {True: 0, None: 1, False: 2}
    ranked = sorted(
        verdicts,
        key=lambda one: (one != recommended, order[_plain(one)], one.option.rank),
    )
    return tuple(_told(seen, one, recommended=one == recommended, chosen=one.option.code == chosen) for one in ranked)


def _told(seen: RegimePage, one: Verdict, *, recommended: bool, chosen: bool) -> Told:
    outlook, tone = _outlook(_plain(one))
    ordered = sorted(one.reasons, key=lambda each: each.standing is Standing.MET)
    return Told(
        code=one.option.code,
        label=in_language(one.option.label),
        about=in_language(one.option.about),
        outlook=outlook,
        tone=tone,
        items=tuple(_item(seen, each) for each in ordered),
        cautions=_pairs(one.cautions),
        recommended=recommended,
        chosen=chosen,
    )


def _offered(one: Verdict) -> str:
    return f"{in_language(one.option.label)} ({_outlook(_plain(one))[0]})"


def _plain(one: Verdict) -> bool | None:
    return None if isinstance(one.eligible, Unknown) else one.eligible


def _outlook(fits: bool | None) -> tuple[str, str]:  # noqa: FBT001 - the value is the subject
    return {True: (_("convient"), "ok"), False: (_("ne convient pas"), "bad"), None: (_("à compléter"), "warn")}[fits]


def _item(seen: RegimePage, one: Reason) -> Item:
    met = one.standing is Standing.MET
    notes = [] if met else [one.says(speaking())]
    if one.unverified:
        notes.append(_(UNVERIFIED))
    return Item(
        state=STATES[one.standing],
        label=in_language(one.condition.label),
        note=" ".join(notes),
        law=_articles(one.law),
        href="" if met else _where(seen, one.condition.remedy),
        owed_by="",
    )


def _where(seen: RegimePage, remedy: tuple[str, str]) -> str:
    """The question to answer, in its group; the file's own page for a document."""
    kind, name = remedy
    ref = seen.page.file.ref
    if kind == "document":
        return f"/dossiers/{ref}?etape=legal_analysis#{anchor(document_field(name, ''))}"
    groups = [group.name for group in seen.groups for one in group.questions if one.fact == name]
    return f"/dossiers/{ref}/regime?groupe={groups[0]}#{anchor(field_name((name, '')))}" if groups else ""


def _altmark(seen: RegimePage) -> tuple[Row, ...]:
    by_code = {each.condition.code: each for each in seen.comparison.of("R2_ALTMARK").reasons}
    rows = []
    for criterion in seen.tree.altmark:
        reasons = [by_code[code] for code in criterion.conditions if code in by_code]
        standings = {each.standing for each in reasons}
        fits = False if Standing.UNMET in standings else None if Standing.UNKNOWN in standings else True
        outlook, tone = {True: (_("rempli"), "ok"), False: (_("manque"), "bad"), None: (_("à compléter"), "warn")}[fits]
        items = tuple(_item(seen, each) for each in reasons)
        rows.append(Row(in_language(criterion.label), in_language(criterion.evidence), outlook, tone, items))
    return tuple(rows)


def _pairs(several: tuple[Said, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((one.says(speaking()), _articles(one.law)) for one in several)


def _articles(law: tuple[Citation, ...]) -> str:
    return " ;\n".join(dict.fromkeys(cited.words(speaking()) for cited in law))


def names_for_template(view: View) -> Mapping[str, object]:
    """What the template is given."""
    return {"view": view, "file": view.seen.page.file, "compared": view.seen.comparison, "tree": view.seen.tree}
