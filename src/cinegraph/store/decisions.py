"""What people decided about films, found again by the film's row or by what pages call it.

A decision is never overwritten: another one stands beside it, or it is marked as undone.
"""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from psycopg import AsyncConnection
from psycopg.rows import class_row, dict_row

from cinegraph.domain.decisions import Decided, Identity
from cinegraph.domain.titles import fold

_IMDB_ID = r"tt\d+"


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision as it stands in the table."""

    id: int
    kind: str
    source: str | None
    source_id: str | None
    title: str
    imdb_id: str | None
    tmdb_id: int | None
    decided_by: str
    decided_at: datetime
    note: str | None
    undone_by: str | None
    undone_at: datetime | None


async def called(conn: AsyncConnection, movie_id: int) -> list[str]:
    """What pages call the film: its IMDb id, and its printed titles within their ceremonies.

    Found again by these, a decision outlives the film's row.
    """
    cursor = await conn.execute(
        """
        select m.imdb_id, m.title, m.year, o.slug || '/' || c.year || '/' || c.instance, f.credited_as
        from movies m
        left join festival_nomination_films f on f.movie_id = m.id
        left join festival_nominations n on n.id = f.nomination_id
        left join festival_ceremonies c on c.id = n.ceremony_id
        left join festival_organizations o on o.id = c.organization_id
        where m.id = %s
        """,
        [movie_id],
    )
    names: dict[str, None] = {}
    for imdb_id, title, year, ceremony, printed in await cursor.fetchall():
        if imdb_id:
            names[imdb_id] = None
        if printed:
            names[f"{ceremony}/{fold(printed)}"] = None
        elif not imdb_id:
            names[f"{year or ''}/{fold(title)}"] = None
    return list(names)


async def add(
    conn: AsyncConnection,
    movie_id: int,
    kind: str,
    candidates: Sequence[Identity],
    review_id: int,
    by: str,
    note: str | None,
) -> None:
    """The film is, or is not, each of these."""
    about = await called(conn, movie_id)
    for one in candidates:
        await conn.execute(
            """
            insert into decisions (movie_id, about, kind, source, source_id, title, year, imdb_id, tmdb_id, wikidata_id,
                review_id, decided_by, note)
            values (%(movie_id)s, %(about)s, %(kind)s, %(source)s, %(source_id)s, %(title)s, %(year)s, %(imdb_id)s,
                %(tmdb_id)s, %(wikidata_id)s, %(review_id)s, %(by)s, %(note)s)
            """,
            asdict(one)
            | {
                "movie_id": movie_id,
                "about": about,
                "kind": kind,
                "review_id": review_id,
                "by": by,
                "note": note,
            },
        )


async def of_movie(conn: AsyncConnection, movie_id: int) -> Decided:
    """What holds for the film now: of several choices the last one.

    Two films that have ids are never one by their title: a ceremony may show namesakes.
    """
    names = await called(conn, movie_id)
    cursor = conn.cursor(row_factory=dict_row)
    await cursor.execute(
        """
        select kind, review_id, source, source_id, title, year, imdb_id, tmdb_id, wikidata_id from decisions
        where undone_at is null and (movie_id = %(movie)s or about && %(ids)s
            or about && %(titles)s and not (%(ids)s <> '{}' and exists (select 1 from unnest(about) a where a ~ %(id)s)))
        order by id
        """,
        {
            "movie": movie_id,
            "ids": [name for name in names if re.fullmatch(_IMDB_ID, name)],
            "titles": [name for name in names if not re.fullmatch(_IMDB_ID, name)],
            "id": f"^{_IMDB_ID}$",
        },
    )
    chosen: Identity | None = None
    review_id: int | None = None
    ruled_out: list[Identity] = []
    for row in await cursor.fetchall():
        kind, review = row.pop("kind"), row.pop("review_id")
        if kind == "is":
            chosen, review_id = Identity(**row), review
        else:
            ruled_out.append(Identity(**row))
    return Decided(chosen, review_id, tuple(ruled_out))


async def not_these(conn: AsyncConnection, told: Sequence[tuple[int, str]]) -> set[tuple[int, str]]:
    """Of pairs of a film's row and an IMDb id: those that a person has ruled out."""
    cursor = await conn.execute(
        """
        select d.movie_id, d.imdb_id from decisions d
        join unnest(%s::bigint[], %s::text[]) as told(movie_id, imdb_id) using (movie_id, imdb_id)
        where d.kind = 'is_not' and d.undone_at is null
        """,
        [[row for row, _ in told], [imdb_id for _, imdb_id in told]],
    )
    return {(int(row), str(imdb_id)) for row, imdb_id in await cursor.fetchall()}


async def of_review(conn: AsyncConnection, review_id: int) -> list[Decision]:
    """Everything that was decided in a review, undone or not, the first first."""
    cursor = conn.cursor(row_factory=class_row(Decision))
    await cursor.execute(
        """
        select id, kind, source, source_id, title, imdb_id, tmdb_id, decided_by, decided_at, note, undone_by, undone_at
        from decisions where review_id = %s order by id
        """,
        [review_id],
    )
    return await cursor.fetchall()


async def undo(conn: AsyncConnection, review_id: int, by: str) -> None:
    """What was decided in this review no longer holds; it stays readable."""
    await conn.execute(
        "update decisions set undone_at = now(), undone_by = %s where review_id = %s and undone_at is null",
        [by, review_id],
    )
