"""A film with credits and nominations, as rows, and what its nominees are linked to."""

from collections.abc import Sequence
from typing import Any

from psycopg import AsyncConnection

from cinegraph.domain.nominees import FoundPerson
from cinegraph.lookup.nominee_chain import PeopleSource
from cinegraph.sources.base import SourceError

Credit = tuple[str, str]
"""Name and job; no job is the cast."""


class People:
    """A catalogue of these people, each found under all of their names; `fails` is raised instead, if it is set."""

    name = "tmdb"

    def __init__(self, *people: FoundPerson) -> None:
        self.people, self.asked = people, list[str]()
        self.fails: SourceError | None = None

    def _note(self, question: str) -> None:
        self.asked.append(question)
        if self.fails is not None:
            raise self.fails

    async def person_by_id(self, imdb_id: str) -> FoundPerson | None:
        self._note(imdb_id)
        return next((one for one in self.people if one.imdb_id == imdb_id), None)

    async def people_called(self, name: str) -> tuple[FoundPerson, ...]:
        self._note(name)
        return tuple(one for one in self.people if name in (one.name, *one.other_names))

    async def whole_person(self, found: FoundPerson) -> FoundPerson | None:
        self._note(f"whole {found.tmdb_id}")
        return found


_: type[PeopleSource] = People


async def film(
    conn: AsyncConnection, number: int, credits: Sequence[Credit], import_type: str = "full"
) -> None:
    """The film with that number and TMDb number, and exactly these credits; people are told apart by their names,
    which may end in a number of their own ("Steve McQueen #2")."""
    await conn.execute(
        """
        insert into movies (id, title, tmdb_id, year, import_type) overriding system value
        values (%(n)s, 'Film ' || %(n)s, %(n)s, 2000, %(type)s) on conflict (id) do update set import_type = excluded.import_type
        """,
        {"n": number, "type": import_type},
    )
    await conn.execute("delete from movie_credits where movie_id = %s", [number])
    for place, (name, job) in enumerate(credits):
        plain, _, other = name.partition(" #")
        tmdb_id = sum(map(ord, plain)) * 10 + int(other or 0)
        await conn.execute(
            "insert into people (name, tmdb_id) values (%s, %s) on conflict (tmdb_id) do nothing",
            [plain, tmdb_id],
        )
        await conn.execute(
            """
            insert into movie_credits (movie_id, person_id, kind, job, department, billing, source_key)
            select %s, id, %s, %s, %s, %s, %s from people where tmdb_id = %s
            """,
            [
                number,
                "crew" if job else "cast",
                job,
                "" if job else "Acting",
                None if job else place,
                f"k{place}",
                tmdb_id,
            ],
        )
    await conn.commit()


async def nominated(
    conn: AsyncConnection,
    films: Sequence[int],
    *names: str | tuple[str, str],
    key: str = "director",
    category: str = "Directing",
    year: int = 2001,
) -> int:
    """A nomination of the Academy's for these films; a name may come with its IMDb id. The answer is its number."""
    cursor = await conn.execute(
        """
        with night as (
            insert into festival_ceremonies (organization_id, year, name, state)
            select id, %(year)s, 'Night', 'held' from festival_organizations where slug = 'oscars'
            on conflict (organization_id, year, instance) do update set state = 'held' returning id, organization_id
        ), prize as (
            insert into festival_categories (organization_id, award, name, canonical_key)
            select organization_id, 'Oscar', %(category)s, %(key)s from night
            on conflict (organization_id, award, name) do update set canonical_key = excluded.canonical_key returning id
        )
        insert into festival_nominations (ceremony_id, category_id, fingerprint, position, is_winner, source)
        select night.id, prize.id, gen_random_uuid()::text, 1, false, '{x}' from night, prize returning id
        """,
        {"year": year, "category": category, "key": key},
    )
    row = await cursor.fetchone()
    assert row is not None
    number = int(row[0])
    for place, movie in enumerate(films, 1):
        await conn.execute(
            "insert into festival_nomination_films (nomination_id, position, movie_id, credited_as) values (%s, %s, %s, 'x')",
            [number, place, movie],
        )
    for place, told in enumerate(names, 1):
        await _named(conn, number, place, *(told if isinstance(told, tuple) else (told, None)))
    await conn.commit()
    return number


async def _named(conn: AsyncConnection, number: int, place: int, name: str, imdb_id: str | None) -> None:
    await conn.execute(
        """
        with made as (insert into people (name, imdb_id) values (%(name)s, %(id)s)
            on conflict (imdb_id) do update set name = people.name returning id)
        insert into festival_nomination_people (nomination_id, position, person_id, credited_as, imdb_id, link)
        select %(number)s, %(place)s, id, %(name)s, %(id)s, case when %(id)s::text is not null then 'id' end from made
        """,
        {"name": name, "id": imdb_id, "number": number, "place": place},
    )


async def linked(conn: AsyncConnection) -> list[Any]:
    """Each nominee: printed name, way, the person's TMDb number and IMDb id."""
    cursor = await conn.execute(
        "select nominee, way, tmdb_id, imdb_id from nominee_links order by nomination_id, position"
    )
    found = await cursor.fetchall()
    await conn.rollback()
    return found


def tmdb(name: str) -> int:
    """The TMDb number of the person of that name."""
    plain, _, other = name.partition(" #")
    return sum(map(ord, plain)) * 10 + int(other or 0)
