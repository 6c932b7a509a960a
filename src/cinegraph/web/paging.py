"""Lists that go on: a page ends with the keys of its last row, and the next begins behind them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic

from fastapi import HTTPException
from psycopg import AsyncConnection

from cinegraph.store.browse import listing
from cinegraph.store.browse.listing import Keys, Listing, Row

_LARGEST = 2**63


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
    return Paged(shown, word(listing.keys_of(by, shown[-1])) if more else None)


def word(ended: Keys) -> str:
    """The word by which the page behind these keys begins."""
    return "_".join(map(str, ended))


def keys(after: str, size: int) -> Keys | None:
    """The keys in such a word; None: the first page. Answers 422 for any other word."""
    if not after:
        return None
    parts = after.split("_")
    if len(parts) != size or not all(one.isascii() and one.removeprefix("-").isdecimal() for one in parts):
        raise HTTPException(422, "There is no such page of this list: begin with the first.")
    told = tuple(map(int, parts))
    if any(abs(key) >= _LARGEST for key in told):
        raise HTTPException(422, "There is no such page of this list: begin with the first.")
    return told
