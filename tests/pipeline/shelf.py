"""A catalogue with the films that a test puts into it, the program that asks it, and its rows held side by side."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from psycopg import AsyncConnection

from cinegraph.app import Cinegraph
from cinegraph.domain.movies import Candidate, MovieRef
from cinegraph.domain.people import Credit
from cinegraph.domain.titles import fold
from cinegraph.sources.base import Source, SourceError, Strategy


class Shelf:
    """Answers by IMDb id and by title, whole records by number; `fails` is raised instead, if it is set."""

    price_usd = Decimal(0)

    def __init__(self, *films: Candidate, name: str = "shelf", full: bool = True) -> None:
        self.name, self.full = name, full
        self.films = list(films)
        self.asked: list[str] = []
        self.fails: SourceError | None = None

    def _note(self, question: str) -> None:
        self.asked.append(question)
        if self.fails is not None:
            raise self.fails

    async def by_id(self, ref: MovieRef) -> Candidate | None:
        self._note(f"id {ref.imdb_id}")
        return next((f for f in self.films if f.imdb_id == ref.imdb_id), None)

    def strategies(self, ref: MovieRef) -> tuple[Strategy, ...]:
        return (Strategy("by_title"),)

    async def search(self, ref: MovieRef, strategy: Strategy) -> tuple[Candidate, ...]:
        self._note(f"title {ref.title}")
        found = [f for f in self.films if fold(f.title) == fold(ref.title)]
        return tuple(replace(f, complete=False, credits=(), imdb_id=None) for f in found)

    async def complete(self, candidate: Candidate) -> Candidate:
        self._note(f"record {candidate.source_id}")
        return next((f for f in self.films if f.source_id == candidate.source_id), candidate)

    async def check(self) -> None:
        self._note("check")


def film(
    number: int, title: str, year: int | None = None, *, source: str = "shelf", **more: Any
) -> Candidate:
    """A whole record with one director of its own."""
    director = Credit(f"Director {number}", "crew", f"c{number}", tmdb_id=number, job="Director")
    told: dict[str, Any] = {
        "imdb_id": f"tt{number:07}",
        "tmdb_id": number,
        "complete": True,
        "credits": (director,),
        "genres": ("Drama",),
    }
    return Candidate(source, str(number), title, year=year, **(told | more))


def asking(built: Cinegraph, *sources: Source) -> Cinegraph:
    """The same program with other catalogues."""
    return Cinegraph(built.settings, replace(built.context, sources=sources), built.jobs)


async def stub(conn: AsyncConnection, title: str, imdb_id: str | None = None, year: int | None = None) -> int:
    """A film as a page names it, and nothing more."""
    cursor = await conn.execute(
        "insert into movies (title, imdb_id, year) values (%s, %s, %s) returning id", [title, imdb_id, year]
    )
    row = await cursor.fetchone()
    assert row is not None
    await conn.commit()
    return int(row[0])


_TABLES = (
    "movies",
    "movie_credits",
    "movie_genres",
    "movie_images",
    "movie_videos",
    "people",
    "festival_nomination_films",
    "import_movies",
)


async def rows(conn: AsyncConnection, tables: Sequence[str] = _TABLES) -> dict[str, list[str]]:
    """Every row of films, with its numbers; without when it was touched last."""
    found = {}
    for table in tables:
        query = f"select (to_jsonb(t) - 'updated_at' - 'job_id')::text from {table} t order by 1"
        found[table] = [text for (text,) in await (await conn.execute(query.encode())).fetchall()]
    await conn.rollback()
    return found


async def value(conn: AsyncConnection, query: str, *values: object) -> Any:
    """The first row that a query answers; its only value, if it has one."""
    row = await (await conn.execute(query.encode(), values or None)).fetchone()
    await conn.rollback()
    assert row is not None
    return row[0] if len(row) == 1 else row
