"""Films with questions, nominations and calls, as the screens of data show them."""

from collections.abc import Sequence
from typing import Any

from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

HOSTILE = "<script>alert(1)</script>"
RTL = "\u202eفيلم طويل جدا"
LONG = "Verylongtitlewithoutanyspace" * 12


def candidate(number: int, title: str, score: float = 0.8, **more: object) -> dict[str, Any]:
    """A candidate of a review, with a reason for and one against."""
    return {
        "source": "tmdb",
        "source_id": str(number),
        "title": title,
        "original_title": None,
        "year": 2023,
        "kind": "movie",
        "imdb_id": None,
        "tmdb_id": number,
        "wikidata_id": None,
        "directors": ["Somebody"],
        "score": score,
        "evidence": [
            {"name": "same_title_told", "says": "One of the titles is the same.", "score": 0.5},
            {"name": "old", "says": "It is an old film.", "score": -0.15},
        ],
    } | more


async def film(conn: AsyncConnection, title: str, **columns: object) -> int:
    """A film with these columns; its number."""
    told = {"title": title} | columns
    return await _one(
        conn,
        f"insert into movies ({', '.join(told)}) values ({', '.join(['%s'] * len(told))}) returning id",
        [Jsonb(value) if isinstance(value, dict) else value for value in told.values()],
    )


async def review(
    conn: AsyncConnection,
    title: str,
    candidates: Sequence[dict[str, Any]] = (),
    kind: str = "choice",
    movie_id: int | None = None,
) -> int:
    """An open question about a film of that title; its number."""
    movie = movie_id or await film(conn, title)
    return await _one(
        conn,
        "insert into reviews (movie_id, kind, reason, candidates) values (%s, %s, %s, %s) returning id",
        [movie, kind, "no candidate is sure enough", Jsonb(list(candidates))],
    )


async def nomination(
    conn: AsyncConnection, movie_id: int, title: str, person_id: int | None = None, name: str = "Somebody"
) -> int:
    """A nomination of the film at the Academy Awards of 2024, with a note; its number."""
    ceremony = await _one(
        conn,
        """
        with made as (insert into festival_ceremonies (organization_id, year, name, state)
            select id, 2024, '96th', 'held' from festival_organizations where slug = 'oscars'
            on conflict (organization_id, year, instance) do update set name = excluded.name returning id)
        select id from made
        """,
        [],
    )
    category = await _one(
        conn,
        """
        insert into festival_categories (organization_id, award, name)
        select id, 'Oscar', 'Directing' from festival_organizations where slug = 'oscars'
        on conflict (organization_id, award, name) do update set name = excluded.name returning id
        """,
        [],
    )
    number = await _one(
        conn,
        """
        insert into festival_nominations (ceremony_id, category_id, fingerprint, position, is_winner, detail, note, source)
        values (%s, %s, md5(random()::text), 1, true, %s, %s, '{oscars_org}') returning id
        """,
        [ceremony, category, HOSTILE, HOSTILE],
    )
    await conn.execute(
        "insert into festival_nomination_films (nomination_id, position, movie_id, credited_as) values (%s, 1, %s, %s)",
        [number, movie_id, title],
    )
    if person_id is not None:
        await conn.execute(
            "insert into festival_nomination_people (nomination_id, position, person_id, credited_as) values (%s, 1, %s, %s)",
            [number, person_id, name],
        )
    return number


async def call(conn: AsyncConnection, movie_id: int, error: str | None = None, **facts: object) -> None:
    """A call that was made for the film."""
    await conn.execute(
        """
        insert into api_lookup_metrics (id, source, operation, identifier, success, response_time_ms, error_message, metadata)
        values (gen_random_uuid(), 'tmdb', 'search', %s, %s, 12, %s, %s)
        """,
        [HOSTILE, error is None, error, Jsonb({"movie_id": movie_id} | facts)],
    )


async def listed(conn: AsyncConnection, key: str, movie_id: int, position: int, **columns: object) -> None:
    """The film stands on the list."""
    told = {"imdb_id": f"tt{movie_id:07}", "title": f"Film {movie_id}", "position": position} | columns
    await conn.execute(
        f"""
        insert into movie_list_items (list_id, movie_id, {", ".join(told)})
        select id, %s, {", ".join(["%s"] * len(told))} from movie_lists where source_key = %s
        """.encode(),
        [movie_id, *told.values(), key],
    )


async def _one(conn: AsyncConnection, query: str, values: Sequence[object]) -> int:
    cursor = await conn.execute(query.encode(), values)
    row = await cursor.fetchone()
    assert row is not None
    return int(row[0])
