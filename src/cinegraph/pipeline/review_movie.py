"""A person decides what a film is. What was decided is pinned, wins over every later answer, and can be undone."""

import re
from dataclasses import dataclass, replace
from typing import Any

from psycopg import AsyncConnection
from psycopg.errors import UniqueViolation

from cinegraph.domain.decisions import Identity, identity
from cinegraph.pipeline.ask_again import ask_again
from cinegraph.pipeline.ask_for_marked import ask_for_scores
from cinegraph.pipeline.context import Context, Queue, Refused
from cinegraph.pipeline.merge_movies import merge_movies, part_movies
from cinegraph.pipeline.undecided import candidate, refuse_decided
from cinegraph.store import decisions, film_rows, marks, movie_merges, movies, nominee_questions, reviews
from cinegraph.store.reviews import Review

_IMDB_ID = re.compile(r"tt\d{7,}")
_INSTEAD = "give the film's IMDb id with --imdb-id, or reject it"


@dataclass(frozen=True, slots=True)
class By:
    """Who decides, and why if they say so."""

    name: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """What a decision led to: the review as it is now, and the jobs that look for its film, by film."""

    review: Review
    jobs: dict[int, int]


async def accept(
    context: Context,
    review_id: int,
    number: int | None,
    imdb_id: str | None,
    by: By,
    seen: str | None = None,
) -> Settled:
    """The film is that candidate (from 1; the only one if left out), or the film with that IMDb id: it has the id from
    now on, or joins the row that has it already.

    A job asks the source for exactly that. In a clash it means that both films are one: they are joined.
    `seen` is the mark of the candidates that the person looked at, where it matters.
    Raises Refused if the review is not open, has no such candidate, or its candidates are others by now.
    """
    if number is not None and imdb_id is not None:
        raise Refused("--candidate and --imdb-id: one of them says which film it is")
    async with context.database.transaction() as conn:
        review = await _undecided(conn, review_id)
        if seen is not None and seen != reviews.mark(review.candidates):
            raise Refused(f"review {review_id} has other candidates by now: look at them again")
        told = _by_id(review, imdb_id) if imdb_id else candidate(review, number, _INSTEAD)
        await reviews.decide(conn, review, "accepted", by.name, by.note)
        await decisions.add(conn, review.movie_id, "is", [_identity(told)], review.id, by.name, by.note)
        movie_id = review.movie_id
        other = told.get("movie_id")
        if imdb_id is not None:
            other = await marks.name(conn, movie_id, imdb_id)
        if other is not None and int(other) != movie_id:
            await _join(conn, context.queue, review, int(other), by)
            movie_id = int(other)
        jobs = await ask_again(conn, context.queue, [movie_id])
        await ask_for_scores(conn, context.queue)
        return Settled(await _review(conn, review_id), jobs)


async def reject(context: Context, review_id: int, by: By) -> Settled:
    """The film is none of the candidates: they never come up again, and it is asked for again without them."""
    async with context.database.transaction() as conn:
        review = await _undecided(conn, review_id)
        await reviews.decide(conn, review, "rejected", by.name, by.note)
        none_of = [_ruled_out(told, review) for told in review.candidates]
        await decisions.add(conn, review.movie_id, "is_not", none_of, review.id, by.name, by.note)
        return Settled(await _review(conn, review_id), {})


async def skip(context: Context, review_id: int, by: By) -> Settled:
    """Not now: the question comes back when its candidates are others."""
    async with context.database.transaction() as conn:
        review = await _undecided(conn, review_id)
        if review.state != "skipped":
            await reviews.decide(conn, review, "skipped", by.name, by.note)
        return Settled(await _review(conn, review_id), {})


async def undo(context: Context, review_id: int, by: By) -> Settled:
    """What was decided last in this review holds no longer: its rows are as they were, and it is open again, unless nobody had
    asked (two films that a person joined).

    Raises Refused if nothing was decided, or if the film has joined another in a later review.
    """
    async with context.database.transaction() as conn:
        review = await _review(conn, review_id)
        if review.state in ("open", "decided"):
            what = "still open" if review.state == "open" else "settled already"
            raise Refused(f"review {review_id} is {what}: there is nothing to undo")
        for found in await movie_merges.of_review(conn, review_id):
            await part_movies(conn, context.queue, found, by.name)
        if review.before is not None:
            await _put_back(conn, review)
            await context.queue.link_people(conn, await nominee_questions.nominated(conn, [review.movie_id]))
        await decisions.undo(conn, review_id, by.name)
        if review.before is None and review.decided_by != "cinegraph":
            await reviews.take_back(conn, review_id, by.name, by.note)
        else:
            await reviews.reopen(conn, await _review(conn, review_id), by.note)
        await ask_for_scores(conn, context.queue)
        return Settled(await _review(conn, review_id), {})


async def _put_back(conn: AsyncConnection, review: Review) -> None:
    assert review.before is not None
    movie_id = review.before["films"][0]["id"]
    if (gone := await movie_merges.that_dropped(conn, movie_id)) is not None:
        raise Refused(
            f"its film has joined film {gone.keep_id} since: undo that first (review {gone.review_id})"
        )
    if later := await movie_merges.into(conn, movie_id, review.id):
        raise Refused(
            f"film {later.dropped_id} has joined its film since: undo that first (review {later.review_id})"
        )
    try:
        await film_rows.restore(conn, await film_rows.with_what_came_since(conn, review.before))
    except UniqueViolation as taken:
        raise Refused(
            f"another film has one of its ids by now: {taken.diag.message_detail or taken}; undo that first"
        ) from None


async def _join(conn: AsyncConnection, queue: Queue, review: Review, other: int, by: By) -> None:
    if await movies.question(conn, other) is None:
        raise Refused(f"film {other}, with which it was to be one, is no longer there: skip this review")
    await merge_movies(conn, queue, other, review.movie_id, by.name, by.note or review.reason, review.id)


async def _review(conn: AsyncConnection, review_id: int) -> Review:
    await movies.hold(conn, await reviews.films(conn, review_id), alone=True)  # as every job: the film first
    review = await reviews.get(conn, review_id)
    if review is None:
        raise Refused(f"there is no review {review_id}: see `cinegraph review list`")
    return review


async def _undecided(conn: AsyncConnection, review_id: int) -> Review:
    review = await _review(conn, review_id)
    refuse_decided(review)
    return review


def _by_id(review: Review, imdb_id: str) -> dict[str, Any]:
    if not _IMDB_ID.fullmatch(imdb_id):
        raise Refused(f"{imdb_id!r} is no IMDb id: those look like tt0111161")
    return {"title": review.title, "imdb_id": imdb_id}


def _identity(told: dict[str, Any]) -> Identity:
    """Of a source's record that a clash is about only the number counts: its IMDb id is what they differ in."""
    one = identity(told)
    return replace(one, imdb_id=None) if "movie_id" in told and one.source else one


def _ruled_out(told: dict[str, Any], review: Review) -> Identity:
    """The film's own IMDb id is never ruled out: only that source's record under it is."""
    one = _identity(told)
    return replace(one, imdb_id=None) if one.imdb_id == review.imdb_id else one
