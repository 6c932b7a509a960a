"""Nominations: who was nominated for what, in the order of the ceremonies as they were stored and of their pages."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cinegraph.store.browse.listing import Listing, Order


@dataclass(frozen=True, slots=True)
class Nomination:
    """One entry in one category of one ceremony. `key` is what the category is in every wording; `source` names the kinds
    of page that state it."""

    id: int
    organization: str
    year: int
    instance: int
    award: str
    category: str
    key: str | None
    is_winner: bool
    state: str
    films: list[dict[str, Any]]
    people: list[dict[str, Any]]
    companies: list[dict[str, Any]]
    detail: str | None
    note: str | None
    citation: str | None
    works: list[str]
    source: list[str]
    updated_at: datetime
    ceremony: int
    position: int


NOMINATIONS = Listing(
    Nomination,
    """
    select n.id, o.slug as organization, c.year, c.instance, g.award, g.name as category, g.canonical_key as key, n.is_winner,
        n.state,
        coalesce((select jsonb_agg(jsonb_build_object('film', m.id, 'title', m.title, 'credited_as', f.credited_as,
            'imdb_id', m.imdb_id, 'tmdb_id', m.tmdb_id, 'year', m.year, 'import_type', m.import_type) order by f.position)
            from festival_nomination_films f join movies m on m.id = f.movie_id where f.nomination_id = n.id), '[]') as films,
        coalesce((select jsonb_agg(jsonb_build_object('person', p.id, 'name', f.credited_as, 'imdb_id', p.imdb_id,
            'role', f.role) order by f.position)
            from festival_nomination_people f join people p on p.id = f.person_id where f.nomination_id = n.id), '[]') as people,
        coalesce((select jsonb_agg(jsonb_build_object('name', f.name, 'imdb_id', f.imdb_id, 'role', f.role)
            order by f.position) from festival_nomination_companies f where f.nomination_id = n.id), '[]') as companies,
        n.detail, n.note, n.citation, n.works, n.source, n.updated_at, n.ceremony_id as ceremony, n.position
    from (select n.* from festival_nominations n {where} {tail}) n
    join festival_ceremonies c on c.id = n.ceremony_id
    join festival_organizations o on o.id = c.organization_id
    join festival_categories g on g.id = n.category_id
    order by n.ceremony_id, n.position, n.id
    """,
    {
        "id": "n.id = %(id)s",
        "organization_id": """n.ceremony_id = any(array(
            select c.id from festival_ceremonies c where c.organization_id = %(organization_id)s))""",
        "year": "n.ceremony_id = any(array(select c.id from festival_ceremonies c where c.year = %(year)s))",
        "since": "n.ceremony_id = any(array(select c.id from festival_ceremonies c where c.year >= %(since)s))",
        "until": "n.ceremony_id = any(array(select c.id from festival_ceremonies c where c.year <= %(until)s))",
        "instance": "n.ceremony_id = any(array(select c.id from festival_ceremonies c where c.instance = %(instance)s))",
        "category": "n.category_id = any(array(select g.id from festival_categories g where g.canonical_key = %(category)s))",
        "winner": "n.is_winner = %(winner)s",
        "state": "n.state = %(state)s",
        "film": "n.id = any(array(select f.nomination_id from festival_nomination_films f where f.movie_id = %(film)s))",
        "person": "n.id = any(array(select f.nomination_id from festival_nomination_people f where f.person_id = %(person)s))",
    },
    {"page": Order(("n.ceremony_id", "n.position", "n.id"), ("ceremony", "position", "id"))},
)
