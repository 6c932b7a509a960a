"""`cinegraph movies`: what a person says about films."""

from typing import Annotated

from cyclopts import App, Parameter

from cinegraph.cli import running, show
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.mark_critical import mark_critical


def register(app: App) -> None:
    """Add the commands."""
    movies = App(name="movies", help="Say what matters about films.")
    movies.command(mark)
    app.command(movies)


def mark(
    *imdb_id: str,
    critical: Annotated[bool | None, Parameter(negative="--not-critical")] = None,
    as_json: Annotated[bool, Parameter(name="--json", negative="")] = False,
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
