"""Two rows that are one person: every reference moves, the spare row goes, and all of it can be put back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import class_row, scalar_row
from psycopg.types.json import Jsonb

from cinegraph.store import graph

_GIVEN = "unnest(%(keep)s::bigint[], %(drop)s::bigint[]) as g(keep, drop)"


@dataclass(frozen=True, slots=True)
class PersonMerge:
    """A person's row that joined another: `dropped_id` is gone, and everything that spoke of it speaks of `keep_id`. `merged_by`
    is who says so; "cinegraph" by itself."""

    id: int
    keep_id: int
    dropped_id: int
    dropped_name: str
    dropped_imdb_id: str | None
    review_id: int | None
    reason: str
    merged_by: str
    merged_at: datetime


async def join(
    conn: AsyncConnection,
    pairs: Sequence[tuple[int, int]],
    by: str,
    reason: str,
    review_id: int | None = None,
) -> None:
    """Of each pair (kept, dropped) the second person joins the first; nobody is dropped and kept at once.

    Ids, names and pictures that only the dropped row had go to the other. Nothing is lost: the merges' rows have
    everything that `undo` needs.
    """
    given = {"keep": [keep for keep, _ in pairs], "drop": [drop for _, drop in pairs]}
    if not pairs:
        return
    people = [*given["keep"], *given["drop"]]
    films = await _hold(conn, people, given["drop"])
    kept = {
        row["id"]: row
        for row in await _rows(conn, "select to_jsonb(p) from people p where id = any(%s)", people)
    }
    moved = await _move(conn, given)
    await conn.execute("delete from people where id = any(%(drop)s)", given)
    for keep, drop in pairs:
        await _inherit(conn, keep, kept[drop])
    await graph.build(conn, films)
    await _note(conn, pairs, kept, moved, {"review_id": review_id, "merged_by": by, "reason": reason})


async def _hold(conn: AsyncConnection, people: Sequence[int], dropped: Sequence[int]) -> list[int]:
    """Nobody else changes these people until the transaction ends; the films of the dropped ones have no pairs any more.

    Films are held before people, as whoever writes pairs does it; a film that got one of them meanwhile is there the second time.
    """
    films = await _films(conn, dropped)
    await graph.forget(conn, films)
    await conn.execute("select 1 from people where id = any(%s) order by id for update", [people])
    every = await _films(conn, dropped)
    await graph.forget(conn, sorted({*every} - {*films}))
    return every


async def _note(
    conn: AsyncConnection,
    pairs: Sequence[tuple[int, int]],
    kept: dict[int, dict[str, Any]],
    moved: dict[str, list[Any]],
    facts: dict[str, object],
) -> None:
    """A merge's row for each pair, with what undoing needs."""
    rows = [
        facts
        | {
            "keep_id": keep,
            "dropped_id": drop,
            "snapshot": {"dropped": kept[drop], "kept": kept[keep]}
            | {name: [r["row"] for r in told if r["drop"] == drop] for name, told in moved.items()},
        }
        for keep, drop in pairs
    ]
    await conn.execute(
        """
        insert into person_merges (keep_id, dropped_id, snapshot, review_id, merged_by, reason)
        select keep_id, dropped_id, snapshot, review_id, merged_by, reason
        from jsonb_populate_recordset(null::person_merges, %s)
        """,
        [Jsonb(rows)],
    )


async def _films(conn: AsyncConnection, person_ids: Sequence[int]) -> list[int]:
    """The films in which these people have credits, and so may have pairs."""
    query = "select distinct movie_id from movie_credits where person_id = any(%s) order by 1"
    return await _rows(conn, query, person_ids)


async def _move(conn: AsyncConnection, given: dict[str, list[int]]) -> dict[str, list[Any]]:
    """Every reference to the dropped speaks of the kept; what would stand twice goes. The answer: those rows' keys."""
    cursor = conn.cursor(row_factory=scalar_row)
    told: dict[str, list[Any]] = {}
    for name, query in (
        (
            "deleted",
            f"""
            delete from festival_nomination_people d using {_GIVEN}
            where d.person_id = g.drop and exists (
                select 1 from festival_nomination_people k
                where k.person_id = g.keep and k.nomination_id = d.nomination_id)
            returning jsonb_build_object('drop', g.drop, 'row', to_jsonb(d))
            """,
        ),
        (
            "nominees",
            f"""
            update festival_nomination_people n set person_id = g.keep from {_GIVEN} where n.person_id = g.drop
            returning jsonb_build_object('drop', g.drop, 'row',
                jsonb_build_object('nomination_id', n.nomination_id, 'credited_as', n.credited_as))
            """,
        ),
        (
            "credits",
            f"""
            update movie_credits c set person_id = g.keep from {_GIVEN} where c.person_id = g.drop
            returning jsonb_build_object('drop', g.drop, 'row', c.id)
            """,
        ),
        (
            "merges",
            f"""
            update person_merges m set keep_id = g.keep from {_GIVEN} where m.keep_id = g.drop
            returning jsonb_build_object('drop', g.drop, 'row', m.id)
            """,
        ),
    ):
        await cursor.execute(query.encode(), given)
        told[name] = await cursor.fetchall()
    return told


async def _inherit(conn: AsyncConnection, keep: int, dropped: dict[str, Any]) -> None:
    await conn.execute(
        """
        update people set imdb_id = coalesce(imdb_id, %(imdb_id)s), tmdb_id = coalesce(tmdb_id, %(tmdb_id)s),
            known_for = coalesce(known_for, %(known_for)s), profile_path = coalesce(profile_path, %(profile_path)s),
            other_names = (select coalesce(array_agg(distinct n), '{}')
                from unnest(other_names || %(other_names)s || %(name)s::text) n where n <> name)
        where id = %(keep)s
        """,
        dropped | {"keep": keep},
    )


_PUT_BACK = (
    "insert into people overriding system value select (jsonb_populate_record(null::people, %(kept)s -> 'dropped')).*",
    """
    update movie_credits set person_id = %(drop)s where person_id = %(keep)s
        and id in (select jsonb_array_elements(%(kept)s -> 'credits')::bigint)
    """,
    """
    update festival_nomination_people n set person_id = %(drop)s
    from jsonb_to_recordset(%(kept)s -> 'nominees') as r(nomination_id bigint, credited_as text)
    where n.nomination_id = r.nomination_id and n.credited_as = r.credited_as and n.person_id = %(keep)s
    """,
    """
    insert into festival_nomination_people
    select r.* from jsonb_populate_recordset(null::festival_nomination_people, %(kept)s -> 'deleted') r
    where exists (select 1 from festival_nominations n where n.id = r.nomination_id) on conflict do nothing
    """,
    """
    update person_merges set keep_id = %(drop)s where id in (select jsonb_array_elements(%(kept)s -> 'merges')::bigint)
    """,
)
"""The dropped person, and each reference that had moved."""


async def undo(conn: AsyncConnection, found: PersonMerge, by: str) -> None:
    """Both people are what they were before, with their rows' numbers and references. What came since stays with the
    person who was kept."""
    (kept,) = await _rows(conn, "select snapshot from person_merges where id = %s for update", found.id)
    values = {"keep": found.keep_id, "drop": found.dropped_id, "kept": Jsonb(kept)}
    films = await _films(conn, [found.keep_id])
    await graph.forget(conn, films)
    await conn.execute(
        """
        update people p set imdb_id = case when p.imdb_id = b.imdb_id then k.imdb_id else p.imdb_id end,
            tmdb_id = case when p.tmdb_id = b.tmdb_id then k.tmdb_id else p.tmdb_id end,
            known_for = k.known_for, profile_path = k.profile_path, other_names = k.other_names
        from jsonb_populate_record(null::people, %(kept)s -> 'dropped') b,
            jsonb_populate_record(null::people, %(kept)s -> 'kept') k where p.id = %(keep)s
        """,
        values,
    )
    for query in _PUT_BACK:
        await conn.execute(query.encode(), values)
    await graph.build(conn, films)
    await conn.execute(
        "update person_merges set undone_at = now(), undone_by = %s where id = %s", [by, found.id]
    )


_MERGE = """
    select id, keep_id, dropped_id, snapshot -> 'dropped' ->> 'name' as dropped_name,
        snapshot -> 'dropped' ->> 'imdb_id' as dropped_imdb_id, review_id, reason, merged_by, inserted_at as merged_at
    from person_merges where undone_at is null and
"""


async def of_review(conn: AsyncConnection, review_id: int) -> list[PersonMerge]:
    """The merges that a review stands for and that were not undone, the newest first."""
    return await _find(conn, "review_id = %s", review_id)


async def of_person(conn: AsyncConnection, person_id: int) -> list[PersonMerge]:
    """Who joined that person, the newest first."""
    return await _find(conn, "keep_id = %s", person_id)


async def that_dropped(conn: AsyncConnection, person_id: int) -> PersonMerge | None:
    """The merge in which that person's row went, if it holds."""
    found = await _find(conn, "dropped_id = %s", person_id)
    return found[0] if found else None


async def _find(conn: AsyncConnection, where: str, value: int) -> list[PersonMerge]:
    cursor = conn.cursor(row_factory=class_row(PersonMerge))
    await cursor.execute(f"{_MERGE} {where} order by id desc".encode(), [value])
    return await cursor.fetchall()


async def _rows(conn: AsyncConnection, query: str, value: object) -> list[Any]:
    cursor = conn.cursor(row_factory=scalar_row)
    await cursor.execute(query.encode(), [value])
    return await cursor.fetchall()
