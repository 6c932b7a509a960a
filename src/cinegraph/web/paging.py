"""Lists that go on: a page ends with the keys of its last row, and the next begins behind them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic

from fastapi import HTTPException
from psycopg import AsyncConnection

from cinegraph.store.browse import listing
from cinegraph.store.browse.listing import Keys, Listing, Row


@dataclass(frozen=True, slots=True)
class Paged(Generic[Row]):
    """So many rows, and the word by which the next page begins (None: there is none)."""

    rows: list[Row]
    next: str | None


async def paged(
    conn: AsyncConnection,
    of: Listing[Row],
    given: Mapping[str, Any],
    order: str,
    after: str,
    count: int,
) -> Paged[Row]:
    """A page of the list in that order, from behind that word on (empty: from the first row)."""
    by = of.orders[order]
    rows = await listing.page(conn, of, given, by, keys(after, len(by.fields)), count + 1)
    more = len(rows) > count
    shown = rows[:count]
    return Paged(shown, listing.word(listing.keys_of(by, shown[-1])) if more else None)


def keys(after: str, size: int) -> Keys | None:
    """The keys in the word by which a page begins; None: the first page. Answers 422 for any other word."""
    try:
        return listing.keys(after, size)
    except ValueError:
        raise HTTPException(422, "There is no such page of this list: begin with the first.") from None
