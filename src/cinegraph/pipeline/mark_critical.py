"""A person says which films matter most: some catalogues are kept for them."""

from collections.abc import Sequence

from cinegraph.pipeline.context import Context, Refused
from cinegraph.store import marks


async def mark_critical(context: Context, imdb_ids: Sequence[str], critical: bool) -> None:
    """Mark these films as critical, or take the mark away: all or none. Raises Refused, naming an id not known."""
    async with context.database.transaction() as conn:
        unknown = await marks.mark_critical(conn, imdb_ids, critical)
        if unknown:
            raise Refused(f"there is no film with the id {unknown[0]}: no mark was changed")
