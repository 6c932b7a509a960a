"""People, and those whom one of them worked with."""

from dataclasses import dataclass
from datetime import datetime

from cinegraph.store.browse.listing import Listing, Order


@dataclass(frozen=True, slots=True)
class Someone:
    """A person."""

    id: int
    name: str
    imdb_id: str | None
    tmdb_id: int | None
    known_for: str | None
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class PersonCredit:
    """What someone did in a film."""

    film: int
    title: str
    year: int | None
    imdb_id: str | None
    kind: str
    department: str
    job: str
    character: str
    billing: int | None
    credit: int


@dataclass(frozen=True, slots=True)
class WorkedWith:
    """Someone whom a person worked with; `mean_rating` is 0–10, the most frequent genre comes first."""

    person: int
    name: str
    imdb_id: str | None
    films: int
    first_year: int | None
    latest_year: int | None
    peak_year: int | None
    mean_rating: float | None
    genres: list[str]
    kinds: list[str]

    @property
    def sort_year(self) -> int:
        """By which they are in order."""
        return self.latest_year or 0


PEOPLE = Listing(
    Someone,
    "select p.id, p.name, p.imdb_id, p.tmdb_id, p.known_for, p.updated_at from people p {where} {tail}",
    {
        "name": """name_words(p.name) @@ (select string_agg(quote_literal(word), ' & ')::tsquery
            from unnest(tsvector_to_array(name_words(%(name)s))) word)""",
        "imdb_id": "p.imdb_id = %(imdb_id)s",
        "tmdb_id": "p.tmdb_id = %(tmdb_id)s",
    },
    {"id": Order(("p.id",), ("id",)), "-id": Order(("p.id",), ("id",), falling=True)},
)

CREDITS = Listing(
    PersonCredit,
    """
    select x.movie_id as film, m.title, m.year, m.imdb_id, x.kind, x.department, x.job, x.character, x.billing, x.id as credit
    from movie_credits x join movies m on m.id = x.movie_id {where} {tail}
    """,
    {"person_id": "x.person_id = %(person_id)s", "kind": "x.kind = %(kind)s"},
    {"-id": Order(("x.id",), ("credit",), falling=True)},
)

COLLABORATORS = Listing(
    WorkedWith,
    """
    select w.other as person, p.name, p.imdb_id, w.films, w.first_year, w.latest_year, w.peak_year, w.mean_rating::double precision as mean_rating, w.genres,
        coalesce((select array_agg(distinct d.kind) from collaboration_details d
            where (d.person_a, d.person_b) = (w.person_a, w.person_b)), '{}') as kinds
    from (
        select * from (
            select *, person_b as other from collaborations where person_a = %(person_id)s
            union all select *, person_a from collaborations where person_b = %(person_id)s
        ) w {where} {tail}
    ) w join people p on p.id = w.other
    order by w.films desc, coalesce(w.latest_year, 0) desc, w.other desc
    """,
    {"least": "w.films >= %(least)s"},
    {
        "-films": Order(
            ("w.films", "coalesce(w.latest_year, 0)", "w.other"),
            ("films", "sort_year", "person"),
            falling=True,
        )
    },
)
