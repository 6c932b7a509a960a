"""Who gives awards: the rows of `festival_organizations`, and the editions that pages told of them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import msgspec
from psycopg import AsyncConnection
from psycopg.rows import args_row, class_row
from psycopg.types.json import Jsonb

from cinegraph.domain.festivals import Edition, Organization
from cinegraph.domain.organizations import SETTABLE

_FIELDS = ("slug", *SETTABLE)
_COLUMNS = ", ".join(_FIELDS)
_UNIQUE = ("abbreviation", "imdb_event_id")
_SHIPPED = f"""(
    select {", ".join(f"r.{field}" for field in _FIELDS)}, told
    from jsonb_array_elements(%(all)s) told
    cross join lateral jsonb_populate_record(null::festival_organizations, told) r
) f"""
"""The organizations that ship, as rows, each with all that the file says of it."""
_SELECT = f"""
    select o.id, {", ".join(f"o.{field}" for field in _FIELDS)}, (
        select coalesce(jsonb_agg(jsonb_build_object('year', e.year, 'instance', e.instance, 'imdb_id', e.imdb_id)
            order by e.year, e.instance), '[]')
        from festival_editions e where e.organization_id = o.id) as known_editions
    from festival_organizations o
"""


async def seed(conn: AsyncConnection, organizations: Sequence[Organization]) -> None:
    """Bring the rows up to what ships: missing organizations appear, and fields that nobody has changed since they
    came from an earlier file follow it. What a person set stays."""
    told = Jsonb([_settings(organization) for organization in organizations])
    await conn.execute(
        f"""
        insert into festival_organizations ({_COLUMNS}, shipped)
        select {", ".join(f"f.{field}" for field in _FIELDS)}, f.told from {_SHIPPED}
        where not exists (select 1 from festival_organizations o where o.slug = f.slug)
        on conflict do nothing
        """,
        {"all": told},
    )
    await conn.execute(
        f"""
        update festival_organizations o set {", ".join(map(_followed, SETTABLE))}, shipped = f.told
        from {_SHIPPED} where o.slug = f.slug and o.shipped is not null and o.shipped is distinct from f.told
        """,
        {"all": told},
    )


def _followed(field: str) -> str:
    """The file's value of a field, where the row still has what the former file said, and no other row has that."""
    taken = (
        f" and not exists (select 1 from festival_organizations x where x.{field} = f.{field} and x.id <> o.id)"
        if field in _UNIQUE
        else ""
    )
    unchanged = f"to_jsonb(o) -> '{field}' is not distinct from coalesce(o.shipped -> '{field}', 'null')"
    return f"{field} = case when {unchanged}{taken} then f.{field} else o.{field} end"


async def find(conn: AsyncConnection, name: str) -> tuple[int, Organization] | None:
    """The organization with that slug or abbreviation (in any case), and its number."""
    found = await _where(
        conn, "lower(o.slug) = %(name)s or lower(o.abbreviation) = %(name)s", name=name.strip().lower()
    )
    return found[0] if found else None


async def of_event(conn: AsyncConnection, imdb_event_id: str) -> tuple[int, Organization] | None:
    """The organization that has this IMDb event, and its number."""
    found = await _where(conn, "o.imdb_event_id = %(event)s", event=imdb_event_id)
    return found[0] if found else None


async def get(conn: AsyncConnection, organization_id: int) -> Organization:
    """The organization with that number. Raises LookupError if there is none."""
    found = await _where(conn, "o.id = %(id)s", id=organization_id)
    if not found:
        raise LookupError(f"there is no organization {organization_id}")
    return found[0][1]


async def every(conn: AsyncConnection) -> list[tuple[int, Organization]]:
    """All of them with their numbers, by slug."""
    return await _where(conn, "true")


async def names(conn: AsyncConnection) -> list[str]:
    """Every slug, in order."""
    cursor = await conn.execute("select slug from festival_organizations order by slug")
    return [str(slug) for (slug,) in await cursor.fetchall()]


async def add(conn: AsyncConnection, organization: Organization) -> bool:
    """A new organization; False if its slug, abbreviation or event is another's already."""
    cursor = await conn.execute(
        f"""
        insert into festival_organizations ({_COLUMNS})
        select {_COLUMNS} from jsonb_populate_record(null::festival_organizations, %s) on conflict do nothing
        """,
        [Jsonb(_settings(organization))],
    )
    return cursor.rowcount == 1


async def change(conn: AsyncConnection, organization_id: int, organization: Organization) -> None:
    """The organization is now this. The caller has seen to it that no other has its abbreviation or event."""
    await conn.execute(
        f"""
        update festival_organizations o set {", ".join(f"{field} = r.{field}" for field in SETTABLE)}
        from jsonb_populate_record(null::festival_organizations, %s) r where o.id = %s
        """,
        [Jsonb(_settings(organization)), organization_id],
    )


async def hold(conn: AsyncConnection) -> None:
    """Until the transaction ends, nobody else adds or changes an organization."""
    await conn.execute("lock table festival_organizations in share row exclusive mode")


async def shipped(conn: AsyncConnection) -> dict[int, dict[str, object]]:
    """What the file that came with the program said last, of each organization that it has."""
    cursor = await conn.execute("select id, shipped from festival_organizations where shipped is not null")
    return dict(await cursor.fetchall())


async def remember_editions(
    conn: AsyncConnection, organization_id: int, editions: Sequence[Edition], told_by: str
) -> None:
    """A page of that kind told that these editions exist. Run twice, it leaves the same rows."""
    rows = {(e.year, e.instance): e.imdb_id for e in editions}
    await conn.execute(
        """
        insert into festival_editions as kept (organization_id, year, instance, imdb_id, told_by)
        select %(organization)s, year, instance, imdb_id, array[%(told_by)s]
        from jsonb_to_recordset(%(rows)s) as r(year int, instance int, imdb_id text) order by year, instance
        on conflict (organization_id, year, instance) do update set
            imdb_id = coalesce(excluded.imdb_id, kept.imdb_id),
            told_by = (select array_agg(distinct t order by t) from unnest(kept.told_by || excluded.told_by) t)
        where not kept.told_by @> excluded.told_by
            or (excluded.imdb_id is not null and kept.imdb_id is distinct from excluded.imdb_id)
        """,
        {
            "organization": organization_id,
            "told_by": told_by,
            "rows": Jsonb([{"year": y, "instance": i, "imdb_id": told} for (y, i), told in rows.items()]),
        },
    )


@dataclass(frozen=True, slots=True)
class Stored:
    """A ceremony that is stored: how many films it has, and how many of them are not full."""

    organization_id: int
    year: int
    instance: int
    state: str
    winners: int
    films: int
    not_full: int


async def stored_editions(
    conn: AsyncConnection, organization_ids: Sequence[int]
) -> dict[int, tuple[Edition, ...]]:
    """The editions of which a ceremony is stored, in order, by organization; one that has none is left out."""
    cursor = await conn.execute(
        """
        select organization_id, year, instance from festival_ceremonies
        where organization_id = any(%s) order by year, instance
        """,
        [list(organization_ids)],
    )
    found: dict[int, tuple[Edition, ...]] = {}
    for number, year, instance in await cursor.fetchall():
        found[number] = (*found.get(number, ()), Edition(year, instance))
    return found


async def ceremonies(conn: AsyncConnection, organization_ids: Sequence[int]) -> list[Stored]:
    """What is stored of these organizations, in order."""
    cursor = conn.cursor(row_factory=class_row(Stored))
    await cursor.execute(
        """
        with entries as (
            select n.id, n.ceremony_id, n.is_winner from festival_nominations n
            join festival_ceremonies c on c.id = n.ceremony_id
            where c.organization_id = any(%(organizations)s) and n.state = 'active'
        ), won as (
            select ceremony_id, count(*) filter (where is_winner) as winners from entries group by 1
        ), shown as (
            select d.ceremony_id, count(*) as films, count(*) filter (where m.import_type <> 'full') as not_full
            from (select distinct e.ceremony_id, f.movie_id from entries e
                  join festival_nomination_films f on f.nomination_id = e.id) d
            join movies m on m.id = d.movie_id group by 1
        )
        select c.organization_id, c.year, c.instance, c.state, coalesce(w.winners, 0) as winners,
            coalesce(s.films, 0) as films, coalesce(s.not_full, 0) as not_full
        from festival_ceremonies c left join won w on w.ceremony_id = c.id left join shown s on s.ceremony_id = c.id
        where c.organization_id = any(%(organizations)s) order by 1, 2, 3
        """,
        {"organizations": list(organization_ids)},
    )
    return await cursor.fetchall()


async def _where(conn: AsyncConnection, condition: str, **values: object) -> list[tuple[int, Organization]]:
    cursor = conn.cursor(row_factory=args_row(_organization))
    await cursor.execute(f"{_SELECT} where {condition} order by o.slug".encode(), values)
    return await cursor.fetchall()


def _organization(number: int, *values: object) -> tuple[int, Organization]:
    told = dict(zip((*_FIELDS, "known_editions"), values, strict=True))
    return number, msgspec.convert(told, Organization)


def _settings(organization: Organization) -> dict[str, object]:
    told = asdict(organization)
    return {field: list(v) if isinstance(v := told[field], tuple) else v for field in _FIELDS}
