"""Ceremonies, the newest first; one of them with what is known of its films."""

from dataclasses import dataclass
from datetime import date, datetime

from psycopg import AsyncConnection
from psycopg.rows import class_row

from cinegraph.store.browse.listing import Listing, Order


@dataclass(frozen=True, slots=True)
class Ceremony:
    """One edition: its nominations, counted, and its last import."""

    id: int
    organization: str
    abbreviation: str
    organization_id: int
    year: int
    instance: int
    number: int | None
    name: str
    held_on: date | None
    ended_on: date | None
    location: str | None
    eligibility: str | None
    state: str
    nominations: int
    winners: int
    withdrawn: int
    last_import: int | None
    last_import_state: str | None
    last_import_at: datetime | None
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Films:
    """The films of a ceremony by what is known of them: the four add up to `films`."""

    films: int
    full: int
    minimal: int
    stub: int
    review: int


@dataclass(frozen=True, slots=True)
class WholeCeremony:
    """A ceremony with its films."""

    ceremony: Ceremony
    films: Films


CEREMONIES = Listing(
    Ceremony,
    """
    select c.id, o.slug as organization, o.abbreviation, c.organization_id, c.year, c.instance, c.number, c.name, c.held_on,
        c.ended_on, c.location, c.eligibility, c.state, n.nominations, n.winners, n.withdrawn, l.id as last_import,
        l.state as last_import_state, l.finished_at as last_import_at, c.updated_at
    from (select * from festival_ceremonies c {where} {tail}) c
    join festival_organizations o on o.id = c.organization_id
    cross join lateral (
        select count(*) filter (where n.state = 'active') as nominations,
            count(*) filter (where n.state = 'active' and n.is_winner) as winners,
            count(*) filter (where n.state = 'withdrawn') as withdrawn
        from festival_nominations n where n.ceremony_id = c.id
    ) n
    left join lateral (
        select i.id, i.state, i.finished_at from imports i
        where i.organization_id = c.organization_id and i.year = c.year and i.instance = c.instance order by i.id desc limit 1
    ) l on true
    order by c.year desc, c.organization_id desc, c.instance desc
    """,
    {
        "organization_id": "c.organization_id = %(organization_id)s",
        "year": "c.year = %(year)s",
        "since": "c.year >= %(since)s",
        "until": "c.year <= %(until)s",
        "instance": "c.instance = %(instance)s",
        "state": "c.state = %(state)s",
    },
    {
        "-year": Order(
            ("c.year", "c.organization_id", "c.instance"),
            ("year", "organization_id", "instance"),
            falling=True,
        )
    },
)


async def films(conn: AsyncConnection, ceremony_id: int) -> Films:
    """What is known of the films of a ceremony's nominations."""
    cursor = conn.cursor(row_factory=class_row(Films))
    await cursor.execute(
        """
        select count(*) as films, count(*) filter (where s.state = 'full') as "full",
            count(*) filter (where s.state = 'minimal') as minimal, count(*) filter (where s.state = 'stub') as stub,
            count(*) filter (where s.state = 'review') as review
        from movie_states s where s.movie_id = any(array(
            select f.movie_id from festival_nominations n join festival_nomination_films f on f.nomination_id = n.id
            where n.ceremony_id = %s and n.state = 'active'))
        """,
        [ceremony_id],
    )
    found = await cursor.fetchone()
    assert found is not None
    return found
