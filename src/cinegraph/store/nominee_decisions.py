"""What people decided about nominees: who one is, or is not, found again by its entry and its printed name."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from cinegraph.domain.decisions import Identity
from cinegraph.store.nominee_questions import about
from cinegraph.store.nominee_reviews import NomineeReview
from cinegraph.store.nominee_saves import forget_nameless


async def add(
    conn: AsyncConnection,
    review: NomineeReview,
    kind: str,
    people: Sequence[Identity],
    by: str,
    note: str | None,
) -> None:
    """The nominee is, or is not, each of these."""
    where = [about(review.nomination_id, review.nominee)]
    await pin(conn, where, kind, people, by, note, review.id)


async def pin(
    conn: AsyncConnection,
    where: Sequence[str],
    kind: str,
    people: Sequence[Identity],
    by: str,
    note: str | None,
    review_id: int | None = None,
) -> list[int]:
    """A decision for each of these people, found again by `where`: a nominee's place, or a person's IMDb id. The answer is
    the decisions' numbers."""
    rows = [
        asdict(one)
        | {"about": list(where), "kind": kind, "review_id": review_id, "decided_by": by, "note": note}
        for one in people
    ]
    cursor = await conn.execute(
        """
        insert into decisions (about, kind, source, source_id, title, imdb_id, tmdb_id, review_id, decided_by, note)
        select about, kind, source, source_id, title, imdb_id, tmdb_id, review_id, decided_by, note
        from jsonb_populate_recordset(null::decisions, %s) returning id
        """,
        [Jsonb(rows)],
    )
    return [number for (number,) in await cursor.fetchall()]


async def named(conn: AsyncConnection, review: NomineeReview) -> bool:
    """Whether the entry still names the nominee."""
    return await _person(conn, review) is not None


async def _person(conn: AsyncConnection, review: NomineeReview) -> int | None:
    cursor = await conn.execute(
        """
        select p.person_id from festival_nomination_people p
        join festival_nominations n on n.id = p.nomination_id and n.state = 'active'
        where p.nomination_id = %s and p.credited_as = %s and not p.inferred for update of p
        """,
        [review.nomination_id, review.nominee],
    )
    row = await cursor.fetchone()
    return row[0] if row else None


async def link(conn: AsyncConnection, review: NomineeReview, person_id: int, told: dict[str, Any]) -> None:
    """The nominee is that person, because somebody said so."""
    await _set(conn, review, person_id, "decided", told, "a person said so")


async def leave(conn: AsyncConnection, review: NomineeReview, why: str) -> None:
    """The nominee is nobody that is known."""
    person = await _person(conn, review)
    assert person is not None
    await _set(conn, review, person, "minimal", None, why)


async def _set(
    conn: AsyncConnection,
    review: NomineeReview,
    person_id: int,
    link: str,
    told: dict[str, Any] | None,
    why: str,
) -> None:
    had = await _person(conn, review)
    await conn.execute(
        """
        update festival_nomination_people set person_id = %s, link = %s, link_score = null, link_evidence = %s,
            link_why = %s, linked_at = now()
        where nomination_id = %s and credited_as = %s and not inferred
        """,
        [person_id, link, Jsonb(told) if told else None, why, review.nomination_id, review.nominee],
    )
    if had is not None:
        await forget_nameless(conn, [had])


async def row_now(conn: AsyncConnection, person_id: int) -> int:
    """The person's row, or the one that it has joined since."""
    cursor = await conn.execute(
        """
        select coalesce((select id from people where id = %(id)s), (
            select keep_id from person_merges where dropped_id = %(id)s and undone_at is null order by id desc limit 1))
        """,
        {"id": person_id},
    )
    row = await cursor.fetchone()
    return int(row[0]) if row and row[0] is not None else person_id


async def row_with_id(conn: AsyncConnection, imdb_id: str, name: str) -> int:
    """The row of the person with that IMDb id, made if there is none."""
    await conn.execute(
        "insert into people (imdb_id, name) values (%s, %s) on conflict (imdb_id) do nothing", [imdb_id, name]
    )
    cursor = await conn.execute("select id from people where imdb_id = %s", [imdb_id])
    row = await cursor.fetchone()
    assert row is not None
    return int(row[0])
