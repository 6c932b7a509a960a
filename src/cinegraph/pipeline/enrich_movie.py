"""One film: its ratings, what it earned, won and is rated for, from the catalogue that has them."""

from datetime import datetime

from psycopg import AsyncConnection

from cinegraph.domain.movies import Candidate, MovieRef
from cinegraph.fetch.http import about
from cinegraph.lookup.memory import anew
from cinegraph.pipeline.answers import answered
from cinegraph.pipeline.context import Context, Ratings
from cinegraph.pipeline.follow_up import For, before, follow_up
from cinegraph.store import enrichment, lookups, movies
from cinegraph.store.enrichment import Unrated
from cinegraph.telemetry import log


async def enrich_movie(
    context: Context, movie_id: int, import_id: int | None = None, afresh: datetime | None = None
) -> None:
    """Ask for the film's ratings if they are due, and save them; what they cost counts for the import and its festival.

    An answer that is remembered is good enough if it is as young as the film's ratings should be; `afresh`: if it came
    after that moment. Safe to run twice. Raises PutOff while the quota is spent or nobody answers, Refused if a person
    must act first.
    """
    if (ratings := context.ratings) is None:
        return
    async with context.database.transaction() as conn:
        film = await enrichment.due(conn, ratings.policy, movie_id, afresh)
    if film is None:
        return
    facts: dict[str, object] = {"movie_id": movie_id, "festival": film.festival, "purpose": "ratings"}
    if import_id is not None:
        facts["import_id"] = import_id
    with about(**facts) as calls, anew("all", film.good_since), answered():
        found = await ratings.source.by_id(MovieRef(film.title, imdb_id=film.imdb_id))
    async with context.database.transaction() as conn:
        await movies.hold(conn, [movie_id], alone=True)
        now = await enrichment.due(conn, ratings.policy, movie_id, afresh)
        if now is None or now.imdb_id != film.imdb_id:  # answered, joined or renamed while we asked
            return
        await _save(conn, context, ratings, film, found, import_id)
        await lookups.add_outcome(conn, calls, {"ratings_found": found is not None})


async def _save(
    conn: AsyncConnection,
    context: Context,
    ratings: Ratings,
    film: Unrated,
    found: Candidate | None,
    import_id: int | None,
) -> None:
    """An id found is compared with the id asked: what is told of another film is not believed."""
    if found is not None and found.imdb_id != film.imdb_id:
        log().warning("told of another film", asked=film.imdb_id, told=found.imdb_id, source=found.source)
        found = None
    was = await before(conn, film.movie_id)
    await enrichment.save(conn, ratings.policy, film.movie_id, found)
    await follow_up(conn, context, film.movie_id, was, For(import_id, urgent=import_id is not None))
