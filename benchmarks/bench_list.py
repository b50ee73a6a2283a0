"""The pages people open all day, among many files: their time on the server against the SQL they send, alone."""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any
from unittest.mock import patch

from places import ROOT, Place, SqlitePlace, postgres
from report import Goal, Options, Row, alternated, as_time, options, show
from sqlalchemy import event, text
from starlette.testclient import TestClient

from mandate_flow import app
from mandate_flow.domain.people import SYSTEM, Role
from mandate_flow.edge.clock import moment, now
from mandate_flow.edge.web.app import create_app
from mandate_flow.service import sign_in
from mandate_flow.service.desk import Desk
from mandate_flow.service.registers import NewPerson, add_person
from mandate_flow.store.engine import Role as EngineRole
from mandate_flow.store.engine import open_engine
from mandate_flow.store.wire import Statement, Wire

sys.path.append(str(ROOT))
from tests.store.crowd import fill

TWICE = Goal("ratio", 2.0, at_least=False)
PAGES = {
    "board": "/",
    "list": "/dossiers",
    "list, narrowed": "/dossiers?etat=mandate&commune=commune-59012&tri=due",
    "list, late": "/dossiers?retard=1&tri=due",
    "list, words": "/dossiers?q=creche+theatre",
    "as one types": "/recherche?q=crec",
}
TOKEN = re.compile(r'name="csrf" value="([0-9a-f]+)"')
Sent = tuple[str, Any]


def main() -> None:
    chosen = options(__doc__)
    rows: list[Row] = []
    notes: list[str] = []
    with tempfile.TemporaryDirectory(prefix="mf-bench-") as name:
        rows += _pages(SqlitePlace(Path(name)), Path(name), chosen)
        with postgres() as place:
            if isinstance(place, str):
                notes.append(f"list, postgresql: skipped ({place})")
            else:
                rows += _pages(place, Path(name), chosen)
    show(rows, notes, chosen)


def _pages(place: Place, folder: Path, chosen: Options) -> Iterator[Row]:
    url, files = place.new(), chosen.size(50, 20_000, 350_000)
    settings = app.settings_of({}, data_dir=folder / "data", database_url=url)
    app.upgrade(settings)
    desk = app.compose(settings)
    _settle(desk, url, files)
    site = create_app(desk, settings)
    cookie, bare = _signed_in(desk, site), place.bare(url)
    with asyncio.Runner() as runner:
        for name, path in PAGES.items():
            ask = partial(_ask, runner, site, path, cookie)
            with _listening(desk) as sent:
                ask(0)
            measured = alternated(chosen.size(2, 9, 5), ask, lambda _, sent=sent: _send(bare, sent))
            yield as_time(f"{name}, {place.name}", measured, TWICE)
    bare.close()
    desk.store.close()


def _settle(desk: Desk, url: str, files: int) -> None:
    """Many files, of the workflow the product has now, and what a database knows of itself."""
    engine = open_engine(url, EngineRole.WRITER)
    with engine.begin() as connection:
        fill(connection, files)
        sha256 = desk.library.latest("sieg").sha256
        connection.execute(text("UPDATE files SET workflow_sha256 = :sha256"), {"sha256": sha256})
    if engine.dialect.name == "postgresql":  # it does this by itself, after a while
        with engine.begin() as connection:
            connection.execute(text("ANALYZE"))
    engine.dispose()


def _signed_in(desk: Desk, site: Any) -> str:  # noqa: ANN401 - an ASGI application
    """The cookies of somebody of the mission."""
    new = NewPerson("Claire", "claire@exemple.test", frozenset({Role.MISSION}))
    person = add_person(desk, new, moment(SYSTEM))
    link = sign_in.make_link(desk, person, now(), timedelta(minutes=15))
    with TestClient(site, base_url=desk.base_url, follow_redirects=False) as visitor:
        found = TOKEN.search(visitor.get(link).text)
        assert found
        assert visitor.post(link, data={"csrf": found[1]}).status_code == 303
        return "; ".join(f"{one.name}={one.value}" for one in visitor.cookies.jar)


def _ask(runner: asyncio.Runner, site: Any, path: str, cookie: str, _round: int) -> float:  # noqa: ANN401
    """Seconds that the application takes to answer, without a server or a network."""
    where, _, query = path.partition("?")
    headers = [(b"host", b"localhost"), (b"cookie", cookie.encode())]
    scope = {"type": "http", "method": "GET", "path": where, "raw_path": where.encode(), "query_string": query.encode()}
    scope |= {"headers": headers, "scheme": "http", "server": ("localhost", 80), "client": ("127.0.0.1", 1)}
    scope |= {"http_version": "1.1", "root_path": "", "asgi": {"version": "3.0"}}
    said: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        said.append(message)

    start = perf_counter()
    runner.run(site(scope, receive, send))
    took = perf_counter() - start
    assert said[0]["status"] == 200, said[0]
    return took


@contextmanager
def _listening(desk: Desk) -> Iterator[list[Sent]]:
    """Every statement that reads, as the driver gets it."""
    sent: list[Sent] = []
    run = Wire.run

    def hear(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:  # noqa: ANN401
        if statement.lstrip()[:6].upper() in ("SELECT", "WITH"):
            sent.append((statement, values))

    def hear_run(self: Wire, what: Statement, values: Any = ()) -> Any:  # noqa: ANN401
        told = what.sqlite if self.sqlite else what.postgresql
        if told.lstrip().upper().startswith("SELECT"):
            sent.append((told, tuple(values)))
        return run(self, what, values)

    event.listen(desk.store.reader, "before_cursor_execute", hear)
    with patch.object(Wire, "run", hear_run):
        yield sent
    event.remove(desk.store.reader, "before_cursor_execute", hear)


def _send(bare: Any, sent: list[Sent]) -> float:  # noqa: ANN401
    """Seconds that the driver alone takes for the same statements and all their rows."""
    start = perf_counter()
    for statement, values in sent:
        bare.execute(statement, values).fetchall()
    return perf_counter() - start


if __name__ == "__main__":
    main()
