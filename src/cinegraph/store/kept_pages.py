"""Which pages are kept of each ceremony that is stored: the newest of each kind."""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import AsyncConnection

from cinegraph.domain.festivals import Edition


@dataclass(frozen=True, slots=True)
class KeptPages:
    """A stored ceremony and the rows of the newest pages of it, one of each kind. `lookup`: whether its last import
    asked catalogues."""

    organization_id: int
    organization: str
    edition: Edition
    page_ids: tuple[int, ...]
    lookup: bool


async def newest(
    conn: AsyncConnection, organization_id: int | None, years: Sequence[int] | None, instance: int | None
) -> list[KeptPages]:
    """Every ceremony (of the organization, of these years) that has pages, in order.

    Of two pages of one kind the newest is the one that was fetched last; saved files do not say when they were
    fetched, and count by the import that read them last. Only pages of imports that stored something are believed.
    """
    cursor = await conn.execute(
        """
        with read as (
            select distinct on (i.organization_id, i.year, i.instance, p.kind)
                i.organization_id, i.year, i.instance, p.kind, p.id
            from imports i
            join import_pages ip on ip.import_id = i.id
            join pages p on p.id = ip.page_id
            where i.ceremony_id is not null
                and (%(organization)s::bigint is null or i.organization_id = %(organization)s)
                and (%(years)s::int[] is null or i.year = any(%(years)s))
                and i.instance = coalesce(%(instance)s, i.instance)
            order by i.organization_id, i.year, i.instance, p.kind,
                case when p.transport = 'file' then i.inserted_at else p.fetched_at end desc, p.id desc
        )
        select r.organization_id, o.slug, r.year, r.instance, array_agg(r.id order by r.id),
            (select coalesce((i.options ->> 'lookup')::boolean, true) from imports i
             where (i.organization_id, i.year, i.instance) = (r.organization_id, r.year, r.instance)
                and i.ceremony_id is not null order by i.id desc limit 1)
        from read r join festival_organizations o on o.id = r.organization_id
        group by r.organization_id, o.slug, r.year, r.instance order by o.slug, r.year, r.instance
        """,
        {"organization": organization_id, "years": list(years) if years else None, "instance": instance},
    )
    return [
        KeptPages(number, slug, Edition(year, place), tuple(ids), lookup)
        for number, slug, year, place, ids, lookup in await cursor.fetchall()
    ]
