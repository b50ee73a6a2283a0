"""The mails that the product writes, each shown on its example, and a trial of one to whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from mandate_flow.content.examples import example_file, read_example
from mandate_flow.domain.command import Moment
from mandate_flow.domain.errors import NotFound
from mandate_flow.domain.notice import ON_THE_CALENDAR, NoticeKind, of_calendar
from mandate_flow.mail.outcome import Outcome
from mandate_flow.mail.render import Item, Rendered, writer_for
from mandate_flow.service.desk import Desk
from mandate_flow.service.language import in_language
from mandate_flow.service.sign_in import write_to

REMINDERS = ON_THE_CALENDAR | {of_calendar(one) for one in ON_THE_CALENDAR}


@dataclass(frozen=True, slots=True)
class Notice:
    """One kind of mail, with the subject of its example; `reminds`: the rhythms of deadlines send it."""

    kind: NoticeKind
    subject: str
    reminds: bool = False


def notices(desk: Desk, lang: str) -> tuple[Notice, ...]:
    """Every kind of mail, in the order of the content, with the subject its example has in `lang`."""
    return tuple(_one(desk, kind, lang) for kind in desk.library.notices.kinds.values())


def notice(desk: Desk, name: str, lang: str) -> tuple[Notice, Rendered]:
    """One kind of mail, written on its example. Raises NotFound."""
    kind = desk.library.notices.kinds.get(name)
    if kind is None:
        raise NotFound("Ce courriel n’existe pas.", do="Choisissez dans la liste des notifications.")
    return _one(desk, kind, lang), _written(desk, name, lang)


def deadlines_of(desk: Desk, cadence: str) -> Iterator[str]:
    """The labels of the deadlines that follow a rhythm, in the current workflows and the calendars."""
    seen = set()
    rules = [(rule.label, rule.cadence) for one in desk.library.workflows for rule in one.deadlines.values()]
    rules += [(rule.label, rule.cadence) for rule in desk.library.calendars.rules.values()]
    for text, followed in rules:
        label = in_language(text)
        if followed == cadence and label not in seen:
            seen.add(label)
            yield label


def send_trial(desk: Desk, name: str, lang: str, moment: Moment, at: datetime) -> Outcome:
    """Send one to whoever asks, and to nobody else. Raises NotFound."""
    if name not in desk.library.notices.kinds:
        raise NotFound("Ce courriel n’existe pas.", do="Choisissez dans la liste des notifications.")
    return write_to(desk, replace(moment.by, lang=lang), _item(desk, name), at)


def _one(desk: Desk, kind: NoticeKind, lang: str) -> Notice:
    return Notice(kind, _written(desk, kind.name, lang).subject, kind.name in REMINDERS)


def _written(desk: Desk, name: str, lang: str) -> Rendered:
    sender = desk.mailer.sender
    writer = writer_for(desk.library.folder / "notifications" / "templates")
    return writer.write([_item(desk, name)], name="Camille Martin", sender=sender.name, lang=lang)


def _item(desk: Desk, name: str) -> Item:
    folder = desk.library.folder
    if not example_file(folder, name).is_file():
        raise NotFound("Ce courriel n’a pas d’exemple.", do="Ajoutez son fichier .example.yaml aux modèles.")
    return Item(name, read_example(folder, name))
