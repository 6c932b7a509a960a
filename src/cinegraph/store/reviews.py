"""What a person should decide, with the evidence."""

from collections.abc import Sequence

from psycopg import AsyncConnection
from psycopg.types.json import Jsonb


async def ask_about_movie(
    conn: AsyncConnection, movie_id: int, reason: str, candidates: Sequence[dict[str, object]]
) -> None:
    """Put the film before a person. A question that is open already is told anew, not asked twice."""
    await conn.execute(
        """
        insert into reviews (movie_id, reason, candidates) values (%s, %s, %s)
        on conflict (movie_id) where state = 'open' do update set
            reason = excluded.reason, candidates = excluded.candidates
        """,
        [movie_id, reason, Jsonb(list(candidates))],
    )


async def open_count(conn: AsyncConnection) -> int:
    """How many questions wait for a person."""
    cursor = await conn.execute("select count(*) from reviews where state = 'open'")
    row = await cursor.fetchone()
    assert row is not None
    return int(row[0])


async def open_movies(conn: AsyncConnection, count: int) -> list[tuple[int, str, str]]:
    """The oldest open questions about films: film's row, its title, why a person is asked."""
    cursor = await conn.execute(
        """
        select m.id, m.title, r.reason from reviews r join movies m on m.id = r.movie_id
        where r.state = 'open' order by r.id limit %s
        """,
        [count],
    )
    return [(int(number), str(title), str(reason)) for number, title, reason in await cursor.fetchall()]
