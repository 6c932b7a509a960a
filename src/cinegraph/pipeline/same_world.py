"""Before anything is asked or worked on: the database speaks of the world that this program asks."""

from psycopg import AsyncConnection

from cinegraph.pipeline.context import Context, Refused
from cinegraph.store import lookups


async def same_world(conn: AsyncConnection, context: Context) -> None:
    """A database speaks of one world: facts of the offline one must not pass for real ones. Raises Refused."""
    world = await lookups.world(conn)
    if world is not None and world != context.world:
        filled = {"offline": "was filled from the offline world", "real": "holds real data"}[world]
        raise Refused(
            f"this database {filled}, and the two must not mix: use another with CINEGRAPH_DATA_DIR or"
            " CINEGRAPH_DATABASE_URL, or empty this one with `cinegraph db reset --yes`"
        )
