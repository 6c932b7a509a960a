"""How nominees are linked to people: the figures of ceremonies' categories, and what is left with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import AsyncConnection
from psycopg.rows import class_row

from cinegraph.store.browse import listing
from cinegraph.store.browse.listing import Keys, Listing, Order, Pages


@dataclass(frozen=True, slots=True)
class CategoryLinks:
    """A row of the view `people_links`: a category of one ceremony. `place` is that of its first entry on the ceremony's page."""

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
    category_id: int
    place: int


@dataclass(frozen=True, slots=True)
class Left:
    """A nominee who is nobody that is known, and why; `review_id` is the question about it. `nomination` and `position` are its
    entry and its place there."""

    organization: str
    year: int
    instance: int
    category: str
    nominee: str
    film: str | None
    way: str
    why: str | None
    review_id: int | None
    nomination: int
    position: int


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


_KEYS = ("year", "instance", "place", "category_id")
_BEHIND = ", ".join(f"%(after_{number})s" for number in range(len(_KEYS)))


def pages_of_categories(organization_id: int, year: int | None, instance: int | None) -> Pages[CategoryLinks]:
    """The same of an organization, page by page, by year: its ceremonies are counted one after the other until a page is full."""
    columns = ", ".join(f"l.{name}" for name in CategoryLinks.__dataclass_fields__)
    given = {"of": organization_id, "year": year, "instance": instance}

    async def read(conn: AsyncConnection, after: Keys | None, limit: int) -> list[CategoryLinks]:
        begins, behind = ("true", "true") if after is None else (
            "(year, instance) >= (%(after_0)s, %(after_1)s)",
            f"(l.year, l.instance, l.place, l.category_id) > ({_BEHIND})",
        )  # fmt: skip
        cursor = conn.cursor(row_factory=class_row(CategoryLinks))
        await cursor.execute(
            f"""
            select {columns} from (
                select id, year, instance from festival_ceremonies
                where organization_id = %(of)s and year = coalesce(%(year)s, year)
                    and instance = coalesce(%(instance)s, instance) and {begins}
                order by year, instance
            ) c cross join lateral (  -- one after the other: joined with the view, every nominee there is would be read
                select * from people_links l where l.ceremony_id = c.id offset 0
            ) l
            where {behind} order by c.year, c.instance, l.place, l.category_id limit %(limit)s
            """.encode(),
            given | {f"after_{n}": key for n, key in enumerate(after or ())} | {"limit": limit},
        )
        return await cursor.fetchall()

    return Pages(
        CategoryLinks, len(_KEYS), read, lambda _, rows: tuple(getattr(rows[-1], key) for key in _KEYS)
    )


UNLINKED = Listing(
    Left,
    """
    select l.organization, l.year, l.instance, l.category, l.nominee, l.film, l.way, l.why, l.review_id, l.nomination_id as nomination,
        l.position
    from (
        select p.nomination_id, p.position from festival_nomination_people p
        join festival_nominations n on n.id = p.nomination_id and n.state = 'active' {where} {tail}
    ) found cross join lateral (  -- one after the other: joined with the view, every nominee there is would be read
        select * from nominee_links l where (l.nomination_id, l.position) = (found.nomination_id, found.position) limit 1
    ) l
    order by l.nomination_id, l.position
    """,
    {
        "unlinked": "not p.inferred and (p.link is null or p.link in ('minimal', 'doubtful'))",
        "organization_id": """n.ceremony_id = any(array(
            select c.id from festival_ceremonies c where c.organization_id = %(organization_id)s))""",
        "years": "n.ceremony_id = any(array(select c.id from festival_ceremonies c where c.year = any(%(years)s)))",
        "instance": "n.ceremony_id = any(array(select c.id from festival_ceremonies c where c.instance = %(instance)s))",
    },
    {"id": Order(("p.nomination_id", "p.position"), ("nomination", "position"))},
)
"""Nominees who are nobody that is known, in the order in which their entries were stored: an index has just these."""


def unlinked(which: Ceremonies) -> Pages[Left]:
    """Those of these ceremonies, page by page."""
    return listing.pages(UNLINKED, unlinked_given(which), UNLINKED.orders["id"])


def unlinked_given(which: Ceremonies) -> dict[str, object]:
    """What `UNLINKED` is to be filtered by."""
    chosen = {
        "organization_id": which.organization_id,
        "years": None if which.years is None else list(which.years),
        "instance": which.instance,
    }
    return {"unlinked": True} | {name: value for name, value in chosen.items() if value is not None}


async def any_stored(conn: AsyncConnection, which: Ceremonies) -> bool:
    """Whether these ceremonies name anybody."""
    given = unlinked_given(which)
    named = [UNLINKED.filters[name] for name in given if name != "unlinked"]
    cursor = await conn.execute(
        f"""
        select exists (
            select 1 from festival_nomination_people p join festival_nominations n on n.id = p.nomination_id
            where {" and ".join(["n.state = 'active'", *named])})
        """.encode(),
        given,
    )
    row = await cursor.fetchone()
    return bool(row and row[0])
