"""Runs migrations on the connection it is given, in one transaction, and guards the log again at the end."""

from alembic import context
from sqlalchemy import Connection

from mandate_flow.store import triggers
from mandate_flow.store.engine import Role, open_engine
from mandate_flow.store.tables import metadata


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        transactional_ddl=True,
        compare_type=True,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()
    triggers.create(connection)


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:  # a developer's `alembic -x url=sqlite:///… revision --autogenerate -m words`
    engine = open_engine(context.get_x_argument(as_dictionary=True)["url"], Role.MIGRATOR)
    with engine.begin() as opened:
        run(opened)
