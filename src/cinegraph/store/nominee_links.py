"""Who is nominated in which nomination: the rows between nominations and films, people and companies."""

from collections.abc import Sequence
from dataclasses import replace

from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from cinegraph.domain.festivals import Nomination, Nominee, joined_roles
from cinegraph.domain.movies import MovieRef
from cinegraph.domain.revision import Revised

Row = dict[str, object]

_COLUMNS = {
    "festival_nomination_films": "nomination_id, position, movie_id, credited_as, note, imdb_id",
    "festival_nomination_people": "nomination_id, position, person_id, credited_as, role, imdb_id, link",
    "festival_nomination_companies": "nomination_id, position, name, imdb_id, role",
}


async def save(
    conn: AsyncConnection,
    revised: Sequence[Revised],
    numbers: Sequence[int],
    movie_ids: Sequence[Sequence[int]],
    person_ids: Sequence[Sequence[int]],
) -> None:
    """Write the nominees of what was added or changed anew, in their order.

    `numbers`, `movie_ids` and `person_ids` run beside `revised`: the rows of nominations, films and people.
    """
    touched = [i for i, r in enumerate(revised) if r.touched]
    rows: dict[str, list[Row]] = {table: [] for table in _COLUMNS}
    for i in touched:
        told = revised[i].nomination
        rows["festival_nomination_films"] += _films(numbers[i], movie_ids[i], told)
        rows["festival_nomination_people"] += _people(numbers[i], person_ids[i], told)
        rows["festival_nomination_companies"] += _companies(numbers[i], told)
    before = [numbers[i] for i in touched if revised[i].kept is not None]
    named = {row["nomination_id"] for row in rows["festival_nomination_people"]}
    linked = await _take_out(conn, before, [number for number in before if number in named])
    for table, columns in _COLUMNS.items():
        if rows[table]:
            await conn.execute(
                f"insert into {table} ({columns}) select {columns} from jsonb_populate_recordset(null::{table}, %s)",
                [Jsonb(rows[table])],
            )
    await _link_again(conn, linked)


async def _take_out(conn: AsyncConnection, before: Sequence[int], named: Sequence[int]) -> list[Row]:
    """The nominees of these nominations go, but for those who were inferred where the page still names nobody. The
    answer is how the others were linked."""
    if not before:
        return []
    for table in ("festival_nomination_films", "festival_nomination_companies"):
        await conn.execute(f"delete from {table} where nomination_id = any(%s)", [list(before)])
    cursor = await conn.execute(
        """
        delete from festival_nomination_people
        where nomination_id = any(%s) and (not inferred or nomination_id = any(%s))
        returning to_jsonb(festival_nomination_people)
        """,
        [list(before), list(named)],
    )
    return [row for (row,) in await cursor.fetchall() if row["linked_at"] and not row["inferred"]]


async def _link_again(conn: AsyncConnection, linked: Sequence[Row]) -> None:
    """Who is still named so, and is the same person, is linked as before; everybody else waits to be linked."""
    if linked:
        await conn.execute(
            """
            update festival_nomination_people p set link = r.link, link_score = r.link_score,
                link_evidence = r.link_evidence, link_why = r.link_why, linked_at = r.linked_at
            from jsonb_populate_recordset(null::festival_nomination_people, %s) r
            where (p.nomination_id, p.person_id, p.credited_as) = (r.nomination_id, r.person_id, r.credited_as)
                and p.imdb_id is not distinct from r.imdb_id
            """,
            [Jsonb(list(linked))],
        )


def _films(number: int, movie_ids: Sequence[int], told: Nomination) -> list[Row]:
    """A film that turns out to be named twice is linked once, at its first place."""
    first: dict[int, MovieRef] = {}
    for row, film in zip(movie_ids, told.films, strict=True):
        first.setdefault(row, film)
    return [
        {
            "nomination_id": number,
            "position": n,
            "movie_id": row,
            "credited_as": film.title,
            "note": film.note,
            "imdb_id": film.imdb_id,
        }
        for n, (row, film) in enumerate(first.items(), 1)
    ]


def _people(number: int, person_ids: Sequence[int], told: Nomination) -> list[Row]:
    """A person who turns out to be named twice is linked once, with both roles."""
    first: dict[int, Nominee] = {}
    for row, nominee in zip(person_ids, told.people, strict=True):
        known = first.setdefault(row, nominee)
        first[row] = replace(known, role=joined_roles(known.role, nominee.role))
    return [
        {
            "nomination_id": number,
            "position": n,
            "person_id": row,
            "credited_as": nominee.person.name,
            "role": nominee.role,
            "imdb_id": nominee.person.imdb_id,
            "link": "id" if nominee.person.imdb_id else None,
        }
        for n, (row, nominee) in enumerate(first.items(), 1)
    ]


def _companies(number: int, told: Nomination) -> list[Row]:
    return [
        {"nomination_id": number, "position": n, "name": c.name, "imdb_id": c.imdb_id, "role": c.role}
        for n, c in enumerate(told.companies, 1)
    ]
