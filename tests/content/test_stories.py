from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from mandate_flow.content import library
from mandate_flow.content.stories_reader import read_stories
from mandate_flow.domain.deadline import DeadlineStatus
from mandate_flow.domain.errors import BadContent
from mandate_flow.domain.story import Deposit, Expected, Look, Record, Story, Take
from mandate_flow.domain.value import FactType, Table
from tests.content.folders import SOUND, sound_copy

STORY = SOUND / "workflows" / "stories" / "granted.yaml"


@pytest.fixture
def story() -> Story:
    return _story(SOUND, "granted")


def _story(folder: Path, name: str) -> Story:
    [found] = [one for one in read_stories(folder, library.load(folder).latest) if Path(one.file).stem == name]
    return found


def _less(tmp_path: Path, start: str) -> Story:
    """A story that starts from the base, or from another story, in its own way."""
    folder = sound_copy(tmp_path)
    head = "story: {fr: Essai, en: Try, nl: Proef}\n"
    (folder / "workflows" / "stories" / "less.yaml").write_text(head + start, encoding="utf-8")
    return _story(folder, "less")


def test_values_have_the_types_of_their_facts(story: Story) -> None:
    first = story.acts[0]
    assert first.deed == Record(
        {
            ("amount", ""): Decimal(20000),
            ("kind", ""): "LONG",
            ("vote_date", "commune-59350"): date(2026, 8, 30),
        }
    )
    assert story.acts[3].deed == Deposit({("contract", ""): "contrat.pdf"})


def test_days_carry_over_from_one_act_to_the_next(story: Story) -> None:
    assert [act.on.isoformat() for act in story.acts] == [
        *("2026-09-01", "2026-09-01", "2026-09-03", "2026-09-03", "2026-09-03", "2026-09-03"),
        "2027-03-01",
    ]


def test_expectations_are_exact_sets_or_not_looked_at(story: Story) -> None:
    refused, proposed, review = story.acts[1], story.acts[4], story.acts[6]
    assert refused.expected.refused == frozenset({"amount_within_ceiling", "contract_signed"})
    assert (refused.expected.warned, refused.expected.state) == (None, None)
    assert (proposed.expected.proposed, proposed.expected.state) == (True, "asked")
    assert review.deed == Take("review", "2026")
    assert review.expected.warned == frozenset({"statement_given"})


def test_deadlines_may_be_a_day_a_status_both_or_none(story: Story) -> None:
    found = [(one.code, one.occurrence, one.due, one.status, one.absent) for one in story.expected.deadlines]
    assert found == [
        ("statement", "2026", date(2027, 6, 30), None, False),
        ("first_review", "", date(2026, 10, 1), DeadlineStatus.OPEN, False),
        ("statement", "2031", None, None, True),
    ]


def test_everything_knows_its_line(story: Story) -> None:
    lines = STORY.read_text(encoding="utf-8").splitlines()

    def at(where: str) -> str:
        file, _, line = where.rpartition(":")
        assert file == "workflows/stories/granted.yaml"
        return lines[int(line) - 1].strip()

    assert at(story.acts[6].where) == "- on: 2027-03-01"
    assert at(story.acts[1].expected.lines["refused"]) == "refused: [amount_within_ceiling, contract_signed]"
    assert at(story.expected.deadlines[0].where) == "statement@2026: 2027-06-30"
    assert at(story.expected.mails[0].where) == "- {on: 2026-09-03, to: structure, notice: granted}"
    assert at(story.given.parties["scic"].where).startswith("scic:")


def test_a_story_may_start_from_another_up_to_a_step() -> None:
    story = _story(SOUND, "less")
    assert (story.workflow, story.given.title, story.given.structures) == ("loan", "Prêt moindre", ("scic",))
    assert [act.deed for act in story.acts] == [
        Record({("amount", ""): Decimal(100), ("kind", ""): "LONG", ("vote_date", "commune-59350"): date(2027, 8, 30)}),
        Take("grant"),
    ]


def test_what_is_taken_over_must_succeed_and_nothing_else_is_looked_at(tmp_path: Path) -> None:
    story = _less(tmp_path, "from: bases/asked\n")
    assert all(act.expected == Expected() for act in story.acts)
    assert not any(isinstance(act.deed, Look) for act in story.acts)
    assert [act.deed for act in story.acts[-2:]] == [Take("grant"), Take("review", "2026")]
    assert story.acts[0].where == "workflows/stories/less.yaml:2 (workflows/stories/bases/asked.yaml:15)"


def test_years_move_days_dates_and_fiscal_years(tmp_path: Path) -> None:
    story = _less(tmp_path, "from: bases/asked\nyears: -13\n")
    assert (story.on, story.acts[-1].on) == (date(2013, 9, 1), date(2014, 3, 1))
    assert story.acts[-1].deed == Take("review", "2013")
    assert isinstance(story.acts[0].deed, Record)
    assert story.acts[0].deed.facts["vote_date", "commune-59350"] == date(2013, 8, 30)


def test_the_rows_of_a_table_are_read_cell_by_cell(tmp_path: Path) -> None:
    folder = sound_copy(tmp_path)
    path = folder / "workflows" / "loan.v1.yaml"
    text = path.read_text(encoding="utf-8").replace("price: {type: money,", "price: {type: date,", 1)
    path.write_text(text, encoding="utf-8")
    story = folder / "workflows" / "stories" / "granted.yaml"
    story.write_text(story.read_text(encoding="utf-8").replace("price: 900.00", "price: 2026-02-03"), encoding="utf-8")
    (story.parent / "less.yaml").write_text(
        "story: {fr: E, en: T, nl: P}\nfrom: granted\nyears: 2\nbut: {purchases: [{label: Établi}]}\n", "utf-8"
    )
    columns = (("label", FactType.TEXT), ("price", FactType.DATE))
    given, other = _story(folder, "granted"), _story(folder, "less")
    assert _tables(given) == [Table(columns, (("Rayonnages", date(2026, 2, 3)), ("Établi", None)))]
    assert _tables(other) == [Table(columns, (("Établi", None),))]
    (story.parent / "less.yaml").write_text("story: {fr: E, en: T, nl: P}\nfrom: granted\nyears: 2\n", "utf-8")
    assert _tables(_story(folder, "less"))[0].rows[0] == ("Rayonnages", date(2028, 2, 3))


def test_a_leap_day_moves_to_the_day_before(tmp_path: Path) -> None:
    story = _less(tmp_path, "from: bases/asked\nyears: 2\nbut: {vote_date: 2028-02-29}\n")
    second = sound_copy(tmp_path / "again") / "workflows" / "stories"
    (second / "bases" / "leap.yaml").write_text(
        "story: {fr: Essai, en: Try, nl: Proef}\nfrom: bases/asked\nyears: 2\nbut: {vote_date: 2028-02-29}\n", "utf-8"
    )
    (second / "less.yaml").write_text("story: {fr: E, en: T, nl: P}\nfrom: bases/leap\nyears: 1\n", "utf-8")
    moved = _story(second.parent.parent, "less")
    found = [
        act.deed.facts["vote_date", "commune-59350"]
        for act in (story.acts[0], moved.acts[0])
        if isinstance(act.deed, Record)
    ]
    assert found == [date(2028, 2, 29), date(2029, 2, 28)]


def test_a_change_without_occurrence_is_for_all_of_them(tmp_path: Path) -> None:
    for key in ("vote_date", "vote_date@commune-59350"):
        story = _less(tmp_path / key, f"from: bases/asked\nbut: {{{key}: 2026-08-01}}\n")
        assert isinstance(story.acts[0].deed, Record)
        assert story.acts[0].deed.facts["vote_date", "commune-59350"] == date(2026, 8, 1)


def test_a_base_is_read_but_not_played() -> None:
    assert [Path(one.file).stem for one in read_stories(SOUND, library.load(SOUND).latest)] == ["granted", "less"]


def test_a_circle_of_stories_is_told(tmp_path: Path) -> None:
    folder = sound_copy(tmp_path)
    for name, start in (("one", "two"), ("two", "one")):
        path = folder / "workflows" / "stories" / f"{name}.yaml"
        path.write_text(f"story: {{fr: E, en: T, nl: P}}\nfrom: {start}\n", encoding="utf-8")
    with pytest.raises(BadContent, match="one → two → one"):
        read_stories(folder, library.load(folder).latest)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("amount: 20000", "amount: beaucoup", "montant"),
        ("kind: LONG", "kind: LNOG", "n’est pas un choix"),
        ("amount: 20000", "amuont: 20000", "n’existe pas"),
        ("state: asked", "state: aksed", "n’existe pas"),
        ("first_review: open", "first_review: later", "ne dit pas"),
        ("contract: contrat.pdf", "contrat: contrat.pdf", "n’existe pas"),
        ("price: 900.00", "price: cher", "montant"),
        ("price: 900.00", "prix: 900.00", "n’est pas une colonne"),
        ("[{label: Rayonnages, price: 900.00}, {label: Établi}]", "900.00", "attend un tableau"),
        ("{label: Établi}", "{price: 12}", "Il manque «.label"),
    ],
)
def test_a_slip_is_told_with_its_line(tmp_path: Path, old: str, new: str, what: str) -> None:
    folder = sound_copy(tmp_path)
    path = folder / "workflows" / "stories" / "granted.yaml"
    text = path.read_text(encoding="utf-8").replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadContent, match=what) as caught:
        read_stories(folder, library.load(folder).latest)
    line = int(caught.value.where.rpartition(":")[2])
    assert new in text.splitlines()[line - 1]


def _tables(story: Story) -> list[Table]:
    deeds = [act.deed for act in story.acts if isinstance(act.deed, Record)]
    return [value for deed in deeds for value in deed.facts.values() if isinstance(value, Table)]
