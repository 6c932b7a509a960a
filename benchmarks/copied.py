"""Rows into a table by COPY."""

from collections.abc import Iterable, Sequence

import psycopg


def copied(connection: psycopg.Connection, into: str, rows: Iterable[Sequence[object]]) -> None:
    """Put the rows there by COPY."""
    with connection.cursor() as cursor, cursor.copy(f"copy {into} from stdin".encode()) as copy:
        for row in rows:
            copy.write_row(row)
