"""What a record tells of a film in rows of their own: pictures, companies, countries, releases, providers …

One statement for each table that something is told for, and one for all the others together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from cinegraph.domain.film_details import Collection, Company, ImageBase, Provider
from cinegraph.domain.movies import Candidate
from cinegraph.store.database import Database

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Kind:
    """A table with a row for each thing of a kind: what tells two of one film apart, and what else is known."""

    table: str
    key: tuple[str, ...]
    rest: tuple[str, ...]

    @property
    def save(self) -> str:
        """The statement that makes a film's rows these."""
        columns = ", ".join((*self.key, *self.rest))
        old, new = (", ".join(f"{of}.{name}" for name in self.rest) for of in ("kept", "excluded"))
        same = " and ".join(f"t.{name} = k.{name}" for name in self.key)
        return f"""
            with told as (select * from jsonb_populate_recordset(null::{self.table}, %(rows)s)), gone as (
                delete from {self.table} k where k.movie_id = %(movie)s
                    and not exists (select 1 from told t where {same})
            )
            insert into {self.table} as kept (movie_id, {columns}) select %(movie)s, {columns} from told
            on conflict (movie_id, {", ".join(self.key)}) do update set ({", ".join(self.rest)}) = row ({new})
            where ({old}) is distinct from ({new})
        """

    def once(self, rows: Sequence[Row]) -> list[Row]:
        """Each thing once, as it is told first: a source may repeat itself."""
        return list({tuple(row[name] for name in self.key): row for row in reversed(rows)}.values())[::-1]


_IMAGES = _Kind("movie_images", ("path",), ("kind", "width", "height", "language", "vote_average", "source"))
_VIDEOS = _Kind(
    "movie_videos",
    ("site", "key"),
    ("name", "kind", "official", "language", "published_at", "source"),
)
_COMPANIES = _Kind("movie_companies", ("name",), ("place", "tmdb_id", "country", "source"))
_COUNTRIES = _Kind("movie_countries", ("country",), ("place", "source"))
_LANGUAGES = _Kind("movie_languages", ("language",), ("place", "is_original", "source"))
_RELEASES = _Kind("movie_releases", ("country", "released_on", "kind", "certification", "note"), ("source",))
_PROVIDERS = _Kind("movie_providers", ("country", "kind", "provider"), ("tmdb_id", "place", "source"))


async def save(conn: AsyncConnection, movie_id: int, found: Candidate) -> None:
    """The film's rows become exactly those of the record; run twice, the same rows.

    What a record that is not complete does not speak of stays as it is.
    """
    told = _told(found)
    async with conn.pipeline():  # none waits for the answer of the one before
        for kind, rows in told.items():
            if rows:
                await conn.execute(kind.save.encode(), {"movie": movie_id, "rows": Jsonb(kind.once(rows))})
        if found.collection is not None:
            await _save_collection(conn, movie_id, found.collection, found.source)
        if found.complete:
            empty = [kind.table for kind, rows in told.items() if not rows]
            alone = [] if found.collection is not None else ["movie_collections"]
            await _empty(conn, movie_id, [*empty, *alone])


def _told(found: Candidate) -> dict[_Kind, Sequence[Row]]:
    facts, by = found.facts, {"source": found.source}
    companies = found.companies or tuple(Company(name) for name in facts.companies)
    original = facts.original_language
    languages = dict.fromkeys((*facts.languages, *([original] if original else [])))
    return {
        _IMAGES: [asdict(image) | by for image in found.images],
        _VIDEOS: [asdict(video) | by for video in found.videos],
        _COMPANIES: [asdict(one) | {"place": place} | by for place, one in enumerate(companies)],
        _COUNTRIES: [{"country": one, "place": n} | by for n, one in enumerate(facts.countries)],
        _LANGUAGES: [
            {"language": one, "place": n, "is_original": one == original} | by
            for n, one in enumerate(languages)
        ],
        _RELEASES: [
            asdict(one) | {"released_on": one.released_on.isoformat()} | by for one in found.releases
        ],
        _PROVIDERS: [_offer(one, place) | by for place, one in enumerate(found.providers)],
    }


def _offer(one: Provider, place: int) -> dict[str, object]:
    row = {"country": one.country, "kind": one.kind, "provider": one.name}
    return {**row, "tmdb_id": one.tmdb_id, "place": place}


async def _save_collection(conn: AsyncConnection, movie_id: int, told: Collection, source: str) -> None:
    await conn.execute(
        """
        with made as (
            insert into collections as kept (tmdb_id, name, poster_path, backdrop_path)
            values (%(tmdb_id)s, %(name)s, %(poster_path)s, %(backdrop_path)s)
            on conflict (tmdb_id) do update set name = excluded.name, poster_path = excluded.poster_path,
                backdrop_path = excluded.backdrop_path
            returning id
        )
        insert into movie_collections (movie_id, collection_id, source) select %(movie)s, id, %(source)s from made
        on conflict (movie_id) do update set collection_id = excluded.collection_id, source = excluded.source
        """,
        asdict(told) | {"movie": movie_id, "source": source},
    )


async def _empty(conn: AsyncConnection, movie_id: int, tables: Sequence[str]) -> None:
    """The film has no rows in these tables any more."""
    if tables:
        gone = ", ".join(f"{table} as (delete from {table} where movie_id = %(movie)s)" for table in tables)
        await conn.execute(f"with {gone} select 1".encode(), {"movie": movie_id})


class KeptImageBases:
    """Implements `sources.base.ImageBases`: a row for each kind of a source's pictures."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, source: str, told: Sequence[ImageBase]) -> None:
        """It is as the source tells now; nothing is written if it was so before."""
        async with self._database.statement() as conn:
            await conn.execute(
                """
                insert into image_bases as kept (source, kind, base_url, sizes)
                select %s, kind, base_url, sizes
                from jsonb_to_recordset(%s) as r(kind text, base_url text, sizes text[])
                on conflict (source, kind) do update set base_url = excluded.base_url, sizes = excluded.sizes
                where (kept.base_url, kept.sizes) is distinct from (excluded.base_url, excluded.sizes)
                """,
                [source, Jsonb([asdict(one) for one in told])],
            )
