"""One full film that its catalogue has changed: its record is read anew."""

from psycopg import AsyncConnection

from cinegraph.domain.movies import Candidate, MovieRef
from cinegraph.fetch.http import about
from cinegraph.lookup.memory import anew
from cinegraph.pipeline.answers import answered
from cinegraph.pipeline.context import Context, Refused
from cinegraph.pipeline.follow_up import For, before, follow_up
from cinegraph.pipeline.merge_movies import merge_movies
from cinegraph.store import changed_films, lookups, movies
from cinegraph.store.changed_films import Changed


async def refresh_movie(context: Context, movie_id: int) -> None:
    """The film's rows become what its catalogue tells now, and what depends on them follows. Safe to run twice.

    A film that the catalogue has no longer stays as it is. Raises PutOff if nobody answers, Refused if the catalogue's
    number stands for another film now: nothing is changed then.
    """
    async with context.database.transaction() as conn:
        film = await changed_films.get(conn, movie_id)
    source = None if film is None else next((s for s in context.sources if s.name == film.source), None)
    if film is None or source is None:
        return
    with about(movie_id=movie_id, purpose="changes") as calls, anew("all", film.changed_at), answered():
        found = await source.by_id(MovieRef(film.title, tmdb_id=film.tmdb_id))
    async with context.database.transaction() as conn:
        await movies.hold(conn, [movie_id], alone=True)
        now = await changed_films.get(conn, movie_id)
        if (
            now is None or now.tmdb_id != film.tmdb_id
        ):  # another read it, or it joined another row, while we asked
            return
        if found is None:
            await changed_films.gone(conn, film)
        else:
            await _save(conn, context, now, found)
        await lookups.add_outcome(conn, calls, {"found_by": film.source if found else None})


async def _save(conn: AsyncConnection, context: Context, film: Changed, found: Candidate) -> None:
    other = found.tmdb_id != film.tmdb_id or (
        None not in (found.imdb_id, film.imdb_id) and found.imdb_id != film.imdb_id
    )
    if other or await movies.clash(conn, film.movie_id, found):
        raise Refused(
            f"{film.source} {film.tmdb_id} is {found.imdb_id or found.source_id} now, and {film.title!r} is"
            f" {film.imdb_id}: `cinegraph lookup {film.imdb_id}` shows what it is"
        )
    keep = await movies.row_of(conn, film.movie_id, found)
    why = f"both are {film.source} {film.tmdb_id}"
    await merge_movies(conn, context.queue, keep, film.movie_id, "cinegraph", why)
    was = await before(conn, keep)
    await movies.save_found(conn, keep, found, (film.source,))
    await follow_up(conn, context, keep, was, For(urgent=False))
