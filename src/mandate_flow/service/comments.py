"""Says something beside a file, asks somebody by name, settles it, or takes it back with its words."""

from __future__ import annotations

from collections.abc import Collection

from mandate_flow.domain.command import AddComment, Moment, SettleComment, WithdrawComment
from mandate_flow.domain.errors import BadInput
from mandate_flow.domain.event import Draft, Stream, StreamKind
from mandate_flow.domain.file import File
from mandate_flow.domain.fold import fold
from mandate_flow.domain.people import Person
from mandate_flow.domain.refusal import Refused, Unchanged
from mandate_flow.domain.talking import may_comment
from mandate_flow.domain.workflow import decide
from mandate_flow.service.act import Done, act, check_may_act
from mandate_flow.service.committing import commit
from mandate_flow.service.desk import Desk
from mandate_flow.store.erase import erase
from mandate_flow.store.unit import Unit


def to_ask(desk: Desk, file: File, by: Person) -> tuple[Person, ...]:
    """Whom one may ask by name beside this file: everybody else who may comment on it, by name."""
    with desk.store.read() as unit:
        return _to_ask(unit, file, by)


def say(
    desk: Desk, ref: str, text: str, moment: Moment, *, asked: Collection[str] = (), answers: str = "", key: str = ""
) -> Done | Refused | Unchanged:
    """Comment on a file, or answer a comment (its id); a controller's comment is a remark.

    `asked`: ids of persons; whoever is named in the text as « @Prénom Nom » is asked too. `key` is the id of the form
    it comes from: sent twice, it is said once. Raises what `act` raises, BadInput for who cannot be asked.
    """
    with desk.store.read() as unit:
        file = unit.files.by_ref(ref)
        command = AddComment(key or desk.new_id(), text, answers=answers)
        check_may_act(file, command, moment)
        known = {one.id: one for one in _to_ask(unit, file, moment.by)}
    if any(one not in known for one in asked):
        raise BadInput("Une des personnes ne voit pas ce dossier.", do="Choisissez dans la liste.", where="asked")
    named = [one.id for one in known.values() if f"@{fold(one.name)}" in fold(text)]
    command = AddComment(command.id, text, tuple(dict.fromkeys((*asked, *named))), answers)
    return act(desk, file.id, command, moment)


def settle(desk: Desk, ref: str, comment_id: str, moment: Moment, *, settled: bool = True) -> None:
    """Say that a thread needs nothing more, or that it does after all. Raises what `act` raises."""
    with desk.store.read() as unit:
        file = unit.files.by_ref(ref)
    act(desk, file.id, SettleComment(comment_id, settled), moment)


def take_back(desk: Desk, ref: str, comment_id: str, moment: Moment) -> None:
    """Withdraw one's own comment: that it was made stays in the history, its words are erased for good.

    Raises what `act` raises, Forbidden for a comment of somebody else; then nothing is written.
    """
    with desk.store.write() as unit:
        file = unit.files.by_ref(ref)
        command = WithdrawComment(comment_id)
        check_may_act(file, command, moment)
        definition = desk.definition(unit, file.workflow)
        answer = decide(definition, file, command, moment, desk.known)
        if not isinstance(answer, Draft):
            return
        commit(desk, unit, definition, file, answer, moment)
        place = [(file.comments[comment_id].seq, "/text")]
        if isinstance(file.comments[comment_id].text, str):
            stream = Stream(StreamKind.FILE, file.id)
            erase(unit, stream, place, actor=moment.by.id, at=moment.at, day=moment.day)
    desk.store.scrub()


def _to_ask(unit: Unit, file: File, by: Person) -> tuple[Person, ...]:
    return tuple(one for one in unit.registers.people() if one.id != by.id and may_comment(one, file))
