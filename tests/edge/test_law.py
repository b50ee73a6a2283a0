"""`mandate-flow law` and `content check --review`, in this process."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mandate_flow.edge.cli import app
from tests.content.folders import sound_copy
from tests.house.tree import ROOT

HERE = ("--folder", str(ROOT))
CEILINGS = {
    "2013-06-01": ("1998/2006", "200000", "360/2012", "500000", "2012/21/UE", "15000000"),
    "2023-12-31": ("1407/2013", "200000", "360/2012", "500000", "2012/21/UE", "15000000"),
    "2024-01-01": ("2023/2831", "300000", "2023/2832", "750000", "2012/21/UE", "15000000"),
    "2026-01-07": ("2023/2831", "300000", "2023/2832", "750000", "2012/21/UE", "15000000"),
    "2026-01-08": ("2023/2831", "300000", "2023/2832", "750000", "2025/2630", "20000000"),
    "2026-11-23": ("2023/2831", "300000", "2023/2832", "750000", "2025/2630", "20000000"),
}


def told(*arguments: str) -> str:
    done = CliRunner().invoke(app, list(arguments), env={"COLUMNS": "300"})
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize("day", CEILINGS)
def test_the_law_of_each_period(day: str) -> None:
    shown = json.loads(told("law", "show", *HERE, "--on", day, "--json"))
    entries = {one["text"]: one["entry"] for one in shown["texts"]}
    assert shown["on"] == day
    found = (
        (entries["de_minimis_general"], "ceiling"),
        (entries["de_minimis_sieg"], "ceiling"),
        (entries["sgei_decision"], "ceiling_per_year"),
    )
    for (entry, name), text, figure in zip(found, CEILINGS[day][::2], CEILINGS[day][1::2], strict=True):
        assert text in entry["text"]
        assert entry["quantities"][name]["value"] == figure
        assert entry["since"] <= day <= (entry["until"] or "9999")


def test_a_text_is_shown_to_people() -> None:
    shown = told("law", "show", *HERE, "--on", "2015-03-01", "--text", "de_minimis_general").replace("\u202f", " ")
    assert "1er\u00a0mars\u00a02015" in shown
    assert "règlement (UE) n° 1407/2013" in shown
    assert "200 000" in shown
    assert "de mémoire, à confirmer" in shown
    assert "2023/2831" not in shown


def test_a_day_without_law_says_so() -> None:
    shown = told("law", "show", *HERE, "--on", "1950-01-01")
    assert "Rien de connu à cette date" in shown
    assert json.loads(told("law", "show", *HERE, "--on", "1950-01-01", "--text", "cgct", "--json"))["texts"][0] == {
        "text": "cgct",
        "title": "Code général des collectivités territoriales",
        "entry": None,
    }


def test_the_texts_are_listed_with_their_versions() -> None:
    listed = json.loads(told("law", "texts", *HERE, "--json"))
    [decision] = [one for one in listed if one["text"] == "sgei_decision"]
    assert [one["id"] for one in decision["entries"]] == ["sd05", "sd12", "sd25"]
    assert "sgei_decision" in told("law", "texts", *HERE)


def test_what_to_read_again_is_told_by_file_and_line(tmp_path: Path) -> None:
    content = sound_copy(tmp_path)
    path = content / "law" / "loans.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("unit: EUR}", "unit: EUR, checked_on: 2026-03-01}", 1), encoding="utf-8")
    asked = ("content", "check", str(content), "--review", "--on")
    assert "law/loans.yaml:8:" not in told(*asked, "2026-11-23")
    late = told(*asked, "2027-11-23")
    assert "law/loans.yaml:8: loans.ceiling — Règlement de 2020, 3 — relu le" in late
    assert "jamais relu, de mémoire, à confirmer — À confirmer au recueil." in late
    [loose] = [one for one in json.loads(told(*asked, "2026-11-23", "--json")) if not one["binding"]]
    assert (loose["key"], loose["entry"], loose["confidence"]) == ("loans.months", "second", "memory")
