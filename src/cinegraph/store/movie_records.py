"""What a record adds to a film: credits; from a full one genres, keywords, images and videos as well.

A credit whose person has no id is not kept here: a name alone does not say who it is.
"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Literal

from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from cinegraph.domain.movies import Candidate
from cinegraph.domain.people import Credit


async def save(conn: AsyncConnection, movie_id: int, found: Candidate) -> None:
    """Credits, genres, keywords, images and videos become exactly those of the record; run twice, the same rows."""
    await save_credits(conn, movie_id, found.credits)
    await _save_names(conn, movie_id, "genre", found.genres)
    await _save_names(conn, movie_id, "keyword", found.keywords)
    await _save_pictures(conn, movie_id, found)


async def save_credits(conn: AsyncConnection, movie_id: int, credits: Sequence[Credit]) -> None:
    """The film's credits become exactly these, as far as their people have ids (TMDb's before IMDb's)."""
    known = [credit for credit in credits if credit.tmdb_id is not None or credit.imdb_id is not None]
    await _save_people(conn, "tmdb_id", [c for c in known if c.tmdb_id is not None])
    await _save_people(conn, "imdb_id", [c for c in known if c.tmdb_id is None])
    await conn.execute(
        """
        with told as (
            select * from jsonb_to_recordset(%(credits)s) as r(tmdb_id bigint, imdb_id text, kind text,
                department text, job text, "character" text, billing int, source_key text)
        ), gone as (
            delete from movie_credits where movie_id = %(movie)s
                and source_key <> all (select source_key from told)
        )
        insert into movie_credits as kept
            (movie_id, person_id, kind, department, job, character, billing, source_key)
        select %(movie)s, p.id, told.kind, told.department, told.job, told.character, told.billing, told.source_key
        from told join people p on p.id = coalesce(
            (select t.id from people t where t.tmdb_id = told.tmdb_id),
            (select i.id from people i where i.imdb_id = told.imdb_id))
        on conflict (movie_id, source_key) do update set
            person_id = excluded.person_id, kind = excluded.kind, department = excluded.department,
            job = excluded.job, character = excluded.character, billing = excluded.billing
        where (kept.person_id, kept.kind, kept.department, kept.job, kept.character, kept.billing) is distinct from
            (excluded.person_id, excluded.kind, excluded.department, excluded.job, excluded.character, excluded.billing)
        """,
        {"movie": movie_id, "credits": Jsonb([_credit_row(credit) for credit in known])},
    )


def _credit_row(credit: Credit) -> dict[str, object]:
    return {
        "tmdb_id": credit.tmdb_id,
        "imdb_id": credit.imdb_id,
        "kind": credit.kind,
        "department": credit.department,
        "job": credit.job,
        "character": credit.character,
        "billing": credit.billing,
        "source_key": credit.source_key,
    }


async def _save_people(
    conn: AsyncConnection, key: Literal["tmdb_id", "imdb_id"], credits: Sequence[Credit]
) -> None:
    """A row for each person, found again by that id."""
    rows = {
        getattr(c, key): {
            "key": getattr(c, key),
            "name": c.name,
            "known_for": c.known_for or None,
            "path": c.profile_path or None,
        }
        for c in credits
    }
    kind = {"tmdb_id": "bigint", "imdb_id": "text"}[key]
    await conn.execute(
        f"""
        insert into people as kept ({key}, name, known_for, profile_path)
        select key, name, known_for, path
        from jsonb_to_recordset(%s) as r(key {kind}, name text, known_for text, path text) order by key
        on conflict ({key}) do update set
            known_for = coalesce(excluded.known_for, kept.known_for),
            profile_path = coalesce(excluded.profile_path, kept.profile_path)
        where (kept.known_for, kept.profile_path) is distinct from
            (coalesce(excluded.known_for, kept.known_for), coalesce(excluded.profile_path, kept.profile_path))
        """,
        [Jsonb(list(rows.values()))],
    )


async def _save_names(conn: AsyncConnection, movie_id: int, what: str, names: Sequence[str]) -> None:
    """Genres or keywords: rows shared by all films, and the film's own links to them."""
    await conn.execute(
        f"insert into {what}s (name) select unnest(%s::text[]) order by 1 on conflict (name) do nothing",
        [list(names)],
    )
    await conn.execute(
        f"""
        with told as (select id from {what}s where name = any(%(names)s)),
        gone as (delete from movie_{what}s where movie_id = %(movie)s and {what}_id <> all (select id from told))
        insert into movie_{what}s (movie_id, {what}_id) select %(movie)s, id from told on conflict do nothing
        """,
        {"movie": movie_id, "names": list(names)},
    )


async def _save_pictures(conn: AsyncConnection, movie_id: int, found: Candidate) -> None:
    for table, key, rows in (
        ("movie_images", "path", [asdict(image) | {"movie_id": movie_id} for image in found.images]),
        ("movie_videos", "key", [asdict(video) | {"movie_id": movie_id} for video in found.videos]),
    ):
        columns = ", ".join(rows[0]) if rows else key
        await conn.execute(
            f"delete from {table} where movie_id = %s and {key} <> all (%s)",
            [movie_id, [row[key] for row in rows]],
        )
        if rows:
            await conn.execute(
                f"""
                insert into {table} ({columns}) select {columns} from jsonb_populate_recordset(null::{table}, %s)
                on conflict do nothing
                """,
                [Jsonb(rows)],
            )
