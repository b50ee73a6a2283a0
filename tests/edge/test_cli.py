"""The command line as an administrator uses it: from an empty folder to a verified log."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import TypeAlias

import pytest

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
    assert [(one["email"], one["roles"]) for one in people] == [("mission@exemple.fr", "mission")]
    assert "/connexion/" in run("login-link", "mission@exemple.fr").stdout
    assert run("doctor").returncode == 0
    verified = run("audit", "verify", "--json")
    assert verified.returncode == 0, verified.stdout
    assert json.loads(verified.stdout)["events"] == 1


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
