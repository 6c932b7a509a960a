"""Bring a database up to date, if it is not."""

from cinegraph.store import schema
from cinegraph.store.schema import SchemaState


def upgrade(url: str) -> SchemaState:
    """Bring the database to this program's schema; the answer is where it stood before.

    Raises DatabaseUnavailable if it does not answer, or is newer than this program.
    """
    before = schema.state(url)
    if not before.current:
        from cinegraph.store import migrate  # noqa: PLC0415 Alembic and SQLAlchemy take 0.3 s to load

        migrate.upgrade(url)
    return before
