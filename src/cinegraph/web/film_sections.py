"""The parts of a film's page, in their order. Another part is one function that reads the store, one line here, and one
template of its name in `templates/film/`, in which `part` is what was read; it is left out while there is nothing to tell."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal

from psycopg import AsyncConnection

from cinegraph.store.browse import listing
from cinegraph.store.browse.films import WholeFilm
from cinegraph.store.browse.nominations import NOMINATIONS
from cinegraph.store.screens import film as screens
from cinegraph.store.screens import film_evidence as evidence
from cinegraph.web import film_facts

SHOWN = 24
"""So many of the cast and of the crew stand on the page itself."""
_NOMINATIONS = 200


@dataclass(frozen=True, slots=True)
class Section:
    """A part: its name (of its template, too), its heading, the column it stands in, and what it reads."""

    name: str
    heading: str
    column: Literal["main", "side"]
    read: Callable[[AsyncConnection, WholeFilm], Awaitable[Any]]


async def _nominations(conn: AsyncConnection, film: WholeFilm) -> Any:
    order = NOMINATIONS.orders["page"]
    return await listing.page(conn, NOMINATIONS, {"film": film.id}, order, None, _NOMINATIONS)


async def _credits(conn: AsyncConnection, film: WholeFilm) -> Any:
    counts = await screens.credit_counts(conn, film.id)
    if not counts:
        return None
    return {
        "counts": counts,
        "cast": await screens.credits(conn, film.id, "cast", SHOWN),
        "crew": await screens.credits(conn, film.id, "crew", SHOWN),
    }


async def _pairs(conn: AsyncConnection, film: WholeFilm) -> Any:
    return await screens.pairs(conn, film.id)


async def _evidence(conn: AsyncConnection, film: WholeFilm) -> Any:
    return {
        "stated": await evidence.stated(conn, film.id),
        "verdicts": await evidence.verdicts(conn, film.id),
        "joined": await evidence.joined(conn, film.id),
        "calls": await evidence.calls(conn, film.id),
    }


async def _facts(conn: AsyncConnection, film: WholeFilm) -> Any:
    return film_facts.facts(film.details, await screens.told(conn, film.id))


async def _ratings(conn: AsyncConnection, film: WholeFilm) -> Any:
    return await screens.ratings(conn, film.id)


async def _lists(conn: AsyncConnection, film: WholeFilm) -> Any:
    return await screens.memberships(conn, film.id)


SECTIONS = (
    Section("nominations", "Nominations", "main", _nominations),
    Section("credits", "Cast and crew", "main", _credits),
    Section("pairs", "Who worked together here and elsewhere", "main", _pairs),
    Section("evidence", "Why do we believe this?", "main", _evidence),
    Section("ratings", "Ratings", "side", _ratings),
    Section("facts", "Facts", "side", _facts),
    Section("lists", "On lists", "side", _lists),
)


async def read(conn: AsyncConnection, film: WholeFilm) -> dict[str, Any]:
    """Section's name → what it shows; those with nothing to show are not among them."""
    found = {one.name: await one.read(conn, film) for one in SECTIONS}
    return {name: part for name, part in found.items() if part}
