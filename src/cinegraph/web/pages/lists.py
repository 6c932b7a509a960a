"""Lists of films that are followed: how they stand, who came and who left."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Query, Request, Response
from psycopg import AsyncConnection

from cinegraph.domain.lists import LONGEST, SOURCE_TYPES, FilmList
from cinegraph.pipeline.context import FieldRefused, Refused, Stale
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
_FIELDS = ("name", "source_type", "source_id", "expected_count", "description")
"""What stands in the form of a list."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form of a list, by field, and why it was refused, if it was."""

    said: Mapping[str, str]
    refused: Refused | None = None

    @property
    def status(self) -> int:
        """What the page answers."""
        return 409 if isinstance(self.refused, Stale) else 422 if self.refused else 200

    def values(self) -> dict[str, Any]:
        """As the template wants them: what stands there, why it will not do, and which field is at fault."""
        bad = self.refused.field if isinstance(self.refused, FieldRefused) else None
        said = dict.fromkeys(("key", *_FIELDS), "") | dict(self.said)
        wrong = str(self.refused) if self.refused else None
        return {"said": said, "bad": bad, "wrong": wrong, "longest": LONGEST}


@router.get("")
async def all_lists(request: Request, conn: Reading) -> Response:
    """Every list, and the form for another one."""
    return await all_of_them(request, conn, Typed({}))


async def all_of_them(request: Request, conn: AsyncConnection, typed: Typed) -> Response:
    """The page of all lists, with that in its form."""
    found = await lists.statuses(conn)
    return page(request, "lists.html", typed.status, lists=found, source_types=SOURCE_TYPES, **typed.values())


@router.get("/{key}")
async def one(
    request: Request,
    conn: Reading,
    key: str,
    state: Literal["there", "left"] = "there",
    after: Annotated[str, Query(max_length=80)] = "",
) -> Response:
    """One list, page by page."""
    return await one_of_them(request, conn, key, state, after)


async def one_of_them(
    request: Request,
    conn: AsyncConnection,
    key: str,
    state: Literal["there", "left"] = "there",
    after: str = "",
    typed: Typed | None = None,
) -> Response:
    """The page of one list, with that in its form (None: as it is configured)."""
    number, found = await there(conn, key)
    (status,) = await lists.statuses(conn, found.key)
    rows = await paged(conn, ITEMS, {"list_id": number, "state": state}, "position", after, _ROWS)
    return page(
        request,
        "list.html",
        typed.status if typed else 200,
        list=found,
        standing=status,
        state=state,
        items=rows.rows,
        next=rows.next,
        runs=await screens.runs(conn, number, _RUNS),
        changes=await screens.changed(conn, number, _CHANGES),
        source_types=SOURCE_TYPES,
        **(typed or Typed(_as_typed(found))).values(),
    )


def _as_typed(one: FilmList) -> dict[str, str]:
    return {field: str(getattr(one, field) or "") for field in _FIELDS}


async def there(conn: AsyncConnection, key: str) -> Found:
    """The list with that key. Raises HTTPException 404."""
    found = await lists.find(conn, key) if "\0" not in key else None
    if found is None:
        raise HTTPException(404, f"There is no list {key[:60]!r}.")
    return found
