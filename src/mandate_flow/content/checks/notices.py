"""Every event is told to somebody or silent on purpose, and every notice can be written in the three languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from mandate_flow.content.checks.names import PARTIES
from mandate_flow.content.examples import SUFFIX, example_file, read_example
from mandate_flow.content.fields import LANGUAGES
from mandate_flow.content.library import templates_of
from mandate_flow.content.problem import Problem, Problems, nearest
from mandate_flow.content.yaml_nodes import Path as YamlPath
from mandate_flow.domain import wording
from mandate_flow.domain.errors import BadContent
from mandate_flow.domain.event import Action
from mandate_flow.domain.notice import AUDIENCES, BY_DELIVERY, OWNER, SECOND, NoticeBook, NoticeKind
from mandate_flow.domain.workflow.definition import Definition

BLOCKS: Final = ("subject", "text")
CADENCES: Final = "notifications/cadences.yaml"


def check_book(
    book: NoticeBook, lines: Mapping[YamlPath, int], definitions: Iterable[Definition], problems: Problems
) -> None:
    """Tell unknown steps, parties and events, and the events nobody declared."""
    steps = sorted({step for one in definitions for step in one.steps})
    for kind in book.kinds.values():
        line = lines.get(("notices", kind.name), 1)
        _check_kind(kind, steps, line, problems)
    for entry in sorted(book.silent):
        _, _, step = entry.partition("/")
        if step and step not in steps:
            what = f"« {entry} » : aucun processus ne connaît l’étape « {step} »."
            problems.add("unknown-step", lines.get(("silent",), 1), what, do=nearest(step, steps))
    for event in _untold(book, steps):
        what = f"L’événement « {event} » n’a ni avis ni silence déclaré."
        do = "Ajoutez un avis à « notices », ou l’événement à « silent »."
        problems.add("untold-event", lines.get(("silent",), 1), what, "Personne ne saurait qu’il a été oublié.", do)


def check_cadences(book: NoticeBook, lines: Mapping[YamlPath, int], problems: Problems) -> None:
    """Tell reminders sent to parties that do not exist."""
    for cadence in book.cadences.values():
        for index, offset in enumerate(cadence.offsets):
            where = lines.get(("cadences", cadence.name, "offsets", index), 0)
            if not where:
                continue  # a repetition of the last one written, told there
            _parties(offset.to, {*AUDIENCES, OWNER}, f"la cadence « {cadence.name} »", where, problems)


def check_templates(folder: Path, book: NoticeBook, lines: Mapping[YamlPath, int]) -> tuple[Problem, ...]:
    """Tell missing, useless and failing templates; each is written once with its example."""
    found: list[Problem] = []
    templates = templates_of(folder)
    for (notice, _), path in templates.items():
        if notice not in book.kinds:
            told = Problems(path.relative_to(folder).as_posix())
            told.add("template-alone", 1, f"Ce modèle n’a pas d’avis « {notice} ».", do=nearest(notice, book.kinds))
            found += told.found
    told = Problems("notifications/notices.yaml")
    environments = {lang: _environment(folder, lang) for lang in LANGUAGES}
    for notice in book.kinds:
        line = lines.get(("notices", notice), 1)
        for lang in LANGUAGES:
            if (notice, lang) not in templates:
                what = f"L’avis « {notice} » n’a pas de modèle en {lang}."
                told.add("missing-template", line, what, do=f"Écrivez templates/{notice}.{lang}.j2.")
        if not example_file(folder, notice).is_file():
            what = f"L’avis « {notice} » n’a pas d’exemple."
            told.add("missing-example", line, what, do=f"Écrivez templates/{notice}{SUFFIX}.")
        else:
            written = {lang: one for lang, one in environments.items() if (notice, lang) in templates}
            found += _written(folder, notice, written)
    return (*found, *told.found)


def _check_kind(kind: NoticeKind, steps: list[str], line: int, problems: Problems) -> None:
    for step in sorted(kind.steps - set(steps)):
        what = f"L’avis « {kind.name} » suit l’étape « {step} », qu’aucun processus ne connaît."
        problems.add("unknown-step", line, what, do=nearest(step, steps))
    _parties(kind.to, {*AUDIENCES, SECOND}, f"l’avis « {kind.name} »", line, problems)
    for owed_by in filter(None, (kind.closes, kind.owed_by)):
        _parties((owed_by,), {*PARTIES}, f"l’avis « {kind.name} »", line, problems)
    if kind.on is not None and not kind.to:
        problems.add("missing-key", line, f"L’avis « {kind.name} » ne va à personne.", do="Ajoutez « to: [ … ] ».")


def _parties(names: Iterable[str], known: set[str], of: str, line: int, problems: Problems) -> None:
    for name in names:
        if name not in known:
            problems.add("unknown-party", line, f"Destinataire inconnu « {name} » dans {of}.", do=nearest(name, known))


def _untold(book: NoticeBook, steps: list[str]) -> list[str]:
    found: list[str] = []
    for action in Action:
        if action is Action.STEP_TAKEN:
            told = [one for one in steps if book.on(action, one) or book.is_silent(action, one)]
            found += [f"{action}/{one}" for one in steps if one not in told]
        elif action is Action.MAIL_ABANDONED and BY_DELIVERY & set(book.kinds):
            continue  # told by the delivery itself
        elif not any(kind.on is action for kind in book.kinds.values()) and not book.is_silent(action):
            found.append(action)
    return found


def _written(folder: Path, notice: str, environments: Mapping[str, jinja2.Environment]) -> list[Problem]:
    found: list[Problem] = []
    try:
        names = read_example(folder, notice)
    except BadContent as error:
        file, _, line = error.where.rpartition(":")
        return [Problem(file, int(line), "bad-example", error.what, error.why, error.do)]
    for lang, environment in environments.items():
        told = Problems(f"notifications/templates/{notice}.{lang}.j2")
        _write(environment, notice, lang, names, told)
        found += told.found
    return found


def _write(environment: jinja2.Environment, notice: str, lang: str, names: Mapping[str, Any], told: Problems) -> None:
    try:
        words = environment.get_template(f"_words.{lang}.j2").module
        template = environment.get_template(f"{notice}.{lang}.j2")
        context = template.new_context({**names, "words": words})
        for name in BLOCKS:
            if name not in template.blocks:
                told.add(
                    "missing-block", 1, f"Ce modèle n’a pas de bloc « {name} ».", do=f"Ajoutez {{% block {name} %}}."
                )
            elif not "".join(template.blocks[name](context)).strip():
                told.add("missing-block", 1, f"Le bloc « {name} » est vide avec l’exemple.", do="Écrivez-le.")
    except jinja2.TemplateSyntaxError as error:
        told.add("bad-template", error.lineno, f"Ce modèle ne se lit pas : {error.message}")
    except (jinja2.TemplateError, TypeError, AttributeError) as error:
        do = f"Corrigez le modèle, ou donnez cette valeur dans {notice}{SUFFIX}."
        line = _line(error, environment, f"{notice}.{lang}.j2")
        told.add("bad-template", line, "Ce modèle ne s’écrit pas avec son exemple.", f"{error}.", do)


def _line(error: BaseException, environment: jinja2.Environment, name: str) -> int:
    """The line of the template where it failed; a block that is called alone fails inside compiled code."""
    template, line, trace = environment.get_template(name), 1, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == template.filename:
            line = template.get_corresponding_lineno(trace.tb_lineno)
        trace = trace.tb_next
    return line


def _environment(folder: Path, lang: str) -> jinja2.Environment:
    """As strict as the one that writes the mails."""
    loader = jinja2.FileSystemLoader(folder / "notifications" / "templates")
    made = ImmutableSandboxedEnvironment(loader=loader, undefined=jinja2.StrictUndefined, autoescape=False)
    for name in ("day", "weekday"):
        made.filters[name] = lambda value: wording.day_words(_day(value), lang)
    return made


def _day(value: object) -> date:
    if isinstance(value, date):
        return value
    if isinstance(value, jinja2.Undefined):
        str(value)  # raises, naming what is undefined
    raise TypeError(f"{value!r} n’est pas une date")
