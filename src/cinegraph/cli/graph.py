"""`cinegraph graph`: who worked with whom, of all films at once."""

from dataclasses import asdict
from typing import Annotated

from cyclopts import App, Parameter

from cinegraph.app import Cinegraph
from cinegraph.cli import running, show
from cinegraph.cli.printing import print
from cinegraph.pipeline.build_graph import build_graph
from cinegraph.pipeline.context import PutOff, Refused


def register(app: App) -> None:
    """Add the command."""
    graph = App(name="graph", help="Recompute who worked with whom.")
    graph.command(build)
    app.command(graph)


def build(
    *,
    detach: Annotated[bool, Parameter(negative="")] = False,
    as_json: Annotated[bool, Parameter(name="--json", negative="")] = False,
) -> None:
    """Recompute every pair of people from the credits of all films, at once. Films do this one by one by themselves.

    Parameters
    ----------
    detach:
        Leave the work to `cinegraph worker`.
    as_json:
        Print one JSON object.
    """
    running.run(running.settings(), "real", lambda program: _build(program, detach, as_json))


async def _build(program: Cinegraph, detach: bool, as_json: bool) -> None:
    context = program.context
    if detach:
        async with context.database.transaction() as conn:
            job = await context.queue.build_graph(conn)
        print(show.json_line({"job": job}) if as_json else f"job {job}: `cinegraph worker` does it")
        return
    began = context.now()
    try:
        size = await build_graph(context)
    except PutOff as busy:
        raise Refused(f"the graph was not built: {busy}; run the command again") from None
    seconds = round((context.now() - began).total_seconds(), 3)
    if as_json:
        print(show.json_line(asdict(size) | {"seconds": seconds}))
    else:
        people, pairs, films = (
            show.count(size.people, "person").replace("persons", "people"),
            show.count(size.pairs, "pair"),
            show.count(size.films, "film"),
        )
        print(f"the graph: {people}, {pairs} who worked together in {films}; built in {seconds:.1f} s")
