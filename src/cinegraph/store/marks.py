"""What a person says of a film: its id, and whether it is critical."""

from collections.abc import Sequence

from psycopg import AsyncConnection


async def name(conn: AsyncConnection, movie_id: int, imdb_id: str) -> int:
    """Give the film's row that id, if it has none; the answer is the row to go on with: another, if that has the id."""
    cursor = await conn.execute(
        "select o.id from movies o, movies m where m.id = %s and m.imdb_id is null and o.imdb_id = %s for update of o",
        [movie_id, imdb_id],
    )
    if (row := await cursor.fetchone()) is not None:
        return int(row[0])
    await conn.execute(
        "update movies set imdb_id = %s where id = %s and imdb_id is null", [imdb_id, movie_id]
    )
    return movie_id


async def is_critical(conn: AsyncConnection, imdb_id: str | None) -> bool:
    """Whether the film of that id is here and marked as critical."""
    cursor = await conn.execute("select 1 from movies where imdb_id = %s and critical", [imdb_id])
    return await cursor.fetchone() is not None


async def mark_critical(conn: AsyncConnection, imdb_ids: Sequence[str], critical: bool) -> list[str]:
    """Mark films, or take the mark away; the answer is the ids that no film has.

    A film that becomes critical is asked for anew: there are catalogues now that were kept from it.
    """
    cursor = await conn.execute(
        """
        update movies set critical = %(critical)s,
            ask_again_at = case when %(critical)s and not critical then null else ask_again_at end
        where imdb_id = any(%(ids)s) returning imdb_id
        """,
        {"critical": critical, "ids": list(imdb_ids)},
    )
    known = {imdb_id for (imdb_id,) in await cursor.fetchall()}
    return [imdb_id for imdb_id in imdb_ids if imdb_id not in known]
