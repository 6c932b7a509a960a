"""What a backtest judges: films with a score that does not know of a list, with their votes and nominations."""

from psycopg import AsyncConnection
from psycopg.rows import class_row

from cinegraph.domain.backtest import Judged
from cinegraph.domain.scores import FEWEST_PARTS, TELEVISION
from cinegraph.store import scores


async def withhold(conn: AsyncConnection, list_id: int) -> list[int]:
    """Take all films off the list, in a transaction that is to be undone; the answer is which those were."""
    cursor = await conn.execute(
        "update movie_list_items set left_at = now() where list_id = %s and left_at is null returning movie_id",
        [list_id],
    )
    listed = sorted({number for (number,) in await cursor.fetchall()})
    if listed:
        await scores.claim(conn)
        await scores.score(conn, listed, wait=True)
    return listed


async def judged(conn: AsyncConnection, profile: str, listed: list[int]) -> list[Judged]:
    """Every film of the years that the list spans, scored without the canon part."""
    cursor = conn.cursor(row_factory=class_row(Judged))
    await cursor.execute(
        """
        with span as (select min(year) as first, max(year) as last from movies where id = any(%(listed)s))
        select m.id as movie_id, m.year, m.id = any(%(listed)s) as listed, s.score, v.votes, n.nominations
        from movies m join span on m.year between span.first and span.last
        left join (
            select movie_id, round(100 * sum(value * weight) / sum(weight), 2) as score
            from movie_score_parts join score_profiles using (part)
            where profile = %(profile)s and part <> 'canon' and weight > 0
            group by movie_id having count(*) >= %(fewest)s
        ) s on s.movie_id = m.id
        left join (
            select movie_id, max(votes) as votes from movie_ratings where rating_source in ('imdb', 'tmdb') group by 1
        ) v on v.movie_id = m.id
        left join (
            select movie_id, count(*)::int as nominations from festival_nomination_films
            join festival_nominations on id = nomination_id and state = 'active' group by 1
        ) n on n.movie_id = m.id
        where m.kind is null or m.kind <> all(%(television)s) order by m.id
        """,
        {"profile": profile, "listed": listed, "fewest": FEWEST_PARTS, "television": list(TELEVISION)},
    )
    return await cursor.fetchall()
