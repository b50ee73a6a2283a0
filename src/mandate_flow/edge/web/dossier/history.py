"""What happened to a file, told line by line: who, what, and what changed from what to what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from markupsafe import Markup, escape

from mandate_flow.domain.comment import TOLD
from mandate_flow.domain.event import Action, Event, Personal
from mandate_flow.domain.file import FactKey
from mandate_flow.domain.people import SYSTEM
from mandate_flow.domain.value import CENT, Erased, FactType, Table, Value
from mandate_flow.domain.workflow.evolve import fact_value
from mandate_flow.edge.web.dossier.amended import amendment
from mandate_flow.edge.web.dossier.decided import decision
from mandate_flow.edge.web.dossier.discussed import told_comment
from mandate_flow.edge.web.dossier.paid import told_payment
from mandate_flow.edge.web.dossier.rated import rates_said
from mandate_flow.edge.web.dossier.tables.changed import told
from mandate_flow.edge.web.dossier.words import occurrence_said, said
from mandate_flow.edge.web.formats import money
from mandate_flow.edge.web.language import _, in_language, ngettext
from mandate_flow.service.absences import INSTEAD_OF
from mandate_flow.service.reading import FilePage

SHOWN = 6
CHANGES = 4
LONGEST = 160


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the history; `mark` is the shortened hash of its event."""

    seq: int
    at: datetime
    who: str
    what: str
    detail: Markup
    mark: str


def history(page: FilePage, *, brief: bool = False) -> tuple[Line, ...]:
    """All lines, latest first; brief ones tell a few of the answers given at once, and how many more there were."""
    held: dict[FactKey, Value | Erased] = {}
    lines = [_line(page, event, held, brief=brief) for event in page.history]
    return tuple(reversed(lines))


def _line(page: FilePage, event: Event, held: dict[FactKey, Value | Erased], *, brief: bool) -> Line:
    digest = event.hash.hex()
    who = SYSTEM.name if event.actor == SYSTEM.id else page.names.get(event.actor, event.actor)
    what, detail = _told(page, event, held, brief=brief)
    if away := event.outcome.get(INSTEAD_OF):
        who = _("{name} (pour {other})", name=who, other=page.names.get(away, away))
    return Line(event.seq, event.at, who, what, detail, f"{digest[:4]}…{digest[-4:]}")


def _told(page: FilePage, event: Event, held: dict[FactKey, Value | Erased], *, brief: bool) -> tuple[str, Markup]:
    out = event.outcome
    match event.action:
        case Action.FILE_OPENED:
            return _("a ouvert le dossier"), escape(out["title"]) + _following(page)
        case Action.FACTS_RECORDED:
            return _("a complété"), Markup("<br>").join(
                _few(list(_changes(page, event, held, brief=brief)), brief=brief)
            )
        case Action.STEP_PROPOSED:
            return _("a proposé"), _step(page, out) + _reason(out)
        case Action.STEP_TAKEN:
            verb = _("a confirmé") if "proposed_by" in out else _("a franchi")
            return verb, _step(page, out) + _moved(page, out) + _rated(out) + _granted(out) + _reason(out)
        case Action.DOCUMENT_ADDED:
            return _("a déposé"), _document(page, out)
        case Action.PAYMENT_RECORDED | Action.PAYMENT_CANCELLED:
            return told_payment(page, event)
        case one if one in TOLD:
            return told_comment(page, event)
        case _:
            return _told_rarely(page, event)


def _following(page: FilePage) -> Markup:
    return Markup("<br>{}").format(_("À la suite du dossier {ref}", ref=page.follows)) if page.follows else Markup()


def _told_rarely(page: FilePage, event: Event) -> tuple[str, Markup]:
    out = event.outcome
    match event.action:
        case Action.DOCUMENT_WITHDRAWN:
            return _("a retiré une pièce"), escape(_named(page, out["id"])) + _reason(out)
        case Action.AID_WITHDRAWN:
            return _("a retiré l’aide du registre de minimis"), _reason(out)
        case Action.VALUE_ERASED:
            return _("a effacé une valeur personnelle"), escape(_("événement {n}", n=out.get("event_seq", "")))
        case Action.FILE_AMENDED:
            return _("a corrigé le dossier"), amendment(page, event) + _reason(out)
        case Action.FILE_ASSIGNED:
            return _in_charge(page, out["assignee"])
        case Action.FILE_MIGRATED:
            return _("a fait passer le dossier à une autre version de son parcours"), _versions(page, out)
        case Action.MIGRATION_UNDONE:
            return _("a remis le dossier sous la version précédente de son parcours"), _versions(page, out)
        case _:
            return decision(page, event, _reason(out))


def _in_charge(page: FilePage, person: str | None) -> tuple[str, Markup]:
    if person is None:
        return _("a laissé le dossier sans personne chargée de le suivre"), Markup()
    return _("a confié le dossier"), escape(_("à {name}", name=page.names.get(person, person)))


def _rated(out: Mapping[str, Any]) -> Markup:
    """The rate that a signature used."""
    words = rates_said(out)
    return Markup("<br>{}").format(words[0].upper() + words[1:]) if words else Markup()


def _granted(out: Mapping[str, Any]) -> Markup:
    """The aid that the step wrote in the ledger."""
    if "aid" not in out:
        return Markup()
    amount = money(Decimal(out["aid"]["amount"]) * CENT)
    return Markup("<br>") + escape(
        _("{amount} inscrits au registre des aides de minimis de l’organisme", amount=amount)
    )


def _few(changes: list[Markup], *, brief: bool) -> list[Markup]:
    if not brief or len(changes) <= CHANGES + 1:
        return changes
    return [
        *changes[:CHANGES],
        escape(ngettext("et {n} autre réponse", "et {n} autres réponses", len(changes) - CHANGES)),
    ]


def _changes(page: FilePage, event: Event, held: dict[FactKey, Value | Erased], *, brief: bool) -> Iterator[Markup]:
    for row in event.outcome["facts"]:
        key = (row["name"], row["occurrence"])
        kind = page.definition.facts.get(row["name"])
        old = held.pop(key, None)
        new = fact_value(FactType(row["type"]), row["value"])
        if new is not None:
            held[key] = new
        if kind is None:
            continue
        where = f" ({occurrence_said(key[1], page.names)})" if key[1] else ""
        before = Markup("<del>{}</del> ").format(_short(said(kind, old, page.names))) if old is not None else Markup()
        after = _short(said(kind, new, page.names)) if new is not None else _("effacé")
        rows = told(kind, old if isinstance(old, Table) else None, new, brief=brief) if isinstance(new, Table) else ""
        yield Markup("{}{} : {}<ins>{}</ins>{}").format(in_language(kind.label), where, before, after, rows)


def _step(page: FilePage, out: Any) -> Markup:  # noqa: ANN401 - an outcome is a JSON tree
    step = page.definition.steps.get(out["step"])
    label = in_language(step.label) if step else out["step"]
    where = f" : {occurrence_said(out['occurrence'], page.names)}" if out["occurrence"] else ""
    return escape(f"{label}{where}")


def _moved(page: FilePage, out: Any) -> Markup:  # noqa: ANN401
    if out["from"] == out["to"]:
        return Markup()
    return Markup("<br>{} → {}").format(_state(page, out["from"]), _state(page, out["to"]))


def _state(page: FilePage, name: str) -> str:
    """The label of a state; its code when the file has since moved to a version that no longer has it."""
    state = page.definition.states.get(name)
    return in_language(state.label) if state else name


def _versions(page: FilePage, out: Any) -> Markup:  # noqa: ANN401
    said = escape(_("version {old} → version {new}", old=out["from"]["version"], new=out["to"]["version"]))
    if out["was"] != out["state"]:
        said += Markup("<br>{} → {}").format(_state(page, out["was"]), _state(page, out["state"]))
    aside = len(out["renamed"])
    if aside and "undoes" not in out:
        said += Markup("<br>{}").format(ngettext("{n} réponse mise de côté", "{n} réponses mises de côté", aside))
    return said


def _document(page: FilePage, out: Any) -> Markup:  # noqa: ANN401
    kind = page.definition.documents.get(out["kind"])
    name = out["name"].value if isinstance(out["name"], Personal) else _("nom effacé")
    where = f" ({occurrence_said(out['occurrence'], page.names)})" if out["occurrence"] else ""
    said = escape(f"{in_language(kind.label) if kind else out['kind']}{where} : {name}")
    return said + Markup("<br>{}").format(_("nouvelle version")) if "replaces" in out else said


def _named(page: FilePage, document: str) -> str:
    """The name of a document of the file, in the file as it is."""
    held = page.file.documents.get(document)
    return held.name if held is not None and isinstance(held.name, str) else _("nom effacé")


def _reason(out: Any) -> Markup:  # noqa: ANN401
    reason = out.get("reason")
    if reason is None:
        return Markup()
    words = reason.value if isinstance(reason, Personal) else _("effacé")
    return Markup("<br>{}").format(_("Motif : {words}", words=words))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
