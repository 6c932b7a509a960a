"""What a ceremony becomes by what its pages say now: held against what is kept, with every correction laid over it."""

from dataclasses import dataclass

from psycopg import AsyncConnection

from cinegraph.domain.festivals import Ceremony, Edition, Organization
from cinegraph.domain.retold import with_film_ids
from cinegraph.domain.revision import Revision
from cinegraph.lookup.corrections import BadCorrection, as_stated, correct
from cinegraph.lookup.revision import revise
from cinegraph.pipeline.context import Context, ImportFailed
from cinegraph.pipeline.read_ceremony import PRECEDENCE
from cinegraph.store import corrections, kept_ceremonies, movie_merges


@dataclass(frozen=True, slots=True)
class Of:
    """Which ceremony pages were read of."""

    organization_id: int
    organization: Organization
    edition: Edition


async def revise_ceremony(
    conn: AsyncConnection, context: Context, asked: Of, pages: Ceremony
) -> tuple[Revision, list[str]]:
    """What saving these pages would change, and a line for each correction whose entry no page states any longer, and
    for each winner that only a less official page names.

    Nothing is written. Raises ImportFailed if a page states less than the share that is set of what it stated
    before, or if a correction names no entry, or several.
    """
    told = await _with_joined_films(conn, pages)
    kept = await kept_ceremonies.find(conn, asked.organization_id, asked.edition)
    stated = await corrections.stated(conn, kept.id) if kept else {}
    by_hand = await corrections.of_ceremony(conn, kept.id) if kept else []
    revision = revise(as_stated(kept, stated) if kept else None, told, PRECEDENCE)
    if revision.shrunk_to < context.kept_share:
        raise ImportFailed(
            f"the pages state only {revision.shrunk_to:.0%} of the nominations that they stated before, and"
            f" {context.kept_share:.0%} must stay (CINEGRAPH_KEPT_SHARE): nothing was changed"
        )
    overrides = [
        o.correction for o in context.overrides if o.concerns(asked.organization.slug, asked.edition)
    ]
    try:
        corrected, lines = correct(revision, kept, stated, [*overrides, *by_hand])
    except BadCorrection as wrong:
        raise ImportFailed(f"{wrong}; nothing was changed") from None
    return corrected, [*revision.overruled, *lines]


async def _with_joined_films(conn: AsyncConnection, ceremony: Ceremony) -> Ceremony:
    """Films that were found to be one have one id, whichever of the two their page gives."""
    told = {f.imdb_id for c in ceremony.categories for n in c.nominations for f in n.films if f.imdb_id}
    known_as = await movie_merges.aliases(conn, sorted(told))
    return with_film_ids(ceremony, known_as) if known_as else ceremony
