"""The command line as an administrator uses it: from an empty folder to a verified log."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from subprocess import CompletedProcess
from typing import TypeAlias

import pytest

from mandate_flow.edge.clock import now
from mandate_flow.store.unit import Store

Run: TypeAlias = Callable[..., "CompletedProcess[str]"]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs `mandate-flow` on a folder of its own, as a process: exit codes and streams are real."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MANDATE_FLOW_")}

    def command(*arguments: str, **environment: str) -> CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", "from mandate_flow.edge.cli import main; main()", *arguments],
            env=kept | {"MANDATE_FLOW_DATA_DIR": str(tmp_path / "var"), "COLUMNS": "200"} | environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return command


def test_from_an_empty_folder_to_a_person_who_signs_in(run: Run) -> None:
    assert run("doctor").returncode == 1
    assert "db upgrade" in run("doctor").stdout
    assert run("db", "upgrade").returncode == 0
    assert run("db", "upgrade").returncode == 0
    current = json.loads(run("db", "current", "--json").stdout)
    assert current["version"] == current["expected"]
    assert current["missing_triggers"] == []
    added = run("user", "add", "mission@exemple.fr", "--name", "Mission SIEG", "--role", "mission")
    assert added.returncode == 0, added.stderr
    people = json.loads(run("user", "list", "--json").stdout)
    assert [(one["email"], one["roles"]) for one in people] == [("mission@exemple.fr", ["mission"])]
    assert "/connexion/" in run("login-link", "mission@exemple.fr").stdout
    assert run("doctor").returncode == 0
    verified = run("audit", "verify", "--json")
    assert verified.returncode == 0, verified.stdout
    assert json.loads(verified.stdout)["events"] == 1


def test_the_words_of_the_search_are_made_again(run: Run) -> None:
    run("db", "upgrade")
    assert "Index refait : 0 mot." in run("db", "index").stdout


def test_a_failure_says_what_and_what_to_do_and_is_no_traceback(run: Run) -> None:
    run("db", "upgrade")
    for arguments in (
        ("user", "add", "pas-une-adresse", "--name", "X", "--role", "mission"),
        ("user", "add", "a@exemple.fr", "--name", "X", "--role", "agent"),
        ("login-link", "personne@exemple.fr"),
        ("tick", "--at", "2099-01-01"),
    ):
        failed = run(*arguments)
        assert failed.returncode == 1, arguments
        assert failed.stderr.startswith("Erreur : "), failed.stderr
        assert "Traceback" not in failed.stderr


def test_a_database_that_was_never_made_is_said_so(run: Run) -> None:
    failed = run("audit", "verify")
    assert failed.returncode == 1
    assert "Traceback" not in failed.stderr


def test_settings_come_from_the_environment_or_a_file_and_secrets_stay_hidden(run: Run, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("tres-secret\n")
    shown = run("settings", "--json", MANDATE_FLOW_SMTP_PASSWORD_FILE=str(secret), MANDATE_FLOW_PORT="8123")
    values = json.loads(shown.stdout)
    assert values["MANDATE_FLOW_PORT"] == "8123"
    assert "tres-secret" not in shown.stdout
    wrong = run("settings", MANDATE_FLOW_PORT="beaucoup")
    assert wrong.returncode == 1
    assert "MANDATE_FLOW_PORT" in wrong.stderr


def test_content_is_checked_and_its_stories_run(run: Run) -> None:
    assert run("content", "check").returncode == 0
    stories = json.loads(run("content", "test", "--json").stdout)
    assert len(stories) >= 10
    assert [one for one in stories if one["failures"]] == []


def test_nothing_leaves_on_a_dry_run(run: Run) -> None:
    run("db", "upgrade")
    assert run("tick", "--at", "2099-01-01", "--dry-run").returncode == 0
    assert run("tick").returncode == 0


@pytest.mark.parametrize("command", ["serve", "demo", "scheduler", "tick", "doctor", "settings", "login-link"])
def test_every_command_teaches(run: Run, command: str) -> None:
    shown = run(command, "--help")
    assert shown.returncode == 0
    assert len(shown.stdout.splitlines()) > 5


def test_people_are_changed_and_retired_and_one_administrator_stays(run: Run) -> None:
    run("db", "upgrade")
    assert run("user", "add", "zoe@exemple.fr", "--name", "Zoé", "--role", "administrator").returncode == 0
    for last in (("retire", "zoe@exemple.fr"), ("change", "zoe@exemple.fr", "--role", "mission")):
        failed = run("user", *last)
        assert failed.returncode == 1
        assert "dernière personne à administrer" in failed.stderr
    run("user", "add", "luc@exemple.fr", "--name", "Luc", "--role", "administrator")
    changed = run("user", "change", "zoe@exemple.fr", "--role", "mission", "--role", "jurist", "--name", "Zoé Leduc")
    assert changed.returncode == 0, changed.stderr
    people = {one["email"]: one for one in json.loads(run("user", "list", "--json").stdout)}
    assert people["zoe@exemple.fr"]["roles"] == ["jurist", "mission"]
    assert people["zoe@exemple.fr"]["name"] == "Zoé Leduc"
    assert run("user", "retire", "zoe@exemple.fr").returncode == 0
    assert run("login-link", "zoe@exemple.fr").returncode == 1
    again = run("user", "retire", "zoe@exemple.fr")
    assert (again.returncode, "Traceback" in again.stderr) == (1, False)
    assert run("audit", "verify").returncode == 0


def test_someone_of_a_structure_needs_the_structure(run: Run) -> None:
    run("db", "upgrade")
    refused = run("user", "add", "marie@exemple.fr", "--name", "Marie", "--role", "structure")
    assert refused.returncode == 1
    assert "--structure" in refused.stderr
    unknown = run("user", "add", "m@exemple.fr", "--name", "M", "--role", "structure", "--structure", "nulle")
    assert "n’existe pas" in unknown.stderr


def test_authorities_are_listed_with_the_ids_that_agents_need(run: Run) -> None:
    run("db", "upgrade")
    assert json.loads(run("authorities", "--json").stdout) == []
    assert run("authorities").returncode == 0


def test_a_story_that_does_not_exist_is_said_so(run: Run) -> None:
    none = run("content", "test", "--only", "zzz")
    assert none.returncode == 1
    assert "Aucune histoire ne correspond à « zzz »." in none.stderr


def test_the_doctor_tells_of_the_scheduler_and_of_impossible_folders(run: Run, tmp_path: Path) -> None:
    run("db", "upgrade")
    lines = {one["subject"]: one for one in json.loads(run("doctor", "--json").stdout)}
    assert (lines["Ordonnanceur"]["ok"], lines["Ordonnanceur"]["serious"]) == (False, False)
    assert "jamais passé" in lines["Ordonnanceur"]["says"]
    for hours, fresh in ((30, False), (0, True)):
        with closing(Store(f"sqlite:///{tmp_path / 'var' / 'mandate_flow.sqlite'}")) as store, store.write() as unit:
            at = now() - timedelta(hours=hours)
            assert unit.jobs.claim("tick", at.isoformat(), "here", at, timedelta(minutes=30))
            assert unit.jobs.finish("tick", at.isoformat(), at, "done")
        lines = {one["subject"]: one for one in json.loads(run("doctor", "--json").stdout)}
        assert lines["Ordonnanceur"]["ok"] is fresh
        assert "dernier passage le" in lines["Ordonnanceur"]["says"]
        assert run("doctor").returncode == 0
    (tmp_path / "fichier").write_text("")
    for folder in (tmp_path / "fichier", tmp_path / "fichier" / "var", tmp_path / "a" / "b" / "c", Path("/proc/x/y")):
        for command in (("doctor",), ("db", "upgrade"), ("user", "list"), ("demo", "--help")):
            done = run(*command, MANDATE_FLOW_DATA_DIR=str(folder))
            assert "Traceback" not in done.stderr, (folder, command, done.stderr)
    refused = run("db", "upgrade", MANDATE_FLOW_DATA_DIR=str(tmp_path / "fichier" / "var"))
    assert "ne peut pas être créé" in refused.stderr
