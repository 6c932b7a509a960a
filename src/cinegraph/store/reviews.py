"""What a person should decide, with the evidence; how it was decided, and what was before."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
from psycopg import AsyncConnection
from psycopg.rows import class_row, scalar_row
from psycopg.types.json import Jsonb

from cinegraph.store import film_rows
from cinegraph.store.film_rows import Snapshot

Candidates = Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Review:
    """A question about a film.

    `kind` is choice (which of the candidates is it?), clash (is it one with a film that is here?), doubtful (only
    unlikely candidates), unanswered (no source can answer before a person acts) or stub (for long). Of these only
    choice and clash keep the film from being asked for. `state` is open, accepted, rejected, skipped, or decided
    (it settled itself). `before` is the film as it was when it was decided.
    """

    id: int
    movie_id: int
    title: str
    imdb_id: str | None
    import_type: str
    kind: str
    reason: str
    candidates: list[dict[str, Any]]
    state: str
    decided_by: str | None
    decided_at: datetime | None
    note: str | None
    before: Snapshot | None
    asked_at: datetime


_REVIEW = """
    select r.id, r.movie_id, m.title, m.imdb_id, m.import_type, r.kind, r.reason, r.candidates, r.state, r.decided_by,
        r.decided_at, r.note, r.before, r.inserted_at as asked_at
    from reviews r join movies m on m.id = r.movie_id
"""


async def ask_about_movie(
    conn: AsyncConnection, movie_id: int, reason: str, candidates: Candidates, kind: str = "choice"
) -> None:
    """Put the film before a person. A question that is open already is told anew, not asked twice; one that was
    skipped comes back only with other candidates."""
    cursor = conn.cursor(row_factory=class_row(Review))
    await cursor.execute(
        f"{_REVIEW} where r.movie_id = %s and r.state = 'skipped' order by r.id desc limit 1", [movie_id]
    )
    skipped = await cursor.fetchone()
    if skipped is not None and not await _is_open(conn, movie_id):
        if _named(skipped.candidates) != _named(candidates):
            await _tell_anew(conn, skipped.id, kind, reason, candidates)
        return
    await conn.execute(
        """
        insert into reviews (movie_id, kind, reason, candidates) values (%s, %s, %s, %s)
        on conflict (movie_id) where state = 'open' do update set
            kind = excluded.kind, reason = excluded.reason, candidates = excluded.candidates
        """,
        [movie_id, kind, reason, Jsonb(list(candidates))],
    )


def mark(candidates: Candidates) -> str:
    """A word for what a person looked at: another one, if the candidates or their evidence are others."""
    said = msgspec.json.encode(list(candidates), order="sorted")
    return hashlib.blake2b(said, digest_size=8).hexdigest()


async def add_candidates(conn: AsyncConnection, review_id: int, more: Candidates) -> None:
    """These stand behind the candidates that the question has."""
    await conn.execute(
        "update reviews set candidates = candidates || %s where id = %s", [Jsonb(list(more)), review_id]
    )


async def _is_open(conn: AsyncConnection, movie_id: int) -> bool:
    asked = "select exists (select 1 from reviews where movie_id = %s and state = 'open')"
    return bool(await film_rows.one(conn, asked, [movie_id]))


def _named(candidates: Candidates) -> set[tuple[object, object]]:
    return {(one.get("source"), one.get("source_id")) for one in candidates}


async def _tell_anew(
    conn: AsyncConnection, review_id: int, kind: str, reason: str, candidates: Candidates
) -> None:
    await conn.execute(
        """
        update reviews set state = 'open', kind = %s, reason = %s, candidates = %s, decided_by = null,
            decided_at = null, note = null, before = null where id = %s
        """,
        [kind, reason, Jsonb(list(candidates)), review_id],
    )


async def tell_unanswered(conn: AsyncConnection, movie_id: int, reason: str) -> None:
    """No source can answer: a person should see that. A question that is open already stays as it is."""
    await conn.execute(
        """
        insert into reviews (movie_id, kind, reason) values (%s, 'unanswered', %s)
        on conflict (movie_id) where state = 'open' do update set reason = excluded.reason
        where reviews.kind = 'unanswered'
        """,
        [movie_id, reason],
    )


async def ask_about_old_stubs(conn: AsyncConnection, age: timedelta) -> int:
    """A question about each film that was asked for and is a stub for so long; each is asked once."""
    cursor = await conn.execute(
        """
        insert into reviews (movie_id, kind, reason)
        select m.id, 'stub', format('a stub for %%s days: asked for %%s times, no catalogue has it',
            extract(day from now() - m.inserted_at), m.lookup_attempts)
        from movies m
        where m.import_type = 'stub' and m.lookup_attempts > 0 and m.inserted_at <= now() - %s
            and not exists (select 1 from reviews r where r.movie_id = m.id and (r.kind = 'stub' or r.state = 'open'))
        """,
        [age],
    )
    return cursor.rowcount


async def settle(conn: AsyncConnection, movie_id: int, kinds: Sequence[str], note: str) -> None:
    """Open questions of these kinds have settled themselves."""
    await conn.execute(
        """
        update reviews set state = 'decided', decided_by = 'cinegraph', decided_at = now(), note = %s
        where movie_id = %s and state = 'open' and kind = any(%s)
        """,
        [note, movie_id, list(kinds)],
    )


async def note_join(conn: AsyncConnection, movie_id: int, keep: int, by: str, reason: str) -> int:
    """A review that is decided already: the film's row is about to join `keep`. The answer is its number."""
    number = await film_rows.one(
        conn,
        """
        insert into reviews (movie_id, kind, reason, candidates, state, decided_by, decided_at)
        select %(movie)s, 'clash', %(reason)s, jsonb_build_array(jsonb_build_object('movie_id', k.id, 'title', k.title,
            'original_title', k.original_title, 'year', k.year, 'imdb_id', k.imdb_id, 'tmdb_id', k.tmdb_id,
            'wikidata_id', k.wikidata_id, 'directors', '[]'::jsonb, 'evidence', '[]'::jsonb)),
            'accepted', %(by)s, now()
        from movies k where k.id = %(keep)s returning id
        """,
        {"movie": movie_id, "keep": keep, "by": by, "reason": reason},
    )
    return int(number)


async def decide(
    conn: AsyncConnection, review: Review, state: str, by: str | None = None, note: str | None = None
) -> None:
    """The review's state, by whom; the film as it is now is kept with it, to be put back if that is undone."""
    before = await film_rows.take(conn, [review.movie_id])
    await conn.execute(
        "update reviews set state = %s, decided_by = %s, decided_at = now(), note = %s, before = %s where id = %s",
        [state, by, note, Jsonb(before), review.id],
    )


async def take_back(conn: AsyncConnection, review_id: int, by: str, note: str | None) -> None:
    """What a person said unasked (see `note_join`) holds no longer; there is no question, as there was none before."""
    await conn.execute(
        "update reviews set state = 'decided', decided_by = %s, decided_at = now(), note = %s where id = %s",
        [by, note or "both are films of their own", review_id],
    )


async def reopen(conn: AsyncConnection, review: Review, note: str | None) -> None:
    """The question is open again, in the place of one that came after it; `note` says why."""
    await settle(
        conn,
        review.movie_id,
        ("choice", "clash", "doubtful", "unanswered", "stub"),
        f"review {review.id} is open again",
    )
    await _tell_anew(conn, review.id, review.kind, review.reason, review.candidates)
    await conn.execute("update reviews set note = %s where id = %s", [note, review.id])


async def films(conn: AsyncConnection, review_id: int) -> list[int]:
    """The films that the review speaks of: its own, and those that its candidates are. Holds nothing."""
    cursor = conn.cursor(row_factory=scalar_row)
    await cursor.execute(
        """
        select movie_id from reviews where id = %(review)s
        union
        select (c ->> 'movie_id')::bigint from reviews, jsonb_array_elements(candidates) c
        where id = %(review)s and c ->> 'movie_id' is not null
        """,
        {"review": review_id},
    )
    return await cursor.fetchall()


async def get(conn: AsyncConnection, review_id: int) -> Review | None:
    """The review with that number, its row held until the transaction ends."""
    cursor = conn.cursor(row_factory=class_row(Review))
    await cursor.execute(f"{_REVIEW} where r.id = %s for update of r", [review_id])
    return await cursor.fetchone()


async def look(conn: AsyncConnection, review_id: int) -> Review | None:
    """The review with that number, to be looked at only."""
    cursor = conn.cursor(row_factory=class_row(Review))
    await cursor.execute(f"{_REVIEW} where r.id = %s", [review_id])
    return await cursor.fetchone()


async def find(conn: AsyncConnection, states: Sequence[str], count: int) -> list[Review]:
    """Reviews about films in these states, the oldest first."""
    cursor = conn.cursor(row_factory=class_row(Review))
    await cursor.execute(f"{_REVIEW} where r.state = any(%s) order by r.id limit %s", [list(states), count])
    return await cursor.fetchall()


async def open_count(conn: AsyncConnection) -> int:
    """How many questions wait for a person."""
    cursor = await conn.execute("select count(*) from reviews where state = 'open'")
    row = await cursor.fetchone()
    assert row is not None
    return int(row[0])


async def open_movies(conn: AsyncConnection, count: int) -> list[tuple[int, str, str]]:
    """The oldest open questions about films: film's row, its title, why a person is asked."""
    cursor = await conn.execute(
        """
        select m.id, m.title, r.reason from reviews r join movies m on m.id = r.movie_id
        where r.state = 'open' order by r.id limit %s
        """,
        [count],
    )
    return [(int(number), str(title), str(reason)) for number, title, reason in await cursor.fetchall()]
