"""Categories and their canonical keys: the rows of `festival_categories` and `category_keys`."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from psycopg import AsyncConnection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from cinegraph.domain.category_keys import KeyTable

_NAME = "category_keys"


@dataclass(frozen=True, slots=True)
class KeptCategory:
    """A category as it is kept. `ceremonies` and `nominations` count what is in it and not withdrawn; `key_by` is the
    person who chose its key (or that it has none), None if the shipped lists did."""

    id: int
    organization: str
    award: str
    name: str
    canonical_key: str | None
    key_name: str | None
    key_by: str | None
    key_at: datetime | None
    key_note: str | None
    ceremonies: int
    nominations: int
    first_year: int | None
    last_year: int | None


@dataclass(frozen=True, slots=True)
class SharedKey:
    """Two or more categories of one ceremony that have the same key."""

    organization: str
    year: int
    instance: int
    canonical_key: str
    names: tuple[str, ...]


async def seed(conn: AsyncConnection, keys: KeyTable, mark: str) -> None:
    """Make the keys and the keyed categories say what the shipped lists say; nothing is done if they do.

    What a person chose stays, and so does a key that is gone from the lists and still has a category.
    """
    if await _marked(conn) == mark:
        return
    await conn.execute("select pg_advisory_xact_lock(hashtextextended('category_keys', 0))")
    if await _marked(conn) == mark:
        return
    rows = [{**asdict(key), "wordings": None, "of": None} for key in keys.keys]
    await conn.execute(
        """
        insert into category_keys as kept (key, name, honours, role, medium, part_of)
        select key, name, honours, role, medium, part_of
        from jsonb_populate_recordset(null::category_keys, %s)
        on conflict (key) do update set name = excluded.name, honours = excluded.honours, role = excluded.role,
            medium = excluded.medium, part_of = excluded.part_of
        """,
        [Jsonb(rows)],
    )
    await rekey(conn, keys)
    await conn.execute(
        """
        delete from category_keys k where k.key <> all(%s)
            and not exists (select 1 from festival_categories c where c.canonical_key = k.key)
        """,
        [[key.key for key in keys.keys]],
    )
    await conn.execute(
        "insert into shipped_data (name, mark) values (%s, %s) on conflict (name) do update set mark = excluded.mark",
        [_NAME, mark],
    )


async def _marked(conn: AsyncConnection) -> str | None:
    row = await (await conn.execute("select mark from shipped_data where name = %s", [_NAME])).fetchone()
    return row[0] if row else None


async def rekey(conn: AsyncConnection, keys: KeyTable, organization_id: int | None = None) -> int:
    """Give each category of the organization (None: of all) the key that the lists have for it; how many changed.

    Categories whose key a person chose are left alone.
    """
    cursor = await conn.execute(
        """
        select c.id, o.slug, o.main_award, c.award, c.name, c.canonical_key
        from festival_categories c join festival_organizations o on o.id = c.organization_id
        where c.key_by is null and (%(of)s::bigint is null or o.id = %(of)s) order by c.id
        """,
        {"of": organization_id},
    )
    changed = [
        (number, key)
        async for number, slug, main_award, award, name, known in cursor
        if (key := keys.key_of(slug, main_award, award, name)) != known
    ]
    if changed:
        numbers = [number for number, _ in changed]
        await conn.execute(
            "select 1 from festival_categories where id = any(%s) order by id for update", [numbers]
        )
        await conn.execute(
            """
            update festival_categories c set canonical_key = r.key
            from unnest(%s::bigint[], %s::text[]) as r(id, key) where c.id = r.id and c.key_by is null
            """,
            [numbers, [key for _, key in changed]],
        )
    return len(changed)


async def kept(conn: AsyncConnection, organization_id: int | None = None) -> list[KeptCategory]:
    """Every category of the organization (None: of all), by organization, key, award group and name."""
    cursor = conn.cursor(row_factory=class_row(KeptCategory))
    await cursor.execute(
        """
        select c.id, o.slug as organization, c.award, c.name, c.canonical_key, k.name as key_name, c.key_by, c.key_at,
               c.key_note, count(distinct y.id) as ceremonies, count(n.id) as nominations,
               min(y.year) as first_year, max(y.year) as last_year
        from festival_categories c
        join festival_organizations o on o.id = c.organization_id
        left join category_keys k on k.key = c.canonical_key
        left join festival_nominations n on n.category_id = c.id and n.state = 'active'
        left join festival_ceremonies y on y.id = n.ceremony_id
        where %(of)s::bigint is null or o.id = %(of)s
        group by c.id, o.slug, k.name order by o.slug, c.canonical_key, c.award, c.name
        """,
        {"of": organization_id},
    )
    return await cursor.fetchall()


async def keys(conn: AsyncConnection) -> list[str]:
    """Every canonical key, in order."""
    cursor = await conn.execute("select key from category_keys order by key")
    return [str(key) for (key,) in await cursor.fetchall()]


async def shared(conn: AsyncConnection, organization_id: int | None = None) -> list[SharedKey]:
    """Where two categories of one ceremony have one key: a prize that its page writes in two ways, or a wrong key."""
    cursor = await conn.execute(
        """
        select o.slug, y.year, y.instance, c.canonical_key, array_agg(distinct c.award || ' / ' || c.name)
        from festival_nominations n
        join festival_categories c on c.id = n.category_id and c.canonical_key is not null
        join festival_ceremonies y on y.id = n.ceremony_id
        join festival_organizations o on o.id = y.organization_id
        where n.state = 'active' and (%(of)s::bigint is null or o.id = %(of)s)
        group by o.slug, y.year, y.instance, c.canonical_key having count(distinct c.id) > 1
        order by o.slug, y.year, y.instance, c.canonical_key
        """,
        {"of": organization_id},
    )
    return [
        SharedKey(slug, year, number, key, tuple(names)) async for slug, year, number, key, names in cursor
    ]


async def choose(
    conn: AsyncConnection, category_ids: Sequence[int], key: str | None, by: str, note: str | None
) -> None:
    """A person says which key these categories have, or that they have none: it stays, whatever the lists say."""
    await conn.execute(
        """
        update festival_categories set canonical_key = %s, key_by = %s, key_at = now(), key_note = %s
        where id = any(%s)
        """,
        [key, by, note, list(category_ids)],
    )


async def leave_to_the_lists(conn: AsyncConnection, category_ids: Sequence[int]) -> None:
    """What a person said of their keys no longer counts; `rekey` gives them those of the lists."""
    await conn.execute(
        "update festival_categories set key_by = null, key_at = null, key_note = null where id = any(%s)",
        [list(category_ids)],
    )
