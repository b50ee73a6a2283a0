"""Connections that fail, or kill their process, before the statement (or commit) one chooses."""

import os
import signal
from collections.abc import Callable
from typing import Any

import psycopg
from sqlalchemy import event

from mandate_flow.store.engine import sqlite_driver
from mandate_flow.store.unit import Store


class Blown(Exception):
    """The chosen statement was reached."""


class Fuse:
    """Counts statements (commits too) once armed, and blows at the chosen one."""

    def __init__(self, blow: Callable[[], None] | None = None) -> None:
        self.count = 0
        self.at: int | None = None
        self.armed = False
        self._blow = blow or _raise

    def arm(self, at: int | None) -> None:
        self.count, self.at, self.armed = 0, at, True

    def tick(self) -> None:
        if not self.armed:
            return
        self.count += 1
        if self.count == self.at:
            self.armed = False
            self._blow()


def _raise() -> None:
    raise Blown


def kill() -> None:
    """As a power cut does: nothing of the process runs after this."""
    os.kill(os.getpid(), signal.SIGKILL)


def put_in(store: Store, fuse: Fuse) -> None:
    """Every connection the store's writer opens from now on goes through the fuse."""
    connect = _sqlite(fuse) if store.dialect == "sqlite" else _postgresql(fuse)

    @event.listens_for(store.writer, "do_connect")
    def _connect(_dialect: object, _record: object, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:
        return connect(*arguments, **options)


def _sqlite(fuse: Fuse) -> Callable[..., Any]:
    driver: Any = sqlite_driver()
    cursors: Any = driver.Cursor
    connections: Any = driver.Connection

    class Cursor(cursors):  # type: ignore[misc]
        def execute(self, *given: Any) -> Any:
            fuse.tick()
            return super().execute(*given)

        def executemany(self, *given: Any) -> Any:
            fuse.tick()
            return super().executemany(*given)

    class Connection(connections):  # type: ignore[misc]
        def cursor(self, factory: Any = None) -> Any:
            return super().cursor(factory or Cursor)

        def execute(self, *given: Any) -> Any:
            return self.cursor().execute(*given)

        def commit(self) -> None:
            fuse.tick()
            super().commit()

    return lambda *arguments, **options: driver.connect(*arguments, factory=Connection, **options)


def _postgresql(fuse: Fuse) -> Callable[..., Any]:
    class Cursor(psycopg.Cursor[Any]):
        def execute(self, *given: Any, **options: Any) -> Any:
            fuse.tick()
            return super().execute(*given, **options)

        def executemany(self, *given: Any, **options: Any) -> None:
            fuse.tick()
            super().executemany(*given, **options)

    class Connection(psycopg.Connection[Any]):
        def commit(self) -> None:
            fuse.tick()
            super().commit()

    def connect(*arguments: Any, **options: Any) -> Any:
        connection = Connection.connect(*arguments, **options)
        connection.cursor_factory = Cursor
        return connection

    return connect
