"""What a record adds to a film: credits, genres, keywords, and the rows of `film_details`."""

from collections.abc import Sequence

from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from cinegraph.domain.movies import Candidate
from cinegraph.domain.people import Credit
from cinegraph.store import film_details, film_rows, graph, people


async def save(conn: AsyncConnection, movie_id: int, found: Candidate) -> None:
    """Credits, genres, keywords, images and so on become exactly those of the record; run twice, the same rows.

    What a record that is not complete does not speak of stays as it is. Credits without any id are left out.
    """
    known = [c for c in found.credits if c.tmdb_id is not None or c.imdb_id is not None]
    if found.complete or known:
        await people.save(conn, known)
        await _save_credits(conn, movie_id, known)
    if found.complete or found.genres:
        await _save_names(conn, movie_id, "genre", found.genres)
    if found.complete or found.keywords:
        await _save_names(conn, movie_id, "keyword", found.keywords)
    await film_details.save(conn, movie_id, found)


async def _save_credits(conn: AsyncConnection, movie_id: int, credits: Sequence[Credit]) -> None:
    await conn.execute(
        """
        with told as (
            select * from jsonb_to_recordset(%(credits)s) as r(tmdb_id bigint, imdb_id text, kind text, department text,
                job text, "character" text, billing int, source_key text)
        ), found as (
            select told.*, p.id as person_id from told join people p using (tmdb_id)
            union all
            select told.*, p.id from told join people p on p.imdb_id = told.imdb_id where told.tmdb_id is null
        ), gone as (
            delete from movie_credits where movie_id = %(movie)s
                and source_key <> all (select source_key from told)
        )
        insert into movie_credits as kept
            (movie_id, person_id, kind, department, job, character, billing, source_key)
        select %(movie)s, person_id, kind, department, job, character, billing, source_key from found
        on conflict (movie_id, source_key) do update set
            person_id = excluded.person_id, kind = excluded.kind, department = excluded.department,
            job = excluded.job, character = excluded.character, billing = excluded.billing
        where (kept.person_id, kept.kind, kept.department, kept.job, kept.character, kept.billing) is distinct from
            (excluded.person_id, excluded.kind, excluded.department, excluded.job, excluded.character, excluded.billing)
        """,
        {"movie": movie_id, "credits": Jsonb([_credit_row(credit) for credit in credits])},
    )


async def forget(conn: AsyncConnection, movie_ids: Sequence[int]) -> None:
    """What catalogues said of these films was said of another film: they are stubs again, as their pages named them."""
    if not movie_ids:
        return
    await graph.forget(conn, movie_ids)
    for known in await film_rows.references(conn):
        if known.is_record:
            await conn.execute(f"delete from {known.table} where {known.column} = any(%s)", [list(movie_ids)])
    await conn.execute(
        """
        update movies m set
            imdb_id = null, tmdb_id = null, wikidata_id = null, letterboxd_id = null, original_title = null,
            title = coalesce((select f.credited_as from festival_nomination_films f where f.movie_id = m.id
                              order by f.nomination_id, f.position limit 1), m.title),
            year = null, kind = null, details = '{}', import_type = 'stub', needs_enrichment = true,
            data_source_hierarchy = '{}', last_enrichment_attempt = null, ask_again_at = null,
            lookup_attempts = 0
        where m.id = any(%s)
        """,
        [list(movie_ids)],
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
