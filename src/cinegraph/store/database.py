"""The connection pool, and what to say when the database is not there."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Self

import psycopg
from psycopg import AsyncConnection
from psycopg.conninfo import conninfo_to_dict
from psycopg_pool import AsyncConnectionPool, PoolTimeout

_FEWEST, _MOST = 2, 8
"""Connections of a kind are as many as there are cores, within these; twice so many for who does not stand behind. What is more
waits here and not in the database, where it keeps all others."""


class DatabaseUnavailable(Exception):
    """The database does not answer, or cannot be used. One line, without the password."""


class Database:
    """Connections to one database, shared by everything in this process.

    `pool` is for transactions; `statements` is for statements that stand alone, each committed at once: that
    saves two of three round trips, and the job queue makes many. `size` connections of each kind at most (None: two for each
    core of this machine). `behind`: others go first, so it has half of that, and if the server is `ours` (its processes are this machine's) they are as nice as this process.
    """

    def __init__(
        self, url: str, size: int | None = None, *, behind: bool = False, ours: bool = False
    ) -> None:
        size = size or min(_MOST, max(_FEWEST, os.cpu_count() or 1)) * (1 if behind else 2)
        self.url = url
        self.pool = _pool(url, size, autocommit=False, nice=behind and ours)
        self.statements = _pool(url, size, autocommit=True, nice=behind and ours)

    async def __aenter__(self) -> Self:
        try:
            probe = await AsyncConnection.connect(self.url, connect_timeout=10)
            await probe.close()
            for pool in (self.pool, self.statements):
                await pool.open(wait=True, timeout=30.0)
        except (psycopg.Error, PoolTimeout) as wrong:
            raise unavailable(self.url, wrong) from None
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.pool.close()
        await self.statements.close()

    @asynccontextmanager
    async def transaction(self, patience: float | None = None) -> AsyncIterator[AsyncConnection]:
        """A connection whose work is committed at the end, or undone if anything raises. Raises PoolTimeout if none
        is free within `patience` seconds (None: a minute)."""
        async with self.pool.connection(timeout=patience) as connection:
            yield connection

    @asynccontextmanager
    async def statement(self, patience: float | None = None) -> AsyncIterator[AsyncConnection]:
        """A connection on which each statement is committed at once. Raises PoolTimeout as `transaction` does."""
        async with self.statements.connection(timeout=patience) as connection:
            yield connection


def _pool(url: str, size: int, *, autocommit: bool, nice: bool) -> AsyncConnectionPool:
    async def configure(connection: AsyncConnection) -> None:
        await connection.set_autocommit(autocommit)
        if nice:
            _as_nice_as_we(connection.info.backend_pid)

    options = {"application_name": "cinegraph"}
    return AsyncConnectionPool(
        url, min_size=1, max_size=size, open=False, kwargs=options, configure=configure, timeout=60.0
    )


def _as_nice_as_we(pid: int) -> None:
    """The server has no word for who goes first, but its process for a connection can wait like any other."""
    with suppress(OSError):  # it runs as somebody else: then it goes as all do
        os.setpriority(os.PRIO_PROCESS, pid, os.getpriority(os.PRIO_PROCESS, 0))


def describe(url: str) -> str:
    """The database as host:port/name, without user and password."""
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        return "(unreadable address)"
    return f"{parts.get('host') or 'localhost'}:{parts.get('port') or 5432}/{parts.get('dbname') or ''}"


def _readable(url: str) -> bool:
    """Whether the address says clearly which part of it is the password."""
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        return False
    host, port = str(parts.get("host") or ""), str(parts.get("port") or "0")
    return "@" not in f"{host}{parts.get('dbname') or ''}" and port.replace(",", "").isdecimal()


def unavailable(url: str, wrong: Exception) -> DatabaseUnavailable:
    """The error for a database that does not answer: where it was looked for, and what it said.

    An address that cannot be read is not shown: what PostgreSQL says of it quotes the password.
    """
    if not _readable(url):
        return DatabaseUnavailable(
            "CINEGRAPH_DATABASE_URL is no address of a database: write postgresql://user:password@host:port/name,"
            " signs in the password as %40 and the like"
        )
    said = str(wrong).strip().splitlines()
    reason = said[0] if said else type(wrong).__name__
    return DatabaseUnavailable(f"the database {describe(url)} does not answer: {reason}")
