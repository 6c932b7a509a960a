"""The whole graph at once, from the films' rows: after a bulk load, or to be sure."""

from cinegraph.pipeline.context import Context, PutOff
from cinegraph.store import film_marks, graph, graph_rebuild
from cinegraph.store.film_marks import GRAPH
from cinegraph.store.graph import Size
from cinegraph.telemetry import span

_AGAIN_SECONDS = 5.0


async def build_graph(context: Context) -> Size:
    """Every pair is recomputed, in one transaction; the answer is how large the graph is. Safe to run twice.

    While it runs nobody writes films and nobody reads the graph. Films that were marked are done with, too. Raises PutOff if somebody does so for long: then
    nothing was done.
    """
    with span("graph.all"):
        try:
            async with context.database.transaction() as conn:
                await graph_rebuild.rebuild(conn)
                await film_marks.drop(conn, GRAPH, await film_marks.seen(conn, GRAPH))
        except graph_rebuild.Busy as busy:
            raise PutOff(str(busy), after=_AGAIN_SECONDS) from None
        async with context.database.statement() as conn:
            await graph_rebuild.tidy(conn)
        async with context.database.transaction() as conn:
            return await graph.size(conn)
