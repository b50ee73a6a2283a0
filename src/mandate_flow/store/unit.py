"""One transaction at a time: everything a use case reads or writes, committed together or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from secrets import token_bytes
from typing import Any, Final

from sqlalchemy import Connection, Engine

from mandate_flow.domain.audit.seal import Entropy
from mandate_flow.store.aid import AidLedger
from mandate_flow.store.calendars import Calendars
from mandate_flow.store.door_codes import DoorCodes
from mandate_flow.store.doors import Doors
from mandate_flow.store.drafts import Drafts
from mandate_flow.store.engine import Role, open_engine
from mandate_flow.store.failures import explain, is_database_error
from mandate_flow.store.files import Files
from mandate_flow.store.inventory import Inventory
from mandate_flow.store.jobs import Jobs
from mandate_flow.store.library import ContentShelf
from mandate_flow.store.log import Log
from mandate_flow.store.outbox import Outbox
from mandate_flow.store.rates import Rates
from mandate_flow.store.registers import Registers
from mandate_flow.store.saved_views import SavedViews
from mandate_flow.store.search import rebuild
from mandate_flow.store.territories import Territories
from mandate_flow.store.views import Views
from mandate_flow.store.wire import Statement, Wire

_WITH_PERSONAL_VALUES: Final = (
    "event_values",
    "files",
    "documents",
    "comments",
    "drafts",
    "people",
    "structures",
    "inventory_lines",
    "aid",
    "links",
    "saved_views",
    "search_words",
)


class Unit:
    """What one transaction can reach; each part is made when first asked for."""

    def __init__(self, connection: Connection, entropy: Entropy) -> None:
        self.connection = connection
        self._entropy = entropy
        self._wire = Wire(connection)

    def rows(self, what: Statement, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a small answer, as the driver gives them."""
        return list(self._wire.run(what, values))

    def index_words(self) -> int:
        """Make the words of the search again from the rows; how many were written."""
        return rebuild(self._wire)

    @cached_property
    def log(self) -> Log:
        """The events."""
        return Log(self._wire, self._entropy)

    @cached_property
    def files(self) -> Files:
        """The case files."""
        return Files(self._wire, self.log)

    @cached_property
    def registers(self) -> Registers:
        """Authorities, structures and persons."""
        return Registers(self.connection, self._wire, self.log)

    @cached_property
    def aid(self) -> AidLedger:
        """De minimis aid and the links between structures."""
        return AidLedger(self.connection, self._wire, self.log)

    @cached_property
    def inventory(self) -> Inventory:
        """What authorities already give."""
        return Inventory(self.connection, self.log)

    @cached_property
    def calendars(self) -> Calendars:
        """What is owed outside of files."""
        return Calendars(self.connection, self._wire, self.log)

    @cached_property
    def rates(self) -> Rates:
        """Reference rates."""
        return Rates(self.connection, self.log)

    def octets(self) -> int:
        """The size of the database."""
        asked = _SIZE[self.connection.dialect.name]
        return int(self.connection.exec_driver_sql(asked).scalar() or 0)

    @cached_property
    def territories(self) -> Territories:
        """Groups of communes."""
        return Territories(self.connection, self.log)

    @cached_property
    def library(self) -> ContentShelf:
        """The content that events cite."""
        return ContentShelf(self._wire)

    @cached_property
    def outbox(self) -> Outbox:
        """Notices and mails."""
        return Outbox(self.connection)

    @cached_property
    def jobs(self) -> Jobs:
        """Runs of the clockwork."""
        return Jobs(self.connection)

    @cached_property
    def doors(self) -> Doors:
        """Sign-in links, sessions and the access register."""
        return Doors(self.connection)

    @cached_property
    def saved_views(self) -> SavedViews:
        """The views of the list that people keep."""
        return SavedViews(self.connection)

    @cached_property
    def codes(self) -> DoorCodes:
        """Codes, waits and flows of the door."""
        return DoorCodes(self.connection)

    @cached_property
    def drafts(self) -> Drafts:
        """What people are typing."""
        return Drafts(self.connection)

    @cached_property
    def views(self) -> Views:
        """What the pages read."""
        return Views(self.connection)


_SIZE: Final = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    "postgresql": "SELECT pg_database_size(current_database())",
}


class Store:
    """A database. `entropy(n)` gives n random bytes: nonces and salts come from it."""

    def __init__(self, url: str, entropy: Entropy = token_bytes) -> None:
        self._entropy = entropy
        self.writer: Engine = open_engine(url, Role.WRITER)
        self.reader: Engine = open_engine(url, Role.READER)

    @property
    def dialect(self) -> str:
        """The kind of database: sqlite or postgresql."""
        return self.writer.dialect.name

    @contextmanager
    def write(self) -> Iterator[Unit]:
        """A unit that commits at its end, and rolls back when anything is raised in it.

        Raises Stale or BadInput when what was written contradicts what is there, Unavailable when the database does not
        answer; then nothing is written.
        """
        with _in_our_words(), self.writer.begin() as connection:
            yield Unit(connection, self._entropy)

    @contextmanager
    def read(self) -> Iterator[Unit]:
        """A unit that sees one moment of the database, waits for no writer, and cannot write."""
        with _in_our_words(), self.reader.begin() as connection:
            yield Unit(connection, self._entropy)

    def scrub(self) -> bool:
        """Make what was erased disappear from the database's own files too, beyond its rows.

        False when a reader kept the write-ahead log of SQLite busy: the next scrub, or the last one to close, does it.
        """
        with _in_our_words(), self.writer.connect() as connection:
            driver: Any = connection.connection.driver_connection
            if self.dialect == "sqlite":
                return int(driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]) == 0
            driver.autocommit = True  # VACUUM stands outside of any transaction
            try:
                for table in _WITH_PERSONAL_VALUES:
                    driver.execute(f"VACUUM {table}")
            finally:
                driver.autocommit = False
            return True

    def close(self) -> None:
        """Close every connection that is not in use."""
        self.writer.dispose()
        self.reader.dispose()


@contextmanager
def _in_our_words() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        if is_database_error(error):
            raise explain(error) from error
        raise
