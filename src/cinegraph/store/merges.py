"""Two rows that turn out to be one film or one person: every reference moves, then the spare row goes."""

from collections.abc import Sequence

from psycopg import AsyncConnection

from cinegraph.store import movie_merges, person_merges, reviews


async def adopt_movie_ids(conn: AsyncConnection, told: Sequence[tuple[str, int]]) -> dict[int, int]:
    """Rows that were made without an id turn out to have one: (id, row) pairs, as pages now tell.

    The id is set on one of its rows, the others join that row; the answer says which row each one joined.
    """
    joined, named = await _adopt(conn, "movies", told)
    for drop, keep in joined.items():
        await join_movies(conn, keep, drop, "cinegraph", "a page has given its id, which another row has")
    await _ask_anew(conn, named)
    return joined


async def mistaken_movies(
    conn: AsyncConnection, ceremony_id: int, told: Sequence[tuple[str, int]]
) -> list[int]:
    """Those of the rows whose id a catalogue told, while the pages of this ceremony now tell another one.

    A row that another ceremony speaks of, whose id some page stated, or of which a person has decided what it is,
    stays what it is: there are two films.
    """
    cursor = await conn.execute(
        """
        select m.id
        from movies m join unnest(%(ids)s::text[], %(rows)s::bigint[]) as told(imdb_id, number) on told.number = m.id
        where m.imdb_id is not null and not exists (
            select 1 from festival_nomination_films f join festival_nominations n on n.id = f.nomination_id
            where f.movie_id = m.id and (f.imdb_id = m.imdb_id or n.ceremony_id <> %(ceremony)s))
        and not exists (
            select 1 from decisions d where d.movie_id = m.id and d.kind = 'is' and d.undone_at is null)
        group by m.id having bool_and(told.imdb_id <> m.imdb_id) and count(distinct told.imdb_id) = 1
        """,
        {
            "ids": [imdb_id for imdb_id, _ in told],
            "rows": [row for _, row in told],
            "ceremony": ceremony_id,
        },
    )
    return [number for (number,) in await cursor.fetchall()]


async def adopt_person_ids(conn: AsyncConnection, told: Sequence[tuple[str, int]]) -> dict[int, int]:
    """The same for people. Two whom a catalogue knows by two numbers stay two: then the nominee was linked to a namesake,
    and is now who its page says."""
    cursor = await conn.execute(
        """
        select t.number from people p join unnest(%s::text[], %s::bigint[]) as t(imdb_id, number) on t.number = p.id
        join people o on o.imdb_id = t.imdb_id and o.tmdb_id <> p.tmdb_id
        """,
        [[imdb_id for imdb_id, _ in told], [row for _, row in told]],
    )
    namesakes = {number for (number,) in await cursor.fetchall()}
    joined, _ = await _adopt(conn, "people", [pair for pair in told if pair[1] not in namesakes])
    for drop, keep in joined.items():
        await merge_people(conn, keep, drop, "a page has given its id, which another row has")
    return joined


async def _ask_anew(conn: AsyncConnection, movie_ids: Sequence[int]) -> None:
    """A film that has an id now is another question: what was asked by its title alone no longer counts."""
    if movie_ids:
        await conn.execute("update movies set ask_again_at = null where id = any(%s)", [list(movie_ids)])
        await conn.execute(
            """
            update reviews set state = 'decided', decided_by = 'cinegraph', decided_at = now(),
                note = 'a page has given its id' where movie_id = any(%s) and state = 'open'
            """,
            [list(movie_ids)],
        )


async def _adopt(
    conn: AsyncConnection, table: str, told: Sequence[tuple[str, int]]
) -> tuple[dict[int, int], list[int]]:
    """Set each id on its row. The answer: dropped rows → those that they join, and the rows that got an id."""
    ids, rows = [imdb_id for imdb_id, _ in told], [row for _, row in told]
    cursor = await conn.execute(
        f"select id, imdb_id from {table} where id = any(%s) or imdb_id = any(%s)", [rows, ids]
    )
    has: dict[int, str | None] = dict(await cursor.fetchall())
    owner = {imdb_id: row for row, imdb_id in has.items() if imdb_id}
    nameless = sorted({(row, imdb_id) for imdb_id, row in told if has.get(row) is None})
    joined: dict[int, int] = {}
    for row, imdb_id in nameless:
        if owner.setdefault(imdb_id, row) != row:
            joined[row] = owner[imdb_id]
    new = {imdb_id: row for imdb_id, row in owner.items() if has[row] is None}
    if new:
        await conn.execute(
            f"""
            update {table} t set imdb_id = told.imdb_id
            from unnest(%s::text[], %s::bigint[]) as told(imdb_id, number) where t.id = told.number
            """,
            [list(new), list(new.values())],
        )
    return joined, list(new.values())


async def join_movies(
    conn: AsyncConnection, keep: int, drop: int, by: str, reason: str, review_id: int | None = None
) -> None:
    """Film `drop` joins `keep`. If no person decided it, a decided review says so, from which it can be undone."""
    if review_id is None:
        review_id = await reviews.note_join(conn, drop, keep, by, reason)
    await movie_merges.merge(conn, keep, drop, by, reason, review_id)


async def merge_people(
    conn: AsyncConnection, keep: int, drop: int, reason: str = "both are one person"
) -> None:
    """Everything that speaks of person `drop` speaks of `keep`; it can be undone."""
    await person_merges.join(conn, [(keep, drop)], "cinegraph", reason)
