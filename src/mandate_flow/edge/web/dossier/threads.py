"""The paths inside a file as its page shows them: which are open, and where their questions are asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from mandate_flow.domain.file import CONTROL, File
from mandate_flow.domain.workflow.definition import Definition, Per, Section, Step
from mandate_flow.domain.workflow.scope import fiscal_years
from mandate_flow.edge.web.dossier.words import occurrence_said
from mandate_flow.edge.web.language import _, in_language
from mandate_flow.service.reading import FilePage


@dataclass(frozen=True, slots=True)
class OpenThread:
    """A path that is open: what it is, for which year or day, and since when."""

    label: str
    where: str
    since: date | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person must say to take a step that repeats: one of `years`, else a day."""

    label: str
    years: tuple[str, ...] = ()


def open_threads(page: FilePage) -> tuple[OpenThread, ...]:
    """The paths that are open, annual controls left to the stepper and their own cards."""
    opening = {step.opens: step.name for step in page.definition.steps.values() if step.opens}
    return tuple(
        OpenThread(
            in_language(thread.label), occurrence_said(at, page.names), page.file.taken.get((opening.get(name, ""), at))
        )
        for name, thread in page.definition.threads.items()
        for at in page.file.open_ones(name)
        if name != CONTROL
    )


def shown_sections(definition: Definition, file: File, state: str) -> Iterator[tuple[Section, tuple[str, ...] | None]]:
    """The sections on the page of a state, each with the occurrences it is asked for; None: those of its questions.

    What belongs to a thread is asked where the file stands while it is open; its own state keeps what is closed.
    """
    plain = definition.sections_on(state)
    for section in definition.sections.values():
        if not section.thread:
            if section in plain:
                yield section, None
        elif at := _occurrences(file, section, state):
            yield section, at


def asked_for(file: File, step: Step, occurrence: str) -> Asked | None:
    """What is asked beside the button of a step that repeats; None when nothing is."""
    if occurrence or step.per not in (Per.FISCAL_YEAR, Per.MEETING):
        return None
    if step.per is Per.MEETING:
        return Asked(_("Jour de la séance ou de la décision"))
    taken = {at for name, at in file.threads if name == step.opens}
    return Asked(_("Exercice"), tuple(year for year in fiscal_years(file) if year not in taken))


def _occurrences(file: File, section: Section, state: str) -> tuple[str, ...]:
    opened = file.open_ones(section.thread)
    if section.state != state:
        return opened if state == file.state else ()
    return (*opened, *sorted(at for name, at in file.threads if name == section.thread and at not in opened))
