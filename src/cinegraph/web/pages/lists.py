"""Lists of films that are followed: how they stand, who came and who left."""

from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Query, Request, Response
from psycopg import AsyncConnection

from cinegraph.domain.lists import SOURCE_TYPES
from cinegraph.pipeline.find_list import Found
from cinegraph.store import lists
from cinegraph.store.browse.lists import ITEMS
from cinegraph.store.screens import lists as screens
from cinegraph.web.paging import paged
from cinegraph.web.reading import Reading
from cinegraph.web.shown import page

router = APIRouter(prefix="/lists")
_ROWS = 100
_CHANGES = 60
_RUNS = 8


@router.get("")
async def all_lists(request: Request, conn: Reading) -> Response:
    """Every list, and the form for another one."""
    return page(request, "lists.html", lists=await lists.statuses(conn), source_types=SOURCE_TYPES)


@router.get("/{key}")
async def one(
    request: Request,
    conn: Reading,
    key: str,
    state: Literal["there", "left"] = "there",
    after: Annotated[str, Query(max_length=80)] = "",
) -> Response:
    """One list, page by page."""
    number, found = await there(conn, key)
    (status,) = await lists.statuses(conn, found.key)
    rows = await paged(conn, ITEMS, {"list_id": number, "state": state}, "position", after, _ROWS)
    return page(
        request,
        "list.html",
        list=found,
        standing=status,
        state=state,
        items=rows.rows,
        next=rows.next,
        runs=await screens.runs(conn, number, _RUNS),
        changes=await screens.changed(conn, number, _CHANGES),
        source_types=SOURCE_TYPES,
    )


async def there(conn: AsyncConnection, key: str) -> Found:
    """The list with that key. Raises HTTPException 404."""
    found = await lists.find(conn, key) if "\0" not in key else None
    if found is None:
        raise HTTPException(404, f"There is no list {key[:60]!r}.")
    return found
