"""What a full record adds to a film: credits, genres, keywords, images, videos."""

from collections.abc import Sequence
from dataclasses import asdict

from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from cinegraph.domain.movies import Candidate
from cinegraph.domain.people import Credit


async def save(conn: AsyncConnection, movie_id: int, found: Candidate) -> None:
    """Credits, genres, keywords, images and videos become exactly those of the record; run twice, the same rows."""
    await _save_people(conn, found)
    await conn.execute(
        """
        with told as (
            select * from jsonb_to_recordset(%(credits)s) as r(tmdb_id bigint, kind text, department text, job text,
                "character" text, billing int, source_key text)
        ), gone as (
            delete from movie_credits where movie_id = %(movie)s
                and source_key <> all (select source_key from told)
        )
        insert into movie_credits as kept
            (movie_id, person_id, kind, department, job, character, billing, source_key)
        select %(movie)s, p.id, told.kind, told.department, told.job, told.character, told.billing, told.source_key
        from told join people p using (tmdb_id)
        on conflict (movie_id, source_key) do update set
            person_id = excluded.person_id, kind = excluded.kind, department = excluded.department,
            job = excluded.job, character = excluded.character, billing = excluded.billing
        where (kept.person_id, kept.kind, kept.department, kept.job, kept.character, kept.billing) is distinct from
            (excluded.person_id, excluded.kind, excluded.department, excluded.job, excluded.character, excluded.billing)
        """,
        {"movie": movie_id, "credits": Jsonb([_credit_row(credit) for credit in found.credits])},
    )
    await _save_names(conn, movie_id, "genre", found.genres)
    await _save_names(conn, movie_id, "keyword", found.keywords)
    await _save_pictures(conn, movie_id, found)


async def forget(conn: AsyncConnection, movie_ids: Sequence[int]) -> None:
    """What catalogues said of these films was said of another film: they are stubs again, as their pages named them."""
    if not movie_ids:
        return
    for table in ("movie_credits", "movie_genres", "movie_keywords", "movie_images", "movie_videos"):
        await conn.execute(f"delete from {table} where movie_id = any(%s)", [list(movie_ids)])
    await conn.execute(
        """
        update movies m set
            imdb_id = null, tmdb_id = null, wikidata_id = null, letterboxd_id = null, original_title = null,
            title = coalesce((select f.credited_as from festival_nomination_films f where f.movie_id = m.id
                              order by f.nomination_id, f.position limit 1), m.title),
            year = null, kind = null, details = '{}', import_type = 'stub', needs_enrichment = true,
            data_source_hierarchy = '{}', last_enrichment_attempt = null, ask_again_at = null
        where m.id = any(%s)
        """,
        [list(movie_ids)],
    )


def _credit_row(credit: Credit) -> dict[str, object]:
    return {
        "tmdb_id": credit.tmdb_id,
        "kind": credit.kind,
        "department": credit.department,
        "job": credit.job,
        "character": credit.character,
        "billing": credit.billing,
        "source_key": credit.source_key,
    }


async def _save_people(conn: AsyncConnection, found: Candidate) -> None:
    rows = {
        c.tmdb_id: {
            "tmdb_id": c.tmdb_id,
            "name": c.name,
            "known_for": c.known_for or None,
            "path": c.profile_path or None,
        }
        for c in found.credits
    }
    await conn.execute(
        """
        insert into people as kept (tmdb_id, name, known_for, profile_path)
        select tmdb_id, name, known_for, path
        from jsonb_to_recordset(%s) as r(tmdb_id bigint, name text, known_for text, path text) order by tmdb_id
        on conflict (tmdb_id) do update set
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
