"""Titles of films whose ids only were told: by the films that are here, else by the loaded IMDb dataset."""

from collections.abc import Sequence

from psycopg import AsyncConnection


async def of(conn: AsyncConnection, imdb_ids: Sequence[str]) -> dict[str, str]:
    """Id → title, for those that have one: a film whose title is unknown has its id in its place."""
    cursor = await conn.execute(
        """
        select told.imdb_id, coalesce(nullif(m.title, told.imdb_id), t.title) from unnest(%s::text[]) as told(imdb_id)
        left join movies m on m.imdb_id = told.imdb_id left join imdb_titles t on t.tconst = told.imdb_id
        """,
        [list(imdb_ids)],
    )
    return {imdb_id: title for imdb_id, title in await cursor.fetchall() if title}
