"""One film: who worked with whom in it, and what that makes of each pair's sum."""

from cinegraph.pipeline.context import Context
from cinegraph.store import graph
from cinegraph.telemetry import span


async def build_collaborations(context: Context, movie_id: int) -> None:
    """The pairs of the film are what its credits say now. Safe to run twice; a film that is gone has none."""
    with span("graph.film", movie_id=movie_id):
        async with context.database.transaction() as conn:
            await graph.build(conn, [movie_id])
