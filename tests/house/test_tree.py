"""What the tree may not hold: places and registries of one machine, names of documents that are not here."""

import hashlib
import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, texts, tracked

# A path into somebody's machine. /usr, /var, /etc and /tmp mean the same everywhere.
PLACE = re.compile(r"(?<![\w.:/)}\]*-])/(?:root|home|opt|work|farm|mnt|srv|Users)/\w")
# Written in pieces, so that this file names none of what it looks for.
OPTIONS = tuple("-".join(words) for words in (("index", "url"), ("extra", "index", "url"), ("find", "links")))
HOSTS = tuple("".join(pieces) for pieces in (("python", "hosted"), ("registry", r"\.npm"), ("pypi", r"\.org")))
REGISTRY = re.compile("|".join((*(rf"(?<![\w-])--{option}" for option in OPTIONS), *HOSTS)), re.IGNORECASE)
TICKET = re.compile(r"\b(?:issue|ticket|pull request)\s*#?\d+", re.IGNORECASE)
DOCUMENT = re.compile(r"(?<![\w/-])(?:[\w-]+/)*[A-Z][A-Z_]+\.md\b")
WATCHERS = {"tests/house/test_tree.py"}


@pytest.mark.parametrize("what", [PLACE, REGISTRY, TICKET], ids=["place", "registry", "ticket"])
def test_nothing_ties_the_tree_to_one_machine(what: re.Pattern[str]) -> None:
    found = [f"{name}: {hit[0]}" for name, text in texts() if name not in WATCHERS for hit in what.finditer(text)]
    assert not found, "\n".join(found)


def test_every_document_that_is_named_exists() -> None:
    names = {path.name for path in tracked()} | {path.name for path in ROOT.glob("*.md")}
    missing = [
        f"{where}: {hit[0]}"
        for where, text in texts()
        if where not in WATCHERS
        for hit in DOCUMENT.finditer(text)
        if Path(hit[0]).name not in names
    ]
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize(
    ("what", "text", "found"),
    [
        (PLACE, "see /home/ada/notes", True),
        (PLACE, "open('/opt/x')", True),
        (PLACE, "GET /files/work/3", False),
        *((REGISTRY, f"pip install --{option} x", True) for option in OPTIONS),
        *((REGISTRY, f"uv pip compile --no-emit-{option}", False) for option in OPTIONS),
        (TICKET, "see issue 12", True),
        (DOCUMENT, "as NOTES.md says", True),
    ],
)
def test_the_watchers_see(what: re.Pattern[str], text: str, *, found: bool) -> None:
    assert bool(what.search(text)) is found


@pytest.mark.parametrize("name", ["runtime.lock", "dev.lock"])
def test_locks_name_no_place_and_pin_every_file(name: str) -> None:
    text = (ROOT / "locks" / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"(^|\s)/\w", text)
    packages = re.split(r"\n(?=[a-z0-9])", re.sub(r"(?m)^\s*#.*\n", "", text))
    unpinned = [package.split()[0] for package in packages if package.strip() and "--hash=sha256:" not in package]
    assert not unpinned


def test_vendored_files_are_what_they_were() -> None:
    lists = [path for path in ROOT.glob("**/vendor/*/SHA256SUMS") if ".venv" not in path.parts]
    assert lists
    for sums in lists:
        rows = [line.split(maxsplit=1) for line in sums.read_text(encoding="utf-8").splitlines()]
        listed = {name: digest for digest, name in rows}
        there = {
            str(path.relative_to(sums.parent)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sums.parent.rglob("*")
            if path.is_file() and path != sums
        }
        assert there == listed, sums.parent


def test_vendored_folders_have_their_sums_and_licence() -> None:
    for folder in (path for path in ROOT.glob("**/vendor/*") if path.is_dir() and ".venv" not in path.parts):
        assert (folder / "SHA256SUMS").exists(), folder
        assert list(folder.glob("LICEN[CS]E*")), folder
