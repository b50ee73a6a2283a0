"""States and steps: every state is reached, none is a dead end, and every step leads from and to states that exist."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mandate_flow.content.checks.subject import Subject
from mandate_flow.domain.file import CONTROL
from mandate_flow.domain.workflow.definition import STAY, Definition, Per, Step


def check_ways(subject: Subject) -> None:
    """Tell what is wrong with the states and the steps between them."""
    definition = subject.definition
    states, steps = definition.states, definition.steps
    if definition.starts:
        subject.known("unknown-state", "L’état de départ", definition.starts, states, "starts")
    for step in steps.values():
        for source in step.sources:
            subject.known("unknown-state", "L’état", source, states, "steps", step.name, "from")
        if step.to and step.to != STAY:
            subject.known("unknown-state", "L’état", step.to, states, "steps", step.name, "to")
        _check_step(subject, step)
    for section in definition.sections.values():
        if section.state:
            subject.known("unknown-state", "L’état", section.state, states, "sections", section.name, "state")
    _check_threads(subject)
    _check_reached(subject)
    _check_ends(subject)


def _check_step(subject: Subject, step: Step) -> None:
    for code in step.requires:
        subject.known(
            "unknown-requirement", "L’exigence", code, subject.definition.requirements, *_at(step, "requires")
        )
        requirement = subject.definition.requirements.get(code)
        if requirement and step.per and requirement.per not in (None, step.per, Per.AUTHORITY, Per.STRUCTURE):
            what = f"L’étape « {step.name} » se répète par {step.per}, son exigence « {code} » par {requirement.per}."
            subject.problems.add(
                "per-mismatch", subject.line(*_at(step, "requires")), what, do="Accordez les deux per."
            )
    if step.confirm_by and not step.four_eyes:
        what = f"L’étape « {step.name} » nomme une seconde personne sans la demander."
        subject.problems.add("confirm-alone", subject.line(*_at(step)), what, do="Ajoutez « four_eyes: true ».")
    if CONTROL in (step.opens, step.closes) and step.per is not Per.FISCAL_YEAR:
        what = f"L’étape « {step.name} » ouvre ou clôt un contrôle annuel sans dire quel exercice."
        subject.problems.add("control-without-year", subject.line(*_at(step)), what, do="Ajoutez « per: fiscal_year ».")
    named = [one for one in (step.opens, step.closes, step.within) if one]
    if len(named) > 1:
        what = f"L’étape « {step.name} » ouvre, clôt ou suit plusieurs fils à la fois."
        subject.problems.add("several-threads", subject.line(*_at(step)), what, do="Gardez opens, closes ou within.")
    for one in named:
        subject.known("unknown-thread", "Le fil", one, subject.definition.threads, *_at(step))


def _check_threads(subject: Subject) -> None:
    """Each thread is opened, for one kind of occurrence, and can be closed from wherever the file may then stand."""
    definition = subject.definition
    for name in definition.threads:
        of_it = [step for step in definition.steps.values() if step.thread == name]
        opening, closing = ([one for one in of_it if getattr(one, kind)] for kind in ("opens", "closes"))
        line = subject.line("threads", name)
        if not opening:
            subject.problems.add(
                "thread-not-opened", line, f"Aucune étape n’ouvre le fil « {name} ».", do="Ajoutez « opens: »."
            )
        if opening and not closing:
            subject.problems.add(
                "thread-not-closed", line, f"Aucune étape ne clôt le fil « {name} ».", do="Ajoutez « closes: »."
            )
        if len({one.per for one in of_it}) > 1:
            what = f"Les étapes du fil « {name} » ne se répètent pas pour la même chose."
            subject.problems.add("per-mismatch", line, what, do="Accordez leurs « per ».")
        _check_stuck(subject, name, opening, closing)
    for section in definition.sections.values():
        for key in ("thread", "unless_open"):
            if getattr(section, key):
                _known_thread(subject, getattr(section, key), "sections", section.name, key)
    for fact in definition.facts.values():
        if fact.unless_open:
            _known_thread(subject, fact.unless_open, "facts", fact.name, "unless_open")


def _check_stuck(subject: Subject, name: str, opening: list[Step], closing: list[Step]) -> None:
    """Wherever the file may go once the thread is open, the thread can be closed, there or further on.

    A step that opens it by moving the file holds the file there: only that place is looked at.
    """
    states, doors = subject.definition.states, {source for step in closing for source in step.sources}
    forward = _forward(subject.definition)
    held = {step.leads(one) for step in opening if not step.stays for one in step.sources}
    roaming = _spread({step.leads(one) for step in opening if step.stays for one in step.sources}, forward)
    for source in states if closing else ():
        there = source in held or (source in roaming and not states[source].ending)
        if there and not _spread([source], forward) & doors:
            what = f"Le fil « {name} » ne peut plus se clore depuis l’état « {source} »."
            do = "Ajoutez cet état au « from » d’une étape qui le clôt."
            subject.problems.add("thread-stuck", subject.line("threads", name), what, do=do)


def _known_thread(subject: Subject, name: str, *path: str) -> None:
    subject.known("unknown-thread", "Le fil", name, subject.definition.threads, *path)


def _check_reached(subject: Subject) -> None:
    definition = subject.definition
    reached = _spread([definition.starts], _forward(definition))
    for name in definition.states:
        if name not in reached:
            what = f"Aucun chemin ne mène à l’état « {name} »."
            do = "Ajoutez une étape qui y conduit, ou retirez cet état."
            subject.problems.add("unreachable-state", subject.line("states", name), what, do=do)


def _check_ends(subject: Subject) -> None:
    definition = subject.definition
    backward: dict[str, set[str]] = {}
    for step in definition.steps.values():
        for source in step.sources:
            backward.setdefault(step.leads(source), set()).add(source)
    endings = [state.name for state in definition.states.values() if state.ending]
    ending = _spread(endings, backward)
    for state in definition.states.values():
        out = [step for step in definition.steps_from(state.name) if step.leads(state.name) != state.name]
        line = subject.line("states", state.name)
        if state.ending and definition.steps_from(state.name):
            what = f"L’état final « {state.name} » a des étapes qui en partent."
            subject.problems.add("ending-left", line, what, do="Retirez « ending: true » ou ces étapes.")
        elif not state.ending and not out:
            what = f"L’état « {state.name} » est sans issue."
            subject.problems.add("dead-end", line, what, do="Ajoutez une étape qui en part, ou « ending: true ».")
        elif state.name not in ending:
            what = f"Depuis l’état « {state.name} », aucun chemin ne mène à une fin."
            subject.problems.add("no-ending", line, what, do="Ajoutez une étape vers un état final.")


def _forward(definition: Definition) -> dict[str, set[str]]:
    """Where each state leads."""
    forward: dict[str, set[str]] = {}
    for step in definition.steps.values():
        for source in step.sources:
            forward.setdefault(source, set()).add(step.leads(source))
    return forward


def _spread(start: Iterable[str], ways: Mapping[str, Iterable[str]]) -> set[str]:
    """All that can be reached from `start`."""
    reached, waiting = set(start), list(start)
    while waiting:
        for name in ways.get(waiting.pop(), ()):
            if name not in reached:
                reached.add(name)
                waiting.append(name)
    return reached


def _at(step: Step, *rest: str) -> tuple[str, ...]:
    return ("steps", step.name, *rest)
