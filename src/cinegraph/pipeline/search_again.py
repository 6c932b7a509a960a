"""A person looks by hand for the film that a question is about: what the catalogues list joins its candidates."""

from collections.abc import Iterable

from cinegraph.domain.movies import MovieRef
from cinegraph.lookup.explain import Step
from cinegraph.lookup.matching import Match, match
from cinegraph.pipeline.candidates import told
from cinegraph.pipeline.context import Context, Refused
from cinegraph.pipeline.look_up import look_up
from cinegraph.store import movies, reviews
from cinegraph.store.reviews import Review

_ADDED = 6
"""So many candidates are added at most, the likeliest first."""


async def search_again(context: Context, review_id: int, ref: MovieRef) -> int:
    """Ask the catalogues for that instead of what pages said; the answer is how many candidates were added.

    Each is weighed against what pages told of the film, not against the words of the search: its evidence reads like
    that of the others. Raises Refused if the review is not open.
    """
    async with context.database.transaction() as conn:
        review = await _open(await reviews.get(conn, review_id), review_id)
        question = await movies.question(conn, review.movie_id)
    assert question is not None
    found = await look_up(context, ref)
    weighed = sorted(
        (match(question.ref, one.candidate) for one in _listed(found.steps)), key=lambda m: -m.score
    )
    async with context.database.transaction() as conn:
        await movies.hold(conn, [review.movie_id])
        review = await _open(await reviews.get(conn, review_id), review_id)
        known = {(one.get("source"), one.get("source_id")) for one in review.candidates}
        new = [m for m in weighed if (m.candidate.source, m.candidate.source_id) not in known][:_ADDED]
        await reviews.add_candidates(conn, review_id, [told(m) for m in new])
    return len(new)


async def _open(review: Review | None, review_id: int) -> Review:
    if review is None or review.state not in ("open", "skipped"):
        raise Refused(f"review {review_id} is not open: nothing is looked for")
    return review


def _listed(steps: Iterable[Step]) -> list[Match]:
    """Each film that a source listed, once: its whole record where that was read."""
    best: dict[tuple[str, str], Match] = {}
    for step in steps:
        for one in step.matches:
            key = (one.candidate.source, one.candidate.source_id)
            if key not in best or one.candidate.complete:
                best[key] = one
    return list(best.values())
