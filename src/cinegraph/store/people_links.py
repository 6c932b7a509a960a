"""How nominees are linked to people: the figures of ceremonies' categories, and what is left with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import AsyncConnection
from psycopg.rows import class_row


@dataclass(frozen=True, slots=True)
class CategoryLinks:
    """A row of the view `people_links`: a category of one ceremony."""

    organization: str
    year: int
    instance: int
    award: str
    category: str
    key: str | None
    nominees: int
    linked: int
    by_id: int
    by_credits: int
    by_search: int
    decided: int
    inferred: int
    minimal: int
    review: int
    unlinked: int
    known_to_tmdb: int


@dataclass(frozen=True, slots=True)
class Left:
    """A nominee who is nobody that is known, and why; `review_id` is the question about it."""

    organization: str
    year: int
    instance: int
    category: str
    nominee: str
    film: str | None
    way: str
    why: str | None
    review_id: int | None


@dataclass(frozen=True, slots=True)
class Ceremonies:
    """Which ceremonies: of that organization (None: all), in these years (None: all), at that place within the year."""

    organization_id: int | None = None
    years: Sequence[int] | None = None
    instance: int | None = None


_THESE = """
    (%(of)s::bigint is null or organization = (select slug from festival_organizations where id = %(of)s))
    and (%(years)s::int[] is null or year = any(%(years)s)) and instance = coalesce(%(instance)s, instance)
"""


def _values(which: Ceremonies) -> dict[str, object]:
    years = None if which.years is None else list(which.years)
    return {"of": which.organization_id, "years": years, "instance": which.instance}


async def categories(conn: AsyncConnection, which: Ceremonies) -> list[CategoryLinks]:
    """Each category of these ceremonies that names anybody, by ceremony and in the order of the page."""
    cursor = conn.cursor(row_factory=class_row(CategoryLinks))
    columns = ", ".join(CategoryLinks.__dataclass_fields__)
    await cursor.execute(
        f"""
        select {columns} from people_links l where {_THESE}
        order by organization, year, instance, place, award, category
        """.encode(),
        _values(which),
    )
    return await cursor.fetchall()


async def left(conn: AsyncConnection, which: Ceremonies, count: int) -> list[Left]:
    """Nominees of these ceremonies who are nobody that is known, so many at most."""
    cursor = conn.cursor(row_factory=class_row(Left))
    columns = ", ".join(Left.__dataclass_fields__)
    await cursor.execute(
        f"""
        select {columns} from nominee_links where {_THESE} and way in ('minimal', 'review', 'unlinked')
        order by organization, year, instance, nomination_id, position limit %(count)s
        """.encode(),
        _values(which) | {"count": count},
    )
    return await cursor.fetchall()
