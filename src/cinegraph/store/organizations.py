"""Who gives awards: the rows of `festival_organizations`."""

from collections.abc import Sequence
from dataclasses import asdict

import msgspec
from psycopg import AsyncConnection
from psycopg.rows import args_row
from psycopg.types.json import Jsonb

from cinegraph.domain.festivals import Organization

_COLUMNS = (
    "slug, name, abbreviation, country, founded_year, kind, imdb_event_id, main_award, page_kinds, gap_years,"
    " double_years, eligibility_offset, prestige_win, prestige_nomination, wikidata_ids,"
    " wikidata_dates"
)


async def seed(conn: AsyncConnection, organizations: Sequence[Organization]) -> None:
    """Add those that are missing; rows that are there are a person's to change."""
    await conn.execute(
        f"""
        insert into festival_organizations ({_COLUMNS})
        select {_COLUMNS} from jsonb_populate_recordset(null::festival_organizations, %(all)s) shipped
        where not exists (select 1 from festival_organizations o where o.slug = shipped.slug)
        on conflict do nothing
        """,
        {"all": Jsonb([asdict(organization) for organization in organizations])},
    )


async def find(conn: AsyncConnection, name: str) -> tuple[int, Organization] | None:
    """The organization with that slug or abbreviation (in any case), and its number."""
    cursor = conn.cursor(row_factory=args_row(_organization))
    await cursor.execute(
        f"select id, {_COLUMNS} from festival_organizations where lower(slug) = %(name)s or lower(abbreviation) = %(name)s",
        {"name": name.strip().lower()},
    )
    return await cursor.fetchone()


async def get(conn: AsyncConnection, organization_id: int) -> Organization:
    """The organization with that number. Raises LookupError if there is none."""
    cursor = conn.cursor(row_factory=args_row(_organization))
    await cursor.execute(
        f"select id, {_COLUMNS} from festival_organizations where id = %s", [organization_id]
    )
    if (row := await cursor.fetchone()) is None:
        raise LookupError(f"there is no organization {organization_id}")
    return row[1]


async def names(conn: AsyncConnection) -> list[str]:
    """Every slug, in order."""
    cursor = await conn.execute("select slug from festival_organizations order by slug")
    return [str(slug) for (slug,) in await cursor.fetchall()]


def _organization(number: int, *values: object) -> tuple[int, Organization]:
    return number, msgspec.convert(dict(zip(_COLUMNS.split(", "), values, strict=True)), Organization)
