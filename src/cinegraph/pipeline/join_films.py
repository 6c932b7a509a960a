"""A person says that two rows are one film."""

from cinegraph.pipeline.ask_again import ask_again
from cinegraph.pipeline.ask_for_marked import ask_for_scores
from cinegraph.pipeline.context import Context, Refused
from cinegraph.pipeline.merge_movies import merge_movies
from cinegraph.store import movie_merges, movies


async def join_films(context: Context, keep: int, drop: int, by: str, note: str | None = None) -> int:
    """Film `drop` joins `keep`, with everything that speaks of it; a decided review says so, from which it is undone: its
    number is the answer.

    A film that is kept and not whole is asked for again: it may have got ids. Raises Refused if one of them is not
    there, or both are one.
    """
    if keep == drop:
        raise Refused("a film cannot join itself: name another one")
    async with context.database.transaction() as conn:
        await movies.hold(conn, [keep, drop], alone=True)
        for number in (keep, drop):
            if await movies.question(conn, number) is None:
                raise Refused(f"there is no film {number} (any more)")
        await merge_movies(conn, context.queue, keep, drop, by, note or f"{by} says that both are one")
        if not await movies.is_full(conn, keep):
            await ask_again(conn, context.queue, [keep])
        await ask_for_scores(conn, context.queue)
        joined = await movie_merges.that_dropped(conn, drop)
        assert joined is not None
        assert joined.review_id is not None
        return joined.review_id
