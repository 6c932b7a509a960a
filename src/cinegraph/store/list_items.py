"""Who stands on a list: membership is rows, which are never deleted. A film that left keeps its row, and the day.

Everything is set-based: 1,260 films are a few statements. The caller holds the transaction, and the list.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import class_row, dict_row
from psycopg.types.json import Jsonb

from cinegraph.domain.lists import ListEntry
from cinegraph.store import movie_merges, nominees

Key = tuple[str, int]
"""How an entry is known on its list: the id that the list gives, and which of several with that id it is."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is stored of a list beside what was read: how many films are there, how many of them were read again."""

    there: int
    read_again: int


@dataclass(frozen=True, slots=True)
class Change:
    """What an import of the list did to one film's membership."""

    change: str
    position: int
    title: str
    imdb_id: str
    left_at: datetime | None
    returned_at: datetime | None


async def standing(conn: AsyncConnection, list_id: int, entries: Sequence[ListEntry]) -> Standing:
    """How what was read compares with what is there."""
    cursor = await conn.execute(
        """
        select count(*), count(*) filter (where imdb_id = any(%s)) from movie_list_items
        where list_id = %s and left_at is null
        """,
        [[entry.film.imdb_id for entry in entries], list_id],
    )
    row = await cursor.fetchone()
    assert row is not None
    return Standing(int(row[0]), int(row[1]))


async def save(
    conn: AsyncConnection, list_id: int, import_id: int, entries: Sequence[ListEntry], whole: bool
) -> list[int]:
    """These films stand on the list, each a row with its film; the films' rows are the answer.

    A film with a known id is the row that it has (also under an id that joined another's), else a new stub. If what was
    read is the `whole` list, those that it does not name have left it; of a part nobody can say so.
    """
    movies = await _movies(conn, entries)
    rows = [
        {
            "imdb_id": imdb_id,
            "occurrence": occurrence,
            "position": entry.position,
            "title": entry.film.title,
            "directors": list(entry.film.directors),
            "note": entry.note,
            "listed_on": entry.listed_on.isoformat() if entry.listed_on else None,
            "movie_id": movies[imdb_id],
        }
        for (imdb_id, occurrence), entry in _keyed(entries).items()
    ]
    await conn.execute(_SAVE, {"list": list_id, "import": import_id, "rows": Jsonb(rows)})
    if whole:
        await conn.execute(_LEAVE, {"list": list_id, "import": import_id})
    return sorted(set(movies.values()))


def _keyed(entries: Sequence[ListEntry]) -> dict[Key, ListEntry]:
    """A film that stands on the list twice is two entries."""
    seen: Counter[str] = Counter()
    keyed: dict[Key, ListEntry] = {}
    for entry in entries:
        imdb_id = str(entry.film.imdb_id)
        seen[imdb_id] += 1
        keyed[imdb_id, seen[imdb_id]] = entry
    return keyed


async def _movies(conn: AsyncConnection, entries: Sequence[ListEntry]) -> dict[str, int]:
    """The id that the list gives → the film's row."""
    told = {str(entry.film.imdb_id): entry.film for entry in entries}
    known_as = await movie_merges.aliases(conn, sorted(told))
    renamed = {known_as.get(i, i): replace(film, imdb_id=known_as.get(i, i)) for i, film in told.items()}
    rows = await nominees.movies_by_id(conn, renamed)
    return {i: rows[known_as.get(i, i)] for i in told}


_SAVE = """
    with told as (
        select * from jsonb_to_recordset(%(rows)s) as r(imdb_id text, occurrence int, position int, title text,
            directors text[], note text, listed_on date, movie_id bigint)
    ), had as (
        select id, position, left_at from movie_list_items where list_id = %(list)s
    ), saved as (
        insert into movie_list_items as kept
            (list_id, movie_id, imdb_id, occurrence, position, title, directors, note, listed_on)
        select %(list)s, movie_id, imdb_id, occurrence, position, title, directors, note, listed_on from told
        order by imdb_id, occurrence
        on conflict (list_id, imdb_id, occurrence) do update set
            movie_id = excluded.movie_id, position = excluded.position, title = excluded.title,
            directors = case when excluded.directors = '{}' then kept.directors else excluded.directors end,
            note = excluded.note, listed_on = coalesce(excluded.listed_on, kept.listed_on), last_seen = now(),
            left_at = null, returned_at = case when kept.left_at is null then kept.returned_at else now() end
        returning id, position
    )
    insert into import_list_items (import_id, item_id, change)
    select %(import)s, s.id, case when h.id is null then 'added' when h.left_at is not null then 'returned'
        when h.position <> s.position then 'moved' else 'unchanged' end
    from saved s left join had h on h.id = s.id
    on conflict (import_id, item_id) do nothing
"""
_LEAVE = """
    with gone as (
        update movie_list_items t set left_at = now() where t.list_id = %(list)s and t.left_at is null
            and not exists (select 1 from import_list_items i where i.import_id = %(import)s and i.item_id = t.id)
        returning t.id
    )
    insert into import_list_items (import_id, item_id, change) select %(import)s, id, 'left' from gone
"""


async def changes(conn: AsyncConnection, import_id: int) -> list[Change]:
    """What the import changed: films that came, came back or left, in the order of the list. Whoever only moved up or
    down is counted elsewhere."""
    return await _changes(conn, "x.import_id = %s and x.change in ('added', 'returned', 'left')", import_id)


async def _changes(conn: AsyncConnection, where: str, value: int) -> list[Change]:
    cursor = conn.cursor(row_factory=class_row(Change))
    await cursor.execute(
        f"""
        select x.change, t.position, t.title, t.imdb_id, t.left_at, t.returned_at
        from import_list_items x join movie_list_items t on t.id = x.item_id where {where}
        order by x.change, t.position, t.id
        """,
        [value],
    )
    return await cursor.fetchall()


async def counts(conn: AsyncConnection, import_id: int) -> dict[str, int]:
    """Change → how many films of the list the import did that to."""
    cursor = await conn.execute(
        "select change, count(*) from import_list_items where import_id = %s group by change order by change",
        [import_id],
    )
    return dict(await cursor.fetchall())


async def left(conn: AsyncConnection, key: str) -> list[dict[str, Any]]:
    """The films that have left the list, the latest first."""
    cursor = conn.cursor(row_factory=dict_row)
    await cursor.execute(
        """
        select position, listed_as as title, imdb_id, first_seen, last_seen, left_at from movie_list_membership
        where list = %s and state = 'left' order by left_at desc, position
        """,
        [key],
    )
    return await cursor.fetchall()


async def directors(conn: AsyncConnection, movie_id: int) -> tuple[str, ...]:
    """Who directed the film, as the lists tell that it stands on."""
    cursor = await conn.execute(
        "select distinct d from movie_list_items t, unnest(t.directors) d where t.movie_id = %s order by d",
        [movie_id],
    )
    return tuple(name for (name,) in await cursor.fetchall())
