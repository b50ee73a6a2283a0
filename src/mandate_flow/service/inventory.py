"""An authority keeps its inventory: lines enter, change, are answered for, leave, and become files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from mandate_flow.domain.command import Moment, RecordFacts
from mandate_flow.domain.errors import BadInput, Forbidden, NotFound
from mandate_flow.domain.event import Draft
from mandate_flow.domain.file import File
from mandate_flow.domain.inventory import Answer, Instrument, Line, Mandate
from mandate_flow.domain.people import SEES_EVERY_FILE, Person, Role
from mandate_flow.domain.register import Structure
from mandate_flow.domain.said import said
from mandate_flow.domain.workflow import decide
from mandate_flow.service.committing import Done, commit
from mandate_flow.service.desk import Desk
from mandate_flow.service.identity import given_name, legal_form, siret_of
from mandate_flow.service.inventory_picture import Names
from mandate_flow.service.opening import Opening, open_within
from mandate_flow.store.unit import Unit

KEEPS_EVERY: Final = frozenset({Role.MISSION, Role.JURIST})
LONGEST: Final = 200
AMOUNT: Final = "yearly_amount"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line as typed. `structure` is the id of a registered one, else `name` (and `siret`) say who receives."""

    what: str
    instrument: Instrument
    yearly: Decimal
    granted_on: date
    structure: str = ""
    name: str = ""
    siret: str = ""
    since: date | None = None
    until: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """What the triage asks. `mandate` is FILE only for a line that already names one; `act` tells any other act."""

    economic: Answer
    own_need: Answer
    local: Answer
    mandate: Mandate
    act: str = ""
    reasons: str = ""


@dataclass(frozen=True, slots=True)
class FromLine:
    """What is still asked to open a file from a line; `form` when the structure is not registered yet."""

    workflow: str
    title: str
    theme: str
    form: str = ""


def may_read(person: Person, authority: str) -> bool:
    """Those who see every file see every inventory; an agent sees that of their authority."""
    own = Role.AGENT in person.roles and person.active and person.authority == authority
    return own or person.is_any(SEES_EVERY_FILE)


def may_keep(person: Person, authority: str) -> bool:
    """The mission and the jurists keep every inventory; an agent that of their authority."""
    own = person.is_any(frozenset({Role.AGENT})) and person.authority == authority
    return own or person.is_any(KEEPS_EVERY)


def check_may_read(person: Person, authority: str) -> None:
    """Raises NotFound."""
    if not may_read(person, authority):
        raise NotFound("Cet inventaire n’existe pas, ou ne vous est pas ouvert.", do="Partez de vos communes.")


def add_lines(desk: Desk, authority: str, entries: Sequence[Entry], moment: Moment) -> tuple[Line, ...]:
    """Enter lines in an inventory, all or none. Raises NotFound, Forbidden, BadInput (the first that is wrong)."""
    check_may_keep(moment, authority)
    checked = [check_entry(one, moment.day) for one in entries]
    if not checked:
        raise BadInput("Il n’y a aucune ligne à enregistrer.", do="Collez au moins une ligne correcte.")
    with desk.store.write() as unit:
        unit.registers.authority(authority)
        names = Names.of(unit)
        made = [names.resolved(_line(desk.new_id(), authority, one)) for one in checked]
        for one in made:
            _check_structure(names, one)
        return unit.inventory.record(authority, made, actor=moment.by.id, at=moment.at, day=moment.day)


def change_line(desk: Desk, line_id: str, entry: Entry, moment: Moment, *, expect: int | None = None) -> Line:
    """Correct what a line says; its answers stay. Raises NotFound, Forbidden, BadInput, Stale."""
    checked = check_entry(entry, moment.day)
    with desk.store.write() as unit:
        held = _kept(unit, line_id, moment)
        names = Names.of(unit)
        typed = _line(held.id, held.authority, checked)
        answered = replace(
            typed,
            economic=held.economic,
            own_need=held.own_need,
            local=held.local,
            mandate=held.mandate,
            file=held.file,
            act=held.act,
            reasons=held.reasons,
        )
        after = names.resolved(answered)
        _check_structure(names, after)
        return _change(unit, after, moment, expect)


def answer(desk: Desk, line_id: str, answers: Answers, moment: Moment, *, expect: int | None = None) -> Line:
    """Record what a person answers about a line. Raises NotFound, Forbidden, BadInput, Stale."""
    with desk.store.write() as unit:
        held = _kept(unit, line_id, moment)
        _check_answers(answers)
        after = replace(
            held,
            economic=answers.economic,
            own_need=answers.own_need,
            local=answers.local,
            mandate=Mandate.FILE if held.file and answers.mandate is not Mandate.OTHER else answers.mandate,
            act=" ".join(answers.act.split()) if answers.mandate is Mandate.OTHER else "",
            reasons=answers.reasons.strip(),
        )
        return _change(unit, after, moment, expect)


def remove_line(desk: Desk, line_id: str, reason: str, moment: Moment, *, expect: int | None = None) -> Line:
    """Take a line out, saying why; the log keeps it. Raises NotFound, Forbidden, BadInput, Stale."""
    if not reason.strip():
        raise BadInput("Dites pourquoi cette ligne est retirée.", do="Écrivez le motif.", where="reason")
    with desk.store.write() as unit:
        held = _kept(unit, line_id, moment)
        said = reason.strip()
        return unit.inventory.remove(held.id, said, actor=moment.by.id, at=moment.at, day=moment.day, expect=expect)


def open_file_from(desk: Desk, line_id: str, given: FromLine, moment: Moment, *, expect: int | None = None) -> File:
    """Open a file from a line, with its structure, its authority and its yearly amount; the line then names the file.

    One transaction: file, amount, line, and the structure if it had to be registered. Raises NotFound, Forbidden,
    BadInput (a file is open already), Stale.
    """
    with desk.store.write() as unit:
        line = Names.of(unit).resolved(_kept(unit, line_id, moment))
        if line.file:
            raise BadInput(
                "Un dossier est déjà ouvert pour cette ligne.", do="Ouvrez-le depuis l’inventaire.", where="title"
            )
        structure = _structure_of(desk, unit, line, given.form, moment)
        opening = Opening(
            given.workflow, given.title, given.theme, (line.authority,), (structure.id,), structure.demonstration
        )
        done = _with_amount(desk, unit, open_within(desk, unit, opening, moment), line.yearly, moment)
        linked = replace(line, structure=structure.id, mandate=Mandate.FILE, file=done.file.id, act="")
        _change(unit, linked, moment, expect)
    return done.file


def _with_amount(desk: Desk, unit: Unit, opened: Done, yearly: Decimal, moment: Moment) -> Done:
    definition = desk.definition(unit, opened.file.workflow)
    if AMOUNT not in definition.facts:
        return opened
    draft = decide(definition, opened.file, RecordFacts({(AMOUNT, ""): yearly}), moment, desk.known)
    return commit(desk, unit, definition, opened.file, draft, moment) if isinstance(draft, Draft) else opened


def _structure_of(desk: Desk, unit: Unit, line: Line, form: str, moment: Moment) -> Structure:
    if line.structure:
        return unit.registers.structure(line.structure)
    new = Structure(desk.new_id(), legal_form(form), line.name, siret=line.siret)
    return unit.registers.record(new, actor=moment.by.id, at=moment.at, day=moment.day)


def _change(unit: Unit, line: Line, moment: Moment, expect: int | None) -> Line:
    return unit.inventory.change(line, actor=moment.by.id, at=moment.at, day=moment.day, expect=expect)


def _kept(unit: Unit, line_id: str, moment: Moment) -> Line:
    line = unit.inventory.get(line_id)
    check_may_keep(moment, line.authority)
    return line


def check_may_keep(moment: Moment, authority: str) -> None:
    """Raises NotFound, Forbidden."""
    check_may_read(moment.by, authority)
    if not may_keep(moment.by, authority):
        raise Forbidden(
            "Votre fonction permet de lire cet inventaire, pas de le tenir.",
            do="Adressez-vous à la mission ou à l’agent de la collectivité.",
        )


def _check_structure(names: Names, line: Line) -> None:
    if line.structure and line.structure not in names.by_id:
        raise NotFound("Cette structure n’est pas enregistrée.", do="Choisissez dans la liste, ou écrivez son nom.")


def _check_answers(answers: Answers) -> None:
    if answers.mandate is Mandate.OTHER and not answers.act.strip():
        raise BadInput(
            "Il manque la référence de l’acte.",
            why="Un mandat se prouve par un acte écrit.",
            do="Écrivez par exemple « délibération n° 2024-31 du 4 avril 2024 ».",
            where="act",
        )
    if (Answer.NO is answers.economic or Answer.YES is answers.local) and not answers.reasons.strip():
        raise BadInput(
            "Dites pourquoi.",
            why="Une aide écartée du droit des aides d’État doit l’être par écrit.",
            do="Écrivez une ou deux phrases que la collectivité pourra montrer.",
            where="reasons",
        )


def check_entry(entry: Entry, day: date) -> Entry:
    """The entry with its words tidied. Raises BadInput with the field."""
    what = " ".join(entry.what.split())
    if not what or len(what) > LONGEST:
        raise BadInput(
            "L’objet manque." if not what else "L’objet est trop long.",
            do=said("Dites en {most} signes au plus à quoi sert l’aide.", most=LONGEST),
            where="what",
        )
    name = "" if entry.structure else given_name(entry.name)
    if len(name) > LONGEST:
        raise BadInput("Le nom du bénéficiaire est trop long.", do="Écrivez son nom d’usage.", where="name")
    if entry.yearly <= 0:
        raise BadInput(
            "Le montant doit être au-dessus de zéro.",
            do="Pour un local, du personnel ou une gratuité, estimez ce que cela vaut par an.",
            where="yearly",
        )
    if entry.granted_on > day:
        raise BadInput(
            "La date d’octroi est à venir.", do="Donnez le jour du vote ou de la signature.", where="granted_on"
        )
    since = entry.since or entry.granted_on
    if entry.until is not None and entry.until < since:
        raise BadInput("La fin vient avant le début.", do="Vérifiez les deux dates.", where="until")
    return replace(
        entry, what=what, name=name, siret="" if entry.structure else siret_of(entry.siret), note=entry.note.strip()
    )


def _line(line_id: str, authority: str, entry: Entry) -> Line:
    return Line(
        id=line_id,
        authority=authority,
        what=entry.what,
        instrument=entry.instrument,
        yearly=entry.yearly,
        granted_on=entry.granted_on,
        structure=entry.structure,
        name=entry.name,
        siret=entry.siret,
        since=entry.since,
        until=entry.until,
        note=entry.note,
    )
