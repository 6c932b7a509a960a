"""A list that is read page by page: what it selects, by what it may be filtered, in what order its rows come.

A page begins behind the last row of the one before, by the values of that row's keys: rows that are added meanwhile
move nothing, and the hundredth page costs what the first does.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from psycopg import AsyncConnection
from psycopg.rows import class_row

from cinegraph.store.database import Database

Row = TypeVar("Row")
Keys = tuple[int, ...]

_LARGEST = 2**63
_AT_ONCE = 2000
"""Rows of a stream that are read with one statement."""


@dataclass(frozen=True, slots=True)
class Order:
    """An order of rows: SQL expressions of whole numbers, together unique, and the fields of the row that hold them."""

    expressions: tuple[str, ...]
    fields: tuple[str, ...]
    falling: bool = False


@dataclass(frozen=True, slots=True)
class Listing(Generic[Row]):
    """`select` has {where} and {tail} in it (the order and the limit); `filters` maps a filter's name to its condition,
    which names its value; the first of `orders` holds if none is asked for. Those of `together` must hold of one row of
    another table: they are put into `around` as one condition."""

    row: type[Row]
    select: str
    filters: Mapping[str, str]
    orders: Mapping[str, Order]
    together: Mapping[str, str] = field(default_factory=dict)
    around: str = ""

    def statement(self, given: Mapping[str, object], order: Order, after: Keys | None) -> str:
        """The one statement that reads a page."""
        conditions = [self.filters[name] for name in given if name in self.filters]
        if same := [self.together[name] for name in given if name in self.together]:
            conditions.append(self.around.replace("{which}", " and ".join(same)))
        keys = ", ".join(order.expressions)
        if after is not None:
            values = ", ".join(f"%(after_{n})s" for n in range(len(after)))
            conditions.append(f"({keys}) {'<' if order.falling else '>'} ({values})")
        where = "where " + " and ".join(conditions) if conditions else ""
        falling = " desc" if order.falling else ""
        by = ", ".join(f"{e}{falling}" for e in order.expressions)
        return self.select.replace("{where}", where).replace("{tail}", f"order by {by} limit %(limit)s")


def word(ended: Keys) -> str:
    """The word by which the page behind these keys begins."""
    return "_".join(map(str, ended))


def keys(after: str, size: int) -> Keys | None:
    """The keys in such a word; None if it is empty: the first page. Raises ValueError for any other word."""
    if not after:
        return None
    parts = after.split("_")
    if len(parts) != size or not all(one.isascii() and one.removeprefix("-").isdecimal() for one in parts):
        raise ValueError(f"{after[:80]!r} is no place in this list: begin with the first")
    told = tuple(map(int, parts))
    if any(abs(key) >= _LARGEST for key in told):
        raise ValueError(f"{after[:80]!r} is no place in this list: begin with the first")
    return told


def keys_of(order: Order, row: object) -> Keys:
    """The values by which the next page begins behind this row."""
    return tuple(getattr(row, field) for field in order.fields)


async def page(
    conn: AsyncConnection,
    listing: Listing[Row],
    given: Mapping[str, object],
    order: Order,
    after: Keys | None,
    limit: int,
) -> list[Row]:
    """So many rows that all filters hold for, from behind the keys."""
    values: dict[str, Any] = dict(given) | {"limit": limit}
    values |= {f"after_{n}": value for n, value in enumerate(after or ())}
    cursor = conn.cursor(row_factory=class_row(listing.row))
    await cursor.execute(listing.statement(given, order, after), values)
    return await cursor.fetchall()


@dataclass(frozen=True, slots=True)
class Pages(Generic[Row]):
    """A list as it is asked for: how a page of it is read from behind keys (so many of them), and where a page ends."""

    row: type[Row]
    size: int
    read: Callable[[AsyncConnection, Keys | None, int], Awaitable[list[Row]]]
    behind: Callable[[Keys | None, Sequence[Row]], Keys]


def pages(listing: Listing[Row], given: Mapping[str, object], order: Order) -> Pages[Row]:
    """The pages of the list's rows that all filters hold for, in that order."""

    async def read(conn: AsyncConnection, after: Keys | None, limit: int) -> list[Row]:
        return await page(conn, listing, given, order, after, limit)

    return Pages(listing.row, len(order.fields), read, lambda _, rows: keys_of(order, rows[-1]))


async def stream(
    database: Database, of: Pages[Row], after: Keys | None, most: int | None
) -> AsyncIterator[Sequence[Row]]:
    """Every row, some at a time: memory stays flat, and no connection is held while a slow reader reads."""
    left = most
    while left is None or left > 0:
        wanted = _AT_ONCE if left is None else min(left, _AT_ONCE)
        async with database.statement() as conn:
            rows = await of.read(conn, after, wanted)
        if rows:
            yield rows
            after = of.behind(after, rows)
        if len(rows) < wanted:
            return
        left = None if left is None else left - len(rows)


async def first(conn: AsyncConnection, listing: Listing[Row], given: Mapping[str, object]) -> Row | None:
    """The first row that all filters hold for."""
    order = next(iter(listing.orders.values()))
    found = await page(conn, listing, given, order, None, 1)
    return found[0] if found else None
