"""What a person should read again in the law."""

from datetime import date
from pathlib import Path

from mandate_flow.content.review import review
from tests.content.folders import SOUND, sound_copy


def checked(folder: Path, day: str) -> Path:
    """The sound content, its first ceiling read again on `day`."""
    content = sound_copy(folder)
    path = content / "law" / "loans.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("unit: EUR}", f"unit: EUR, checked_on: {day}}}", 1), encoding="utf-8")
    return content


def keys(folder: Path, day: date) -> list[tuple[str, str]]:
    return [(one.entry.id, one.key) for one in review(folder, day)]


def test_what_was_never_checked_is_listed_by_file_and_line() -> None:
    lines = (SOUND / "law" / "loans.yaml").read_text(encoding="utf-8").splitlines()
    found = review(SOUND, date(2026, 11, 23))
    assert len(found) == 6
    for one in found:
        assert one.file == "law/loans.yaml"
        assert lines[one.line - 1].strip().startswith(one.quantity.name + ":")
    assert [one.quantity.note for one in found if one.quantity.note] == ["À confirmer au recueil."]


def test_a_check_holds_for_a_year(tmp_path: Path) -> None:
    content = checked(tmp_path, "2026-03-01")
    mine = ("first", "loans.ceiling")
    assert mine not in keys(content, date(2026, 3, 1))
    assert mine not in keys(content, date(2027, 3, 1))
    assert mine in keys(content, date(2027, 3, 2))
    assert mine in keys(content, date(2026, 2, 28)), "it was not made yet"


def test_a_check_of_a_leap_day(tmp_path: Path) -> None:
    content = checked(tmp_path, "2027-02-28")
    assert ("first", "loans.ceiling") not in keys(content, date(2028, 2, 29))
