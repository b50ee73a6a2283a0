"""Deposits through the front door: what is kept, versions, withdrawal and who may do it, putting back."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mandate_flow.domain.command import Moment, WithdrawDocument
from mandate_flow.domain.errors import BadInput, Forbidden, Unseen
from mandate_flow.domain.event import Action, Event, Stream, StreamKind
from mandate_flow.domain.file import Document, File
from mandate_flow.domain.people import Person, Role
from mandate_flow.domain.refusal import Refused, Unchanged
from mandate_flow.domain.register import Authority, Structure
from mandate_flow.domain.workflow import evolve
from mandate_flow.service.act import Done, act
from mandate_flow.service.deposit import deposit, handed_out, put_back
from mandate_flow.service.desk import Desk
from mandate_flow.service.opening import Opening, open_file
from mandate_flow.store.doors import AccessFilters
from tests.service.desks import DAY, desk_on
from tests.support.papers import PDF, PNG, office, zipped

LILLE, ROUBAIX, HEM = "commune-59350", "commune-59512", "commune-59299"
AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


class Office:
    """A file of two communes, and the people around it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        with desk.store.write() as unit:
            for code in (LILLE, ROUBAIX, HEM):
                one = Authority(code, "commune", code.title(), code[-5:])
                unit.registers.record(one, actor="system", at=AT, day=DAY)
            unit.registers.record(Structure("lilas", "scic", "Lilas"), actor="system", at=AT, day=DAY)
        self.mission = self.person("claire", Role.MISSION)
        opening = Opening("sieg", "Autopartage", "autopartage-mobilite", (LILLE, ROUBAIX), ("lilas",))
        self.id = open_file(desk, opening, self.by(self.mission)).id

    def person(self, name: str, role: Role, authority: str | None = None) -> Person:
        one = Person(name, name.title(), f"{name}@example.org", frozenset({role}), authority)
        with self.desk.store.write() as unit:
            return unit.registers.record(one, actor="system", at=AT, day=DAY)

    def by(self, person: Person) -> Moment:
        return Moment(person, AT, DAY)

    @property
    def file(self) -> File:
        with self.desk.store.read() as unit:
            return unit.files.get(self.id)

    def deposit(
        self, content: bytes = PDF, name: str = "statuts.pdf", by: Person | None = None, replaces: str = "",
        kind: str = "statutes", occurrence: str = "",
    ) -> Document:  # fmt: skip
        what = (kind, occurrence, name, [content], self.by(by or self.mission))
        done = deposit(self.desk, self.id, *what, replaces=replaces)
        assert isinstance(done, Done), done
        return done.file.documents[done.event.outcome["id"]]

    def withdraw(
        self, document: Document, by: Person | None = None, reason: str = "Erreur"
    ) -> Done | Refused | Unchanged:
        return act(self.desk, self.id, WithdrawDocument(document.id, reason), self.by(by or self.mission))

    def counting(self, kind: str = "statutes", occurrence: str = "") -> list[str]:
        return [str(one.name) for one in self.file.deposited(kind, occurrence)]

    def kept(self) -> list[Path]:
        return [one for one in self.desk.blobs.folder.rglob("*") if one.is_file()]


@pytest.fixture
def place(database: str, tmp_path: Path) -> Iterator[Office]:
    with desk_on(database, tmp_path) as desk:
        yield Office(desk)


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("statuts.pdf", PDF, "application/pdf"),
        ("plan.png", PNG, "image/png"),
        ("comptes.xlsx", office("xlsx"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("notes.csv", b"a;b\n1;2\n", "text/plain"),
    ],
)
def test_the_event_says_what_the_bytes_are(place: Office, name: str, content: bytes, media_type: str) -> None:
    one = place.deposit(content, name)
    assert (one.media_type, one.size, one.name) == (media_type, len(content), name)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("statuts.pdf", zipped({"a.pdf": PDF})),
        ("note.docx", office("docm")),
        ("bombe.zip", zipped({f"{number}": bytes(4_000_000) for number in range(120)})),
        ("setup.exe", b"MZ\x90\x00"),
        ("vide.pdf", b""),
    ],
)
def test_what_is_refused_leaves_nothing(place: Office, name: str, content: bytes) -> None:
    with pytest.raises(BadInput):
        place.deposit(content, name)
    assert place.kept() == []
    assert place.file.documents == {}


def test_a_new_version_takes_over_and_the_earlier_one_stays(place: Office) -> None:
    first = place.deposit(PDF + b"1", "v1.pdf")
    second = place.deposit(PDF + b"2", "v2.pdf", replaces=first.id)
    assert place.counting() == ["v2.pdf"]
    held = place.file.documents
    assert (held[first.id].replaced_by, held[second.id].replaces) == (second.id, first.id)
    assert handed_out(place.desk, place.file.ref, first.id, place.by(place.mission)).content == PDF + b"1"
    with pytest.raises(BadInput, match="plus récente"):
        place.deposit(PDF + b"3", "v3.pdf", replaces=first.id)
    with pytest.raises(BadInput, match="n’est pas dans le dossier"):
        place.deposit(PDF + b"3", "v3.pdf", replaces=second.id, kind="application")


def test_a_replay_gives_the_same_versions(place: Office) -> None:
    first = place.deposit(PDF + b"1")
    place.deposit(PDF + b"2", replaces=first.id)
    place.withdraw(place.deposit(PDF + b"3"))
    with place.desk.store.read() as unit:
        events = unit.log.read(Stream(StreamKind.FILE, place.id))
        assert unit.files.get(place.id).documents == _replayed(events).documents


def _replayed(events: Iterable[Event]) -> File:
    file: File | None = None
    for event in events:
        file = evolve(file, event)
    assert file is not None
    return file


def test_a_withdrawal_needs_a_reason_and_keeps_the_bytes(place: Office) -> None:
    one = place.deposit()
    refused = place.withdraw(one, reason=" ")
    assert isinstance(refused, Refused)
    assert [each.code for each in refused.refusals] == ["reason_missing"]
    done = place.withdraw(one)
    assert isinstance(done, Done)
    assert done.event.action is Action.DOCUMENT_WITHDRAWN
    assert place.counting() == []
    assert len(place.kept()) == 1
    assert isinstance(place.withdraw(one), Unchanged)


def test_withdrawing_the_last_version_does_not_bring_the_earlier_back(place: Office) -> None:
    first = place.deposit(PDF + b"1", "v1.pdf")
    second = place.deposit(PDF + b"2", "v2.pdf", replaces=first.id)
    place.withdraw(second)
    assert place.counting() == []
    done = put_back(place.desk, place.file.ref, first.id, place.by(place.mission))
    assert isinstance(done, Done)
    assert place.counting() == ["v1.pdf"]
    assert len(place.kept()) == 2, "its bytes were there"


def test_an_earlier_version_put_back_replaces_the_present_one(place: Office) -> None:
    first = place.deposit(PDF + b"1", "v1.pdf")
    second = place.deposit(PDF + b"2", "v2.pdf", replaces=first.id)
    put_back(place.desk, place.file.ref, first.id, place.by(place.mission))
    assert place.counting() == ["v1.pdf"]
    assert place.file.documents[second.id].replaced_by
    assert isinstance(
        put_back(place.desk, place.file.ref, list(place.file.documents)[-1], place.by(place.mission)), Unchanged
    )


def test_who_may_withdraw(place: Office) -> None:
    """The agent of the commune whose document it is, the mission, a jurist; nobody who only reads or sees nothing."""
    people = {
        "lille": place.person("ahmed", Role.AGENT, LILLE),
        "roubaix": place.person("rose", Role.AGENT, ROUBAIX),
        "hem": place.person("hugo", Role.AGENT, HEM),
        "jurist": place.person("sophie", Role.JURIST),
        "approver": place.person("luc", Role.APPROVER),
        "controller": place.person("ines", Role.CONTROLLER),
    }
    found = {}
    for name, person in people.items():
        one = place.deposit(PDF + name.encode(), kind="deliberation", occurrence=LILLE)
        try:
            answer = place.withdraw(one, person)
            found[name] = answer.refusals[0].code if isinstance(answer, Refused) else type(answer).__name__
        except (Forbidden, Unseen) as error:
            found[name] = type(error).__name__
    assert found == {
        "lille": "Done",
        "roubaix": "document_of_another",
        "hem": "Unseen",
        "jurist": "Done",
        "approver": "Forbidden",
        "controller": "Forbidden",
    }
    mine = place.deposit(PDF + b"x", kind="deliberation", occurrence=LILLE)
    answer = deposit(
        place.desk,
        place.id,
        "deliberation",
        LILLE,
        "x.pdf",
        [PDF + b"y"],
        place.by(people["roubaix"]),
        replaces=mine.id,
    )
    assert isinstance(answer, Refused), "nor replaced by the agent of another commune"


def test_a_document_of_the_whole_file_is_any_agents(place: Office) -> None:
    rose = place.person("rose", Role.AGENT, ROUBAIX)
    assert isinstance(place.withdraw(place.deposit(), rose), Done)


def test_a_look_and_a_download_are_told_apart(place: Office) -> None:
    image, text = place.deposit(PNG, "plan.png"), place.deposit(b"a;b\n", "notes.csv")
    here = place.by(place.mission)
    assert handed_out(place.desk, place.file.ref, image.id, here, inside=True).shown
    assert handed_out(place.desk, place.file.ref, text.id, here, inside=True).shown is None
    handed_out(place.desk, place.file.ref, text.id, here)
    with place.desk.store.read() as unit:
        kept = [(one.what, one.target) for one in unit.doors.accesses(AccessFilters())]
    ref = place.file.ref
    assert sorted(one for one in kept if one[0].startswith("document:")) == [
        ("document:downloaded", f"{ref}/{text.id}"),
        ("document:shown", f"{ref}/{image.id}"),
    ]
