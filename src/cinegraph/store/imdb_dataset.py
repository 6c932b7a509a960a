"""The loaded IMDb dataset, asked by id and by title: one statement a question, so that a load in between is never half seen."""

from collections.abc import Sequence
from typing import Any

from psycopg.rows import dict_row

from cinegraph.pages.imdb_dataset_files import CAST_KEPT
from cinegraph.sources.imdb_records import NotLoaded, Person, Record
from cinegraph.store.database import Database

_BY_ID = "select %(tconst)s::text as tconst"

_BY_TITLE = """
    select t.tconst from (
        select tconst from imdb_titles where folded = any(%(keys)s)
        union select tconst from imdb_titles where folded_original = any(%(keys)s)
        union select tconst from imdb_akas where folded = any(%(keys)s)
    ) hit join imdb_titles t using (tconst) left join imdb_ratings r using (tconst)
    where %(first)s::int is null or t.year between %(first)s and %(last)s
    order by r.votes desc nulls last, t.tconst limit %(limit)s
"""

_FILMS = """
    with d as (select name from datasets where name = 'imdb'), wanted as materialized ({wanted})
    select film.* from d left join lateral (
        select t.tconst, t.kind, t.title, t.original_title, t.year, t.runtime, t.genres, r.rating::float8 as rating, r.votes,
            (select coalesce(array_agg(a.title order by a.ordering), '{{}}') from imdb_akas a
             where a.tconst = t.tconst and a.title <> t.title) as akas,
            (select coalesce(jsonb_agg(jsonb_build_array(n.nconst, n.name, named.role, named.place, null)
                 order by named.role, named.place), '[]')
             from imdb_crew c cross join lateral (
                select 'director' as role, u.* from unnest(c.directors) with ordinality as u(nconst, place)
                union all select 'writer', u.* from unnest(c.writers) with ordinality as u(nconst, place)
             ) named join imdb_people n using (nconst) where c.tconst = t.tconst) as crew,
            (select coalesce(jsonb_agg(jsonb_build_array(n.nconst, n.name, p.category, p.ordering, p.characters)
                 order by p.ordering), '[]')
             from imdb_principals p join imdb_people n using (nconst) where p.tconst = t.tconst) as cast
        from wanted join imdb_titles t using (tconst) left join imdb_ratings r using (tconst)
    ) film on true
    order by film.votes desc nulls last, film.tconst
"""


class KeptDataset:
    """The dataset in this database; a `sources.imdb_datasets.Dataset`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def by_id(self, tconst: str) -> Record | None:
        """The film with that id. Raises NotLoaded."""
        found = await self._films(_BY_ID, {"tconst": tconst})
        return found[0] if found else None

    async def titled(
        self, keys: Sequence[str], years: tuple[int, int] | None, limit: int
    ) -> tuple[Record, ...]:
        """Films with one of these folded titles, within these years if any are given. Raises NotLoaded."""
        first, last = years or (None, None)
        return await self._films(
            _BY_TITLE, {"keys": list(keys), "first": first, "last": last, "limit": limit}
        )

    async def _films(self, wanted: str, values: dict[str, Any]) -> tuple[Record, ...]:
        async with self._database.statement() as conn, conn.cursor(row_factory=dict_row) as cursor:
            await cursor.execute(_FILMS.format(wanted=wanted).encode(), values)
            rows = await cursor.fetchall()
        if not rows:
            raise NotLoaded
        return tuple(_record(row) for row in rows if row["tconst"] is not None)


def _record(row: dict[str, Any]) -> Record:
    crew = (Person(*told) for told in row["crew"])
    cast = [Person(*told) for told in row["cast"]][:CAST_KEPT]
    return Record(
        tconst=row["tconst"],
        kind=row["kind"],
        title=row["title"],
        original_title=row["original_title"],
        year=row["year"],
        runtime=row["runtime"],
        genres=tuple(row["genres"]),
        rating=row["rating"],
        votes=row["votes"],
        akas=tuple(row["akas"]),
        people=(*crew, *cast),
    )
