"""Questions about nominees: which of these people is it? Asked, settled, and closed when the nominee is gone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb


@dataclass(frozen=True, slots=True)
class NomineeReview:
    """A question about a nominee. `state` is as of questions about films; `before` is its row as it was when it was
    decided; `films`, `category` and `ceremony` are in words."""

    id: int
    nomination_id: int
    nominee: str
    reason: str
    candidates: list[dict[str, Any]]
    state: str
    decided_by: str | None
    decided_at: datetime | None
    note: str | None
    before: dict[str, Any] | None
    asked_at: datetime
    movie_id: int | None
    films: str
    category: str
    ceremony: str
    is_winner: bool


_REVIEW = """
    select r.id, r.nomination_id, r.nominee, r.reason, r.candidates, r.state, r.decided_by, r.decided_at, r.note, r.before,
        r.inserted_at as asked_at, (
            select f.movie_id from festival_nomination_films f where f.nomination_id = n.id order by f.position limit 1
        ) as movie_id, coalesce((select string_agg(f.credited_as, ', ' order by f.position)
            from festival_nomination_films f where f.nomination_id = n.id), '') as films,
        g.name as category, o.slug || ' ' || c.year || case when c.instance > 1 then '/' || c.instance else '' end as ceremony,
        n.is_winner
    from reviews r join festival_nominations n on n.id = r.nomination_id
    join festival_categories g on g.id = n.category_id
    join festival_ceremonies c on c.id = n.ceremony_id join festival_organizations o on o.id = c.organization_id
"""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A nominee that may be one of several people: `candidates` with their evidence, the likeliest first."""

    nomination_id: int
    nominee: str
    reason: str
    candidates: Sequence[dict[str, Any]]


async def ask(conn: AsyncConnection, doubts: Sequence[Doubt]) -> None:
    """Put these nominees before a person. What is open already is told anew; what was skipped comes back only with
    other candidates."""
    if not doubts:
        return
    rows = [
        {
            "nomination_id": one.nomination_id,
            "nominee": one.nominee,
            "reason": one.reason,
            "candidates": list(one.candidates),
        }
        for one in doubts
    ]
    await conn.execute(
        """
        insert into reviews (nomination_id, nominee, kind, reason, candidates)
        select nomination_id, nominee, 'nominee', reason, candidates
        from jsonb_to_recordset(%s) as r(nomination_id bigint, nominee text, reason text, candidates jsonb)
        where not exists (
            select 1 from reviews s where s.nomination_id = r.nomination_id and s.nominee = r.nominee
                and s.state = 'skipped' and (select array_agg(c ->> 'key' order by c ->> 'key') from jsonb_array_elements(s.candidates) c)
                    = (select array_agg(c ->> 'key' order by c ->> 'key') from jsonb_array_elements(r.candidates) c))
        on conflict (nomination_id, nominee) where state = 'open' and nomination_id is not null do update set
            reason = excluded.reason, candidates = excluded.candidates
        """,
        [Jsonb(rows)],
    )


async def settle(conn: AsyncConnection, nominees: Sequence[tuple[int, str]], note: str) -> None:
    """Open questions about these nominees have settled themselves."""
    await conn.execute(
        """
        update reviews r set state = 'decided', decided_by = 'cinegraph', decided_at = now(), note = %s
        from unnest(%s::bigint[], %s::text[]) as g(nomination_id, nominee)
        where r.nomination_id = g.nomination_id and r.nominee = g.nominee and r.state = 'open'
        """,
        [note, [number for number, _ in nominees], [name for _, name in nominees]],
    )


async def close_gone(conn: AsyncConnection, ceremony_id: int) -> None:
    """Questions about nominees of the ceremony whom no entry names any more are closed."""
    await conn.execute(
        """
        update reviews r set state = 'decided', decided_by = 'cinegraph', decided_at = now(),
            note = 'its nominee is no longer named'
        from festival_nominations n
        where n.id = r.nomination_id and n.ceremony_id = %s and r.kind = 'nominee' and r.state in ('open', 'skipped')
            and (n.state = 'withdrawn' or not exists (
                select 1 from festival_nomination_people p
                where p.nomination_id = n.id and p.credited_as = r.nominee and not p.inferred))
        """,
        [ceremony_id],
    )


async def get(conn: AsyncConnection, review_id: int) -> NomineeReview | None:
    """The question with that number, if it is about a nominee; its row is held until the transaction ends."""
    cursor = conn.cursor(row_factory=class_row(NomineeReview))
    await cursor.execute(f"{_REVIEW} where r.id = %s for update of r", [review_id])
    return await cursor.fetchone()


async def look(conn: AsyncConnection, review_id: int) -> NomineeReview | None:
    """The same, to be looked at only."""
    cursor = conn.cursor(row_factory=class_row(NomineeReview))
    await cursor.execute(f"{_REVIEW} where r.id = %s", [review_id])
    return await cursor.fetchone()


async def find(conn: AsyncConnection, states: Sequence[str], count: int) -> list[NomineeReview]:
    """Questions about nominees in these states, the oldest first."""
    cursor = conn.cursor(row_factory=class_row(NomineeReview))
    await cursor.execute(f"{_REVIEW} where r.state = any(%s) order by r.id limit %s", [list(states), count])
    return await cursor.fetchall()


async def decide(conn: AsyncConnection, review: NomineeReview, state: str, by: str, note: str | None) -> None:
    """The question's state, by whom; the nominee's row as it is now is kept, to be put back if that is undone."""
    await conn.execute(
        """
        update reviews r set state = %s, decided_by = %s, decided_at = now(), note = %s, before = (
            select to_jsonb(p) || jsonb_build_object('person', (select to_jsonb(w) from people w where w.id = p.person_id))
            from festival_nomination_people p
            where p.nomination_id = r.nomination_id and p.credited_as = r.nominee limit 1)
        where id = %s
        """,
        [state, by, note, review.id],
    )


async def put_back(conn: AsyncConnection, review: NomineeReview) -> None:
    """The nominee's row is what it was before that was decided, and so is its person."""
    if review.before is None:
        return
    await conn.execute(
        """
        insert into people overriding system value select (jsonb_populate_record(null::people, %s -> 'person')).*
        on conflict do nothing
        """,
        [Jsonb(review.before)],
    )
    await conn.execute(
        """
        update festival_nomination_people p set person_id = w.id, link = b.link, link_score = b.link_score,
            link_evidence = b.link_evidence, link_why = b.link_why, linked_at = b.linked_at
        from jsonb_populate_record(null::festival_nomination_people, %(before)s) b join people w on w.id = b.person_id
        where p.nomination_id = b.nomination_id and p.credited_as = b.credited_as
        """,
        {"before": Jsonb(review.before)},
    )


async def reopen(conn: AsyncConnection, review: NomineeReview, note: str | None) -> None:
    """The question is open again, in the place of one that came after it."""
    await settle(conn, [(review.nomination_id, review.nominee)], f"review {review.id} is open again")
    await conn.execute(
        """
        update reviews set state = 'open', decided_by = null, decided_at = null, before = null, note = %s where id = %s
        """,
        [note, review.id],
    )
