"""People who are credited: one row for each, whether a catalogue knows them by TMDb's number, IMDb's id or both."""

from collections.abc import Sequence

from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from cinegraph.domain.people import Credit
from cinegraph.store import merges


async def save(conn: AsyncConnection, credits: Sequence[Credit]) -> None:
    """A row for everyone with an id; those without one are not people yet. Run twice, the same rows.

    Someone told with both ids is one row, even if each id had one of its own. Two rows that contradict each other
    (each has the other's kind of id, and it differs) stay two.
    """
    await _by_tmdb_id(conn, {c.tmdb_id: c for c in credits if c.tmdb_id is not None})
    await _by_imdb_id(conn, {c.imdb_id: c for c in credits if c.imdb_id is not None and c.tmdb_id is None})
    both = {(c.tmdb_id, c.imdb_id) for c in credits if c.tmdb_id is not None and c.imdb_id is not None}
    for tmdb_id, imdb_id in sorted(both):
        await _join(conn, tmdb_id, imdb_id)


async def _by_tmdb_id(conn: AsyncConnection, told: dict[int, Credit]) -> None:
    rows = [
        {
            "tmdb_id": i,
            "name": c.name,
            "known_for": c.known_for or None,
            "path": c.profile_path or None,
            "others": list(c.other_names),
        }
        for i, c in told.items()
    ]
    if not rows:
        return
    await conn.execute(
        """
        insert into people as kept (tmdb_id, name, known_for, profile_path, other_names)
        select tmdb_id, name, known_for, path, others
        from jsonb_to_recordset(%s) as r(tmdb_id bigint, name text, known_for text, path text, others text[]) order by tmdb_id
        on conflict (tmdb_id) do update set
            known_for = coalesce(excluded.known_for, kept.known_for),
            profile_path = coalesce(excluded.profile_path, kept.profile_path),
            other_names = case when kept.other_names @> excluded.other_names then kept.other_names
                else kept.other_names || excluded.other_names end
        where (kept.known_for, kept.profile_path) is distinct from
            (coalesce(excluded.known_for, kept.known_for), coalesce(excluded.profile_path, kept.profile_path))
            or not kept.other_names @> excluded.other_names
        """,
        [Jsonb(rows)],
    )


async def _by_imdb_id(conn: AsyncConnection, told: dict[str, Credit]) -> None:
    if not told:
        return
    ids = sorted(told)
    await conn.execute(
        """
        insert into people (imdb_id, name) select * from unnest(%s::text[], %s::text[]) on conflict (imdb_id) do nothing
        """,
        [ids, [told[imdb_id].name for imdb_id in ids]],
    )


async def _join(conn: AsyncConnection, tmdb_id: int, imdb_id: str) -> None:
    """The row with the number gets the id too; a row that had the id alone joins it."""
    cursor = await conn.execute(
        "select id, tmdb_id, imdb_id from people where tmdb_id = %s or imdb_id = %s order by id for update",
        [tmdb_id, imdb_id],
    )
    rows = await cursor.fetchall()
    numbered = next(row for row in rows if row[1] == tmdb_id)
    other = next((row for row in rows if row[2] == imdb_id), None)
    if numbered[2] is not None or (other is not None and other[1] is not None):
        return
    if other is not None:
        await merges.merge_people(conn, numbered[0], other[0], "a catalogue has told both ids")
    await conn.execute("update people set imdb_id = %s where id = %s", [imdb_id, numbered[0]])
