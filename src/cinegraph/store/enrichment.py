"""Films whose ratings are to be asked for: the one definition is the database's function `films_to_rate`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from psycopg import AsyncConnection
from psycopg.rows import class_row

from cinegraph.domain.movies import Candidate
from cinegraph.store import movies, ratings


@dataclass(frozen=True, slots=True)
class Policy:
    """Whom ratings are asked of, and how old they may become: those of this year's films `new_days`, twice as old for
    each year before, `old_days` at most. `critical_only`: of critical films only."""

    catalogue: str
    new_days: float
    old_days: float
    critical_only: bool = False

    @property
    def at_once(self) -> "Policy":
        """The same for who wants to know now: no answer is young enough."""
        return replace(self, new_days=0.0, old_days=0.0)


@dataclass(frozen=True, slots=True)
class Unrated:
    """A film whose ratings are due: an answer that is younger than `good_since` is good enough. `festival` names the
    first ceremony that nominated it ("oscars_2024")."""

    movie_id: int
    imdb_id: str
    title: str
    good_since: datetime
    festival: str | None


_DUE = """
    from films_to_rate(%(catalogue)s, %(new)s, %(old)s) f where (not %(critical)s or f.critical)
"""
_FREE = """
    and f.movie_id not in (
        select (j.args ->> 'movie_id')::bigint from procrastinate_jobs j
        where j.task_name = 'enrich_movie' and j.status in ('todo', 'doing'))
"""
"""And nobody is at it."""


async def is_due(conn: AsyncConnection, policy: Policy, movie_id: int) -> bool:
    """Whether the film's ratings are to be asked for."""
    return bool(await _one(conn, f"select 1 {_DUE} and f.movie_id = %(movie)s", policy, movie=movie_id))


async def due(
    conn: AsyncConnection, policy: Policy, movie_id: int, afresh: datetime | None = None
) -> Unrated | None:
    """The film, if its ratings are to be asked for. `afresh`: they are, if they were told before that moment."""
    cursor = conn.cursor(row_factory=class_row(Unrated))
    await cursor.execute(
        f"""
        select f.movie_id, f.imdb_id, f.title, coalesce(%(afresh)s, f.good_since) as good_since, (
            select o.slug || '_' || c.year from festival_nomination_films n
            join festival_nominations e on e.id = n.nomination_id join festival_ceremonies c on c.id = e.ceremony_id
            join festival_organizations o on o.id = c.organization_id
            where n.movie_id = f.movie_id and e.state = 'active' order by c.year, o.slug limit 1) as festival
        {_DUE} and f.movie_id = %(movie)s
            and (%(afresh)s::timestamptz is null or f.told_at is null or f.told_at < %(afresh)s)
        """.encode(),
        _values(policy.at_once if afresh else policy, movie=movie_id, afresh=afresh),
    )
    return await cursor.fetchone()


async def all_due(conn: AsyncConnection, policy: Policy, count: int | None) -> list[int]:
    """Films whose ratings are to be asked for and that no job asks for: those that were never tried, or tried longest
    ago, first."""
    cursor = await conn.execute(
        f"select f.movie_id {_DUE} {_FREE} order by f.tried_at nulls first, f.movie_id limit %(count)s".encode(),
        _values(policy, count=count),
    )
    return [number for (number,) in await cursor.fetchall()]


async def count_due(conn: AsyncConnection, policy: Policy) -> int:
    """How many those are without a limit."""
    return int(await _one(conn, f"select count(*) {_DUE} {_FREE}", policy))


async def mark_tried(conn: AsyncConnection, policy: Policy, movie_ids: Sequence[int]) -> None:
    """Somebody tries: who comes next asks for others first."""
    await conn.execute(
        """
        insert into movie_records (movie_id, source, found) select unnest(%s::bigint[]), %s, false
        on conflict (movie_id, source) do update set tried_at = now()
        """,
        [list(movie_ids), policy.catalogue],
    )


async def save(conn: AsyncConnection, policy: Policy, movie_id: int, found: Candidate | None) -> None:
    """What the catalogue told of a film that was found before: its ratings and facts; nothing is taken from the film.

    None: it has no such film. Run twice, the same rows.
    """
    if found is not None:
        await movies.add_details(conn, movie_id, found)
        await ratings.save(conn, movie_id, found)
        return
    await conn.execute(
        """
        insert into movie_records (movie_id, source, found, told_at) values (%s, %s, false, now())
        on conflict (movie_id, source) do update set found = false, told_at = now(), tried_at = now()
        """,
        [movie_id, policy.catalogue],
    )


async def unanswered(conn: AsyncConnection, job_ids: Sequence[int]) -> int:
    """How many of these jobs have had no answer."""
    cursor = await conn.execute(
        "select count(*) from procrastinate_jobs where id = any(%s) and status <> 'succeeded'",
        [list(job_ids)],
    )
    row = await cursor.fetchone()
    return int(row[0]) if row else 0


async def _one(conn: AsyncConnection, query: str, policy: Policy, **more: object) -> int:
    cursor = await conn.execute(query.encode(), _values(policy, **more))
    row = await cursor.fetchone()
    return int(row[0]) if row else 0


def _values(policy: Policy, **more: object) -> dict[str, object]:
    return {
        "catalogue": policy.catalogue,
        "new": policy.new_days,
        "old": policy.old_days,
        "critical": policy.critical_only,
    } | more
