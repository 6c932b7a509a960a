"""What exports cost beside PostgreSQL's own COPY: rows a second and peak memory, in each format.

    python -m benchmarks.exports [--films 100000 1000000] [--only films/csv …]

Made up for each size: films with a record of 1.2 KB and two genres each; a nomination with one film and a third of a person
for each ten films; a rating each. Each export runs in a process of its own, whose peak of memory is shown beside that of one
that only connects. The baselines are read in the same way: COPY of the very SELECT of the export, and of the bare table.
"""

import argparse
import asyncio
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

from cinegraph import app
from cinegraph.pipeline.export import stream
from cinegraph.postgres.sharing import SharedServer
from cinegraph.settings import Settings
from cinegraph.store.exports import named, text
from cinegraph.store.upgrade import upgrade

_MEASURED = (
    ("films", "movies", ("csv", "jsonl", "parquet")),
    ("nominations", "festival_nominations", ("csv", "jsonl")),
    ("ratings", "movie_ratings", ("csv", "jsonl")),
    ("radarr", "movies", ("radarr",)),
    ("sqlite", "movies", ("sqlite",)),
)


def main() -> None:
    """Print a block for each size."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--films", type=int, nargs="+", default=[100_000])
    options.add_argument("--only", nargs="*", default=[])
    options.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.child:
        _child(*chosen.child)
        return
    with tempfile.TemporaryDirectory() as folder, SharedServer(Path(folder) / "server") as server:
        for size in chosen.films:
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute("drop database if exists measured")
                connection.execute("create database measured")
            url = server.rsplit("/", 1)[0] + "/measured"
            upgrade(url)
            _fill(url, size)
            _measure(url, size, chosen.only)


def _fill(url: str, films: int) -> None:
    """The same rows on every call."""
    values = {"films": films, "entries": films // 10, "people": max(1, films // 30)}
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in _FILLING:
            connection.execute(statement.encode(), values)
        connection.execute("vacuum analyze")


_FILLING = (
    """
    insert into movies (imdb_id, tmdb_id, title, original_title, year, kind, import_type, details)
    select 'tt' || lpad(n::text, 8, '0'), n, 'The "Film", no. ' || n, 'Película nº ' || n, 1930 + n %% 95, 'movie', 'full',
        jsonb_build_object('runtime', 60 + n %% 120, 'release_date', date '1930-01-01' + n %% 30000,
            'countries', array['FR', 'US'], 'languages', array['fr'], 'poster_path', '/' || md5(n::text) || '.jpg',
            'overview', repeat(md5(n::text) || ' ', 28), 'budget', n)
    from generate_series(1, %(films)s) n
    """,
    "insert into genres (name) select 'Genre ' || n from generate_series(1, 19) n",
    "insert into movie_genres select n, 1 + (n + g * 5) %% 19 from generate_series(1, %(films)s) n, generate_series(0, 1) g",
    """
    insert into movie_ratings (movie_id, source, rating_source, value, votes)
    select n, 'omdb', 'imdb', 1 + n %% 90 / 10.0, n from generate_series(1, %(films)s) n
    """,
    "insert into people (name, imdb_id) select 'Person ' || n, 'nm' || n from generate_series(1, %(people)s) n",
    """
    insert into festival_organizations (slug, name, abbreviation, country, founded_year, kind)
    values ('made-up', 'Made-up Awards', 'MUA', 'XX', 1900, 'ceremony')
    """,
    """
    insert into festival_ceremonies (organization_id, year, name, state)
    select o.id, y, 'Made-up Awards', 'held' from festival_organizations o, generate_series(1930, 2024) y
    """,
    """
    insert into festival_categories (organization_id, award, name)
    select o.id, 'Award', 'Category ' || n from festival_organizations o, generate_series(1, 25) n
    """,
    """
    insert into festival_nominations (ceremony_id, category_id, fingerprint, position, is_winner, source)
    select (select min(id) from festival_ceremonies) + n %% 95, (select min(id) from festival_categories) + n %% 25,
        n::text, n, n %% 5 = 0, array['made_up'] from generate_series(1, %(entries)s) n
    """,
    """
    insert into festival_nomination_films (nomination_id, position, movie_id, credited_as)
    select id, 0, 1 + position * 10 %% %(films)s, 'as printed' from festival_nominations
    """,
    """
    insert into festival_nomination_people (nomination_id, position, person_id, role, credited_as)
    select id, 0, 1 + position %% %(people)s, 'Director', 'as printed' from festival_nominations where position %% 3 = 0
    """,
)


def _measure(url: str, films: int, only: list[str]) -> None:
    idle = _run(url, "idle", "-")[2]
    print(
        f"\n{films} films: {'rows':>9}{'MB':>8}{'s':>8}{'rows/s':>10}{'of COPY':>9}{'of table':>9}{'peak MB':>9}"
    )
    for what, table, formats in _MEASURED:
        if only and not any(f"{what}/{form}" in only for form in formats):
            continue
        bare, _, _ = _run(url, "copy", table)
        plain = _run(url, "same", what)[0] if what != "sqlite" else 0.0
        rows = _rows(url, table)
        for form in formats:
            if only and f"{what}/{form}" not in only:
                continue
            took, size, peak = min(_run(url, what, form) for _ in range(2))
            of_copy = f"{took / plain:.2f}" if plain else "–"
            print(
                f"{what + ' ' + form:>22} {rows:>9}{size / 1e6:>8.1f}{took:>8.2f}{rows / took:>10.0f}"
                f"{of_copy:>9}{took / bare:>9.2f}{peak - idle:>9.0f}",
                flush=True,
            )


def _run(url: str, what: str, how: str) -> tuple[float, int, float]:
    """Seconds, bytes, and the peak of memory in MB, of a process that does it."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.exports", "--child", url, what, how],
        capture_output=True,
        text=True,
        check=True,
    )
    took, size, peak = done.stdout.split()[-3:]
    return float(took), int(size), float(peak)


def _child(url: str, what: str, how: str) -> None:
    began = time.perf_counter()
    if what in {"copy", "same"}:
        began, size = time.perf_counter(), sum(map(len, _copied(url, what, how)))
        took = time.perf_counter() - began
    else:
        took, size = asyncio.run(_exported(url, what, how))
    print(took, size, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _copied(url: str, what: str, how: str) -> Iterator[bytes]:
    """What PostgreSQL's COPY gives by itself: of a table, or of an export's SELECT."""
    query = f'select * from "{how}"'
    if what == "same":
        query = text(named()[how].flat or how).replace("{where}", "true").replace("{selected}", "true")
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        values = {"since": None}
        with cursor.copy(f"copy ({query}) to stdout (format csv)".encode(), values) as copy:
            for block in copy:
                yield bytes(block)


async def _exported(url: str, what: str, form: str) -> tuple[float, int]:
    async with app.cinegraph(Settings(), url, "offline") as built:
        began, size = time.perf_counter(), 0
        if what != "idle":
            async for block in stream(built.context, what, format=form):
                size += len(block)
        return time.perf_counter() - began, size


def _rows(url: str, table: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute(f'select count(*) from "{table}"'.encode()).fetchone()
    assert row is not None
    return int(row[0])


if __name__ == "__main__":
    main()
