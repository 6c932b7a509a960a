"""How well the score finds the films of a withheld list, beside three baselines, on real films and real awards.

    python -m benchmarks.backtest DATA [--list pages/imdb_list/ls024863935.html.gz]

DATA holds the recorded material: a catalogue of films, the IMDb-Awards files of some events, the nominations of
the even Academy Awards, and a page of a list. The catalogue knows no votes and no ratings: the baseline "votes only" is in
how many of the sources that the catalogue was put together from a film stands, and the score has no critics, no audience.
"""

import argparse
import asyncio
import csv
import gzip
import json
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import psycopg
from psycopg import AsyncConnection

from cinegraph import app, data
from cinegraph.cli import scores_shown, show
from cinegraph.data.category_keys import category_keys
from cinegraph.domain.backtest import backtest
from cinegraph.domain.titles import fold
from cinegraph.pages import imdb_awards, imdb_list
from cinegraph.pipeline.build_scores import build_scores
from cinegraph.postgres.sharing import SharedServer
from cinegraph.settings import Settings
from cinegraph.store import backtests, categories
from cinegraph.store.upgrade import upgrade

_CATALOGUE = "catalogue/films.jsonl.gz"
_ACADEMY = "awards/academy_even_ceremonies.tsv"
_EVENTS = "awards/imdb_awards"
_CLASSES = {"Directing": "Director", "Writing": "Writer"}
_CAST = 5


@dataclass
class World:
    """What goes into the database: films by IMDb id, who made them (name, kind, job, billing), and nominations (slug, year,
    award, category, won, film)."""

    films: dict[str, dict[str, Any]] = field(default_factory=dict)
    credits: set[tuple[str, str, str, str, int | None]] = field(default_factory=set)
    nominations: list[tuple[str, int, str, str, bool, str]] = field(default_factory=list)


def main() -> None:
    """Print the backtest, twice: by the profile of festivals, too."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--list", default="pages/imdb_list/ls024863935.html.gz")
    options.add_argument(
        "--until", type=int, default=1951, help="the last year that the page of the list reaches"
    )
    chosen = options.parse_args()
    world = _world(chosen.folder)
    page = imdb_list.parse(gzip.decompress((chosen.folder / chosen.list).read_bytes()).decode())
    listed = [entry.film.imdb_id for entry in page.entries if entry.film.imdb_id in world.films]
    print(f"{len(listed)} of the {len(page.entries)} films of the page are in the catalogue")
    with tempfile.TemporaryDirectory() as folder, SharedServer(Path(folder) / "server") as server:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute("create database measured")
        url = server.rsplit("/", 1)[0] + "/measured"
        upgrade(url)
        asyncio.run(_measure(url, world, [one for one in listed if one], chosen.until))


def _world(folder: Path) -> World:
    world = World()
    with gzip.open(folder / _CATALOGUE, "rt", encoding="utf-8") as lines:
        for film in map(json.loads, lines):
            if str(film["year"] or "").isdecimal() and film["imdb_id"]:
                world.films.setdefault(film["imdb_id"], film)
    for imdb_id, film in world.films.items():
        world.credits |= set(_credits(imdb_id, film))
    slugs = {o.imdb_event_id: o for o in data.organizations()}
    for file in sorted((folder / _EVENTS).glob("ev*.yml")):
        organization = slugs[file.stem]
        for ceremony in imdb_awards.ceremonies(file.read_text(encoding="utf-8")):
            for category in ceremony.categories:
                award = category.award or organization.main_award or category.name
                for one in category.nominations:
                    for ref in one.films:
                        told = (organization.slug, ceremony.edition.year, award, category.name, one.is_winner)
                        world.nominations.append((*told, str(ref.imdb_id)))
    _academy(folder / _ACADEMY, world)
    world.nominations = [one for one in world.nominations if one[-1] in world.films]
    return world


def _credits(imdb_id: str, film: dict[str, Any]) -> Iterator[tuple[str, str, str, str, int | None]]:
    if film["director"]:
        yield imdb_id, film["director"], "crew", "Director", None
    for billing, actor in enumerate(film["cast"][:_CAST]):
        yield imdb_id, actor["name"] if isinstance(actor, dict) else actor, "cast", "", billing
    for member in film["crew"]:
        yield imdb_id, member["name"], "crew", member["job"], None


def _academy(file: Path, world: World) -> None:
    """The nominations, and the directors and writers that they name."""
    award = next(o.main_award for o in data.organizations() if o.slug == "oscars") or ""
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            for imdb_id in filter(world.films.__contains__, (row["FilmId"] or "").split("|")):
                year = int(row["Year"][:4]) + 1
                told = ("oscars", year, award, row["Category"].title(), row["Winner"] == "True", imdb_id)
                world.nominations.append(told)
                if job := _CLASSES.get(row["Class"]):
                    world.credits |= {
                        (imdb_id, name, "crew", job, None)
                        for name in (row["Nominees"] or "").split("|")
                        if name
                    }


async def _measure(url: str, world: World, listed: list[str], until: int) -> None:
    async with app.cinegraph(Settings(), url) as program:
        numbers = _fill(url, world)
        async with program.context.database.transaction() as conn:
            await categories.rekey(conn, category_keys())
            cursor = await conn.execute("select count(*), count(canonical_key) from festival_categories")
            print("categories, and those with a key:", await cursor.fetchone())
        began = time.perf_counter()
        async for _ in build_scores(program.context):
            pass
        print(
            f"{len(world.films)} films, {len(world.credits)} credits, {len(world.nominations)} nominations:"
            f" scored in {time.perf_counter() - began:.1f} s"
        )
        for profile in ("default", "festival"):
            print(f"\nprofile {profile}")
            async with program.context.database.transaction() as conn:
                await _judge(conn, world, profile, [numbers[one] for one in listed], until)


async def _judge(conn: AsyncConnection, world: World, profile: str, listed: list[int], until: int) -> None:
    """The list was never put into the database: nothing is to be withheld."""
    found = await backtests.judged(conn, profile, listed)
    sources = {number: len(film["sources"]) for number, film in enumerate(world.films.values(), 1)}
    films = [replace(one, votes=sources[one.movie_id]) for one in found if (one.year or 0) <= until]
    scores_shown.backtest(backtest(films, [50, 100, 250, 500]), show.console())


def _fill(url: str, world: World) -> dict[str, int]:
    """Put it all in, in a few statements; the answer is the films' numbers."""
    numbers = {imdb_id: number for number, imdb_id in enumerate(world.films, 1)}
    people = {name: number for number, name in enumerate(sorted({fold(c[1]) for c in world.credits}), 1)}
    credits = {
        (numbers[f], people[fold(n)], kind, job, billing) for f, n, kind, job, billing in world.credits
    }
    with psycopg.connect(url) as connection:
        films = (
            (n, f["imdb_id"], f["title"], int(f["year"]), "movie")
            for n, f in enumerate(world.films.values(), 1)
        )
        _copy(connection, "movies (id, imdb_id, title, year, kind)", films)
        _copy(connection, "people (id, name)", ((number, name) for name, number in people.items()))
        rows = ((*one, f"k{n}") for n, one in enumerate(sorted(credits, key=str)))
        _copy(connection, "movie_credits (movie_id, person_id, kind, job, billing, source_key)", rows)
        connection.execute(
            "create temp table told (slug text, year int, award text, category text, won boolean, movie_id bigint)"
        )
        _copy(connection, "told", ((*one[:-1], numbers[one[-1]]) for one in world.nominations))
        for statement in _NOMINATIONS.split(";"):
            connection.execute(statement.encode())
    return numbers


_NOMINATIONS = """
    insert into festival_ceremonies (organization_id, year, name, state)
    select distinct o.id, year, 'C', 'held' from told join festival_organizations o using (slug);
    insert into festival_categories (organization_id, award, name)
    select distinct o.id, award, category from told join festival_organizations o using (slug);
    insert into festival_nominations (ceremony_id, category_id, fingerprint, position, is_winner, source)
    select c.id, g.id, n::text, n, won, '{}' from (select *, row_number() over () as n from told) t
    join festival_organizations o using (slug) join festival_ceremonies c on (c.organization_id, c.year) = (o.id, t.year)
    join festival_categories g on (g.organization_id, g.award, g.name) = (o.id, t.award, t.category);
    insert into festival_nomination_films (nomination_id, position, movie_id, credited_as)
    select f.id, 1, t.movie_id, 'F' from (select *, row_number() over () as n from told) t
    join festival_nominations f on f.position = t.n;
    analyze
"""


def _copy(connection: psycopg.Connection, into: str, rows: Iterator[tuple[object, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"copy {into} from stdin".encode()) as copy:
        for row in rows:
            copy.write_row(row)


if __name__ == "__main__":
    main()
