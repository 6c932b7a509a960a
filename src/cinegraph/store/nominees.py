"""The films and people of nominations: each a row, found again by its id or by the row it had."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice

from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from cinegraph.domain.movies import MovieRef
from cinegraph.domain.people import PersonRef
from cinegraph.domain.revision import Revised
from cinegraph.domain.titles import fold
from cinegraph.store import decisions, merges, movie_records

Rows = list[list[int]]


async def movies(conn: AsyncConnection, ceremony_id: int, revised: Sequence[Revised]) -> Rows:
    """For each nomination the rows of its films, new ones made as stubs.

    A film with an IMDb id is the row with that id; a page's id corrects one that only a catalogue has told.
    Without an id it is the one film of this ceremony with that title, else the row that it had, else a new one.
    """
    mentions = [film for r in revised for film in r.nomination.films]
    known_ids = _unambiguous((title, film.imdb_id) for film in mentions for title in film.titles)
    films = [f if f.imdb_id else replace(f, imdb_id=known_ids.get(fold(f.title))) for f in mentions]
    told_now = list(zip(films, (had for r in revised for had in r.movie_ids), strict=True))
    pairs = await _without_ruled_out(conn, told_now)
    stated = [(film.imdb_id, had) for film, had in pairs if film.imdb_id and had]
    await movie_records.forget(conn, await merges.mistaken_movies(conn, ceremony_id, stated))
    joined = await merges.adopt_movie_ids(conn, stated)
    told = [(film, joined.get(had, had) if had else None) for film, had in pairs]
    by_title = {fold(film.title): had for film, had in told if had and not film.imdb_id}
    known = await movies_by_id(conn, _by_id([film for film, _ in told]))
    nameless = {fold(film.title): film for film, had in told if not film.imdb_id and not had}
    by_title |= await _new_movies(conn, {t: f for t, f in nameless.items() if t not in by_title})
    rows = iter(known[f.imdb_id] if f.imdb_id else had or by_title[fold(f.title)] for f, had in told)
    return [list(islice(rows, len(r.nomination.films))) for r in revised]


def _unambiguous(told: Iterable[tuple[str, str | None]]) -> dict[str, str]:
    """Folded title or name → its id, where all mentions of one ceremony that have an id agree on it."""
    ids: dict[str, set[str]] = {}
    for text, imdb_id in told:
        if imdb_id:
            ids.setdefault(fold(text), set()).add(imdb_id)
    return {text: next(iter(found)) for text, found in ids.items() if len(found) == 1}


async def _without_ruled_out(
    conn: AsyncConnection, pairs: Sequence[tuple[MovieRef, int | None]]
) -> list[tuple[MovieRef, int | None]]:
    """A page's id for a film of which a person has said that it is not that one does not count."""
    told = [(had, film.imdb_id) for film, had in pairs if had and film.imdb_id]
    out = await decisions.not_these(conn, told)
    return [(replace(f, imdb_id=None) if (had, f.imdb_id) in out else f, had) for f, had in pairs]


def _by_id(films: Sequence[MovieRef]) -> dict[str, MovieRef]:
    """One mention for each id: the first, with what only later ones say."""
    found: dict[str, MovieRef] = {}
    for film in films:
        if film.imdb_id:
            first = found.setdefault(film.imdb_id, film)
            found[film.imdb_id] = replace(
                first,
                original_title=first.original_title or film.original_title,
                year=first.year or film.year,
                kind=first.kind or film.kind,
            )
    return found


async def movies_by_id(conn: AsyncConnection, told: dict[str, MovieRef]) -> dict[str, int]:
    """IMDb id → the row of that film, a new stub where there is none; a stub learns what it lacks."""
    if not told:
        return {}
    rows = [
        {"imdb_id": i, "title": f.title, "original_title": f.original_title, "year": f.year, "kind": f.kind}
        for i, f in sorted(told.items())
    ]
    await conn.execute(
        """
        insert into movies as kept (imdb_id, title, original_title, year, kind)
        select imdb_id, title, original_title, year, kind from jsonb_to_recordset(%s)
            as r(imdb_id text, title text, original_title text, year int, kind text) order by imdb_id
        on conflict (imdb_id) do update set
            original_title = coalesce(kept.original_title, excluded.original_title),
            kind = coalesce(kept.kind, excluded.kind), year = coalesce(kept.year, excluded.year)
        where kept.import_type = 'stub' and (kept.original_title, kept.kind, kept.year) is distinct from (
            coalesce(kept.original_title, excluded.original_title), coalesce(kept.kind, excluded.kind),
            coalesce(kept.year, excluded.year))
        """,
        [Jsonb(rows)],
    )
    return await _numbers(conn, "movies", list(told))


async def _numbers(conn: AsyncConnection, table: str, ids: Sequence[str]) -> dict[str, int]:
    """The rows with these IMDb ids. A statement of its own: it sees what others committed meanwhile."""
    cursor = await conn.execute(f"select imdb_id, id from {table} where imdb_id = any(%s)", [list(ids)])
    return {imdb_id: number async for imdb_id, number in cursor}


async def _new_movies(conn: AsyncConnection, told: dict[str, MovieRef]) -> dict[str, int]:
    """One new stub for each folded title."""
    rows = [
        {"n": n, "title": f.title, "original_title": f.original_title, "year": f.year, "kind": f.kind}
        for n, f in enumerate(told.values())
    ]
    numbers = await _reserve(conn, "movies", len(rows))
    if rows:
        await conn.execute(
            """
            insert into movies (id, title, original_title, year, kind) overriding system value
            select (%(ids)s::bigint[])[n + 1], title, original_title, year, kind
            from jsonb_to_recordset(%(rows)s) as r(n int, title text, original_title text, year int, kind text)
            """,
            {"ids": numbers, "rows": Jsonb(rows)},
        )
    return dict(zip(told, numbers, strict=True))


async def people(conn: AsyncConnection, revised: Sequence[Revised]) -> Rows:
    """For each nomination the rows of its people; found and made by the same rules as films, by name."""
    mentions = [nominee.person for r in revised for nominee in r.nomination.people]
    known_ids = _unambiguous((person.name, person.imdb_id) for person in mentions)
    persons = [p if p.imdb_id else replace(p, imdb_id=known_ids.get(fold(p.name))) for p in mentions]
    pairs = list(zip(persons, (had for r in revised for had in r.person_ids), strict=True))
    joined = await merges.adopt_person_ids(conn, [(p.imdb_id, had) for p, had in pairs if p.imdb_id and had])
    told = [(person, joined.get(had, had) if had else None) for person, had in pairs]
    by_name = {fold(person.name): had for person, had in told if had and not person.imdb_id}
    known = await _people_by_id(conn, {person.imdb_id: person for person, _ in told if person.imdb_id})
    nameless = {fold(person.name): person for person, had in told if not person.imdb_id and not had}
    by_name |= await _new_people(conn, {n: p for n, p in nameless.items() if n not in by_name})
    rows = iter(known[p.imdb_id] if p.imdb_id else had or by_name[fold(p.name)] for p, had in told)
    return [list(islice(rows, len(r.nomination.people))) for r in revised]


async def _people_by_id(conn: AsyncConnection, told: dict[str, PersonRef]) -> dict[str, int]:
    if not told:
        return {}
    ids = sorted(told)
    await conn.execute(
        """
        insert into people (imdb_id, name) select * from unnest(%s::text[], %s::text[])
        on conflict (imdb_id) do nothing
        """,
        [ids, [told[imdb_id].name for imdb_id in ids]],
    )
    return await _numbers(conn, "people", ids)


async def _new_people(conn: AsyncConnection, told: dict[str, PersonRef]) -> dict[str, int]:
    numbers = await _reserve(conn, "people", len(told))
    if told:
        await conn.execute(
            """
            insert into people (id, name) overriding system value
            select * from unnest(%(ids)s::bigint[], %(names)s::text[])
            """,
            {"ids": numbers, "names": [person.name for person in told.values()]},
        )
    return dict(zip(told, numbers, strict=True))


async def _reserve(conn: AsyncConnection, table: str, count: int) -> list[int]:
    cursor = await conn.execute(
        "select nextval(pg_get_serial_sequence(%s, 'id')) from generate_series(1, %s)", [table, count]
    )
    return [number for (number,) in await cursor.fetchall()]
