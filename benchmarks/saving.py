"""The save of a ceremony: rows a second into an empty database, again unchanged, and again with every winner turned.

    python -m benchmarks.saving [--nominations 120 2000]

A nomination with one film and two people is six rows: itself, a film, two people, and their links.
"""

import argparse
import asyncio
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg import AsyncConnection

from cinegraph import data
from cinegraph.domain.festivals import Category, Ceremony, Edition, Nomination, Nominee
from cinegraph.domain.movies import MovieRef
from cinegraph.domain.people import PersonRef
from cinegraph.lookup.revision import revise
from cinegraph.pages import PAGE_TYPES
from cinegraph.postgres.sharing import SharedServer
from cinegraph.store import ceremonies, imports, kept_ceremonies, organizations
from cinegraph.store.upgrade import upgrade

_EDITION = Edition(2024)
_PRECEDENCE = [kind.KIND for kind in PAGE_TYPES]


def main() -> None:
    """Print a row for each size and each kind of save."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--nominations", type=int, nargs="+", default=[120, 2000])
    sizes = options.parse_args().nominations
    with tempfile.TemporaryDirectory() as folder, SharedServer(Path(folder) / "server") as server:
        print(f"{'':<34}{'seconds':>9}{'rows':>8}{'rows/s':>10}{'unchanged/first':>17}")
        for size in sizes:
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute("drop database if exists measured")
                connection.execute("create database measured")
            url = server.rsplit("/", 1)[0] + "/measured"
            upgrade(url)
            asyncio.run(_measure(url, size))


async def _measure(url: str, size: int) -> None:
    told = made_up(size)
    turned = replace(
        told,
        categories=tuple(
            replace(c, nominations=tuple(replace(n, is_winner=not n.is_winner) for n in c.nominations))
            for c in told.categories
        ),
    )
    async with await AsyncConnection.connect(url) as conn:
        await organizations.seed(conn, data.organizations())
        found = await organizations.find(conn, "oscars")
        assert found is not None
        first = 0.0
        for name, ceremony in (
            ("first", told),
            ("again, unchanged", told),
            ("again, every winner turned", turned),
        ):
            began = time.perf_counter()
            await _save(conn, found[0], ceremony)
            taken = time.perf_counter() - began
            first = first or taken
            rows = size * 6
            print(
                f"{size:>6} nominations, {name:<27}{taken:>9.3f}{rows:>8}{rows / taken:>10.0f}{taken / first:>17.2f}"
            )


async def _save(conn: AsyncConnection, organization_id: int, ceremony: Ceremony) -> None:
    import_id = await imports.request(conn, organization_id, _EDITION, lookup=False, refresh=False)
    kept = await kept_ceremonies.find(conn, organization_id, _EDITION)
    revision = revise(kept, ceremony, _PRECEDENCE)
    await ceremonies.save(conn, organization_id, revision, import_id, datetime.now(UTC).date())
    await conn.commit()


def made_up(size: int) -> Ceremony:
    """A ceremony of so many nominations in categories of ten."""
    nominations = [
        Nomination(
            films=(MovieRef(f"Film {n // 3}", imdb_id=f"tt{9_000_000 + n // 3}"),),
            people=tuple(
                Nominee(PersonRef(f"Person {n} {p}", f"nm{9_000_000 + 2 * n + p}"), "Producer")
                for p in (0, 1)
            ),
            is_winner=n % 10 == 0,
            accounts=("imdb_event",),
        )
        for n in range(size)
    ]
    groups = [tuple(nominations[i : i + 10]) for i in range(0, size, 10)]
    categories = tuple(Category(f"Category {i}", "Oscar", "films", group) for i, group in enumerate(groups))
    return Ceremony("imdb_event", _EDITION, "The 96th Academy Awards", categories)


if __name__ == "__main__":
    main()
