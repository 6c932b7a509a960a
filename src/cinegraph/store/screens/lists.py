"""What came of a followed list's imports: films that came, came back or left."""

from dataclasses import dataclass
from datetime import datetime

from psycopg import AsyncConnection
from psycopg.rows import class_row


@dataclass(frozen=True, slots=True)
class Changed:
    """A change of a film's membership by an import."""

    import_id: int
    at: datetime
    change: str
    position: int
    title: str
    movie_id: int


@dataclass(frozen=True, slots=True)
class Run:
    """An import of the list, and how many films it did what to."""

    import_id: int
    state: str
    started_at: datetime | None
    finished_at: datetime | None
    error: str | None
    added: int
    returned: int
    left: int
    moved: int
    unchanged: int


async def changed(conn: AsyncConnection, list_id: int, limit: int) -> list[Changed]:
    """Films that came back or left, and those that came after the first import, the latest first."""
    cursor = conn.cursor(row_factory=class_row(Changed))
    await cursor.execute(
        """
        select x.import_id, coalesce(i.finished_at, i.inserted_at) as at, x.change, t.position, t.title, t.movie_id
        from imports i join import_list_items x on x.import_id = i.id join movie_list_items t on t.id = x.item_id
        where i.list_id = %(list)s and x.change in ('added', 'returned', 'left')
            and i.id > (select min(f.id) from imports f where f.list_id = %(list)s)
        order by x.import_id desc, x.change, t.position, t.id limit %(limit)s
        """,
        {"list": list_id, "limit": limit},
    )
    return await cursor.fetchall()


async def runs(conn: AsyncConnection, list_id: int, limit: int) -> list[Run]:
    """Its last imports."""
    cursor = conn.cursor(row_factory=class_row(Run))
    await cursor.execute(
        """
        select i.id as import_id, i.state, i.started_at, i.finished_at, i.error, n.added, n.returned, n."left", n.moved,
            n.unchanged
        from (select * from imports where list_id = %s order by id desc limit %s) i
        cross join lateral (
            select count(*) filter (where change = 'added') as added, count(*) filter (where change = 'returned') as returned,
                count(*) filter (where change = 'left') as "left", count(*) filter (where change = 'moved') as moved,
                count(*) filter (where change = 'unchanged') as unchanged
            from import_list_items x where x.import_id = i.id
        ) n
        order by i.id desc
        """,
        [list_id, limit],
    )
    return await cursor.fetchall()
