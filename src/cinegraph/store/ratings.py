"""How films are rated: one row for each film, catalogue that told us, and place where it was rated."""

from dataclasses import asdict

from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from cinegraph.domain.movies import Candidate


async def save(conn: AsyncConnection, movie_id: int, found: Candidate) -> None:
    """The film's ratings by that catalogue become those that it tells; one that tells none changes nothing.

    Run twice, the same rows.
    """
    if not found.ratings:
        return
    await conn.execute(
        """
        with told as (
            select * from jsonb_to_recordset(%(ratings)s) as r(source text, value double precision, votes int)
        ), gone as (
            delete from movie_ratings where movie_id = %(movie)s and source = %(by)s
                and rating_source <> all (select source from told)
        )
        insert into movie_ratings as kept (movie_id, source, rating_source, value, votes)
        select %(movie)s, %(by)s, source, value, votes from told
        on conflict (movie_id, source, rating_source) do update set value = excluded.value, votes = excluded.votes
        where (kept.value, kept.votes) is distinct from (excluded.value, excluded.votes)
        """,
        {
            "movie": movie_id,
            "by": found.source,
            "ratings": Jsonb([asdict(rating) for rating in found.ratings]),
        },
    )
