"""`cinegraph movies`: what is known of films, and what a person says about them."""

from typing import Annotated, Any

from cyclopts import App, Parameter

from cinegraph.app import Cinegraph
from cinegraph.cli import film_shown, running, show
from cinegraph.cli.printing import print
from cinegraph.cli.words import Number
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.find_film import find_film
from cinegraph.pipeline.mark_critical import mark_critical
from cinegraph.store import whole_films

Json = Annotated[bool, Parameter(name="--json", negative="")]


def register(app: App) -> None:
    """Add the commands."""
    movies = App(name="movies", help="Show what is known of films, and say what matters about them.")
    movies.command(show_, name="show")
    movies.command(mark)
    app.command(movies)


def show_(film: str, /, *, year: Number | None = None, as_json: Json = False) -> None:
    """Show everything that is known of a film, with who told it and when.

    Parameters
    ----------
    film:
        A title, an IMDb id (tt…) or the number of its row.
    year:
        The year in which it came out, to tell two of one title apart.
    as_json:
        Print one JSON object.
    """

    async def verb(program: Cinegraph) -> dict[str, Any] | None:
        async with program.context.database.transaction() as conn:
            meant = await find_film(conn, film, year)
            return await whole_films.get(conn, meant.id)

    found = running.run(running.settings(), "real", verb)
    if found is None:
        raise Refused(f"film {film!r} has just joined another: ask once more")
    if as_json:
        print(show.json_line(found))
    else:
        film_shown.film(found, show.console())


def mark(
    *imdb_id: str,
    critical: Annotated[bool | None, Parameter(negative="--not-critical")] = None,
    as_json: Json = False,
) -> None:
    """Mark films as critical: catalogues that are kept for critical films are asked about them too.

    Parameters
    ----------
    imdb_id:
        The films' IMDb ids ("tt15398776").
    critical:
        Whether they are critical from now on.
    as_json:
        Print one line of JSON for each film.
    """
    if not imdb_id:
        raise Refused("which film? give its IMDb id, like tt15398776")
    if critical is None:
        raise Refused("say --critical or --not-critical")
    ids = list(dict.fromkeys(imdb_id))
    running.run(running.settings(), "real", lambda program: mark_critical(program.context, ids, critical))
    for one in ids:
        told = f"{one} is {'' if critical else 'no longer '}critical"
        print(show.json_line({"imdb_id": one, "critical": critical}) if as_json else told)
