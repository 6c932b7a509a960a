"""The nominees of a film, as they are kept, and the credits that may tell who they are."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import class_row, dict_row

from cinegraph.domain.nominees import NominatedFilm, Part, Someone
from cinegraph.domain.titles import fold


@dataclass(frozen=True, slots=True)
class KeptNominee:
    """A nominee's row. `imdb_id` is the page's, `person_imdb_id` and `person_tmdb_id` are what its person has."""

    nomination_id: int
    position: int
    person_id: int
    name: str
    role: str | None
    imdb_id: str | None
    inferred: bool
    link: str | None
    person_imdb_id: str | None
    person_tmdb_id: int | None


@dataclass(frozen=True, slots=True)
class KeptEntry:
    """A nomination that is not withdrawn. `festival` is its ceremony ("oscars_2024"); `key` and `role` are of its
    category's canonical key; `companies`: whether it names any."""

    id: int
    festival: str
    key: str | None
    role: str | None
    award: str
    category: str
    detail: str | None
    companies: bool
    film_ids: list[int]


@dataclass(frozen=True, slots=True)
class FilmQuestion:
    """The nominations of a film, their nominees by nomination, and all of their films as evidence. `ruled_out`:
    (nomination, folded name) → who that is not, as a person said; `chosen` who it is."""

    entries: tuple[KeptEntry, ...]
    nominees: dict[int, tuple[KeptNominee, ...]]
    films: dict[int, NominatedFilm]
    ruled_out: dict[tuple[int, str], tuple[Someone, ...]]
    chosen: dict[tuple[int, str], Someone]


async def of_film(conn: AsyncConnection, movie_id: int) -> FilmQuestion | None:
    """What is to be known to link the film's nominees; None if it is nominated for nothing, or gone, or a stub."""
    entries = await _entries(conn, movie_id)
    if not entries:
        return None
    numbers = [entry.id for entry in entries]
    nominees = await _nominees(conn, numbers)
    films = await _films(conn, sorted({film for entry in entries for film in entry.film_ids}))
    return FilmQuestion(tuple(entries), nominees, films, *await _decided(conn, nominees))


async def _entries(conn: AsyncConnection, movie_id: int) -> list[KeptEntry]:
    cursor = conn.cursor(row_factory=class_row(KeptEntry))
    await cursor.execute(
        """
        select n.id, o.slug || '_' || c.year as festival, g.canonical_key as key, k.role, g.award, g.name as category,
            n.detail,
            exists (select 1 from festival_nomination_companies x where x.nomination_id = n.id) as companies,
            (select array_agg(o.movie_id order by o.position) from festival_nomination_films o
                where o.nomination_id = n.id) as film_ids
        from festival_nomination_films f
        join movies m on m.id = f.movie_id and m.import_type <> 'stub'
        join festival_nominations n on n.id = f.nomination_id and n.state = 'active'
        join festival_categories g on g.id = n.category_id left join category_keys k on k.key = g.canonical_key
        join festival_ceremonies c on c.id = n.ceremony_id join festival_organizations o on o.id = c.organization_id
        where f.movie_id = %s order by n.id
        """,
        [movie_id],
    )
    return await cursor.fetchall()


async def _nominees(
    conn: AsyncConnection, nomination_ids: Sequence[int]
) -> dict[int, tuple[KeptNominee, ...]]:
    cursor = conn.cursor(row_factory=class_row(KeptNominee))
    await cursor.execute(
        """
        select f.nomination_id, f.position, f.person_id, f.credited_as as name, f.role, f.imdb_id, f.inferred, f.link,
            p.imdb_id as person_imdb_id, p.tmdb_id as person_tmdb_id
        from festival_nomination_people f join people p on p.id = f.person_id
        where f.nomination_id = any(%s) order by f.nomination_id, f.position
        """,
        [list(nomination_ids)],
    )
    found: dict[int, tuple[KeptNominee, ...]] = dict.fromkeys(nomination_ids, ())
    for one in await cursor.fetchall():
        found[one.nomination_id] += (one,)
    return found


async def _films(conn: AsyncConnection, movie_ids: Sequence[int]) -> dict[int, NominatedFilm]:
    people = await _people(conn, movie_ids)
    cursor = conn.cursor(row_factory=dict_row)
    await cursor.execute(
        "select id, title, original_title, year, tmdb_id, import_type = 'full' as whole from movies where id = any(%s)",
        [list(movie_ids)],
    )
    rows = {row.pop("id"): row for row in await cursor.fetchall()}
    return {number: NominatedFilm(people=people[number], **row) for number, row in rows.items()}


async def _people(conn: AsyncConnection, movie_ids: Sequence[int]) -> dict[int, tuple[Someone, ...]]:
    """Film → everybody who is credited in it, once each, in the order of the billing."""
    cursor = await conn.execute(
        """
        select c.movie_id, p.id, p.name, p.imdb_id, p.tmdb_id, p.other_names, coalesce(p.known_for, ''),
            json_agg(json_build_array(c.kind, c.department, c.job, c.character) order by c.id)
        from movie_credits c join people p on p.id = c.person_id
        where c.movie_id = any(%s) group by c.movie_id, p.id order by c.movie_id, min(c.billing), p.id
        """,
        [list(movie_ids)],
    )
    found: dict[int, list[Someone]] = defaultdict(list)
    async for film, number, name, imdb_id, tmdb_id, others, known_for, parts in cursor:
        told: list[list[Any]] = parts
        found[film].append(
            Someone(
                name,
                person_id=number,
                imdb_id=imdb_id,
                tmdb_id=tmdb_id,
                other_names=tuple(others),
                known_for=known_for,
                parts=tuple(Part(*part) for part in told),
            )
        )
    return defaultdict(tuple, {film: tuple(people) for film, people in found.items()})


def about(nomination_id: int, name: str) -> str:
    """By what a decision about a nominee is found again, whatever becomes of the row."""
    return f"nominee/{nomination_id}/{fold(name)}"


async def _decided(
    conn: AsyncConnection, nominees: dict[int, tuple[KeptNominee, ...]]
) -> tuple[dict[tuple[int, str], tuple[Someone, ...]], dict[tuple[int, str], Someone]]:
    """What people said of these nominees, or of the people with their ids: who they are not, and who they are."""
    keys: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for one in (one for told in nominees.values() for one in told):
        place = (one.nomination_id, fold(one.name))
        keys[about(one.nomination_id, one.name)].append(place)
        if one.imdb_id is not None:
            keys[one.imdb_id].append(place)
    cursor = await conn.execute(
        """
        select d.kind, d.about, d.title, d.imdb_id, d.tmdb_id, coalesce(p.id, (
            select m.keep_id from person_merges m where d.source_id = 'row ' || m.dropped_id and m.undone_at is null
            order by m.id desc limit 1))
        from decisions d left join lateral (
            select id from people p where p.tmdb_id = d.tmdb_id or p.imdb_id = d.imdb_id or d.source_id = 'row ' || p.id
            order by p.id limit 1) p on d.kind = 'is'
        where d.undone_at is null and d.movie_id is null and d.about && %s order by d.id
        """,
        [list(keys)],
    )
    ruled_out: dict[tuple[int, str], tuple[Someone, ...]] = defaultdict(tuple)
    chosen: dict[tuple[int, str], Someone] = {}
    async for kind, told, name, imdb_id, tmdb_id, row in cursor:
        person = Someone(name, person_id=row, imdb_id=imdb_id, tmdb_id=tmdb_id)
        for place in {place for key in told for place in keys.get(key, ())}:
            if kind == "is":
                chosen[place] = person
            else:
                ruled_out[place] += (person,)
    return dict(ruled_out), chosen


_UNTRIED = """
    select distinct f.movie_id from festival_nomination_films f
    join movies m on m.id = f.movie_id and m.import_type <> 'stub'
    join festival_nominations n on n.id = f.nomination_id and n.state = 'active'
    where f.movie_id = any(%(films)s) and (
        exists (select 1 from festival_nomination_people p where p.nomination_id = n.id and p.linked_at is null)
        or not exists (select 1 from festival_nomination_people p where p.nomination_id = n.id) and exists (
            select 1 from festival_categories g left join category_keys k on k.key = g.canonical_key
            where g.id = n.category_id
                and (k.role = 'director' or g.canonical_key is null and g.award || ' ' || g.name ~* 'direct|regie|scene|réal'))
            and exists (select 1 from movie_credits c where c.movie_id = m.id and c.job = 'Director'))
"""


async def untried(conn: AsyncConnection, movie_ids: Sequence[int]) -> list[int]:
    """Those of the films whose record is there, and a nominee of whom nobody has tried to say who it is."""
    cursor = await conn.execute(f"{_UNTRIED} order by 1", {"films": list(movie_ids)})
    return [number for (number,) in await cursor.fetchall()]


async def told(conn: AsyncConnection, movie_id: int) -> str | None:
    """What the film's record tells about its nominees, as one word: another word, and they are to be linked anew. None
    for a film that is nominated for nothing."""
    cursor = await conn.execute(
        """
        select md5(concat_ws('|', m.import_type, (
            select string_agg(concat_ws('/', c.person_id, c.kind, c.department, c.job, c.character), ',' order by c.id)
            from movie_credits c where c.movie_id = m.id)))
        from movies m where m.id = %s and m.import_type <> 'stub'
            and exists (select 1 from festival_nomination_films f where f.movie_id = m.id)
        """,
        [movie_id],
    )
    row = await cursor.fetchone()
    return row[0] if row else None


async def nominated(conn: AsyncConnection, movie_ids: Sequence[int]) -> list[int]:
    """Those of the films that are nominated for anything, and whose record is there."""
    cursor = await conn.execute(
        """
        select m.id from movies m where m.id = any(%s) and m.import_type <> 'stub'
            and exists (select 1 from festival_nomination_films f where f.movie_id = m.id) order by 1
        """,
        [list(movie_ids)],
    )
    return [number for (number,) in await cursor.fetchall()]


async def untried_anywhere(conn: AsyncConnection, count: int) -> list[int]:
    """Films, so many at most, with a nominee whom nobody has tried to link, and no job that will: an older program, or
    an import that asked nobody, has left them."""
    cursor = await conn.execute(
        """
        select distinct f.movie_id from festival_nomination_people p
        join festival_nominations n on n.id = p.nomination_id and n.state = 'active'
        join festival_nomination_films f on f.nomination_id = n.id
        join movies m on m.id = f.movie_id and m.import_type <> 'stub'
        where p.linked_at is null and not exists (
            select 1 from procrastinate_jobs j where j.task_name = 'link_people' and j.status in ('todo', 'doing')
                and (j.args ->> 'movie_id')::bigint = f.movie_id)
        order by 1 limit %s
        """,
        [count],
    )
    return [number for (number,) in await cursor.fetchall()]
