"""Every edition of the IMDb-Awards dataset's events, from their files into an empty database, and once more.

    python -m benchmarks.dataset_events ev0000147.yml ev0000091.yml …

Each event is imported as `cinegraph import --all --page FILE --no-lookup` does it, one after the other, in one process.
Rows are nominations, films, and the links between them. The baseline writes the same entries with one INSERT each, as a
script would, into the same server: it keeps neither pages nor diffs, nor who was nominated before.
"""

import argparse
import asyncio
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from cinegraph import app
from cinegraph.app import Cinegraph
from cinegraph.cli.watching import work
from cinegraph.domain.festivals import Ceremony
from cinegraph.pages import read, recognise
from cinegraph.pages.imdb_awards import KIND
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.request_import import request_imports
from cinegraph.pipeline.sort_pages import GivenPage
from cinegraph.postgres.sharing import SharedServer
from cinegraph.settings import Settings
from cinegraph.store import organizations
from cinegraph.store.upgrade import upgrade

_AIM = 60.0


def main() -> None:
    """Print a row for each run, and what it took of memory."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("files", nargs="+", type=Path)
    files = options.parse_args().files
    with tempfile.TemporaryDirectory() as folder, SharedServer(Path(folder) / "server") as server:
        pages = [GivenPage(path.name, path.read_bytes()) for path in files]
        entries = sum(len(told.nominations) for page in pages for told in read(KIND, page.body))
        print(f"{len(pages)} events, {entries:,} entries")
        print(f"{'':<34}{'seconds':>9}{'entries/s':>11}{'of baseline':>13}{'MB':>6}{'aim':>10}")
        baseline = _timed(lambda: _one_by_one(_database(server, "plain"), pages))
        _row("one INSERT an entry", baseline, entries, baseline, "")
        url = _database(server, "measured")
        upgrade(url)
        for name, aim in (("into an empty database", f"<= {_AIM:.0f} s"), ("once more, unchanged", "")):
            taken = _timed(lambda: asyncio.run(_import(url, pages)))
            _row(name, taken, entries, baseline, aim)


def _timed(doing: Callable[[], object]) -> float:
    began = time.perf_counter()
    doing()
    return time.perf_counter() - began


def _row(name: str, taken: float, entries: int, baseline: float, aim: str) -> None:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    rate = entries / taken
    print(f"{name:<34}{taken:>9.2f}{rate:>11.0f}{taken / baseline:>13.2f}{most:>6}{aim:>10}", flush=True)


def _database(server: str, name: str) -> str:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database {name}".encode())
    return server.rsplit("/", 1)[0] + f"/{name}"


async def _import(url: str, pages: list[GivenPage]) -> None:
    async with app.cinegraph(Settings(), url) as program:
        for page in pages:
            await _import_event(program, page)


async def _import_event(program: Cinegraph, page: GivenPage) -> None:
    event = read(KIND, page.body)[0].imdb_event_id
    context = program.context
    async with context.database.transaction() as conn:
        slugs = await organizations.names(conn)
        known = [await organizations.find(conn, slug) for slug in slugs]
    number, organization = next(o for o in known if o and o[1].imdb_event_id == event)
    requested = await request_imports(context, organization, number, [], [page], lookup=False, all_given=True)
    counted = await work(program, [r.import_id for r in requested], quiet=True)
    if any(one.state != "finished" for one in counted):
        raise Refused(f"{page.name}: not every import has finished")


def _one_by_one(url: str, pages: list[GivenPage]) -> None:
    """The plain way: four tables, a transaction for each ceremony, a statement for each row."""
    with psycopg.connect(url) as connection:
        connection.execute(_TABLES)
        for page in pages:
            assert recognise(page.body.decode()).KIND == KIND
            for told in read(KIND, page.body):
                _plainly(connection, told)
                connection.commit()


_TABLES = """
    create table films (id bigint generated always as identity primary key, imdb_id text unique);
    create table categories (id bigint generated always as identity primary key, award text, name text,
        unique (award, name));
    create table nominations (id bigint generated always as identity primary key, event text, year int, instance int,
        category_id bigint references categories, film_id bigint references films, won boolean,
        unique (event, year, instance, category_id, film_id));
"""
_FILM = """
    insert into films (imdb_id) values (%s) on conflict (imdb_id) do update set imdb_id = excluded.imdb_id returning id
"""
_CATEGORY = """
    insert into categories (award, name) values (%s, %s)
    on conflict (award, name) do update set name = excluded.name returning id
"""
_NOMINATION = """
    insert into nominations (event, year, instance, category_id, film_id, won) values (%s, %s, %s, %s, %s, %s)
"""


def _plainly(connection: psycopg.Connection, told: Ceremony) -> None:
    edition = told.edition
    for category in told.categories:
        prize = connection.execute(_CATEGORY, [category.award, category.name]).fetchone()
        for entry in category.nominations:
            film = connection.execute(_FILM, [entry.films[0].imdb_id]).fetchone()
            assert prize
            assert film
            connection.execute(
                _NOMINATION,
                [told.imdb_event_id, edition.year, edition.instance, prize[0], film[0], entry.is_winner],
            )


if __name__ == "__main__":
    main()
