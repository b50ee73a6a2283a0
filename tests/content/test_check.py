import re
from pathlib import Path

import pytest

from mandate_flow.content import check as check_module
from mandate_flow.content.check import check
from mandate_flow.content.problem import Severity
from tests.content.folders import BROKEN, SOUND, listed, problems_of, sound_copy
from tests.support.golden import Golden

ROOM = Path(check_module.__file__).parent
NOT_KINDS = {"utf-8", "not-utf8"}
NOT_CHECKED = {"demo_reader.py", "demo_rates_reader.py", "territory.py"}


def test_the_sound_content_has_no_problem() -> None:
    assert listed(check(SOUND)) == ""


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: str(case.stem))
def test_each_broken_content_is_told_by_its_kind(tmp_path: Path, case: Path) -> None:
    problems = problems_of(tmp_path, case)
    assert case.stem in {one.kind for one in problems}, listed(problems)


def test_every_kind_of_problem_has_a_broken_content() -> None:
    written = "".join(path.read_text(encoding="utf-8") for path in ROOM.rglob("*.py") if path.name not in NOT_CHECKED)
    kinds = set(re.findall(r'"([a-z0-9]+(?:-[a-z0-9]+)+)"', written)) | {"anchor", "tag"}
    assert kinds - NOT_KINDS - {case.stem for case in BROKEN} == set()


def test_what_check_says(tmp_path: Path, golden: Golden) -> None:
    told = [f"# {case.stem}\n{listed(problems_of(tmp_path, case))}\n" for case in BROKEN]
    golden("content_check.txt", "".join(told))


def test_all_problems_are_told_at_once_each_with_its_line(tmp_path: Path) -> None:
    folder = sound_copy(tmp_path)
    path = folder / "workflows" / "loan.v1.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("remedy: amount\n", "remedy: amonut\n").replace("opens: true", "open: true")
    path.write_text(text.replace("law: loans.months", "law: loans.month"), encoding="utf-8")
    lines = text.splitlines()
    found = {(one.kind, one.line) for one in check(folder)}
    assert ("unknown-remedy", lines.index("    remedy: amonut") + 1) in found
    assert ("unknown-key", lines.index("    open: true") + 1) in found
    assert len([kind for kind, _ in found if kind == "unknown-law"]) == 2


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    folder = sound_copy(tmp_path)
    (folder / "law" / "loans.yaml").write_bytes("title: Règlement\n".encode("latin-1"))
    first = check(folder)[0]
    assert (first.kind, first.where) == ("not-utf8", "law/loans.yaml:1")


def test_a_warning_is_no_error(tmp_path: Path) -> None:
    [case] = [one for one in BROKEN if one.stem == "empty-section"]
    assert {one.level for one in problems_of(tmp_path, case)} == {Severity.WARNING}
    assert check_module.errors(problems_of(tmp_path / "again", case)) == ()
