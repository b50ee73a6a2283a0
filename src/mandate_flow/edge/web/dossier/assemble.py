"""Everything the page of a file shows, for one person and one stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mandate_flow.domain.deadline import UNSETTLED, DeadlineStatus
from mandate_flow.domain.workflow.definition import Per
from mandate_flow.domain.workflow.money import is_compensated
from mandate_flow.edge.web.dossier.brief import in_brief
from mandate_flow.edge.web.dossier.deposits import deposit_words
from mandate_flow.edge.web.dossier.dues import Due, due_of
from mandate_flow.edge.web.dossier.history import SHOWN, Line, history
from mandate_flow.edge.web.dossier.payments import Paying, paying
from mandate_flow.edge.web.dossier.questions import (
    Block,
    Which,
    blocks,
    chosen,
    grids,
    state_of_fact,
    triggers,
    years,
)
from mandate_flow.edge.web.dossier.seances import Seances, seances
from mandate_flow.edge.web.dossier.shelves import Awaited, Shelf, awaited, shelves
from mandate_flow.edge.web.dossier.steps import Stage, Way, aside, stages, ways
from mandate_flow.edge.web.dossier.supposed import supposing
from mandate_flow.edge.web.dossier.tables.grid import ADD, Grid, whole_of
from mandate_flow.edge.web.dossier.targets import targets
from mandate_flow.edge.web.dossier.threads import OpenThread, open_threads
from mandate_flow.edge.web.language import in_language
from mandate_flow.edge.web.visit import Visit
from mandate_flow.service.reading import FilePage


@dataclass(frozen=True, slots=True)
class View:
    """The page. `state` is the stage whose questions are shown, `year` the fiscal year.

    `spreadsheet`: some yearly questions of this stage can be filled in a spreadsheet.
    `guided`: the regime is chosen from this stage. `writable`: this person may record;
    `brief`: the file in a few words, question and answer.
    `paying`: what was planned and paid, where this stage shows it. `threads`: the paths that are open in it.
    `dues` may be met, `to_know` only known. `awaited`: the documents that the next steps ask for and lack.
    `opened`: the sections that are unfolded.
    """

    page: FilePage
    stages: tuple[Stage, ...]
    ways: tuple[Way, ...]
    asides: tuple[Way, ...]
    state: str
    state_label: str
    year: str
    years: tuple[str, ...]
    by_year: bool
    seances: Seances
    by_meeting: bool
    spreadsheet: bool
    links: tuple[tuple[str, str, bool], ...]
    blocks: tuple[Block, ...]
    chosen: Mapping[str, tuple[str, ...]]
    grids: Mapping[str, Grid]
    shelves: tuple[Shelf, ...]
    awaited: tuple[Awaited, ...]
    dues: tuple[Due, ...]
    to_know: tuple[Due, ...]
    suspended_dues: tuple[Due, ...]
    closed_dues: tuple[Due, ...]
    lines: tuple[Line, ...]
    more_lines: int
    paying: Paying | None
    guided: bool
    writable: bool
    brief: tuple[tuple[str, str], ...]
    threads: tuple[OpenThread, ...]
    opened: frozenset[str]

    @property
    def demanded(self) -> frozenset[str]:
        """The answers, by name, without which a step open from here is refused."""
        judged = (way.explanation.judgement for way in self.ways)
        return frozenset(one.remedy[1] for each in judged for one in each.blockers if one.remedy[0] == "fact")


def assemble(here: Visit, page: FilePage) -> View:
    """The view of `page`: the stage and year asked for in the address, else the present ones."""
    file, definition = page.file, page.definition
    state, year, meeting = form_shown(here, page)
    which = Which(year, meeting, None if page.as_of else here.day)
    every_way = ways(page, here.person)
    asked = blocks(supposing(page, here.form) if here.form.typed else page, state, which, here.desk.library.law)
    dues = sorted((due_of(here, page, one) for one in file.deadlines.values()), key=lambda one: one.due)
    return View(
        page=page,
        stages=stages(page),
        ways=tuple(way for way in every_way if not aside(way.explanation)),
        asides=tuple(way for way in every_way if aside(way.explanation)),
        state=state,
        state_label=in_language(definition.states[state].label),
        year=year,
        years=years(file),
        by_year=_repeats(page, state, Per.FISCAL_YEAR),
        seances=seances(here, page),
        by_meeting=_repeats(page, state, Per.MEETING),
        spreadsheet=any(one.spreadsheet and one.state == state for one in page.definition.sections.values()),
        links=_links(page, state),
        blocks=asked,
        chosen=chosen(page),
        grids=grids(asked, here.form),
        shelves=shelves(here, page, state, which),
        awaited=awaited(page),
        dues=tuple(one for one in dues if one.status is DeadlineStatus.OPEN and not one.to_know),
        to_know=tuple(one for one in dues if one.status is DeadlineStatus.OPEN and one.to_know),
        suspended_dues=tuple(one for one in dues if one.status is DeadlineStatus.SUSPENDED),
        closed_dues=tuple(one for one in dues if one.status not in UNSETTLED),
        lines=history(page, brief=True)[:SHOWN],
        more_lines=max(0, len(page.history) - SHOWN),
        brief=in_brief(page),
        paying=_paying(here, page, state),
        threads=open_threads(page),
        opened=_opened(here, asked),
        guided=definition.name in here.desk.library.regimes and state == state_of_fact(definition, "regime"),
        writable=here.person.may_record(file) and not file.ended and page.as_of is None,
    )


def form_shown(here: Visit, page: FilePage) -> tuple[str, str, str]:
    """The stage, the year and the meeting whose questions the page shows."""
    state = _stage_shown(page, here.query.get("etape", page.file.state))
    return state, _year(here, page), seances(here, page).shown


def _opened(here: Visit, asked: Sequence[Block]) -> frozenset[str]:
    """Where something is wrong, or typed and not recorded; the meeting asked for; the first that lacks an answer."""
    form, meeting = here.form, here.query.get("seance", "")
    told = [*form.errors, *(form.typed if form.partial else ()), form.typed_in(ADD)]
    fields = {whole_of(name) for name in told}
    first = next((block.section.name for block in asked if block.missing), "")
    if meeting:
        fields |= {
            one.name for block in asked for group in block.groups for one in group.questions if one.key[1] == meeting
        }
    return frozenset({first} | {block.section.name for block in asked if block.holds(fields)})


def _year(here: Visit, page: FilePage) -> str:
    """The fiscal year asked for; else one whose control is open, else the first."""
    known, asked = years(page.file), here.query.get("exercice", "")
    if asked in known:
        return asked
    return next((one for one, status in page.file.controls.items() if status == "open"), known[0])


def _stage_shown(page: FilePage, asked: str) -> str:
    """The stage asked for; else the present one, or the last one passed by a file that has left the way."""
    shown = {stage.name for stage in stages(page)}
    if asked in shown:
        return asked
    past = [stage.name for stage in stages(page) if stage.status == "done"]
    return page.file.state if page.file.state in shown else past[-1]


def _paying(here: Visit, page: FilePage, state: str) -> Paying | None:
    """What was paid, beside the stages where it is, and wherever there is some."""
    rule = page.definition.payments
    shown = rule is not None and state in rule.sources
    return paying(page, here.person) if shown or page.file.payments else None


def _repeats(page: FilePage, state: str, over: Per) -> bool:
    """Whether anything of this stage repeats by fiscal year, or by meeting."""
    sections = {section.name for section in page.definition.sections_on(state) if not section.thread}
    facts, documents = page.definition.facts.values(), page.definition.documents.values()
    asked = [(kind.per, kind.section) for kind in facts] + [(kind.per, kind.section) for kind in documents]
    return any(per is over and section in sections for per, section in asked)


def _links(page: FilePage, state: str) -> tuple[tuple[str, str, bool], ...]:
    """The stages one may look at: label, address, and whether it is the one shown."""
    past = f"&au={page.as_of.isoformat()}" if page.as_of else ""
    return tuple(
        (stage.label, f"/dossiers/{page.file.ref}?etape={stage.name}{past}#titre-questions", stage.name == state)
        for stage in stages(page)
    )


def names_for_template(view: View) -> dict[str, Any]:
    """What the template is given."""
    page = view.page
    compensated = is_compensated(page.definition, page.file)
    judged = view.state == state_of_fact(page.definition, "results_reached")
    return {
        "view": view,
        "deposit_words": deposit_words,
        "file": page.file,
        "definition": page.definition,
        "names": page.names,
        "money": compensated,
        "targets": targets(page) if judged else None,
        "triggers": triggers(page.definition),
    }
