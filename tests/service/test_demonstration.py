import re
from collections import Counter
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from stdnum.fr import siret

from mandate_flow.content.demo_reader import read_demonstration
from mandate_flow.content.library import load
from mandate_flow.content.territory import read_authorities
from mandate_flow.content.where import find_content
from mandate_flow.domain.deadline import DeadlineStatus
from mandate_flow.domain.demonstration import Calendar, Demonstration, filled
from mandate_flow.domain.errors import BadContent
from mandate_flow.domain.file import File
from mandate_flow.domain.inventory import Answer, Instrument
from mandate_flow.domain.payment import PaymentKind, paid
from mandate_flow.domain.people import Role
from mandate_flow.domain.story import Record
from mandate_flow.domain.value import FactType, Table
from mandate_flow.domain.workdays import french_workdays
from mandate_flow.domain.workflow.definition import Definition
from mandate_flow.domain.workflow.payment_names import scheduled
from mandate_flow.service import demonstration
from mandate_flow.service.demo_plot import Plot
from mandate_flow.service.desk import Desk
from mandate_flow.service.integrity import verify
from mandate_flow.service.inventory_pages import overview
from mandate_flow.service.scenario import PARIS
from mandate_flow.store import tables
from mandate_flow.store.migrate import upgrade
from tests.service.desks import DAY, desk_on

FOLDER = find_content()
STAGES = {
    "identification": 14,
    "legal_analysis": 12,
    "deliberation": 10,
    "mandate": 8,
    "annual_control": 7,
    "evaluation": 4,
    "closed": 3,
    "renewed": 1,
    "abandoned": 1,
    "consultation": 1,
    "informed": 25,
    "interested": 18,
    "inventory": 13,
    "framework_deliberated": 6,
    "autonomous": 3,
    "declined": 6,
}


@pytest.fixture(scope="module")
def script() -> Demonstration:
    return read_demonstration(FOLDER)


def test_nobody_in_it_exists(script: Demonstration) -> None:
    numbers = [one.siret for one in script.structures]
    assert all(siret.is_valid(number) and number.startswith("000") for number in numbers)
    assert len(set(numbers)) == len(numbers)
    given = [one.email for one in script.people] + [one.email for one in script.structures]
    addresses = [one for one in given if one]
    assert all(re.fullmatch(r"[a-z0-9.-]+@([a-z-]+\.)*(exemple\.fr|[a-z-]+\.example)", one) for one in addresses)
    assert len(set(addresses)) == len(addresses)


def test_history_is_told_apart_from_illustration(script: Demonstration) -> None:
    history = [one for one in script.files if one.path == "histoire"]
    assert all(one.title.startswith("[Histoire]") and "REPÈRE D’HISTOIRE" in one.words["service"] for one in history)
    assert {one.start[:4] for one in history} == {"2011", "2012"}
    assert {name for one in history for name in one.authorities} == {
        "Métropole Européenne de Lille",
        "Lille",
        "Tourcoing",
        "Villeneuve-d'Ascq",
        "Wattrelos",
    }
    assert all(not one.start[0].isdigit() for one in script.files if one not in history)
    (lilas,) = (one for one in script.files if one.structure == "lilas")
    assert "illustration" in lilas.title
    assert "Aucune trace" in lilas.words["service"]
    assert len(lilas.authorities) == 3


def test_it_spreads_over_the_territory_and_the_themes(script: Demonstration) -> None:
    places = {name for one in script.files for name in one.authorities}
    assert places <= {one.name for one in read_authorities(FOLDER)}
    assert len(places) >= 45
    assert {one.theme for one in script.files} - {""} == set(script.themes)
    assert {one.path for one in script.files} == set(script.paths)
    assert {each.scene for one in script.paths.values() for each in one.stretches} == set(script.scenes)


def test_the_mission_meets_and_many_communes_have_their_own_way(script: Demonstration) -> None:
    (mission,) = (one for one in script.files if one.workflow == "mission")
    meetings = [one for one in script.paths[mission.path].stretches if one.scene.startswith("seance")]
    assert len(meetings) >= 10
    ways = [one for one in script.files if one.workflow == "commune"]
    assert len(ways) >= 60
    assert len({one.authorities for one in ways}) == len(ways)
    assert len({one.start for one in ways}) >= 40
    assert "illustration" in mission.title


def test_inventories_are_told_of_many_places_and_nobody_real(script: Demonstration) -> None:
    lines = script.inventory
    assert len(lines) >= 60
    assert len({one.authority for one in lines}) >= 10
    assert {one.authority for one in lines} <= {one.name for one in read_authorities(FOLDER)}
    assert {one.instrument for one in lines} == {one.value for one in Instrument}
    assert {one.economic for one in lines} == {one.value for one in Answer}
    assert not any(one.siret for one in lines)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("J", date(2026, 11, 23)),
        ("J-2", date(2026, 11, 20)),  # a Saturday: the eve of today at the latest, and a working day
        ("J-9", date(2026, 11, 16)),  # a Saturday: the Monday after
        ("J+19", date(2026, 12, 14)),
        ("+10", date(2026, 11, 12)),  # 11 November is a holiday
        ("-1", date(2026, 11, 2)),
        ("M", date(2026, 11, 1)),
        ("M-11", date(2025, 12, 1)),
        ("F+3", date(2027, 2, 28)),
        ("N-1-05-20", date(2025, 5, 20)),
        ("2012-01-16", date(2012, 1, 16)),
    ],
)
def test_days_are_told_from_today_or_from_the_start(text: str, day: date) -> None:
    assert Calendar(DAY, french_workdays()).day(text, date(2026, 11, 1)) == day


@pytest.mark.parametrize("text", ["", "J-", "N-1", "demain", "2012-02-30", "N-1-13-01"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Calendar(DAY, french_workdays()).day(text, DAY)


@pytest.mark.parametrize(
    ("today", "year"), [(date(2026, 7, 14), 2025), (date(2026, 7, 15), 2026), (date(2027, 1, 1), 2026)]
)
def test_n_is_the_last_year_whose_reports_are_due(today: date, year: int) -> None:
    calendar = Calendar(today, french_workdays())
    assert (calendar.year, calendar.fiscal_year("N-1"), calendar.fiscal_year("2020")) == (year, year - 1, 2020)


def test_words_are_filled_in_words() -> None:
    assert filled("{a} !", {"a": "un {b}", "b": "mot"}, str) == "un mot !"
    assert filled("{c}", {}, lambda name: f"?{name}") == "?c"


def test_a_wrong_name_is_told_with_its_line(tmp_path: Path) -> None:
    for path in (FOLDER / "demo").rglob("*.yaml"):
        copy = tmp_path / path.relative_to(FOLDER)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(path.read_text(encoding="utf-8").replace("path: vote\n", "path: votes\n"), encoding="utf-8")
    with pytest.raises(BadContent, match=r"Vouliez-vous dire «\s?vote\s?»") as told:
        read_demonstration(tmp_path)
    assert re.fullmatch(r"demo/files\.yaml:\d+", told.value.where)


@pytest.mark.parametrize(
    ("indicators", "says"),
    [
        ('[{obligation: "x", wrong: "y"}]', "« wrong » n’est pas une colonne de « indicators »"),
        ('[{obligation: "x", indicator: "y", target: "beaucoup"}]', "« beaucoup » n’est pas une valeur de « target »"),
        ('"x"', "« indicators » attend un tableau"),
        ("[]", ""),
    ],
)
def test_the_rows_of_a_table_are_read_cell_by_cell(tmp_path: Path, indicators: str, says: str) -> None:
    for path in (FOLDER / "demo").rglob("*.yaml"):
        copy = tmp_path / path.relative_to(FOLDER)
        copy.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text(encoding="utf-8")
        if path.stem == "qualification":
            text = re.sub(r"indicators:(\n {8}- [^\n]*)+", f"indicators: {indicators}", text)
        copy.write_text(text, encoding="utf-8")
    script = read_demonstration(tmp_path)
    file = next(one for one in script.files if "qualification" in _scenes(script, one.path))
    definition = load(FOLDER).latest(file.workflow)
    calendar = Calendar(DAY, french_workdays())
    plot = Plot(script, calendar, definition, file, 1, dict.fromkeys(file.authorities, "commune-59350"), "x", "scic")
    if says:
        with pytest.raises(BadContent, match=says) as told:
            plot.planned()
        assert told.value.where.startswith("demo/scenes/qualification.yaml:")
    else:
        deeds = [one.deed for one in plot.planned() if isinstance(one.deed, Record)]
        assert any(deed.facts.get(("indicators", "")) == Table(_columns(definition)) for deed in deeds)


def _scenes(script: Demonstration, path: str) -> list[str]:
    return [one.scene for one in script.paths[path].stretches]


def _columns(definition: Definition) -> tuple[tuple[str, FactType], ...]:
    return definition.facts["indicators"].typed_columns


def _mails_leave_as_in_life(desk: Desk) -> None:
    """At half past seven, or in office hours for what presses; and structures are written to."""
    with desk.store.read() as unit:
        mails = [dict(row) for row in unit.connection.execute(select(tables.mails)).mappings()]
    clocks = [one["made_at"].astimezone(PARIS).time() for one in mails]
    assert all(at == time(7, 30) or time(8, 35) < at < time(19) for at in clocks)
    to_structures = [one["subject"] for one in mails if one["recipient_kind"] == "structure"]
    assert len(to_structures) >= 8
    for said in ("Contrôle annuel", "est signé", "Bien reçu", "En retard", "Évaluation", "au plus tard"):
        assert any(said in subject for subject in to_structures), (said, to_structures)


def _payments_follow_their_schedules(files: list[File]) -> None:
    """Years that were controlled are paid as planned, in kind too; one payment left although accounts were missing."""
    paying = [one for one in files if one.payments]
    assert len(paying) >= 14
    for file in paying:
        for year in file.controls:
            for authority in file.authorities:
                planned = scheduled(file, authority, year)
                assert planned == paid(file.payments.values(), year=year, authority=authority), (file.ref, year)
    every = [one for file in paying for one in file.payments.values()]
    assert {one.kind for one in every} == set(PaymentKind)
    (irregular,) = (one for one in every if one.irregular)
    assert {code for code, _ in irregular.against} == {"payment_after_accounts", "payment_after_report"}
    assert any(len({one.authority for one in file.payments.values()}) > 1 for file in paying)


def _indicators_are_followed(files: list[File]) -> None:
    """Each file beyond its analysis has two indicators, and the years whose figures are in have their results."""
    agreed = {file.id: fact.value for file in files if (fact := file.fact("indicators"))}
    assert len(agreed) >= 24
    for file in files:
        for (name, _), fact in file.facts.items():
            if name == "indicator_results":
                asked, held = agreed[file.id], fact.value
                assert isinstance(asked, Table)
                assert isinstance(held, Table)
                assert [row["indicator"] for row in held.records()] == [row["indicator"] for row in asked.records()]


DECIDED = ("deadline:extended", "deadline:suspended")


@pytest.mark.slow
@pytest.mark.parametrize("today", [DAY, date(2027, 2, 28), date(2027, 7, 14)], ids=str)
def test_it_plays_on_any_day(tmp_path: Path, today: date, script: Demonstration) -> None:
    """Files at every stage, deadlines late and near, mails of the last days only, and a log that verifies."""
    url = f"sqlite:///{tmp_path / 'demo.sqlite'}"
    upgrade(url)
    with desk_on(url, tmp_path) as desk:
        assert demonstration.is_empty(desk)
        said: list[str] = []
        summary = demonstration.load(desk, today, said.append)
        assert dict(summary.states) == STAGES
        assert said
        assert not demonstration.is_empty(desk)
        assert [label for label, _ in demonstration.demo_people(desk)] == list(demonstration.ROLES.values())
        assert dict(demonstration.demo_people(desk))["Agent d’une commune"].authority == "commune-59350"
        report = verify(desk.store)
        assert report.ok, report.findings[:3]
        with desk.store.read() as unit:
            recent = unit.log.recent(5000)
            files = [unit.files.get(event.stream.id) for event in recent if event.action == "file:opened"]
        assert all(event.day <= today for event in recent)
        assert len([event for event in recent if event.action in DECIDED]) == len(DECIDED)
        assert all(one.demonstration for one in files)
        open_ones = [
            one
            for file in files
            for one in file.deadlines.values()
            if one.status is DeadlineStatus.OPEN and one.cadence != "info"
        ]
        late = Counter(one.code for one in open_ones if one.due < today)
        soon = [one for one in open_ones if today <= one.due <= today + timedelta(days=30)]
        assert len(late) >= 5
        assert len(soon) >= 4
        assert 30 <= summary.mails <= 160
        _payments_follow_their_schedules(files)
        _indicators_are_followed(files)
        _mails_leave_as_in_life(desk)
        assert summary.lines == len(script.inventory)
        above = overview(desk, dict(demonstration.demo_people(desk))["Mission de la métropole"], today)
        assert above.excess >= 400_000
        assert len([one for one in above.givers if one.lines]) == 11
        assert summary.mails == len(list((tmp_path / "mails").glob("*.eml")))


def test_every_role_but_structures_signs_in(script: Demonstration) -> None:
    roles = Counter(role for one in script.people for role in one.roles)
    assert set(roles) == set(Role) - {Role.STRUCTURE}
    assert roles[Role.MISSION] == roles[Role.JURIST] == 2
