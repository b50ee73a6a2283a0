"""The versions of workflows: what each says, what changed, and taking running files from one to another."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

from starlette.responses import Response

from mandate_flow.domain.errors import BadInput, NotFound
from mandate_flow.domain.said import said
from mandate_flow.domain.workflow import spoken
from mandate_flow.domain.workflow.change import Kind, Part
from mandate_flow.domain.workflow.moves import renamed
from mandate_flow.domain.workflow.verdict import Choices, Movable, NeedsDecision, Refused, Turn
from mandate_flow.edge.web import told
from mandate_flow.edge.web.diagram import diagram, numbered
from mandate_flow.edge.web.language import N_, _
from mandate_flow.edge.web.render import go, show
from mandate_flow.edge.web.visit import Here, Visit
from mandate_flow.edge.web.who import ADMINISTRATION, Pages, only
from mandate_flow.service import batches, definitions, migration
from mandate_flow.service.labels import OWED_BY
from mandate_flow.service.migration import Judged, Move, Preview

pages = Pages()
ROOT: Final = "/administration/parcours"
KEEPERS: Final = only(*migration.MIGRATES)
STANDING: Final = {
    definitions.Standing.PUBLISHED: (N_("publiée"), "ok"),
    definitions.Standing.DRAFT: (N_("brouillon"), "warn"),
    definitions.Standing.KEPT: (N_("gardée pour ses dossiers"), ""),
}
PARTS: Final = {
    Part.WORKFLOW: N_("Le parcours"),
    Part.STATE: N_("États"),
    Part.STEP: N_("Étapes"),
    Part.REQUIREMENT: N_("Conditions"),
    Part.FACT: N_("Questions"),
    Part.DOCUMENT: N_("Pièces"),
    Part.DEADLINE: N_("Échéances"),
}
KINDS: Final = {
    Kind.ADDED: (N_("ajouté"), "ok"),
    Kind.REMOVED: (N_("supprimé"), "bad"),
    Kind.MOVED: (N_("déplacé"), "warn"),
    Kind.CHANGED: (N_("modifié"), "warn"),
}
VERDICTS: Final = {
    "movable": (N_("peut migrer"), "ok"),
    "decide": (N_("à décider"), "warn"),
    "refused": (N_("refusé"), "bad"),
}
TURNS: Final = {
    Turn.OPENS: N_("s’ouvre"),
    Turn.MOVES: N_("change de date"),
    Turn.CLOSES: N_("est tenue ou passée"),
    Turn.CANCELS: N_("est annulée"),
    Turn.CHANGES: N_("garde sa date, change de règle"),
}
SINCE: Final = {
    batches.Since.MOVED: (N_("migré"), "ok"),
    batches.Since.WENT_ON: (N_("migré, et suivi d’autres actes"), ""),
    batches.Since.UNDONE: (N_("remis comme il était"), "warn"),
}
MOST: Final = 300
"""Files shown and moved at once; the others come when these have moved."""


@pages.get_page(ROOT, allows=ADMINISTRATION)
def every(here: Here) -> Response:
    """Every version of every workflow, and the migrations made."""
    found = definitions.versions(here.desk, here.moment)
    by_name: dict[str, list[definitions.Version]] = {}
    for one in found:
        by_name.setdefault(one.name, []).append(one)
    current = {one.name: one.version for one in found if one.current}
    made = batches.batches(here.desk, here.moment)
    return show(
        here, "parcours.html", workflows=by_name, current=current, standing=STANDING, batches=made, since=batches.Since
    )


@pages.get_page(ROOT + "/lots/{batch}", allows=ADMINISTRATION)
def batch(here: Here, batch: str) -> Response:
    """One migration: its files, and the way back."""
    return _batch(here, batch)


@pages.post_form(ROOT + "/lots/{batch}/annulation", allows=KEEPERS)
def undo(here: Here, batch: str) -> Response:
    """Take back the files in which nothing happened since."""
    done = batches.undo(here.desk, batch, here.moment)
    return _batch(here, batch, undone=done)


def _batch(here: Visit, batch: str, undone: batches.Undone | None = None) -> Response:
    found = batches.one_batch(here.desk, batch, here.moment)
    stayed = here.query.get("restes", "")
    return show(
        here,
        "parcours_lot.html",
        batch=found,
        since=SINCE,
        can_undo=found.count(batches.Since.MOVED) if KEEPERS.admits(here.person) else 0,
        undone=undone,
        stayed=int(stayed) if stayed.isdecimal() and len(stayed) < 6 else 0,  # noqa: PLR2004 - a count of files
    )


@pages.get_page(ROOT + "/{name}/comparer", allows=ADMINISTRATION)
def compare(here: Here, name: str) -> Response:
    """What changed from one version to another, in words."""
    numbers = _numbers(here, name)
    old, new = _pair(here.query, numbers)
    changes = definitions.compare(here.desk, name, old, new, here.moment)
    groups = [(_(label), [one for one in changes if one.part is part]) for part, label in PARTS.items()]
    return show(
        here,
        "parcours_comparer.html",
        name=name,
        old=old,
        new=new,
        numbers=numbers,
        groups=[(label, found) for label, found in groups if found],
        kinds=KINDS,
        count=len(changes),
    )


@pages.get_page(ROOT + "/{name}/migrer", allows=ADMINISTRATION)
def migrate(here: Here, name: str) -> Response:
    """Every running file of a version, judged under another; nothing is written."""
    return _migrate(here, name, here.query)


@pages.post_form(ROOT + "/{name}/migrer", allows=KEEPERS)
def move(here: Here, name: str) -> Response:
    """Move the files that are ticked, as they were seen."""
    typed = {field: values[0] for field, values in here.form.typed.items()}
    seen = {}
    for one in here.form.typed.get("dossier", []):
        file_id, _mark, version = one.partition(":")
        if version.isdecimal():
            seen[file_id] = int(version)
    if not seen:
        return _migrate(here, name, typed, _("Cochez au moins un dossier : rien n’a été écrit."))
    old, new = _pair(typed, _numbers(here, name))
    try:
        asked = Move(name, old, new, _choices(here, name, typed, old, new))
        report = migration.run(here.desk, asked, here.moment, seen=seen)
    except BadInput as error:
        return _migrate(here, name, typed, f"{_(error.what)} {_(error.do)}")
    if not report.moved:
        why = next((one.verdict.reasons[0] for one in report.stayed if isinstance(one.verdict, Refused)), "")
        return _migrate(here, name, typed, f"{_('Aucun dossier n’a migré.')} {_(why)}")
    stayed = f"?restes={len(report.stayed)}" if report.stayed else ""
    return go(f"{ROOT}/lots/{report.batch}{stayed}")


def _migrate(here: Visit, name: str, typed: Mapping[str, str], wrong: str = "") -> Response:
    numbers = _numbers(here, name)
    old, new = _pair(typed, numbers)
    choices = _choices(here, name, typed, old, new)
    found = migration.preview(here.desk, Move(name, old, new, choices), here.moment)
    asked = typed.get("verdict", "")
    lines = [(one, _verdict(one)) for one in found.files]
    counts = {key: sum(each == key for _file, each in lines) for key in VERDICTS}
    kept = [(one, each) for one, each in lines if not asked or each == asked]
    return show(
        here,
        "parcours_migrer.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        name=name,
        old=old,
        new=new,
        numbers=numbers,
        found=found,
        lines=kept[:MOST],
        hidden=max(0, len(kept) - MOST),
        counts=counts,
        asked=asked,
        verdicts=VERDICTS,
        turns=TURNS,
        owed_by=OWED_BY,
        choices=choices,
        suggested=renamed(found.old, found.new),
        decided=_decided(found, choices),
        address=lambda **changes: _address(name, old, new, found, choices, changes),
        may_move=KEEPERS.admits(here.person) and found.published,
        wrong=wrong,
        command=f"mandate-flow workflow publish {name}.v{new}.yaml",
    )


def _verdict(one: Judged) -> str:
    if isinstance(one.verdict, Movable):
        return "movable"
    return "decide" if isinstance(one.verdict, NeedsDecision) else "refused"


def _choices(here: Visit, name: str, typed: Mapping[str, str], old: int, new: int) -> Choices:
    """What the form says was decided, kept to what both versions know."""
    before = definitions.one_version(here.desk, name, old, here.moment)
    after = definitions.one_version(here.desk, name, new, here.moment)
    states = {one: typed.get(f"etat.{one}", "") for one in before.states}
    return Choices(
        states={one: to for one, to in states.items() if to in after.states},
        aside=frozenset(one for one in after.facts if typed.get(f"cote.{one}")),
        lapse=bool(typed.get("tombent")),
        controls=bool(typed.get("controles")),
    )


def _decided(found: Preview, choices: Choices) -> list[tuple[str, str]]:
    """The decisions as fields of a form."""
    fields = [(f"etat.{one}", to) for one, to in choices.states.items()]
    fields += [(f"cote.{one}", "1") for one in found.reshaped if one in choices.aside]
    fields += [("tombent", "1")] if choices.lapse else []
    return fields + ([("controles", "1")] if choices.controls else [])


def _address(name: str, old: int, new: int, found: Preview, choices: Choices, changes: Mapping[str, str]) -> str:
    fields = {"de": str(old), "a": str(new), **dict(_decided(found, choices)), **changes}
    return f"{ROOT}/{name}/migrer?{urlencode({key: value for key, value in fields.items() if value})}"


def _numbers(here: Visit, name: str) -> list[int]:
    """The versions of one workflow, latest first. Raises NotFound."""
    found = {one.version for one in definitions.versions(here.desk, here.moment) if one.name == name}
    if not found:
        raise NotFound(
            said("Le parcours « {name} » n’existe pas.", name=name), do="La page des parcours les donne tous."
        )
    return sorted(found, reverse=True)


def _pair(typed: Mapping[str, str], numbers: list[int]) -> tuple[int, int]:
    """The two versions asked for; by default the last but one and the last."""
    old, new = typed.get("de", ""), typed.get("a", "")
    last, previous = numbers[0], numbers[min(1, len(numbers) - 1)]
    return int(old) if old.isdecimal() else previous, int(new) if new.isdecimal() else last


@pages.get_page(ROOT + "/{name}/{version}", allows=ADMINISTRATION)
def version(here: Here, name: str, version: str) -> Response:
    """One version: its states and steps drawn and told, its conditions with their articles, its deadlines."""
    if not version.isdecimal():
        raise NotFound(said("« {text} » n’est pas un numéro de version.", text=version))
    found = definitions.one_version(here.desk, name, int(version), here.moment)
    return show(
        here,
        "parcours_version.html",
        definition=found,
        standing=STANDING[definitions.standing(here.desk, found.sha256)],
        diagram=diagram(found),
        steps=[told.step(found, number, step) for step, number in numbered(found).items()],
        requirements=[told.requirement(here, found, code) for code in found.requirements],
        deadlines=[told.deadline(here, found, code) for code in found.deadlines],
        payments={_(what): [_(one) for one in each] for what, each in spoken.payments(found).items()},
    )
