"""`cinegraph offline`: the outside world in a box, on loopback."""

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from cinegraph.cli.printing import print
from cinegraph.offline.faults import parse_plan
from cinegraph.offline.serve import read_facts
from cinegraph.offline.serve import serve as serve_world
from cinegraph.pipeline.context import Refused


def register(app: App) -> None:
    """Add the commands."""
    offline = App(
        name="offline",
        help="The outside world in a box: oscars.org, IMDb, TMDb, Wikidata and OMDb on loopback.",
    )
    offline.command(serve)
    app.command(offline)


def serve(
    *,
    host: str = "127.0.0.1",
    port: int = 8765,
    fault: Annotated[list[str] | None, Parameter(negative="")] = None,
    catalogue: Path | None = None,
    facts: Path | None = None,
) -> None:
    """Answer as the outside world does, until interrupted.

    Parameters
    ----------
    host:
        The address to listen on.
    port:
        The port to listen on.
    fault:
        What goes wrong: SERVICE:KIND[=VALUE][*TIMES][@SHARE], for example tmdb:500@0.2 or imdb:challenge.
    catalogue:
        A catalogue of films (JSON Lines, plain or gzip) that TMDb, Wikidata and OMDb know besides.
    facts:
        A folder of facts to use instead of those that come along.
    """
    from cinegraph.offline.tmdb import TOKEN  # noqa: PLC0415 only who serves needs the world

    plan = ",".join(fault or [])
    parse_plan(plan)
    known = read_facts(catalogue, facts)
    years = ", ".join(str(year) for year in sorted(known.ceremonies)) or "no ceremony"
    where = f"http://{host}:{port}"
    print(f"the offline world knows {len(known.films)} films and the ceremonies of {years}", file=sys.stderr)
    print(f"use it: CINEGRAPH_OFFLINE_URL={where} cinegraph import oscars 2024 --offline", file=sys.stderr)
    print(f"TMDb is at {where}/tmdb/3, its token is {TOKEN!r}; Ctrl-C ends it", file=sys.stderr)
    try:
        serve_world(known, plan, host, port)
    except OSError as wrong:
        raise Refused(
            f"{host}:{port} cannot be listened on: {wrong.strerror}; choose another with --port"
        ) from None
