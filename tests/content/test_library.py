import hashlib
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from mandate_flow.content import library
from mandate_flow.content.examples import read_example
from mandate_flow.content.published import publish, read_lock
from mandate_flow.content.where import find_content
from mandate_flow.content.workflow_reader import definition_from_bytes
from mandate_flow.domain.deadline import Period
from mandate_flow.domain.errors import BadContent, NotFound
from mandate_flow.domain.event import Action
from mandate_flow.domain.law import Confidence
from mandate_flow.domain.people import Role
from mandate_flow.domain.refusal import Level
from mandate_flow.domain.workflow.deadline_rule import Met
from mandate_flow.domain.workflow.definition import LawOn, Per
from tests.content.folders import SOUND, sound_copy

LOAN = SOUND / "workflows" / "loan.v1.yaml"


def test_a_workflow_is_read_as_it_is_written() -> None:
    loan = library.load(SOUND).latest("loan")
    assert [(one.name, one.rank, one.ending) for one in loan.states.values()] == [
        ("asked", 0, False),
        ("running", 1, False),
        ("repaid", 2, True),
    ]
    assert [one.value for one in loan.facts["kind"].choices] == ["SHORT", "LONG"]
    assert loan.facts["vote_date"].per is Per.AUTHORITY
    grant = loan.steps["grant"]
    assert (grant.sources, grant.to, grant.by, grant.four_eyes) == (
        ("asked",),
        "running",
        frozenset({Role.MISSION, Role.AGENT}),
        True,
    )
    ceiling = loan.requirements["amount_within_ceiling"]
    assert (ceiling.law_on, ceiling.law, ceiling.remedy) == (LawOn.GRANT, ("loans.ceiling",), ("fact", "amount"))
    assert loan.requirements["contract_signed"].remedy == ("document", "contract")
    assert loan.requirements["statement_given"].level is Level.WARNING
    assert loan.deadlines["statement"].plus == Period(months=6)
    assert loan.deadlines["first_review"].plus == Period(working_days=20, roll=True)
    assert loan.deadlines["first_review"].met_by == Met("step", "close")
    assert loan.dates == {"grant": ("granted_on",)}


def test_the_fingerprint_of_a_deadline_moves_with_its_length_only() -> None:
    text = LOAN.read_text(encoding="utf-8")
    one = definition_from_bytes(text.encode()).deadlines["statement"].fingerprint
    relabelled = text.replace("Relevé annuel", "Relevé de l’année").replace("cadence: gentle", "cadence: other")
    longer = text.replace("plus: {months: 6}", "plus: {months: 7}")
    assert definition_from_bytes(relabelled.encode()).deadlines["statement"].fingerprint == one
    assert definition_from_bytes(longer.encode()).deadlines["statement"].fingerprint != one


def test_the_law_is_read_by_date() -> None:
    law = library.load(SOUND).law
    before, after = law.cite("loans.ceiling", date(2026, 6, 30)), law.cite("loans.ceiling", date(2026, 7, 1))
    assert before is not None
    assert after is not None
    assert (before.quantity.value, after.quantity.value) == (Decimal(10000), Decimal(12000))
    months = law.texts["loans"].entries[1].quantities["months"]
    assert (months.confidence, months.binding, months.note) == (Confidence.MEMORY, False, "À confirmer au recueil.")


def test_notices_and_cadences_are_read() -> None:
    book = library.load(SOUND).notices
    assert [kind.name for kind in book.on(Action.STEP_TAKEN, "grant")] == ["granted"]
    assert book.is_silent(Action.STEP_TAKEN, "close")
    assert [one.days for one in book.cadences["gentle"].offsets] == [-30, 0]
    assert read_example(SOUND, "granted")["granted_on"] == date(2026, 9, 3)


def test_a_file_keeps_its_workflow_when_the_folder_moves_on(tmp_path: Path) -> None:
    folder, content = sound_copy(tmp_path), LOAN.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    (folder / "workflows" / "loan.v1.yaml").unlink()
    newer = content.replace(b"version: 1", b"version: 2")
    (folder / "workflows" / "loan.v2.yaml").write_bytes(newer)
    held = library.load(folder)
    assert held.latest("loan").version == 2
    asked: list[str] = []

    def kept(wanted: str) -> bytes:
        asked.append(wanted)
        return content

    assert held.by_sha(sha256, kept).version == 1
    assert held.by_sha(sha256, kept).sha256 == sha256
    assert asked == [sha256]
    assert held.by_sha(held.latest("loan").sha256, lambda _: None).version == 2


def test_bytes_that_do_not_match_their_hash_are_not_believed() -> None:
    with pytest.raises(NotFound):
        library.load(SOUND).by_sha("0" * 64, lambda _: LOAN.read_bytes())


def test_the_newest_version_is_the_highest_number_not_the_last_name(tmp_path: Path) -> None:
    folder = sound_copy(tmp_path)
    for version in (2, 10):
        text = LOAN.read_text(encoding="utf-8").replace("version: 1", f"version: {version}")
        (folder / "workflows" / f"loan.v{version}.yaml").write_text(text, encoding="utf-8")
    assert library.load(folder).latest("loan").version == 10


def test_an_unknown_workflow_says_which_ones_exist() -> None:
    with pytest.raises(NotFound) as caught:
        library.load(SOUND).latest("lone")
    assert "loan" in caught.value.do


def test_loading_refuses_what_cannot_be_read_with_file_and_line(tmp_path: Path) -> None:
    folder = sound_copy(tmp_path)
    path = folder / "law" / "loans.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("since: 2026-07-01", "since: juillet"), encoding="utf-8")
    with pytest.raises(BadContent) as caught:
        library.load(folder)
    assert caught.value.where == "law/loans.yaml:11"


def test_the_folder_named_by_the_setting_wins_and_is_never_replaced(tmp_path: Path) -> None:
    package = _package(tmp_path / "site")
    assert find_content(sound_copy(tmp_path), package) == tmp_path / "content"
    with pytest.raises(BadContent, match="MANDATE_FLOW_CONTENT_DIR"):
        find_content(tmp_path / "mistyped", package)


def test_then_the_checkout_then_the_package(tmp_path: Path) -> None:
    root = tmp_path / "checkout"
    package = root / "src" / "mandate_flow"
    shutil.copytree(SOUND, package / "_content")
    assert find_content(None, package) == package / "_content"
    shutil.copytree(SOUND, root, dirs_exist_ok=True)
    assert find_content(None, package) == package / "_content"  # no pyproject.toml: not a checkout
    (root / "pyproject.toml").touch()
    assert find_content(None, package) == root


def test_an_installed_package_brings_its_content(tmp_path: Path) -> None:
    package = _package(tmp_path)
    assert library.load(find_content(None, package)).latest("loan").name == "loan"
    shutil.rmtree(package / "_content")
    with pytest.raises(BadContent):
        find_content(None, package)


def test_publishing_locks_the_bytes(tmp_path: Path) -> None:
    folder = sound_copy(tmp_path)
    path = folder / "workflows" / "loan.v1.yaml"
    sha256 = publish(folder, "loan.v1.yaml")
    assert publish(folder, "loan.v1.yaml") == sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert read_lock(folder) == {"loan.v1.yaml": sha256}
    path.write_bytes(path.read_bytes() + b"# changed\n")
    with pytest.raises(BadContent, match=r"loan\.v2\.yaml"):
        publish(folder, "loan.v1.yaml")
    with pytest.raises(BadContent):
        publish(folder, "nothing.v1.yaml")


def test_what_cannot_be_read_cannot_be_published(tmp_path: Path) -> None:
    folder = sound_copy(tmp_path)
    (folder / "workflows" / "loan.v2.yaml").write_text("workflow: loan\n", encoding="utf-8")
    with pytest.raises(BadContent):
        publish(folder, "loan.v2.yaml")
    assert read_lock(folder) == {}


def _package(site: Path) -> Path:
    package = site / "mandate_flow"
    shutil.copytree(SOUND, package / "_content")
    return package
