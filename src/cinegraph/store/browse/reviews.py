"""Questions for a person, and what people decided."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import class_row

from cinegraph.store.browse.listing import Listing, Order


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A question about a film, or (`kind` is nominee) about a nominee of a nomination: `title` is the film's, or the
    nominee's name as it is printed. Each candidate has its evidence for and against."""

    id: int
    film: int | None
    title: str
    imdb_id: str | None
    import_type: str | None
    nomination: int | None
    kind: str
    reason: str
    candidates: list[dict[str, Any]]
    state: str
    decided_by: str | None
    decided_at: datetime | None
    note: str | None
    asked_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """What a person decided: that a film (or nominee) `is`, or `is_not`, a source's record. One that was undone stays, with a mark."""

    id: int
    film: int | None
    about: list[str]
    kind: str
    source: str | None
    source_id: str | None
    title: str
    year: int | None
    imdb_id: str | None
    tmdb_id: int | None
    wikidata_id: str | None
    review: int | None
    decided_by: str
    decided_at: datetime
    note: str | None
    undone_by: str | None
    undone_at: datetime | None


_REVIEW = """
    select r.id, r.movie_id as film, coalesce(m.title, r.nominee) as title, m.imdb_id, m.import_type,
        r.nomination_id as nomination, r.kind, r.reason, r.candidates, r.state, r.decided_by,
        r.decided_at, r.note, r.inserted_at as asked_at, r.updated_at
    from reviews r left join movies m on m.id = r.movie_id {where} {tail}
"""

REVIEWS = Listing(
    ReviewRow,
    _REVIEW,
    {
        "state": "r.state = %(state)s",
        "kind": "r.kind = %(kind)s",
        "film": "r.movie_id = %(film)s",
        "nomination": "r.nomination_id = %(nomination)s",
        "decided_by": "r.decided_by = %(decided_by)s",
    },
    {"id": Order(("r.id",), ("id",)), "-id": Order(("r.id",), ("id",), falling=True)},
)

DECISIONS = Listing(
    DecisionRow,
    """
    select d.id, d.movie_id as film, d.about, d.kind, d.source, d.source_id, d.title, d.year, d.imdb_id, d.tmdb_id,
        d.wikidata_id, d.review_id as review, d.decided_by, d.decided_at, d.note, d.undone_by, d.undone_at
    from decisions d {where} {tail}
    """,
    {
        "film": "d.movie_id = %(film)s",
        "review": "d.review_id = %(review)s",
        "decided_by": "d.decided_by = %(decided_by)s",
    },
    {"-id": Order(("d.id",), ("id",), falling=True)},
)


async def review(conn: AsyncConnection, review_id: int) -> ReviewRow | None:
    """The question with that number."""
    cursor = conn.cursor(row_factory=class_row(ReviewRow))
    await cursor.execute(_REVIEW.replace("{where}", "where r.id = %s").replace("{tail}", ""), [review_id])
    return await cursor.fetchone()
