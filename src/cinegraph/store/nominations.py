"""Nominations with their categories and nominees, written as they are revised: one statement for all rows of a kind."""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from cinegraph.domain.revision import Revised
from cinegraph.store import nominee_links, nominees


@dataclass(frozen=True, slots=True)
class Written:
    """The rows of nominations and of their films, beside what was revised."""

    numbers: list[int]
    movie_ids: list[list[int]]


async def write(
    conn: AsyncConnection, organization_id: int, ceremony_id: int, revised: Sequence[Revised]
) -> Written:
    """Make the rows of these nominations say what is revised; what is not touched is not written."""
    categories = await _categories(conn, organization_id, revised)
    movie_ids = await nominees.movies(conn, ceremony_id, revised)
    person_ids = await nominees.people(conn, revised)
    numbers = await _nominations(conn, ceremony_id, categories, revised)
    await nominee_links.save(conn, revised, numbers, movie_ids, person_ids)
    return Written(numbers, movie_ids)


async def _categories(
    conn: AsyncConnection, organization_id: int, revised: Sequence[Revised]
) -> dict[tuple[str, str], int]:
    told = {(r.category.award or "", r.category.name): r.category.honours for r in revised}
    # What is there already is not touched: a row that is locked keeps the organization's other imports waiting.
    await conn.execute(
        """
        insert into festival_categories as kept (organization_id, award, name, tracks_person)
        select %(organization)s, award, name, tracks_person
        from jsonb_to_recordset(%(all)s) as r(award text, name text, tracks_person boolean)
        where not exists (
            select 1 from festival_categories c
            where c.organization_id = %(organization)s and (c.award, c.name) = (r.award, r.name)
                and c.tracks_person is not distinct from coalesce(r.tracks_person, c.tracks_person))
        order by award, name
        on conflict (organization_id, award, name) do update set tracks_person = excluded.tracks_person
        where excluded.tracks_person is not null and kept.tracks_person is distinct from excluded.tracks_person
        """,
        {"organization": organization_id, "all": Jsonb([_category_row(*entry) for entry in told.items()])},
    )
    cursor = await conn.execute(
        """
        select c.award, c.name, c.id
        from festival_categories c join unnest(%s::text[], %s::text[]) as told(award, name) using (award, name)
        where c.organization_id = %s
        """,
        [[award for award, _ in told], [name for _, name in told], organization_id],
    )
    return {(award, name): number async for award, name, number in cursor}


def _category_row(place: tuple[str, str], honours: str | None) -> dict[str, object]:
    return {
        "award": place[0],
        "name": place[1],
        "tracks_person": None if honours is None else honours == "people",
    }


async def _nominations(
    conn: AsyncConnection,
    ceremony_id: int,
    categories: dict[tuple[str, str], int],
    revised: Sequence[Revised],
) -> list[int]:
    """The row of each nomination, in order; new ones are made, changed ones written anew."""
    values = [_values(r, categories) for r in revised]
    both = list(zip(revised, values, strict=True))
    await _rewrite(conn, [v | {"id": r.kept.id} for r, v in both if r.kept and r.touched])
    made = await _add(conn, ceremony_id, [v for r, v in both if r.kept is None])
    return [r.kept.id if r.kept else made[v["category_id"], v["fingerprint"]] for r, v in both]


async def _rewrite(conn: AsyncConnection, rows: list[dict[str, object]]) -> None:
    if rows:
        await conn.execute(
            """
            update festival_nominations n set
                category_id = r.category_id, fingerprint = r.fingerprint, position = r.position,
                is_winner = r.is_winner, detail = r.detail, note = r.note, citation = r.citation, works = r.works,
                source = r.source, state = r.state
            from jsonb_populate_recordset(null::festival_nominations, %s) r where n.id = r.id
            """,
            [Jsonb(rows)],
        )


async def _add(
    conn: AsyncConnection, ceremony_id: int, rows: list[dict[str, object]]
) -> dict[tuple[object, object], int]:
    """The new rows, by category and fingerprint."""
    if not rows:
        return {}
    cursor = await conn.execute(
        """
        insert into festival_nominations
            (ceremony_id, category_id, fingerprint, position, is_winner, detail, note, citation, works, source, state)
        select %(ceremony)s, category_id, fingerprint, position, is_winner, detail, note, citation, works, source,
            state
        from jsonb_populate_recordset(null::festival_nominations, %(rows)s)
        returning category_id, fingerprint, id
        """,
        {"ceremony": ceremony_id, "rows": Jsonb(rows)},
    )
    return {(category, mark): number async for category, mark, number in cursor}


def _values(revised: Revised, categories: dict[tuple[str, str], int]) -> dict[str, object]:
    said = revised.nomination
    return {
        "category_id": categories[revised.category.award or "", revised.category.name],
        "fingerprint": revised.fingerprint,
        "position": revised.position,
        "is_winner": said.is_winner,
        "detail": said.detail,
        "note": said.note,
        "citation": said.citation,
        "works": list(said.works),
        "source": list(said.accounts),
        "state": "withdrawn" if revised.withdrawn else "active",
    }
