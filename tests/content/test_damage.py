"""Whatever a person does to a file by accident, the check tells it and never fails itself."""

import random
from pathlib import Path

import pytest

from mandate_flow.content.check import check
from mandate_flow.content.problem import Problems
from mandate_flow.content.yaml_nodes import read_yaml
from tests.content.folders import SOUND, sound_copy

FILES = (
    "law/loans.yaml",
    "workflows/loan.v1.yaml",
    "workflows/stories/granted.yaml",
    "notifications/notices.yaml",
    "notifications/cadences.yaml",
    "notifications/templates/granted.example.yaml",
    "notifications/templates/granted.fr.j2",
)
SCRAPS = (
    "",
    "~",
    "[]",
    "{}",
    "- x",
    "x: y",
    "true",
    "12",
    "2027-02-30",
    "{{",
    "'",
    '"',
    "\t",
    "&a",
    "*a",
    "!!x",
    "é",
    "@",
)


def damaged(text: str, chance: random.Random) -> str:
    """One line lost, doubled, shifted, or with a piece of it replaced."""
    lines = text.splitlines()
    at = chance.randrange(len(lines))
    match chance.randrange(5):
        case 0:
            del lines[at]
        case 1:
            lines.insert(at, lines[at])
        case 2:
            lines[at] = " " * chance.randrange(1, 4) + lines[at]
        case 3:
            key, colon, _ = lines[at].partition(":")
            lines[at] = f"{key}{colon} {chance.choice(SCRAPS)}"
        case _:
            words = lines[at].split(" ")
            words[chance.randrange(len(words))] = chance.choice(SCRAPS)
            lines[at] = " ".join(words)
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", FILES)
def test_damage_is_told_and_never_breaks_the_check(tmp_path: Path, name: str) -> None:
    folder, chance = sound_copy(tmp_path), random.Random(name)
    sound = (SOUND / name).read_text(encoding="utf-8")
    told = 0
    for _ in range(30):
        text = damaged(sound, chance)
        (folder / name).write_text(text, encoding="utf-8")
        problems = check(folder)
        count = len(text.splitlines())
        assert all(1 <= one.line <= count + 1 for one in problems if one.file == name)
        told += bool(problems)
    assert told >= 5, f"only {told} of 30 damages were told"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"- a\n",
        b"a",
        b"\xff\xfe",
        b"a: b: c",
        b"{",
        b"a: &x 1\nb: *x\n",
        b"? [a]\n: b\n",
        b"--- a\n--- b\n",
        b"\x00",
        b"[" * 3000 + b"]" * 3000,
    ],
)
def test_bytes_that_are_no_content_file_are_told(content: bytes) -> None:
    problems = Problems("x.yaml")
    read_yaml(content, problems)
    assert problems.found
