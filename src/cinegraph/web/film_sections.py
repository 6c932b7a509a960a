"""The parts of a film's page, in their order. Another part is one function that reads the store, one line here, and one
template of its name in `templates/film/`, in which `part` is what was read; it is left out while there is nothing to tell."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal

from psycopg import AsyncConnection

from cinegraph.domain.scores import Profile
from cinegraph.pipeline.explain_score import explain
from cinegraph.pipeline.score_words import inputs
from cinegraph.store import film_index
from cinegraph.store.browse import listing
from cinegraph.store.browse.films import WholeFilm
from cinegraph.store.browse.nominations import NOMINATIONS
from cinegraph.store.screens import film as screens
from cinegraph.store.screens import film_evidence as evidence
from cinegraph.store.screens import film_records as records
from cinegraph.store.screens import job_search
from cinegraph.store.screens.job_search import Wanted
from cinegraph.web import film_facts

SHOWN = 24
"""So many of the cast and of the crew stand on the page itself."""
_NOMINATIONS = 200
_JOBS = 12


@dataclass(frozen=True, slots=True)
class Seen:
    """The film, and the profile in which its score is looked at; `profiles` are all."""

    film: WholeFilm
    profile: Profile
    profiles: tuple[Profile, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part: its name (of its template, too), its heading, the column it stands in, and what it reads."""

    name: str
    heading: str
    column: Literal["main", "side"]
    read: Callable[[AsyncConnection, Seen], Awaitable[Any]]


async def _nominations(conn: AsyncConnection, seen: Seen) -> Any:
    order = NOMINATIONS.orders["page"]
    return await listing.page(conn, NOMINATIONS, {"film": seen.film.id}, order, None, _NOMINATIONS)


async def _credits(conn: AsyncConnection, seen: Seen) -> Any:
    counts = await screens.credit_counts(conn, seen.film.id)
    if not counts:
        return None
    return {
        "counts": counts,
        "cast": await screens.credits(conn, seen.film.id, "cast", SHOWN),
        "crew": await screens.credits(conn, seen.film.id, "crew", SHOWN),
    }


async def _pairs(conn: AsyncConnection, seen: Seen) -> Any:
    return await screens.pairs(conn, seen.film.id)


async def _evidence(conn: AsyncConnection, seen: Seen) -> Any:
    return {
        "stated": await evidence.stated(conn, seen.film.id),
        "verdicts": await evidence.verdicts(conn, seen.film.id),
        "joined": await evidence.joined(conn, seen.film.id),
        "calls": await evidence.calls(conn, seen.film.id),
    }


async def _facts(conn: AsyncConnection, seen: Seen) -> Any:
    told = await screens.told(conn, seen.film.id)
    return film_facts.facts(seen.film.details, told, await records.facts(conn, seen.film.id))


async def _score(conn: AsyncConnection, seen: Seen) -> Any:
    film = (await film_index.numbered(conn, [seen.film.id])).get(seen.film.id)
    if film is None:
        return None
    told = await explain(conn, film, seen.profile)
    rows = [(one, one.why if one.inputs is None else inputs(one, told.films)) for one in told.parts]
    return {"told": told, "parts": rows, "profile": seen.profile, "profiles": seen.profiles}


async def _nominees(conn: AsyncConnection, seen: Seen) -> Any:
    return await records.nominees(conn, seen.film.id)


async def _releases(conn: AsyncConnection, seen: Seen) -> Any:
    releases = await records.releases(conn, seen.film.id)
    providers = await records.providers(conn, seen.film.id)
    return {"releases": releases, "providers": providers} if releases or providers else None


async def _jobs(conn: AsyncConnection, seen: Seen) -> Any:
    return await job_search.find(conn, Wanted(film=str(seen.film.id)), _JOBS)


async def _ratings(conn: AsyncConnection, seen: Seen) -> Any:
    return await screens.ratings(conn, seen.film.id)


async def _lists(conn: AsyncConnection, seen: Seen) -> Any:
    return await screens.memberships(conn, seen.film.id)


SECTIONS = (
    Section("nominations", "Nominations", "main", _nominations),
    Section("nominees", "Nominees, and who they are", "main", _nominees),
    Section("credits", "Cast and crew", "main", _credits),
    Section("pairs", "Who worked together here and elsewhere", "main", _pairs),
    Section("evidence", "Why do we believe this?", "main", _evidence),
    Section("jobs", "What was done for it", "main", _jobs),
    Section("score", "Score", "side", _score),
    Section("ratings", "Ratings", "side", _ratings),
    Section("facts", "Facts", "side", _facts),
    Section("releases", "Where it came out and can be seen", "side", _releases),
    Section("lists", "On lists", "side", _lists),
)


async def read(conn: AsyncConnection, seen: Seen) -> dict[str, Any]:
    """Section's name → what it shows; those with nothing to show are not among them."""
    found = {one.name: await one.read(conn, seen) for one in SECTIONS}
    return {name: part for name, part in found.items() if part}
