"""Films with everything that hangs on them: which tables point to a film, and its rows kept and put back.

The tables are read from the database's own catalogue, so that one which is added later is not forgotten.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import dict_row, scalar_row
from psycopg.types.json import Jsonb

from cinegraph.store import graph

Row = dict[str, Any]
Snapshot = dict[str, Any]

_SPEAKS_OF = {
    "festival_nomination_films",
    "import_movies",
    "movie_list_items",
    "reviews",
    "decisions",
    "merges",
}
"""Tables that speak of a film; every other one that points to it is part of what is known of it."""

_DERIVED = ["collaboration_details", "movie_score_parts", "movie_scores"]
"""Tables that are computed from what is known of a film: never kept or moved, but computed anew."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A table's column that points to a film; its primary key; and what must be unique together with it."""

    table: str
    column: str
    key: tuple[str, ...]
    unique: tuple[tuple[str, ...], ...]

    @property
    def is_record(self) -> bool:
        """Whether its rows are what is known of the film, and not who speaks of it."""
        return self.table not in _SPEAKS_OF


async def references(conn: AsyncConnection) -> list[Reference]:
    """Every column that points to a film, but for those of derived rows."""
    cursor = conn.cursor(row_factory=dict_row)
    await cursor.execute(
        """
        select c.conrelid::regclass::text as "table", a.attname as "column",
            (select array_agg(k.attname order by k.attnum) from pg_index i join pg_attribute k
                on k.attrelid = i.indrelid and k.attnum = any(i.indkey) where i.indrelid = c.conrelid and i.indisprimary
            ) as key,
            (select coalesce(json_agg(u.columns), '[]') from (
                select json_agg(k.attname) as columns from pg_index i join pg_attribute k
                    on k.attrelid = i.indrelid and k.attnum = any(i.indkey)
                where i.indrelid = c.conrelid and i.indisunique and i.indpred is null and i.indexprs is null
                    and c.conkey[1] = any(i.indkey)
                group by i.indexrelid
            ) u) as "unique"
        from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
        where c.contype = 'f' and c.confrelid = 'movies'::regclass and c.conrelid::regclass::text <> all(%s)
        order by 1, 2
        """,
        [_DERIVED],
    )
    return [
        Reference(row["table"], row["column"], tuple(row["key"]), tuple(tuple(u) for u in row["unique"]))
        for row in await cursor.fetchall()
    ]


async def take(conn: AsyncConnection, movie_ids: Sequence[int]) -> Snapshot:
    """The films' rows with all that is known of them, held until the transaction ends."""
    films = await _rows(
        conn,
        "select to_jsonb(m) from movies m where id = any(%s) order by id for update",
        [list(movie_ids)],
    )
    record = {
        ref.table: await _rows(
            conn,
            f"select to_jsonb(t) from {ref.table} t where {ref.column} = any(%s)",
            [list(movie_ids)],
        )
        for ref in await references(conn)
        if ref.is_record
    }
    return {"films": films, "record": record}


async def restore(conn: AsyncConnection, kept: Snapshot) -> None:
    """Make the films' rows, and all that is known of them, what they were. What others say of them stays.

    People whom only the record in between had named go with it.
    """
    numbers = [film["id"] for film in kept["films"]]
    refs = [ref for ref in await references(conn) if ref.is_record]
    await graph.forget(conn, numbers)
    named = await _rows(
        conn, "select distinct person_id from movie_credits where movie_id = any(%s)", [numbers]
    )
    for ref in refs:
        await conn.execute(f"delete from {ref.table} where {ref.column} = any(%s)", [numbers])
    known = set(await _rows(conn, "select id from movies where id = any(%s)", [numbers]))
    for film in sorted(kept["films"], key=lambda film: film["id"] not in known):
        await (_put_back if film["id"] in known else _insert_film)(conn, film)
    for ref in refs:
        await insert(conn, ref.table, kept["record"].get(ref.table, []))
    await _forget_strangers(conn, named)
    await graph.build(conn, numbers)


async def with_what_came_since(conn: AsyncConnection, kept: Snapshot) -> Snapshot:
    """The snapshot with what is no part of a decision: whether the film is critical, and an id that a page states."""
    films = []
    for film in kept["films"]:
        now = await _rows(
            conn,
            """
            select jsonb_build_object('critical', m.critical) || case when %(imdb_id)s::text is null and exists (
                    select 1 from festival_nomination_films f where f.movie_id = m.id and f.imdb_id = m.imdb_id)
                then jsonb_build_object('imdb_id', m.imdb_id) else '{}' end
            from movies m where m.id = %(id)s
            """,
            {"id": film["id"], "imdb_id": film["imdb_id"]},
        )
        films.append(film | (now[0] if now else {}))
    return kept | {"films": films}


async def insert(conn: AsyncConnection, table: str, rows: Sequence[Row]) -> None:
    """Put rows back that were taken out; those that are there again stay as they are, and what a person did whose row
    is gone does not come back; whose row has joined another, what they did is the other's. A column that came later has
    its default."""
    if not rows:
        return
    names = ", ".join(f'"{name}"' for name in rows[0])
    told, known = "%s", ""
    if table == "movie_credits":
        told, known = _BY_WHO_THEY_ARE_NOW, " where r.person_id in (select id from people)"
    await conn.execute(
        f"""
        insert into {table} ({names}) overriding system value
        select {names} from jsonb_populate_recordset(null::{table}, {told}) r{known}
        on conflict do nothing
        """,
        [Jsonb(list(rows))],
    )


_BY_WHO_THEY_ARE_NOW = """(
    select jsonb_agg(told || jsonb_build_object('person_id', coalesce(j.keep_id, (told ->> 'person_id')::bigint)))
    from jsonb_array_elements(%s) told
    left join lateral (
        select m.keep_id from person_merges m
        where m.dropped_id = (told ->> 'person_id')::bigint and m.undone_at is null order by m.id desc limit 1
    ) j on true
)"""
"""What somebody did whose row has joined another is what that other did."""


async def _put_back(conn: AsyncConnection, film: Row) -> None:
    """A column that came later keeps its value."""
    names = ", ".join(f'"{name}"' for name in film if name not in ("id", "updated_at"))
    await conn.execute(
        f"""
        update movies m set ({names}) = (
            select {names} from jsonb_populate_record(null::movies, to_jsonb(m) || %(film)s))
        where id = %(id)s
        """,
        {"film": Jsonb(film), "id": film["id"]},
    )


async def _insert_film(conn: AsyncConnection, film: Row) -> None:
    names = ", ".join(f'"{name}"' for name in film)
    await conn.execute(
        f"""
        insert into movies ({names}) overriding system value
        select {names} from jsonb_populate_record(null::movies, %s)
        """,
        [Jsonb(film)],
    )


async def _forget_strangers(conn: AsyncConnection, person_ids: Sequence[int]) -> None:
    """People without an IMDb id whom nothing names any more, and nothing that may be put back."""
    pointing = await _rows(
        conn,
        """
        select format('select 1 from %%s where %%I = p.id', c.conrelid::regclass, a.attname)
        from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
        where c.contype = 'f' and c.confrelid = 'people'::regclass and %s
        """,
        [True],
    )
    pointing += [
        f"select 1 from {table} k, jsonb_array_elements(k.{column} -> 'record' -> 'movie_credits') c"
        " where (c ->> 'person_id')::bigint = p.id"
        for table, column in (("merges", "snapshot"), ("reviews", "before"))
    ]
    unnamed = " and ".join(f"not exists ({query})" for query in pointing)
    await conn.execute(
        f"delete from people p where id = any(%s) and imdb_id is null and {unnamed}", [list(person_ids)]
    )


async def one(conn: AsyncConnection, query: str, values: Sequence[object] | Mapping[str, object]) -> Any:
    """The one value that a query answers."""
    (value,) = await _rows(conn, query, values)
    return value


async def _rows(
    conn: AsyncConnection, query: str, values: Sequence[object] | Mapping[str, object]
) -> list[Any]:
    cursor = conn.cursor(row_factory=scalar_row)
    await cursor.execute(query, values)
    return await cursor.fetchall()
