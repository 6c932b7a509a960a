"""Two rows that are one film: every reference moves, the spare row goes, and all of it can be put back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import class_row, scalar_row
from psycopg.types.json import Jsonb

from cinegraph.store import film_rows, graph
from cinegraph.store.film_rows import Reference, Row

_BY_SOURCE = ("movie_facts", "movie_ratings", "movie_records")
"""Tables whose rows say which catalogue told them: what others told of a film that is full is kept beside its own."""


@dataclass(frozen=True, slots=True)
class Merge:
    """A row that joined another: `dropped_id` is gone, and everything that spoke of it speaks of `keep_id`."""

    id: int
    keep_id: int
    dropped_id: int
    review_id: int | None
    reason: str


async def merge(
    conn: AsyncConnection, keep: int, drop: int, by: str, reason: str, review_id: int | None
) -> int:
    """Join film `drop` to `keep`; what `keep` has itself is not doubled: a full film has its own credits, and takes
    only what other catalogues told from the other. The answer is the merge's number.

    Nothing is lost: the merge's row has everything that `undo` needs.
    """
    kept: dict[str, Any] = await film_rows.take(conn, sorted((keep, drop)))
    kept["closed_reviews"] = await _close_second_review(conn, keep, drop)
    kept["deleted"], kept["moved"] = {}, {}
    await graph.forget(conn, [keep, drop])
    whole = any(film["id"] == keep and film["import_type"] == "full" for film in kept["films"])
    for ref in await film_rows.references(conn):
        spare = whole and ref.is_record and ref.table not in _BY_SOURCE
        kept["deleted"][ref.table] = await (
            _delete_all(conn, ref, drop) if spare else _delete_doubles(conn, ref, keep, drop)
        )
        kept["moved"][ref.table] = await _move(conn, ref, keep, drop)
    dropped = next(film for film in kept["films"] if film["id"] == drop)
    await conn.execute("delete from movies where id = %s", [drop])
    await _inherit(conn, keep, dropped)
    await graph.build(conn, [keep])
    number = await film_rows.one(
        conn,
        """
        insert into merges (keep_id, dropped_id, dropped_imdb_id, snapshot, review_id, merged_by, reason)
        values (%s, %s, %s, %s, %s, %s, %s) returning id
        """,
        [keep, drop, dropped["imdb_id"], Jsonb(kept), review_id, by, reason],
    )
    return int(number)


async def undo(conn: AsyncConnection, found: Merge, by: str) -> None:
    """Both films are what they were before, with their numbers and references. What came since stays with
    the film that was kept."""
    kept = await film_rows.one(conn, "select snapshot from merges where id = %s for update", [found.id])
    await film_rows.restore(conn, kept)
    for ref in await film_rows.references(conn):
        if not ref.is_record:
            await _move_back(conn, ref, kept["moved"].get(ref.table, []), found)
            await film_rows.insert(conn, ref.table, kept["deleted"].get(ref.table, []))
    await conn.execute(
        "update reviews set state = 'open', decided_by = null, decided_at = null, note = null where id = any(%s)",
        [kept["closed_reviews"]],
    )
    await conn.execute(
        "update import_movies set state = 'answered' where movie_id = %s and state = 'pending'",
        [found.dropped_id],
    )
    await conn.execute("update merges set undone_at = now(), undone_by = %s where id = %s", [by, found.id])


async def of_review(conn: AsyncConnection, review_id: int) -> list[Merge]:
    """The merges that a review stands for and that were not undone, the newest first."""
    return await _select(conn, "review_id = %s order by id desc", [review_id])


async def newer(conn: AsyncConnection, found: Merge) -> list[Merge]:
    """Merges made later of the same films: they are to be undone first."""
    return await _select(
        conn,
        "id > %s and (keep_id = %s or dropped_id = %s) order by id desc",
        [found.id, found.keep_id, found.keep_id],
    )


async def that_dropped(conn: AsyncConnection, movie_id: int) -> Merge | None:
    """The merge in which the film's row went."""
    found = await _select(conn, "dropped_id = %s order by id desc limit 1", [movie_id])
    return found[0] if found else None


async def into(conn: AsyncConnection, movie_id: int, review_id: int) -> Merge | None:
    """The newest merge in which another row joined the film, in a later review than that."""
    found = await _select(
        conn, "keep_id = %s and review_id > %s order by id desc limit 1", [movie_id, review_id]
    )
    return found[0] if found else None


async def aliases(conn: AsyncConnection, imdb_ids: Sequence[str]) -> dict[str, str]:
    """Ids under which pages may know a film whose row joined another: the page's id → the row's."""
    cursor = await conn.execute(
        """
        select g.dropped_imdb_id, m.imdb_id from merges g join movies m on m.id = g.keep_id
        where g.undone_at is null and g.dropped_imdb_id = any(%s) and m.imdb_id <> g.dropped_imdb_id
        """,
        [list(imdb_ids)],
    )
    return dict(await cursor.fetchall())


async def _select(conn: AsyncConnection, where: str, values: Sequence[object]) -> list[Merge]:
    cursor = conn.cursor(row_factory=class_row(Merge))
    await cursor.execute(
        f"""
        select id, keep_id, dropped_id, review_id, reason from merges where undone_at is null and {where}
        """,
        values,
    )
    return await cursor.fetchall()


async def _close_second_review(conn: AsyncConnection, keep: int, drop: int) -> list[int]:
    """A film has one open question: of two the spare row's is closed."""
    cursor = conn.cursor(row_factory=scalar_row)
    await cursor.execute(
        """
        update reviews d set state = 'decided', decided_by = 'cinegraph', decided_at = now(),
            note = 'its film joined another that has a question of its own'
        where d.movie_id = %s and d.state = 'open'
            and exists (select 1 from reviews k where k.movie_id = %s and k.state = 'open')
        returning d.id
        """,
        [drop, keep],
    )
    return await cursor.fetchall()


async def _delete_all(conn: AsyncConnection, ref: Reference, drop: int) -> list[Row]:
    """All rows of the film; the answer is those rows."""
    cursor = conn.cursor(row_factory=scalar_row)
    await cursor.execute(f"delete from {ref.table} d where d.{ref.column} = %s returning to_jsonb(d)", [drop])
    return await cursor.fetchall()


async def _delete_doubles(conn: AsyncConnection, ref: Reference, keep: int, drop: int) -> list[Row]:
    """Rows that would stand twice; the answer is those rows."""
    same = [
        " and ".join([f"k.{ref.column} = %(keep)s", *(f"k.{c} = d.{c}" for c in u if c != ref.column)])
        for u in ref.unique
    ]
    if not same:
        return []
    doubled = " or ".join(f"exists (select 1 from {ref.table} k where {one})" for one in same)
    cursor = conn.cursor(row_factory=scalar_row)
    await cursor.execute(
        f"delete from {ref.table} d where d.{ref.column} = %(drop)s and ({doubled}) returning to_jsonb(d)",
        {"keep": keep, "drop": drop},
    )
    return await cursor.fetchall()


async def _move(conn: AsyncConnection, ref: Reference, keep: int, drop: int) -> list[Row]:
    """Everything else speaks of `keep`; the answer is the keys of those rows, as they are now."""
    key = ", ".join(f"'{c}', t.{c}" for c in ref.key)
    cursor = conn.cursor(row_factory=scalar_row)
    await cursor.execute(
        f"""
        update {ref.table} t set {ref.column} = %s where {ref.column} = %s returning jsonb_build_object({key})
        """,
        [keep, drop],
    )
    return await cursor.fetchall()


async def _move_back(conn: AsyncConnection, ref: Reference, keys: Sequence[Row], found: Merge) -> None:
    same = " and ".join(f"t.{c} = r.{c}" for c in ref.key)
    await conn.execute(
        f"""
        update {ref.table} t set {ref.column} = %s
        from jsonb_populate_recordset(null::{ref.table}, %s) r where {same} and t.{ref.column} = %s
        """,
        [found.dropped_id, Jsonb(list(keys)), found.keep_id],
    )


async def _inherit(conn: AsyncConnection, keep: int, dropped: Row) -> None:
    """Ids that only the spare row had, and its mark."""
    ids = {
        name: dropped[name]
        for name in ("imdb_id", "tmdb_id", "wikidata_id", "letterboxd_id")
        if dropped[name]
    }
    for name, value in ids.items():
        await conn.execute(f"update movies set {name} = coalesce({name}, %s) where id = %s", [value, keep])
    if dropped["critical"]:
        await conn.execute("update movies set critical = true where id = %s", [keep])
