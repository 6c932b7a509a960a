"""The rows of films' scores, always recomputed from the rows of the films.

One transaction at a time writes them (`claim`), so that two never wait for each other's rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from psycopg import AsyncConnection

from cinegraph.store.score_rows import INFLUENCE, LEADS, PARTS, SCORES, WORKS, of


@dataclass(frozen=True, slots=True)
class Films:
    """Which films: a condition on `movie_id`, with its values."""

    where: str
    values: Mapping[str, object]


EVERY = Films("true", {})


@dataclass(frozen=True, slots=True)
class Size:
    """How many films there are, how many have a part at all, and how many a score in some profile."""

    films: int
    measured: int
    scored: int


def these(movie_ids: Sequence[int]) -> Films:
    """The films with these numbers; some may be gone."""
    return Films("movie_id = any(%(films)s)", {"films": list(movie_ids)})


def between(first: int, last: int) -> Films:
    """The films with the numbers from one to another."""
    return Films("movie_id between %(first)s and %(last)s", {"first": first, "last": last})


async def claim(conn: AsyncConnection) -> None:
    """Until the transaction ends nobody else writes scores. To be called before anything else is held."""
    await conn.execute("select pg_advisory_xact_lock(hashtextextended('scores', 0))")


async def score(conn: AsyncConnection, movie_ids: Sequence[int], wait: bool = False) -> None:
    """Make the rows of these films what they should be, and those of every film that this is of influence for.

    Run twice, the same rows. Films that are gone have none; of those that somebody is at work on see `hold`.
    """
    if not movie_ids:
        return
    films = await hold(conn, these(movie_ids), wait)
    people = await keep_works(conn, films)
    others = sorted({*await _films_of(conn, people)} - {*movie_ids})
    touched = await hold(conn, these(others), wait)
    await keep_parts(conn, films)
    for some in (films, touched):
        await keep_influence(conn, some)
        await keep_scores(conn, some)


async def hold(conn: AsyncConnection, films: Films, wait: bool = False) -> Films:
    """The same films, none of which goes until the transaction ends. To be called before their rows are written: who joins
    two films holds them first, too, and so neither waits for the other half-way.

    Those that somebody else holds just now are not among them, but marked to be scored later: who would wait for one holds all
    the others meanwhile, and soon whoever looks for one of those waits as well. `wait`: they are waited for.
    """
    every = "select id from (select id, id as movie_id from movies) m where"
    locked = f"{every} {films.where} order by id for key share {'' if wait else 'skip locked'}"
    cursor = await conn.execute(locked.encode(), films.values)
    if wait:
        return films
    held = [number for (number,) in await cursor.fetchall()]
    cursor = await conn.execute(
        f"insert into score_marks (movie_id) {every} {films.where} and id <> all(%(held)s) returning movie_id".encode(),
        {**films.values, "held": held},
    )
    busy = [number for (number,) in await cursor.fetchall()]
    if not busy:
        return films
    return Films(f"{films.where} and movie_id <> all(%(busy)s)", {**films.values, "busy": busy})


async def keep_works(conn: AsyncConnection, films: Films) -> list[int]:
    """The recognized films of people; the answer is the people for whom they are others now."""
    cursor = await conn.execute(
        f"""
        with wanted as materialized ({of(WORKS, films.where)}), gone as (
            delete from score_works w where {films.where} and not exists (
                select 1 from wanted n where (n.person_id, n.movie_id) = (w.person_id, w.movie_id))
            returning person_id
        ), put as (
            insert into score_works as kept (person_id, movie_id, year, points)
            select person_id, movie_id, year, points from wanted
            on conflict (person_id, movie_id) do update set year = excluded.year, points = excluded.points
            where (kept.year, kept.points) is distinct from (excluded.year, excluded.points)
            returning person_id
        )
        select person_id from gone union select person_id from put
        """.encode(),
        films.values,
    )
    return [number for (number,) in await cursor.fetchall()]


async def keep_parts(conn: AsyncConnection, films: Films) -> None:
    """Every part but influence."""
    await _keep(conn, films, PARTS, "part <> 'influence'")


async def keep_influence(conn: AsyncConnection, films: Films) -> None:
    """The part that the later films of the people make, as `keep_works` has them."""
    await _keep(conn, films, INFLUENCE, "part = 'influence'")


async def keep_scores(conn: AsyncConnection, films: Films, profiles: Sequence[str] | None = None) -> None:
    """What the parts make in these profiles (None: in every one that there is; the rows of others go)."""
    only = "true" if profiles is None else "profile = any(%(profiles)s)"
    await conn.execute(
        f"""
        with wanted as materialized ({of(SCORES, films.where, only)}), gone as (
            delete from movie_scores s where {films.where} and {only} and not exists (
                select 1 from wanted w where (w.movie_id, w.profile) = (s.movie_id, s.profile))
        )
        insert into movie_scores as kept (movie_id, profile, score, parts, decade)
        select movie_id, profile, score, parts, decade from wanted
        on conflict (movie_id, profile) do update set
            score = excluded.score, parts = excluded.parts, decade = excluded.decade
        where (kept.score, kept.parts, kept.decade) is distinct from (excluded.score, excluded.parts, excluded.decade)
        """.encode(),
        {**films.values, "profiles": profiles},
    )


async def size(conn: AsyncConnection) -> Size:
    """How much there is of what."""
    cursor = await conn.execute(
        """
        select (select count(*) from movies), (select count(distinct movie_id) from movie_score_parts),
            (select count(distinct movie_id) from movie_scores)
        """
    )
    row = await cursor.fetchone()
    assert row is not None
    return Size(*row)


async def chunks(conn: AsyncConnection, films: int) -> list[Films]:
    """All films, in parts of so many."""
    cursor = await conn.execute(
        """
        select min(id), max(id) from (
            select id, (row_number() over (order by id) - 1) / %s as part from movies
        ) numbered group by part order by 1
        """,
        [films],
    )
    return [between(first, last) for first, last in await cursor.fetchall()]


async def _films_of(conn: AsyncConnection, people: Sequence[int]) -> list[int]:
    """The films whose people these are."""
    if not people:
        return []
    cursor = await conn.execute(
        f"select distinct movie_id from movie_credits where person_id = any(%s) and {LEADS}", [list(people)]
    )
    return [number for (number,) in await cursor.fetchall()]


async def _keep(conn: AsyncConnection, films: Films, query: str, parts: str) -> None:
    await conn.execute(
        f"""
        with wanted as materialized ({of(query, films.where)}), gone as (
            delete from movie_score_parts p where {films.where} and {parts} and not exists (
                select 1 from wanted w where (w.movie_id, w.part) = (p.movie_id, p.part))
        )
        insert into movie_score_parts as kept (movie_id, part, value, inputs)
        select movie_id, part, value, inputs from wanted
        on conflict (movie_id, part) do update set value = excluded.value, inputs = excluded.inputs
        where (kept.value, kept.inputs) is distinct from (excluded.value, excluded.inputs)
        """.encode(),
        films.values,
    )


async def tidy(conn: AsyncConnection, tables: Sequence[str]) -> None:
    """Count the rows, and mark them as seen by all. Only outside a transaction."""
    await conn.execute(f"vacuum (analyze) {', '.join(tables)}".encode())
