"""A question is answered, whatever it is about: a film or a nominee. The command line asks each verb itself: it waits for films."""

from dataclasses import dataclass

from cinegraph.pipeline import review_movie, review_nominee
from cinegraph.pipeline.context import Context
from cinegraph.pipeline.review_movie import By, Settled
from cinegraph.store.nominee_reviews import NomineeReview


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of it: what the question is about, how it stands now, and the jobs that look for its film, by film."""

    about: str
    state: str
    jobs: dict[int, int]


async def accept(
    context: Context,
    review_id: int,
    number: int | None,
    imdb_id: str | None,
    by: By,
    seen: str | None = None,
) -> Answered:
    """It is that candidate, or what has that IMDb id. Raises Refused, as the verbs do."""
    if await review_nominee.is_about_nominee(context, review_id):
        return _nominee(await review_nominee.accept(context, review_id, number, imdb_id, by, seen))
    return _film(await review_movie.accept(context, review_id, number, imdb_id, by, seen))


async def reject(context: Context, review_id: int, by: By) -> Answered:
    """It is none of the candidates."""
    if await review_nominee.is_about_nominee(context, review_id):
        return _nominee(await review_nominee.reject(context, review_id, by))
    return _film(await review_movie.reject(context, review_id, by))


async def skip(context: Context, review_id: int, by: By) -> Answered:
    """Not now."""
    if await review_nominee.is_about_nominee(context, review_id):
        return _nominee(await review_nominee.skip(context, review_id, by))
    return _film(await review_movie.skip(context, review_id, by))


async def undo(context: Context, review_id: int, by: By) -> Answered:
    """What was decided last holds no longer."""
    if await review_nominee.is_about_nominee(context, review_id):
        return _nominee(await review_nominee.undo(context, review_id, by))
    return _film(await review_movie.undo(context, review_id, by))


def _nominee(review: NomineeReview) -> Answered:
    return Answered(review.nominee, review.state, {})


def _film(settled: Settled) -> Answered:
    return Answered(settled.review.title, settled.review.state, settled.jobs)
