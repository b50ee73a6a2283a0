"""A second version of the SIEG workflow, made from the first: what a jurist might really change in a year."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import yaml

from tests.house.tree import ROOT

WORKFLOWS = ("sieg.v1.yaml", "sig.v1.yaml", "commune.v1.yaml", "mission.v1.yaml")
STATE, RENAMED = "legal_analysis", "qualification"
RETYPED = "operator_links"  # a text becomes a choice; nothing rests on it
RETYPED_AND_FIXED = "market_failure"  # the same, but the act rests on it once two people have confirmed
GONE = "conflict_screen"  # no longer asked


class _Plain(yaml.SafeDumper):
    """Writes what is said twice twice: anchors are refused."""

    def ignore_aliases(self, data: object) -> bool:
        del data
        return True


def content_copy(folder: Path) -> Path:
    """The product's own content, to be added to."""
    for room in ("law", "workflows", "notifications", "territory"):
        shutil.copytree(ROOT / room, folder / room)
    (folder / "workflows" / "published.lock").unlink(missing_ok=True)
    for other in set(folder.glob("workflows/*.v*.yaml")) - {folder / "workflows" / name for name in WORKFLOWS}:
        other.unlink()
    return folder


def write_next(folder: Path) -> str:
    """Write workflows/sieg.v2.yaml and return its name.

    A state is renamed, two questions change their form, one goes, a step goes, a requirement comes, a deadline is
    lengthened, another comes and another goes.
    """
    text = (folder / "workflows" / "sieg.v1.yaml").read_text(encoding="utf-8")
    told: dict[str, Any] = yaml.safe_load(text)
    told["version"] = 2
    _rename_state(told)
    for name in (RETYPED, RETYPED_AND_FIXED):
        told["facts"][name] |= {"type": "choice", "choices": {one: _same(one) for one in ("none", "some")}}
    del told["facts"][GONE], told["requirements"]["conflict_screened"], told["steps"]["send_back"]
    told["steps"]["analyse"]["requires"].remove("conflict_screened")
    told["steps"]["analyse"]["requires"].append("territory_stated")
    told["requirements"]["territory_stated"] = {
        "that": "given(territory)",
        "level": "blocker",
        "law": "politique.file_contents",
        "owed_by": "agent",
        "remedy": "territory",
        "label": _same("Territoire dit"),
        "says": _same("Dites le territoire."),
    }
    told["deadlines"]["application_silence"] |= {"plus": {"months": 3}, "law": "politique.file_contents"}
    told["deadlines"]["review"] = {
        "after": "opened_on",
        "plus": {"years": 1},
        "owed_by": "mission",
        "met_by": {"step": "evaluate"},
        "cadence": "long",
        "law": "politique.file_contents",
        "label": _same("Revoir le dossier"),
    }
    del told["deadlines"]["evaluation_report"]
    shutil.rmtree(folder / "workflows" / "stories")  # they tell the first version
    path = folder / "workflows" / "sieg.v2.yaml"
    path.write_text(yaml.dump(told, Dumper=_Plain, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path.name


def _rename_state(told: dict[str, Any]) -> None:
    told["states"] = {RENAMED if name == STATE else name: one for name, one in told["states"].items()}
    for step in told["steps"].values():
        step["from"] = [RENAMED if one == STATE else one for one in step["from"]]
        step["to"] = RENAMED if step["to"] == STATE else step["to"]
    for section in told["sections"].values():
        section["state"] = RENAMED if section["state"] == STATE else section["state"]


def _same(words: str) -> dict[str, str]:
    return dict.fromkeys(("fr", "en", "nl"), words)
