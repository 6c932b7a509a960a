"""How films are rated, and what they earned, won and are rated for: each with who told it, and when."""

from collections.abc import Mapping
from dataclasses import asdict

from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from cinegraph.domain.movies import Candidate, Facts


async def save(conn: AsyncConnection, movie_id: int, found: Candidate) -> None:
    """The film's ratings by that catalogue become those that it tells; one that tells none changes nothing. So do the
    facts that have a row each. That the catalogue told its record is noted.

    Run twice, the same rows.
    """
    await _note(conn, movie_id, found)
    if found.ratings:
        await _save_ratings(conn, movie_id, found)
    if facts := typed(found.facts):
        await _save_facts(conn, movie_id, found, facts)


def typed(facts: Facts) -> list[Mapping[str, object]]:
    """The facts with a row each: money in US dollars, or words."""
    money = {"box_office": facts.box_office, "budget": facts.budget, "revenue": facts.revenue}
    words = {"awards": facts.awards, "content_rating": facts.rated}
    return [
        *({"fact": fact, "usd": amount, "words": None} for fact, amount in money.items() if amount),
        *({"fact": fact, "usd": None, "words": text} for fact, text in words.items() if text),
    ]


async def _note(conn: AsyncConnection, movie_id: int, found: Candidate) -> None:
    await conn.execute(
        """
        insert into movie_records as kept (movie_id, source, told_at, tried_at)
        values (%(movie)s, %(by)s, coalesce(%(at)s, now()), now())
        on conflict (movie_id, source) do update set found = true, tried_at = now(),
            told_at = greatest(kept.told_at, excluded.told_at)
        """,
        {"movie": movie_id, "by": found.source, "at": found.told_at},
    )


async def _save_ratings(conn: AsyncConnection, movie_id: int, found: Candidate) -> None:
    await conn.execute(
        """
        with told as (
            select * from jsonb_to_recordset(%(told)s) as r(source text, value double precision, votes int)
        ), gone as (
            delete from movie_ratings where movie_id = %(movie)s and source = %(by)s
                and rating_source <> all (select source from told)
        )
        insert into movie_ratings as kept (movie_id, source, rating_source, value, votes, told_at)
        select %(movie)s, %(by)s, source, value, votes, coalesce(%(at)s, now()) from told
        on conflict (movie_id, source, rating_source) do update
            set value = excluded.value, votes = excluded.votes, told_at = excluded.told_at
        where kept.told_at <= excluded.told_at
        """,
        {
            "movie": movie_id,
            "by": found.source,
            "at": found.told_at,
            "told": Jsonb([asdict(rating) for rating in found.ratings]),
        },
    )


async def _save_facts(
    conn: AsyncConnection, movie_id: int, found: Candidate, facts: list[Mapping[str, object]]
) -> None:
    await conn.execute(
        """
        with told as (select * from jsonb_to_recordset(%(told)s) as r(fact text, usd bigint, words text)), gone as (
            delete from movie_facts where movie_id = %(movie)s and source = %(by)s
                and fact <> all (select fact from told)
        )
        insert into movie_facts as kept (movie_id, source, fact, usd, words, told_at)
        select %(movie)s, %(by)s, fact, usd, words, coalesce(%(at)s, now()) from told
        on conflict (movie_id, source, fact) do update
            set usd = excluded.usd, words = excluded.words, told_at = excluded.told_at
        where kept.told_at <= excluded.told_at
        """,
        {"movie": movie_id, "by": found.source, "at": found.told_at, "told": Jsonb(facts)},
    )
