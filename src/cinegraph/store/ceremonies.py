"""A ceremony with its categories, nominations and nominees, saved as it is revised.

Everything is set-based: one statement for all rows of a kind. The caller holds the transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from cinegraph.domain.festivals import Ceremony, Edition
from cinegraph.domain.revision import Revised, Revision
from cinegraph.store import nominee_links, nominees

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save did: the ceremony's row, how many nominations were added, changed, unchanged and withdrawn,
    the rows of all its films, whether it is over, and how many won."""

    ceremony_id: int
    added: int
    changed: int
    unchanged: int
    withdrawn: int
    movie_ids: tuple[int, ...]
    held: bool
    winners: int


async def lock(conn: AsyncConnection, organization_id: int, edition: Edition) -> None:
    """Until the transaction ends, nobody else saves this ceremony."""
    key = f"ceremony {organization_id} {edition.year} {edition.instance}"
    await conn.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


async def known(conn: AsyncConnection, organization_id: int, edition: Edition) -> bool:
    """Whether an import has stored this ceremony."""
    cursor = await conn.execute(
        "select 1 from festival_ceremonies where organization_id = %s and year = %s and instance = %s",
        [organization_id, edition.year, edition.instance],
    )
    return await cursor.fetchone() is not None


async def save(
    conn: AsyncConnection, organization_id: int, revision: Revision, import_id: int, today: date
) -> Saved:
    """Make the rows say what the revision says; run twice, it leaves the same rows.

    What a nomination's row does not need changed is not touched. The ceremony counts as held once a winner is
    stated, or its days are past by `today`.
    """
    winners = sum(r.nomination.is_winner for r in revision.nominations)
    held = winners > 0 or _is_over(revision.ceremony, today)
    ceremony_id = await _ceremony(conn, organization_id, revision.ceremony, held)
    categories = await _categories(conn, organization_id, revision)
    movie_ids = await nominees.movies(conn, ceremony_id, revision.nominations)
    person_ids = await nominees.people(conn, revision.nominations)
    numbers = await _nominations(conn, ceremony_id, categories, revision.nominations)
    await nominee_links.save(conn, revision.nominations, numbers, movie_ids, person_ids)
    await _withdraw(conn, revision)
    await _note_changes(conn, import_id, revision, numbers)
    changes = [r.change for r in revision.nominations]
    return Saved(
        ceremony_id=ceremony_id,
        added=changes.count("added"),
        changed=changes.count("changed"),
        unchanged=changes.count("unchanged"),
        withdrawn=len(revision.withdrawn),
        movie_ids=tuple(dict.fromkeys(number for row in movie_ids for number in row)),
        held=held,
        winners=winners,
    )


def _is_over(told: Ceremony, today: date) -> bool:
    """Whether its last day is past everywhere on earth, by a `today` of UTC; without a date, its year."""
    last = told.ended_on or told.held_on
    return today > last + _A_DAY if last else today.year > told.edition.year


_SAVE_CEREMONY = """
    insert into festival_ceremonies as kept
        (organization_id, year, instance, number, name, held_on, ended_on, location, eligibility, imdb_id, state,
         details)
    values (%(organization)s, %(year)s, %(instance)s, %(number)s, %(name)s, %(held_on)s, %(ended_on)s,
            %(location)s, %(eligibility)s, %(imdb_id)s, %(state)s, %(details)s)
    on conflict (organization_id, year, instance) do update set
        number = coalesce(excluded.number, kept.number),
        name = case when kept.number > 0 and excluded.number is null then kept.name else excluded.name end,
        location = case when kept.number > 0 and excluded.number is null then kept.location
            else coalesce(excluded.location, kept.location) end,
        held_on = coalesce(excluded.held_on, kept.held_on),
        ended_on = coalesce(excluded.ended_on, kept.ended_on),
        eligibility = coalesce(excluded.eligibility, kept.eligibility),
        imdb_id = coalesce(excluded.imdb_id, kept.imdb_id),
        state = excluded.state,
        details = kept.details || excluded.details
    returning id
"""
"""What these pages leave unsaid keeps what others said; only the organization's own pages number a ceremony,
and their words for its name and place stay."""


async def _ceremony(conn: AsyncConnection, organization_id: int, told: Ceremony, held: bool) -> int:
    details = {
        "editions": [[e.year, e.instance, e.imdb_id] for e in told.editions],
        "said": [list(pair) for pair in told.said],
    }
    values = {
        "organization": organization_id,
        "year": told.edition.year,
        "instance": told.edition.instance,
        "number": told.number,
        "name": told.name,
        "held_on": told.held_on,
        "ended_on": told.ended_on,
        "location": told.location,
        "eligibility": told.eligibility,
        "imdb_id": told.edition.imdb_id,
        "state": "held" if held else "announced",
        "details": Jsonb({name: value for name, value in details.items() if value}),
    }
    row = await (await conn.execute(_SAVE_CEREMONY, values)).fetchone()
    assert row is not None
    return int(row[0])


async def _categories(
    conn: AsyncConnection, organization_id: int, revision: Revision
) -> dict[tuple[str, str], int]:
    told = {(r.category.award or "", r.category.name): r.category.honours for r in revision.nominations}
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
    await _rewrite(conn, [v | {"id": r.kept.id} for r, v in both if r.kept and r.change == "changed"])
    made = await _add(conn, ceremony_id, [v for r, v in both if r.kept is None])
    return [r.kept.id if r.kept else made[v["category_id"], v["fingerprint"]] for r, v in both]


async def _rewrite(conn: AsyncConnection, rows: list[dict[str, object]]) -> None:
    if rows:
        await conn.execute(
            """
            update festival_nominations n set
                category_id = r.category_id, fingerprint = r.fingerprint, position = r.position,
                is_winner = r.is_winner, detail = r.detail, note = r.note, citation = r.citation, works = r.works,
                source = r.source, state = 'active'
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
            (ceremony_id, category_id, fingerprint, position, is_winner, detail, note, citation, works, source)
        select %(ceremony)s, category_id, fingerprint, position, is_winner, detail, note, citation, works, source
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
    }


async def _withdraw(conn: AsyncConnection, revision: Revision) -> None:
    gone = [old.id for old in revision.withdrawn]
    if gone:
        await conn.execute("update festival_nominations set state = 'withdrawn' where id = any(%s)", [gone])
    if revision.unsaid:
        await conn.execute(
            """
            update festival_nominations n set source = r.source
            from jsonb_populate_recordset(null::festival_nominations, %s) r where n.id = r.id
            """,
            [Jsonb([{"id": u.kept.id, "source": list(u.accounts)} for u in revision.unsaid])],
        )


async def _note_changes(
    conn: AsyncConnection, import_id: int, revision: Revision, numbers: Sequence[int]
) -> None:
    changes: list[tuple[int, str]] = [
        (n, r.change) for n, r in zip(numbers, revision.nominations, strict=True)
    ]
    changes += [(old.id, "withdrawn") for old in revision.withdrawn]
    await conn.execute(
        """
        insert into import_nominations (import_id, nomination_id, change)
        select %(import)s, nomination_id, change from unnest(%(ids)s::bigint[], %(changes)s::text[])
            as r(nomination_id, change)
        on conflict (import_id, nomination_id) do update set change = excluded.change
        """,
        {"import": import_id, "ids": [n for n, _ in changes], "changes": [change for _, change in changes]},
    )
