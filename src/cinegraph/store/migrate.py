"""Bring a database to a schema, and back: one process at a time, in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files

import psycopg
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from cinegraph.store import schema
from cinegraph.store.database import DatabaseUnavailable, describe, unavailable
from cinegraph.store.migrations.env_filter import include_name
from cinegraph.store.tables import metadata

_LOCK = 0x43494E45  # "CINE": migrations of one database run one after another


def upgrade(url: str) -> None:
    """Bring the database to this program's schema, from whatever older one it has.

    Raises DatabaseUnavailable if it does not answer, or was made by a newer program.
    """
    with _connected(url) as connection:
        revision = _revision(connection)
        if revision is not None and revision not in schema.revisions():
            raise DatabaseUnavailable(
                f"the database {describe(url)} has schema {revision}, which this program does not know:"
                " it was made by a newer Cinegraph"
            )
        _drop_views(connection)
        command.upgrade(_config(connection), "head")
        for name, query in schema.views().items():
            connection.exec_driver_sql(f'create view "{name}" as\n{query}')
        connection.exec_driver_sql(f"comment on view import_reconciliation is '{schema.views_mark()}'")


def downgrade(url: str, revision: str = "base") -> None:
    """Take the schema back to a revision ("base": nothing is left). Data of dropped tables is lost."""
    with _connected(url) as connection:
        _drop_views(connection)
        command.downgrade(_config(connection), revision)


def differences(url: str) -> list[object]:
    """What the tables in the database do not have in common with those of this program; empty if all is well."""
    options = {"compare_type": True, "compare_server_default": True, "include_name": include_name}
    with _connected(url) as connection:
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


@contextmanager
def _connected(url: str) -> Iterator[sa.Connection]:
    engine = sa.create_engine(sa.make_url(url).set(drivername="postgresql+psycopg"), poolclass=sa.NullPool)
    try:
        with engine.begin() as connection:
            connection.execute(sa.text("select pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            yield connection
    except sa.exc.OperationalError as wrong:
        if isinstance(wrong.orig, psycopg.Error):
            raise unavailable(url, wrong.orig) from None
        raise


def _config(connection: sa.Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("cinegraph.store") / "migrations"))
    config.attributes["connection"] = connection
    return config


def _revision(connection: sa.Connection) -> str | None:
    if connection.execute(sa.text("select to_regclass('alembic_version')")).scalar() is None:
        return None
    return connection.execute(sa.text("select version_num from alembic_version")).scalar()


def _drop_views(connection: sa.Connection) -> None:
    for name in reversed(schema.views()):
        connection.execute(sa.text(f'drop view if exists "{name}"'))
