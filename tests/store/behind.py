"""What someone who owns the database can do behind the program's back, and what verification then finds."""

from sqlalchemy import Connection, text

from mandate_flow.domain.audit import ChainCheck
from mandate_flow.store.replay import check_rows
from mandate_flow.store.unit import Unit
from mandate_flow.store.verify import check_log


def findings(unit: Unit, *, replay: bool = True) -> set[tuple[str, int, str]]:
    found = [*check_log(unit, ChainCheck()), *(check_rows(unit) if replay else ())]
    return {(one.stream, one.seq, one.field) for one in found if one.stream != "storage"}


def unguard(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        for act in ("update", "delete"):
            connection.execute(text(f"DROP TRIGGER events_{act}_refused"))
    else:
        connection.execute(text("ALTER TABLE events DISABLE TRIGGER USER"))
