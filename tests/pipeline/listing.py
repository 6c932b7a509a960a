"""One list, imported as far as it goes, and the files to import it from."""

import csv
import io

from psycopg import AsyncConnection

from cinegraph.app import Cinegraph
from cinegraph.domain.lists import FilmList
from cinegraph.pages.imdb_list_csv import NEEDED
from cinegraph.pipeline.find_list import find_list
from cinegraph.pipeline.import_list import import_list
from cinegraph.pipeline.manage_lists import add_list
from cinegraph.pipeline.request_list import request_lists
from cinegraph.pipeline.sort_pages import GivenPage
from cinegraph.store import imports, list_items, lists
from cinegraph.store.imports import Reconciliation
from cinegraph.store.lists import Status
from tests.pipeline.importing import Work

OSCARS = FilmList("oscar_films", "Every film of the 96th Academy Awards", "imdb", "ls096000001")
"""The offline world has it: 53 films, 25 on a page."""
MADE = FilmList("made", "Made-up films", "imdb", "ls000000001", expected_count=6)


async def followed(built: Cinegraph, one: FilmList) -> None:
    """The list is one of those that are followed."""
    async with built.context.database.transaction() as conn:
        known = await lists.find(conn, one.key)
    if known is None:
        await add_list(built.context, one, "ada")


async def asked_for(
    built: Cinegraph, one: FilmList, *given: GivenPage, lookup: bool = True, refresh: bool = False
) -> int:
    """An import of the list, queued."""
    await followed(built, one)
    async with built.context.database.transaction() as conn:
        chosen = await find_list(conn, one.key)
    (asked,) = await request_lists(built.context, [chosen], given, lookup, refresh)
    return asked.import_id


async def listed(
    built: Cinegraph,
    work: Work,
    one: FilmList,
    *given: GivenPage,
    lookup: bool = False,
    refresh: bool = False,
) -> Reconciliation:
    """Import a list as far as it goes."""
    import_id = await asked_for(built, one, *given, lookup=lookup, refresh=refresh)
    await work(built)
    async with built.context.database.transaction() as conn:
        return (await imports.reconcile(conn, [import_id]))[0]


async def first_page_only(built: Cinegraph, import_id: int) -> None:
    """The job that reads the first page has run, and no other."""
    await import_list(built.context, import_id)


async def standing(built: Cinegraph, one: FilmList) -> tuple[Status, dict[str, int]]:
    """How the list stands, and what its last import did to how many films."""
    async with built.context.database.transaction() as conn:
        (status,) = await lists.statuses(conn, one.key)
        return status, await list_items.counts(conn, status.last_import or 0)


def export(*films: str | tuple[str, str], name: str = "export.csv") -> GivenPage:
    """A CSV export of these films, by number ("901" is tt0000901), with another position if it is said."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([*NEEDED, "Directors"])
    for place, film in enumerate(films, 1):
        number, position = film if isinstance(film, tuple) else (film, str(place))
        writer.writerow([position, f"tt{int(number):07}", f"Film {number}", "Movie", "1950", "Ada Example"])
    return GivenPage(name, text.getvalue().encode())


async def rows(conn: AsyncConnection) -> dict[str, list[tuple[object, ...]]]:
    """What is stored of lists and films, but for when it was seen last."""
    found = {}
    for table, hidden in {
        "movie_lists": [],
        "movie_list_items": ["last_seen"],
        "movies": [],
        "movie_credits": [],
        "reviews": [],
    }.items():
        query = f"select to_jsonb(t) - %s::text[] from {table} t order by t.id"
        cursor = await conn.execute(query.encode(), [[*hidden, "updated_at"]])
        found[table] = await cursor.fetchall()
    await conn.rollback()
    return found
