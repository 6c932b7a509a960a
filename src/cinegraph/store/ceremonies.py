"""A ceremony with its categories, nominations and nominees, saved as it is revised.

Everything is set-based: one statement for all rows of a kind. The caller holds the transaction.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from cinegraph.domain.festivals import Ceremony, Edition
from cinegraph.domain.revision import Revision
from cinegraph.store import changes, corrections, nominations

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


async def event_name(conn: AsyncConnection, organization_id: int) -> str | None:
    """What IMDb calls the organization's event: the name that most ceremonies have which no page of its own numbers."""
    cursor = await conn.execute(
        """
        select mode() within group (order by name) from festival_ceremonies
        where organization_id = %s and number is null
        """,
        [organization_id],
    )
    row = await cursor.fetchone()
    return None if row is None else row[0]


async def save(
    conn: AsyncConnection, organization_id: int, revision: Revision, import_id: int, today: date
) -> Saved:
    """Make the rows say what the revision says; run twice, it leaves the same rows.

    What a nomination's row does not need changed is not touched. The ceremony counts as held once a winner is
    stated, or its days are past by `today`.
    """
    winners = sum(r.nomination.is_winner and not r.withdrawn for r in revision.nominations)
    held = winners > 0 or _is_over(revision.ceremony, today)
    ceremony_id = await _ceremony(conn, organization_id, revision.ceremony, held)
    everything = (*revision.nominations, *revision.carried)
    written = await nominations.write(conn, organization_id, ceremony_id, everything)
    await _withdraw(conn, revision)
    await changes.note(conn, import_id, revision, written.numbers)
    await corrections.state(conn, everything, written.numbers, [old.id for old in revision.withdrawn])
    made = [r.change for r in revision.nominations]
    return Saved(
        ceremony_id=ceremony_id,
        added=made.count("added"),
        changed=made.count("changed") + made.count("returned"),
        unchanged=made.count("unchanged"),
        withdrawn=len(revision.withdrawn),
        movie_ids=tuple(
            dict.fromkeys(
                n
                for r, row in zip(everything, written.movie_ids, strict=True)
                for n in row
                if r.change != "unsaid" or r.touched
            )
        ),
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
