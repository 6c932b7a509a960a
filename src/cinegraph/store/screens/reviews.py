"""Questions as the review screen shows them: which comes next, which are sure enough, who decided what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import class_row

from cinegraph.store.reviews import mark

CLOSE = 0.05
"""A candidate that is less ahead of the next one than that is not taken without a look."""

_RANK = "case r.kind when 'clash' then 0 when 'choice' then 0 when 'doubtful' then 1 when 'nominee' then 1 when 'unanswered' then 2 else 3 end"
"""What keeps a film from being asked for comes first."""

_WHICH = """
    r.state = 'open' and (%(kind)s::text is null or r.kind = %(kind)s)
    and (%(festival)s::text is null or r.movie_id in (
        select f.movie_id from festival_nomination_films f join festival_nominations n on n.id = f.nomination_id
        join festival_ceremonies c on c.id = n.ceremony_id join festival_organizations o on o.id = c.organization_id
        where o.slug = %(festival)s)
        or r.nomination_id in (
        select n.id from festival_nominations n join festival_ceremonies c on c.id = n.ceremony_id
        join festival_organizations o on o.id = c.organization_id where o.slug = %(festival)s))
"""


@dataclass(frozen=True, slots=True)
class Which:
    """Which open questions: of this kind, about films or nominees of this festival."""

    kind: str | None = None
    festival: str | None = None

    @property
    def values(self) -> dict[str, Any]:
        """The same, for a statement."""
        return {"kind": self.kind, "festival": self.festival}


@dataclass(frozen=True, slots=True)
class Likely:
    """An open question whose best candidate is as sure as was asked: the candidate's number, its score, and how far the
    next one is behind (None: there is no other). `title` is the film's, or the nominee's name; `told` is what a nominee is
    named for."""

    id: int
    movie_id: int | None
    nomination_id: int | None
    title: str
    year: int | None
    told: str | None
    kind: str
    reason: str
    number: int
    score: float
    gap: float | None
    candidates: list[dict[str, Any]]

    @property
    def candidate(self) -> dict[str, Any]:
        """The one that would be accepted."""
        return self.candidates[self.number - 1]

    @property
    def called(self) -> str:
        """That one's title, or name."""
        return str(self.candidate.get("title") or self.candidate.get("name") or "")

    @property
    def clear(self) -> bool:
        """Whether no other candidate comes close."""
        return self.gap is None or self.gap >= CLOSE

    @property
    def seen(self) -> str:
        """The mark of the candidates as they are now."""
        return mark(self.candidates)


@dataclass(frozen=True, slots=True)
class Done:
    """What somebody decided, or took back (`undone_by`), about a film or a nominee (`title`); `chosen` are the titles or
    names that it is about. Of two people who were joined by hand there is no review: `person` is who both are."""

    review: int | None
    movie_id: int | None
    title: str
    said: str
    chosen: str | None
    decided_by: str
    decided_at: datetime
    note: str | None
    undone_by: str | None
    undone_at: datetime | None
    person: int | None

    @property
    def at(self) -> datetime:
        """When it happened: what was taken back, when that was done."""
        return self.undone_at or self.decided_at


@dataclass(frozen=True, slots=True)
class Here:
    """A film that is here under an id that a candidate has."""

    id: int
    title: str
    year: int | None
    import_type: str
    imdb_id: str | None
    tmdb_id: int | None


async def waiting(conn: AsyncConnection) -> dict[str, int]:
    """Kind → how many open questions."""
    cursor = await conn.execute(
        f"""
        select r.kind, count(*) from reviews r where r.state = 'open'
        group by r.kind order by {_RANK}, r.kind
        """
    )
    return dict(await cursor.fetchall())


async def next_open(conn: AsyncConnection, which: Which, behind: int | None = None) -> int | None:
    """The question that comes next: the first, or the first behind that one; None: there is none."""
    cursor = await conn.execute(
        f"""
        select r.id from reviews r where {_WHICH} and (%(behind)s::bigint is null
            or ({_RANK}, r.id) > (select {_RANK}, r.id from reviews r where r.id = %(behind)s))
        order by {_RANK}, r.id limit 1
        """,
        which.values | {"behind": behind},
    )
    row = await cursor.fetchone()
    return int(row[0]) if row else None


async def likely(conn: AsyncConnection, which: Which, least: float, limit: int) -> list[Likely]:
    """Open questions with a candidate that scores at least that, the surest first; whether two films are one is never
    among them."""
    cursor = conn.cursor(row_factory=class_row(Likely))
    await cursor.execute(
        f"""
        select r.id, r.movie_id, r.nomination_id, coalesce(m.title, r.nominee) as title, m.year, (
                select concat_ws(' · ', o.slug || ' ' || c.year, g.name, (select string_agg(f.credited_as, ', ' order by f.position)
                    from festival_nomination_films f where f.nomination_id = n.id))
                from festival_nominations n join festival_categories g on g.id = n.category_id
                join festival_ceremonies c on c.id = n.ceremony_id join festival_organizations o on o.id = c.organization_id
                where n.id = r.nomination_id
            ) as told, r.kind, r.reason, b.number::int, b.score, b.score - b.second as gap, r.candidates
        from reviews r left join movies m on m.id = r.movie_id
        cross join lateral (
            select n as number, score, lead(score) over (order by score desc, n) as second from (
                select n, (c ->> 'score')::float as score from jsonb_array_elements(r.candidates) with ordinality e(c, n)
            ) each where score is not null order by score desc, n limit 1
        ) b
        where {_WHICH} and r.kind in ('choice', 'doubtful', 'nominee') and b.score >= %(least)s
        order by b.score desc, r.id limit %(limit)s
        """,
        which.values | {"least": least, "limit": limit},
    )
    return await cursor.fetchall()


_DONE = """
    select r.id as review, r.movie_id, coalesce(m.title, r.nominee) as title, r.state as said,
        (select string_agg(coalesce(d.title || coalesce(' (' || d.year || ')', ''), d.imdb_id), ', ' order by d.id)
            from decisions d where d.review_id = r.id and d.undone_at is null) as chosen,
        r.decided_by, r.decided_at, r.note, null::text as undone_by, null::timestamptz as undone_at,
        null::bigint as person
    from reviews r left join movies m on m.id = r.movie_id
    where r.state in ('accepted', 'rejected', 'skipped') and r.decided_by is not null
        and r.decided_at < %(before)s and (%(by)s::text is null or r.decided_by = %(by)s)
    order by r.decided_at desc limit %(limit)s
"""
_UNDONE = """
    select d.review_id, max(r.movie_id), coalesce(max(m.title), max(r.nominee), '(gone)'),
        case d.kind when 'is' then 'accepted' else 'rejected' end,
        string_agg(d.title || coalesce(' (' || d.year || ')', ''), ', ' order by d.id), d.decided_by, d.decided_at,
        max(d.note), d.undone_by, d.undone_at, null::bigint
    from (select * from decisions where undone_at < %(before)s order by undone_at desc limit %(limit)s) d
    join reviews r on r.id = d.review_id left join movies m on m.id = r.movie_id
    where %(by)s::text is null or %(by)s in (d.decided_by, d.undone_by)
    group by d.review_id, d.kind, d.decided_by, d.decided_at, d.undone_by, d.undone_at
"""
_JOINED = """
    select null::bigint, null::bigint, (
            select g.snapshot -> 'dropped' ->> 'name' from person_merges g
            where g.dropped_id = (select substring(a from 5)::bigint from unnest(d.about) a where a ~ '^row \\d+$')
            order by g.id desc limit 1),
        'joined', d.title, d.decided_by, d.decided_at, d.note, d.undone_by, d.undone_at, substring(d.source_id from 5)::bigint
    from decisions d
    where d.review_id is null and d.movie_id is null and d.kind = 'is' and d.source_id ~ '^row \\d+$'
        and coalesce(d.undone_at, d.decided_at) < %(before)s
        and (%(by)s::text is null or %(by)s in (d.decided_by, d.undone_by))
    order by coalesce(d.undone_at, d.decided_at) desc limit %(limit)s
"""


async def done(
    conn: AsyncConnection, before: datetime | str, limit: int, by: str | None = None
) -> list[Done]:
    """What was decided and taken back before that moment ("infinity": all), the latest first; by whom, if that is said."""
    cursor = conn.cursor(row_factory=class_row(Done))
    await cursor.execute(
        f"""
        select * from (({_DONE}) union all ({_UNDONE}) union all ({_JOINED})) each
        order by coalesce(undone_at, decided_at) desc, review desc nulls last limit %(limit)s
        """.encode(),
        {"before": before, "by": by, "limit": limit},
    )
    return await cursor.fetchall()


async def last_by(conn: AsyncConnection, by: str) -> Done | None:
    """What that person decided last and has not taken back."""
    cursor = conn.cursor(row_factory=class_row(Done))
    await cursor.execute(_DONE, {"before": "infinity", "by": by, "limit": 1})
    return await cursor.fetchone()


async def here(conn: AsyncConnection, candidates: Sequence[dict[str, Any]]) -> list[Here]:
    """Films that are here already under one of the candidates' ids."""
    cursor = conn.cursor(row_factory=class_row(Here))
    await cursor.execute(
        """
        select id, title, year, import_type, imdb_id, tmdb_id from movies
        where imdb_id = any(%s) or tmdb_id = any(%s) or id = any(%s)
        """,
        [_all(candidates, "imdb_id"), _all(candidates, "tmdb_id"), _all(candidates, "movie_id")],
    )
    return await cursor.fetchall()


def _all(candidates: Sequence[dict[str, Any]], name: str) -> list[Any]:
    return [one[name] for one in candidates if one.get(name)]
