"""A person wants to know anew what the catalogues say of one film."""

from cinegraph.pipeline.ask_again import ask_again
from cinegraph.pipeline.context import Context
from cinegraph.pipeline.same_world import same_world
from cinegraph.store import lookups


async def refresh_film(context: Context, movie_id: int) -> int:
    """The job that looks for the film, whatever is remembered; a job that waits already is hurried instead.

    Raises Refused for a database of another world.
    """
    async with context.database.transaction() as conn:
        await same_world(conn, context)
        asked = await ask_again(conn, context.queue, [movie_id], afresh=True)
        await lookups.settle_world(conn, context.world)
        return asked[movie_id]
