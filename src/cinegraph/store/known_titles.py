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


async def films_called(conn: AsyncConnection, words: str) -> list[tuple[int, str, int | None, str | None]]:
    """Films that may be meant: by the beginning of their title, their IMDb id or number; row,
    title, year, id."""
    cursor = await conn.execute(
        """
        select m.id, m.title, m.year, m.imdb_id from movies m
        where m.imdb_id = %(words)s or m.id::text = %(words)s or starts_with(lower(m.title), lower(%(words)s))
            or starts_with(lower(m.original_title), lower(%(words)s))
        order by lower(%(words)s) in (lower(m.title), lower(m.original_title), m.imdb_id, m.id::text) desc nulls last, m.id
        limit 200
        """,
        {"words": words},
    )
    return [(int(n), str(title), year, imdb_id) for n, title, year, imdb_id in await cursor.fetchall()]
