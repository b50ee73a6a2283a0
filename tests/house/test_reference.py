"""The generated reference is what the code would write today."""

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from mandate_flow.content.library import Library, load
from mandate_flow.domain.event import Action
from mandate_flow.domain.workflow.sentences import SHARED_CODES
from tests.house.tree import ROOT

REFERENCE = ROOT / "docs" / "reference"


@cache
def library() -> Library:
    return load(ROOT)


def reference(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def test_the_reference_is_fresh() -> None:
    command: list[str | Path] = [sys.executable, ROOT / "tools" / "reference.py", "--check"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_refusal_and_every_action_has_its_line() -> None:
    codes = {*SHARED_CODES, *(code for one in library().workflows for code in one.requirements)}
    assert {code for code in codes if f"| `{code}` |" not in reference("refus.md")} == set()
    assert {one for one in Action if f"| `{one}` |" not in reference("evenements.md")} == set()


def test_every_quantity_of_every_version_is_in_the_law() -> None:
    text = reference("droit.md")
    for law in library().law.texts.values():
        assert f'<a id="{law.name}"></a>' in text
        for entry in law.entries:
            part = text.partition(f"(`{entry.id}`")[2].partition("\n### ")[0]
            assert {name for name in entry.quantities if f"| `{name}` |" not in part} == set()


@pytest.mark.parametrize("name", sorted(one.name for one in library().workflows))
def test_a_workflow_is_told_whole(name: str) -> None:
    one, text = library().latest(name), reference(f"parcours-{name}.md")
    assert "```mermaid\nstateDiagram-v2\n" in text
    told = (*one.states, *one.steps, *one.requirements, *one.documents, *one.deadlines, *one.facts)
    assert {each for each in told if f"| `{each}` |" not in text} == set()
