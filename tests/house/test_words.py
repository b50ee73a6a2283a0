"""What the documents promise is there: commands, targets, versions."""

import re

import pytest

from tests.house.tree import ROOT, project

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z]+):(?!=)", MAKEFILE, re.MULTILINE))


def test_every_target_says_what_it_does() -> None:
    helped = set(re.findall(r"^([a-z]+):[^=\n]*## \S", MAKEFILE, re.MULTILINE))
    assert helped == TARGETS


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_documents_name_targets_that_exist(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    code = "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL))
    named = set(re.findall(r"\bmake ([a-z]+)", code))
    assert named, f"{document} says nothing about make"
    assert named <= TARGETS


def test_the_changelog_starts_with_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## \[?v?(\d+\.\d+\.\d+)", changelog, re.MULTILINE)
    assert versions[:1] == [project()["project"]["version"]]


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    articles = [int(number) for number in re.findall(r"^(\d+)\.", text, re.MULTILINE)]
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert articles == list(range(1, 16))
    assert "‘Compatible Licences’ according to Article 5 EUPL are:" in text
