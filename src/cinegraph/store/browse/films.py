"""Films: a list of them, and everything that is known of one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import class_row

from cinegraph.store.browse.listing import Listing, Order


@dataclass(frozen=True, slots=True)
class Film:
    """A film: `import_type` is full, minimal or stub."""

    id: int
    title: str
    original_title: str | None
    year: int | None
    kind: str | None
    imdb_id: str | None
    tmdb_id: int | None
    wikidata_id: str | None
    letterboxd_id: str | None
    import_type: str
    critical: bool
    updated_at: datetime

    @property
    def sort_year(self) -> int:
        """By which they are in order."""
        return self.year or 0


@dataclass(frozen=True, slots=True)
class FilmCredit:
    """Who did what in the film; `billing` is the place in the cast."""

    person: int
    name: str
    imdb_id: str | None
    kind: str
    department: str
    job: str
    character: str
    billing: int | None
    credit: int


@dataclass(frozen=True, slots=True)
class WholeFilm:
    """A film with its details by the source that told them, ratings, genres, keywords, other titles, pictures, lists and
    the catalogues that were asked; its credits and nominations have lists of their own."""

    id: int
    title: str
    original_title: str | None
    titles: list[str]
    year: int | None
    kind: str | None
    imdb_id: str | None
    tmdb_id: int | None
    wikidata_id: str | None
    letterboxd_id: str | None
    import_type: str
    state: str
    critical: bool
    details: dict[str, Any]
    genres: list[str]
    keywords: list[str]
    ratings: list[dict[str, Any]]
    images: list[dict[str, Any]]
    lists: list[dict[str, Any]]
    nominations: int
    wins: int
    asked: list[str]
    asked_at: datetime | None
    ask_again_at: datetime | None
    inserted_at: datetime
    updated_at: datetime


_NOMINATED = """
    m.id = any(array(
        select nf.movie_id from festival_nomination_films nf
        join festival_nominations n on n.id = nf.nomination_id and n.state = 'active'
        join festival_ceremonies c on c.id = n.ceremony_id where {which}))
"""

FILMS = Listing(
    Film,
    """
    select m.id, m.title, m.original_title, m.year, m.kind, m.imdb_id, m.tmdb_id, m.wikidata_id, m.letterboxd_id,
        m.import_type, m.critical, m.updated_at
    from movies m {where} {tail}
    """,
    {
        "type": "m.import_type = %(type)s",
        "kind": "m.kind = %(kind)s",
        "since": "coalesce(m.year, 0) >= %(since)s",
        "until": "coalesce(m.year, 0) between 1 and %(until)s",
        "imdb_id": "m.imdb_id = %(imdb_id)s",
        "tmdb_id": "m.tmdb_id = %(tmdb_id)s",
        "wikidata_id": "m.wikidata_id = %(wikidata_id)s",
        "list": """m.id = any(array(select t.movie_id from movie_list_items t join movie_lists l on l.id = t.list_id
            where l.source_key = %(list)s and t.left_at is null))""",
    },
    {
        "id": Order(("m.id",), ("id",)),
        "-id": Order(("m.id",), ("id",), falling=True),
        "year": Order(("coalesce(m.year, 0)", "m.id"), ("sort_year", "id")),
        "-year": Order(("coalesce(m.year, 0)", "m.id"), ("sort_year", "id"), falling=True),
    },
    {
        "organization_id": "c.organization_id = %(organization_id)s",
        "category": "n.category_id = any(array(select id from festival_categories where canonical_key = %(category)s))",
        "winner": "n.is_winner = %(winner)s",
    },
    _NOMINATED,
)

CREDITS = Listing(
    FilmCredit,
    """
    select x.person_id as person, p.name, p.imdb_id, x.kind, x.department, x.job, x.character, x.billing, x.id as credit
    from movie_credits x join people p on p.id = x.person_id {where} {tail}
    """,
    {"movie_id": "x.movie_id = %(movie_id)s", "kind": "x.kind = %(kind)s"},
    {"id": Order(("x.id",), ("credit",))},
)

_WHOLE = """
    select m.id, m.title, m.original_title,
        array(select k.title from movie_title_keys k where k.movie_id = m.id order by k.title) as titles,
        m.year, m.kind, m.imdb_id, m.tmdb_id, m.wikidata_id, m.letterboxd_id, m.import_type, s.state, m.critical, m.details,
        array(select g.name from movie_genres x join genres g on g.id = x.genre_id where x.movie_id = m.id order by 1) as genres,
        array(select k.name from movie_keywords x join keywords k on k.id = x.keyword_id where x.movie_id = m.id order by 1)
            as keywords,
        coalesce((select jsonb_agg(jsonb_build_object('source', r.source, 'rating_source', r.rating_source, 'value', r.value,
            'votes', r.votes) order by r.source, r.rating_source) from movie_ratings r where r.movie_id = m.id), '[]') as ratings,
        coalesce((select jsonb_agg(to_jsonb(i)) from (
            select kind, path, width, height, language from movie_images where movie_id = m.id
            order by kind, vote_average desc, path limit 60) i), '[]') as images,
        coalesce((select jsonb_agg(jsonb_build_object('list', l.source_key, 'name', l.name, 'position', t.position,
            'left_at', t.left_at) order by l.source_key) from movie_list_items t join movie_lists l on l.id = t.list_id
            where t.movie_id = m.id), '[]') as lists,
        n.nominations, n.wins, m.data_source_hierarchy as asked, m.last_enrichment_attempt as asked_at, m.ask_again_at,
        m.inserted_at, m.updated_at
    from movies m join movie_states s on s.movie_id = m.id
    cross join lateral (
        select count(*) as nominations, count(*) filter (where n.is_winner) as wins
        from festival_nomination_films f join festival_nominations n on n.id = f.nomination_id and n.state = 'active'
        where f.movie_id = m.id
    ) n
    where m.id = %s
"""


async def film(conn: AsyncConnection, movie_id: int) -> WholeFilm | None:
    """Everything that is known of the film with that number."""
    cursor = conn.cursor(row_factory=class_row(WholeFilm))
    await cursor.execute(_WHOLE, [movie_id])
    return await cursor.fetchone()
