"""The ledger through its front door, on both databases: what enters, what is refused, two who want the last euro."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text

from mandate_flow.content.problem import Problems
from mandate_flow.content.stories_reader import Shelf
from mandate_flow.content.territory import read_authorities
from mandate_flow.content.where import find_content
from mandate_flow.domain.command import Moment, TakeStep
from mandate_flow.domain.deminimis import Regime, Verdict
from mandate_flow.domain.errors import BadInput, Forbidden, NotFound
from mandate_flow.domain.event import Action, Stream, StreamKind
from mandate_flow.domain.file import File
from mandate_flow.domain.people import Person, Role
from mandate_flow.domain.refusal import Refused
from mandate_flow.domain.story import Act, Record, Story, Take
from mandate_flow.domain.undertaking import LinkKind
from mandate_flow.service.act import Done, act
from mandate_flow.service.aid import Entered, NewAid, NewLink, declare_link, end_link, record_aid, what_if, withdraw_aid
from mandate_flow.service.aid_page import LedgerPage, ledger
from mandate_flow.service.desk import Desk
from mandate_flow.service.erasure import erase
from mandate_flow.service.integrity import verify
from mandate_flow.service.reading import file_page
from mandate_flow.service.registers import NewStructure, add_structure, load_territory
from mandate_flow.service.scenario import morning
from mandate_flow.service.stories import Theatre
from tests.service.desks import DAY, by, desk_on

LILLE, ROUBAIX = "commune-59350", "commune-59512"
MISSION, JURIST = by(Role.MISSION), by(Role.JURIST)
AGENT = Moment(Person("ag", "Agente", "a@exemple.fr", frozenset({Role.AGENT}), LILLE), morning(DAY), DAY)


@dataclass
class Place:
    desk: Desk
    lilas: str
    filiale: str

    def aid(self, amount: str, **other: object) -> NewAid:
        basic = NewAid(self.lilas, Regime.SGEI, Decimal(amount), date(2026, 3, 2), LILLE)
        return replace(basic, **other)  # type: ignore[arg-type]

    def enter(self, amount: str, moment: Moment = MISSION, **other: object) -> Entered:
        done = record_aid(self.desk, self.aid(amount, **other), moment)
        assert isinstance(done, Entered)
        return done

    def page(self, structure: str = "") -> LedgerPage:
        return ledger(self.desk, MISSION.by, structure or self.lilas, DAY)

    @property
    def room(self) -> Decimal | None:
        return self.page().gauges[0].room


@pytest.fixture
def place(database: str, tmp_path: Path) -> Iterator[Place]:
    with desk_on(database, tmp_path) as desk:
        load_territory(desk, read_authorities(find_content()), by())
        made = [add_structure(desk, NewStructure("scic", name), MISSION).id for name in ("Lilas", "Filiale")]
        yield Place(desk, *made)


def test_what_enters_is_counted_shown_and_replayed(place: Place) -> None:
    entered = place.enter("457500.50", instrument="premises", note="Loyer évité, 3 ans", sgei="Autopartage")
    assert entered.grant.in_kind
    page = place.page()
    assert (page.gauges[0].total, page.gauges[0].room) == (Decimal("457500.50"), Decimal("292499.50"))
    assert page.gauges[1].room == Decimal(300_000)
    [line] = page.lines
    assert (line.funder, line.last_day, line.register_due) == ("Lille", date(2029, 3, 2), date(2026, 3, 30))
    assert page.declaration is not None
    assert verify(place.desk.store).ok


def test_above_the_ceiling_nothing_is_written(place: Place) -> None:
    place.enter("700000")
    before = place.page()
    verdict = record_aid(place.desk, place.aid("50000.01"), JURIST)
    assert isinstance(verdict, Verdict)
    assert (verdict.ok, verdict.excess, verdict.headroom) == (False, Decimal("0.01"), Decimal(50_000))
    assert place.page() == before
    assert what_if(place.desk, place.aid("50000"), MISSION).ok
    assert place.page() == before


def test_an_agent_acts_for_one_authority(place: Place) -> None:
    open_to_agent = place.aid("10", structure=place.lilas)
    with pytest.raises(NotFound):
        record_aid(place.desk, open_to_agent, AGENT)
    with pytest.raises(Forbidden):
        record_aid(place.desk, place.aid("10", authority=ROUBAIX), AGENT)
    with pytest.raises(Forbidden):
        record_aid(place.desk, place.aid("10"), by(Role.CONTROLLER))
    with pytest.raises(Forbidden):
        declare_link(place.desk, NewLink(place.lilas, place.filiale, LinkKind.MAJORITY, DAY), AGENT)


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"amount": Decimal(0)}, "amount"),
        ({"amount": Decimal("1.001")}, "amount"),
        ({"granted_on": date(1999, 1, 1)}, "granted_on"),
        ({"authority": "", "funder": " "}, "authority"),
        ({"instrument": "gift"}, "instrument"),
    ],
)
def test_what_is_typed_wrong_is_named(place: Place, wrong: dict[str, object], where: str) -> None:
    with pytest.raises(BadInput) as error:
        record_aid(place.desk, replace(place.aid("10"), **wrong), MISSION)  # type: ignore[arg-type]
    assert error.value.where == where


def test_withdrawn_aid_frees_its_room_for_a_reason(place: Place) -> None:
    grant = place.enter("750000").grant
    with pytest.raises(BadInput):
        withdraw_aid(place.desk, grant.id, " ", MISSION)
    withdraw_aid(place.desk, grant.id, "Convention annulée", MISSION)
    withdraw_aid(place.desk, grant.id, "Convention annulée", MISSION)
    assert place.room == Decimal(750_000)
    assert place.page().lines[0].grant.withdrawn
    assert verify(place.desk.store).ok


def test_linked_structures_share_a_ceiling_while_the_link_stands(place: Place) -> None:
    judged = place.enter("600000").verdict
    link = declare_link(place.desk, NewLink(place.filiale, place.lilas, LinkKind.INFLUENCE, date(2026, 1, 1)), JURIST)
    verdict = record_aid(place.desk, place.aid("200000", structure=place.filiale), MISSION)
    assert isinstance(verdict, Verdict)
    assert verdict.members == tuple(sorted((place.lilas, place.filiale)))
    assert place.page(place.filiale).members == ((place.lilas, "Lilas"),)
    end_link(place.desk, link.id, date(2025, 12, 31), "Déclaré par erreur", JURIST)
    place.enter("200000", structure=place.filiale)
    with place.desk.store.read() as unit:
        events = unit.log.read(Stream(StreamKind.STRUCTURE, place.lilas))
    [recorded] = [one for one in events if one.action is Action.AID_RECORDED]
    assert recorded.outcome["judged"] == judged.judged()
    assert recorded.outcome["judged"]["members"] == [place.lilas]
    assert verify(place.desk.store).ok


def test_capital_held_by_authorities_warns_and_joins_nobody(place: Place) -> None:
    for authority, share in ((LILLE, "30"), (ROUBAIX, "21")):
        new = NewLink(authority, place.lilas, LinkKind.CAPITAL, date(2025, 1, 1), share=Decimal(share))
        declare_link(place.desk, new, MISSION)
    page = place.page()
    assert (page.held, page.over_half, page.members) == (Decimal(51), True, ())
    with pytest.raises(BadInput):
        declare_link(place.desk, replace(new, kind=LinkKind.MAJORITY), MISSION)
    assert verify(place.desk.store).ok


def test_a_row_changed_behind_the_program_is_found(place: Place) -> None:
    place.enter("10")
    declare_link(place.desk, NewLink(place.filiale, place.lilas, LinkKind.MAJORITY, DAY), MISSION)
    for table, change in {"aid": "cents = 1", "links": "kind = 'capital'"}.items():
        with place.desk.store.writer.begin() as connection:
            connection.execute(text(f"UPDATE {table} SET {change}"))  # noqa: S608
        assert table in {one.field for one in verify(place.desk.store).findings}


def test_an_erased_remark_is_gone_from_the_ledger_too(place: Place) -> None:
    place.enter("10", note="Remis à Zoé Lœil")
    stream = Stream(StreamKind.STRUCTURE, place.lilas)
    with place.desk.store.read() as unit:
        seq = unit.log.head(stream)[0]
    erase(place.desk.store, stream, seq, "/note", by(Role.ADMINISTRATOR))
    assert place.page().lines[0].grant.note == "(effacé)"
    assert verify(place.desk.store).ok


def race(*gestures: Callable[[], object]) -> list[object]:
    """Let all go at once; what each gave."""
    gate, found = threading.Barrier(len(gestures)), []

    def run(gesture: Callable[[], object]) -> None:
        gate.wait()
        found.append(gesture())

    threads = [threading.Thread(target=run, args=(one,)) for one in gestures]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return found


def test_two_hands_cannot_both_enter_the_last_euro(place: Place) -> None:
    declare_link(place.desk, NewLink(place.filiale, place.lilas, LinkKind.MAJORITY, date(2025, 1, 1)), MISSION)
    asked = [place.aid("400000"), place.aid("400000", structure=place.filiale), place.aid("400000")]
    found = race(*(lambda new=new: record_aid(place.desk, new, MISSION) for new in asked))
    assert sorted(type(one).__name__ for one in found) == ["Entered", "Verdict", "Verdict"]
    assert place.room == Decimal(350_000)
    assert verify(place.desk.store).ok


class Signing:
    """Files under de minimis for services of general interest, brought to the eve of their signature."""

    def __init__(self, place: Place, folder: Path) -> None:
        self.place = place
        self.theatre = Theatre(find_content(), folder)
        self.theatre.desk.store.close()
        self.theatre.desk = place.desk
        path = find_content() / "workflows" / "stories" / "de-minimis-registre.yaml"
        story = Shelf(find_content(), place.desk.library.latest).read(path, Problems(path.name))
        assert story is not None
        self.story = story

    def file(self, amount: str, structure: str = "") -> File:
        """A file that one person has proposed to sign, of `amount` euros."""
        structure = structure or self.place.lilas
        given = replace(self.story.given, structures=(structure,), parties={})
        run = self.theatre._opened(replace(self.story, given=given))
        run.stage = replace(run.stage, called=dict.fromkeys(self.story.given.structures, structure))
        for one in _until_signature(self.story, Decimal(amount)):
            assert list(run.act(one)) == []
        self.cast = run.stage.cast
        return run.file

    def sign(self, file: File) -> object:
        return act(self.place.desk, file.id, TakeStep("sign"), self.cast.moment("approver", date(2026, 12, 11)))


def _until_signature(story: Story, amount: Decimal) -> Iterator[Act]:
    for one in story.acts:
        deed = one.deed
        if isinstance(deed, Take) and one.expected.refused:
            continue
        if isinstance(deed, Record) and ("deminimis_prior", "") in deed.facts:
            changed = {("deminimis_prior", ""): Decimal(0), ("deminimis_amount", ""): amount}
            yield replace(one, deed=replace(deed, facts={**deed.facts, **changed}))
        else:
            yield one
        if isinstance(deed, Take) and deed.step == "sign":
            return


def test_a_signed_file_enters_the_ledger_with_its_step(place: Place, tmp_path: Path) -> None:
    signing = Signing(place, tmp_path)
    file = signing.file("450000")
    assert place.room == Decimal(750_000)
    done = signing.sign(file)
    assert isinstance(done, Done)
    assert done.event.outcome["aid"]["judged"]["total_before"] == "0"
    [line] = place.page().lines
    assert (line.ref, line.grant.amount, line.funder) == (file.ref, Decimal(450_000), "Lille")
    page = file_page(place.desk, file.ref, replace(MISSION, day=date(2026, 12, 12)))
    assert page.file.state == "mandate"
    assert verify(place.desk.store).ok
    withdraw_aid(place.desk, line.grant.id, "Délibération annulée", MISSION)
    assert place.page().lines[0].grant.withdrawn
    assert verify(place.desk.store).ok


def test_two_files_cannot_both_sign_for_the_last_euro(place: Place, tmp_path: Path) -> None:
    declare_link(place.desk, NewLink(place.filiale, place.lilas, LinkKind.MAJORITY, date(2025, 1, 1)), MISSION)
    signing = Signing(place, tmp_path)
    files = [signing.file("400000"), signing.file("400000", place.filiale)]
    found = race(*(lambda file=file: signing.sign(file) for file in files))
    assert sorted(type(one).__name__ for one in found) == ["Done", "Refused"]
    [refused] = [one for one in found if isinstance(one, Refused)]
    [reason] = [one for one in refused.refusals if one.level == "blocker"]
    assert reason.code == "sieg_deminimis_within_ceiling"
    assert "400\u202f000" in reason.says("fr")
    assert len(place.page().lines) == 1
    assert verify(place.desk.store).ok


def test_a_step_that_needs_no_ledger_never_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("the ledger was read")

    monkeypatch.setattr("mandate_flow.store.aid.AidLedger.ledger", fail)
    monkeypatch.setattr("mandate_flow.store.aid.AidLedger.locked", fail)
    with Theatre(find_content(), tmp_path) as theatre:
        result = theatre.run(find_content() / "workflows" / "stories" / "mandat-complet.yaml")
    assert result.failures == ()
