"""Which schema a database has, and which one this program needs.

Tables and functions come from Alembic's migrations (`migrate`, loaded only when there is something to do);
views are made anew from `views/*.sql` whenever one of them changed.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import psycopg

from cinegraph.store.database import unavailable

VIEWS_MARK = "cinegraph views "


@dataclass(frozen=True, slots=True)
class SchemaState:
    """The revision that a database is at (None: empty) and the one that this program needs."""

    revision: str | None
    needed: str
    views_current: bool

    @property
    def current(self) -> bool:
        """Whether nothing is left to do."""
        return self.revision == self.needed and self.views_current


def state(url: str) -> SchemaState:
    """Where the database stands. Raises DatabaseUnavailable."""
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            revision = None
            if _scalar(connection, "select to_regclass('alembic_version')::text"):
                revision = _scalar(connection, "select version_num from alembic_version")
            made_of = _scalar(
                connection, "select obj_description(to_regclass('import_reconciliation'), 'pg_class')"
            )
    except psycopg.Error as wrong:
        raise unavailable(url, wrong) from None
    return SchemaState(revision, revisions()[-1], made_of == views_mark())


def server(url: str) -> tuple[str, str]:
    """The server's version, and the database's size as a person reads it. Raises DatabaseUnavailable."""
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            row = connection.execute(
                "select current_setting('server_version'), pg_size_pretty(pg_database_size(current_database()))"
            ).fetchone()
    except psycopg.Error as wrong:
        raise unavailable(url, wrong) from None
    assert row is not None
    return row[0], row[1]


def at_work(url: str) -> int:
    """How many connections of this program use the database. Raises DatabaseUnavailable."""
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            row = connection.execute(
                """
                select count(*) from pg_stat_activity
                where datname = current_database() and application_name = 'cinegraph' and pid <> pg_backend_pid()
                """
            ).fetchone()
    except psycopg.Error as wrong:
        raise unavailable(url, wrong) from None
    return int(row[0]) if row else 0


def _scalar(connection: psycopg.Connection, query: str) -> str | None:
    row = connection.execute(query.encode()).fetchone()
    return None if row is None else row[0]


@cache
def revisions() -> list[str]:
    """Every revision that this program knows, the first first: the names of the files."""
    folder = files("cinegraph.store") / "migrations" / "versions"
    return sorted(f.name.removesuffix(".py") for f in folder.iterdir() if f.name[:1].isdigit())


@cache
def views() -> dict[str, str]:
    """View → its SELECT, in the order in which they build on each other (the files' numbers)."""
    folder = files("cinegraph.store") / "views"
    found = sorted(
        (f for f in folder.iterdir() if f.name.endswith(".sql")),
        key=lambda f: (int(f.name.split("-", 1)[0]), f.name),
    )
    return {f.name.removesuffix(".sql").split("-", 1)[1]: f.read_text(encoding="utf-8") for f in found}


@cache
def views_mark() -> str:
    """What tells these views from older ones."""
    return VIEWS_MARK + hashlib.sha256(repr(views()).encode()).hexdigest()[:16]
