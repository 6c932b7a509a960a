"""How Alembic runs here: on the connection, and inside the transaction, that `store.schema` gives it."""

from alembic import context

from cinegraph.store.migrations.env_filter import include_name
from cinegraph.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    include_name=include_name,
    compare_type=True,
    compare_server_default=True,
)
context.run_migrations()
