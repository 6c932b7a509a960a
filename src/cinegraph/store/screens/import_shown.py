"""An import as a person follows it: what it is about, what it read, what it found last, what went wrong."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from psycopg import AsyncConnection
from psycopg.rows import class_row


@dataclass(frozen=True, slots=True)
class Head:
    """One import. Of a ceremony, `organization` is its slug and `year` is given; of a list, `list` is its key. `seen`,
    `stored` and `films` are what it was counted to be when it ended (None before)."""

    id: int
    kind: str
    organization: str | None
    list: str | None
    name: str
    year: int | None
    instance: int
    state: str
    paused_at: datetime | None
    paused_by: str | None
    lookup: bool
    refresh: bool
    error: str | None
    ceremony_id: int | None
    seen: int | None
    stored: int | None
    films: int | None
    pending: int | None
    warnings: int
    asked_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class PageRead:
    """A page that an import has read, was given, or could not read (`reason`)."""

    url: str
    kind: str
    fetched_at: datetime | None
    transport: str | None
    cost_usd: Decimal
    reason: str | None


@dataclass(frozen=True, slots=True)
class FilmAnswered:
    """A film of an import: `sources` are those that were asked for it, the one that had it last."""

    movie_id: int
    title: str
    year: int | None
    state: str
    sources: list[str]
    at: datetime


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that went wrong: a call without an answer, or an attempt of a job that failed."""

    at: datetime
    what: str
    about: str | None
    said: str


_HEAD = """
    select i.id, i.kind, o.slug as organization, l.source_key as list, coalesce(o.name, l.name) as name, i.year,
        i.instance, i.state, i.paused_at, i.paused_by, coalesce((i.options ->> 'lookup')::boolean, true) as lookup,
        coalesce((i.options ->> 'refresh')::boolean, false) as refresh, i.error, i.ceremony_id, i.seen,
        (i.report -> 'counted' ->> 'stored')::int as stored, (i.report -> 'counted' ->> 'films')::int as films,
        (i.report -> 'counted' ->> 'pending')::int as pending,
        jsonb_array_length(coalesce(i.report -> 'warnings', '[]')) as warnings,
        i.inserted_at as asked_at, i.started_at, i.finished_at
    from imports i
    left join festival_organizations o on o.id = i.organization_id
    left join movie_lists l on l.id = i.list_id
"""


async def head(conn: AsyncConnection, import_id: int) -> Head | None:
    """The import with that number."""
    cursor = conn.cursor(row_factory=class_row(Head))
    await cursor.execute(f"{_HEAD} where i.id = %s", [import_id])
    return await cursor.fetchone()


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which imports are looked at: in that state, of that organization or list, only these numbers, those before one."""

    state: str | None = None
    about: str | None = None
    only: tuple[int, ...] = ()
    before: int | None = None


async def heads(conn: AsyncConnection, chosen: Chosen, count: int) -> list[Head]:
    """The chosen imports, the newest first."""
    cursor = conn.cursor(row_factory=class_row(Head))
    await cursor.execute(
        f"""
        {_HEAD}
        where (%(state)s::text is null or i.state = %(state)s)
            and (%(about)s::text is null or %(about)s in (o.slug, l.source_key))
            and (%(only)s::bigint[] = '{{}}' or i.id = any(%(only)s))
            and (%(before)s::bigint is null or i.id < %(before)s)
        order by i.id desc limit %(count)s
        """,
        {
            "state": chosen.state,
            "about": chosen.about,
            "only": list(chosen.only),
            "before": chosen.before,
            "count": count,
        },
    )
    return await cursor.fetchall()


async def pages(conn: AsyncConnection, import_id: int) -> list[PageRead]:
    """The pages of the import, in the order in which they came; of a list also those that are still to be read."""
    cursor = conn.cursor(row_factory=class_row(PageRead))
    await cursor.execute(
        """
        select p.url, p.kind, p.fetched_at, p.transport, p.cost_usd, null as reason
        from import_pages x join pages p on p.id = x.page_id where x.import_id = %(import)s
        union all
        select 'page ' || x.number, 'imdb_list', null, null, 0, coalesce(x.reason, x.state) from import_list_pages x
        where x.import_id = %(import)s and x.page_id is null
        order by 3 nulls last, 1 limit 60
        """,
        {"import": import_id},
    )
    return await cursor.fetchall()


async def changes(conn: AsyncConnection, import_id: int) -> dict[str, int]:
    """How many nominations (of a list: films) it changed in which way, and how many it left as they were."""
    cursor = await conn.execute(
        """
        select change, count(*) from import_nominations where import_id = %(import)s group by 1
        union all select change, count(*) from import_list_items where import_id = %(import)s group by 1
        """,
        {"import": import_id},
    )
    return dict(await cursor.fetchall())


async def answered(conn: AsyncConnection, import_id: int, count: int) -> list[FilmAnswered]:
    """The films that were answered last."""
    cursor = conn.cursor(row_factory=class_row(FilmAnswered))
    await cursor.execute(
        """
        select m.id as movie_id, m.title, m.year, s.state, m.data_source_hierarchy as sources, x.updated_at as at
        from import_movies x join movies m on m.id = x.movie_id join movie_states s on s.movie_id = m.id
        where x.import_id = %s and x.state = 'answered' order by x.updated_at desc, m.id desc limit %s
        """,
        [import_id, count],
    )
    return await cursor.fetchall()


async def troubles(conn: AsyncConnection, import_id: int, count: int) -> list[Trouble]:
    """What went wrong last: calls for the import that were not answered, and attempts of its jobs that failed."""
    cursor = conn.cursor(row_factory=class_row(Trouble))
    await cursor.execute(
        """
        (select c.at, c.source as what, m.title as about, coalesce(c.error, 'no reason was given') as said
         from lookup_calls c left join movies m on m.id = c.movie_id
         where c.import_id = %(import)s and not c.answered order by c.at desc limit %(count)s)
        union all
        (select e.inserted_at, 'job ' || e.job_id, null, e.error from job_errors e
         where e.job_id in (
            select i.job_id from imports i where i.id = %(import)s
            union select p.job_id from import_list_pages p where p.import_id = %(import)s
            union select x.job_id from import_movies x where x.import_id = %(import)s)
         order by e.inserted_at desc limit %(count)s)
        order by at desc limit %(count)s
        """,
        {"import": import_id, "count": count},
    )
    return await cursor.fetchall()
