"""A person decides who a nominee is. What was decided is pinned, wins over every later answer, and can be undone."""

import re
from typing import Any

from psycopg import AsyncConnection
from psycopg.errors import UniqueViolation

from cinegraph.domain.decisions import Identity
from cinegraph.domain.nominees import FoundPerson
from cinegraph.pipeline.context import Context, Refused
from cinegraph.pipeline.review_movie import By
from cinegraph.pipeline.undecided import candidate, refuse_decided
from cinegraph.store import decisions, nominee_decisions, nominee_reviews, nominee_saves, person_merges
from cinegraph.store.nominee_reviews import NomineeReview
from cinegraph.store.reviews import mark

_IMDB_ID = re.compile(r"nm\d{7,}")
_INSTEAD = "give the person's IMDb id with --imdb-id"


async def is_about_nominee(context: Context, review_id: int) -> bool:
    """Whether the question with that number is about a nominee."""
    async with context.database.transaction() as conn:
        return await nominee_reviews.look(conn, review_id) is not None


async def accept(
    context: Context,
    review_id: int,
    number: int | None,
    imdb_id: str | None,
    by: By,
    seen: str | None = None,
) -> NomineeReview:
    """The nominee is that candidate (from 1; the only one if left out), or the person with that IMDb id.

    `seen` is the mark of the candidates that the person looked at, where it matters. Raises Refused if the question is not
    open, has no such candidate, or others by now, or if another nominee of the entry is that person.
    """
    if number is not None and imdb_id is not None:
        raise Refused("--candidate and --imdb-id: one of them says who it is")
    async with context.database.transaction() as conn:
        review = await _undecided(conn, review_id)
        if seen is not None and seen != mark(review.candidates):
            raise Refused(f"review {review_id} has other candidates by now: look at them again")
        told = _by_id(review, imdb_id) if imdb_id else candidate(review, number, _INSTEAD)
        await nominee_reviews.decide(conn, review, "accepted", by.name, by.note)
        row = await _row(conn, told)
        try:
            await nominee_decisions.link(conn, review, row, told)
        except UniqueViolation:
            raise Refused(
                f"{told['name']} is another nominee of that entry: nobody is named twice in one"
            ) from None
        await nominee_decisions.add(conn, review, "is", [_identity(told)], by.name, by.note)
        return await _review(conn, review_id)


async def reject(context: Context, review_id: int, by: By) -> NomineeReview:
    """The nominee is none of the candidates: they never come up again for it."""
    async with context.database.transaction() as conn:
        review = await _undecided(conn, review_id)
        await nominee_reviews.decide(conn, review, "rejected", by.name, by.note)
        none_of = [_identity(told) for told in review.candidates]
        await nominee_decisions.add(conn, review, "is_not", none_of, by.name, by.note)
        await nominee_decisions.leave(conn, review, f"a person said: none of {len(none_of)} candidates")
        return await _review(conn, review_id)


async def skip(context: Context, review_id: int, by: By) -> NomineeReview:
    """Not now: the question comes back when its candidates are others."""
    async with context.database.transaction() as conn:
        review = await _undecided(conn, review_id)
        if review.state != "skipped":
            await nominee_reviews.decide(conn, review, "skipped", by.name, by.note)
        return await _review(conn, review_id)


async def undo(context: Context, review_id: int, by: By) -> NomineeReview:
    """What was decided last in this question holds no longer: the nominee is who it was, and the question is open.

    Raises Refused if nothing was decided, or the nominee is no longer named.
    """
    async with context.database.transaction() as conn:
        review = await _review(conn, review_id)
        if review.state in ("open", "decided"):
            what = "still open" if review.state == "open" else "settled already"
            raise Refused(f"review {review_id} is {what}: there is nothing to undo")
        if not await nominee_decisions.named(conn, review):
            raise Refused(f"{review.nominee} is no longer named in that entry: there is nothing to put back")
        for found in await person_merges.of_review(conn, review_id):
            await person_merges.undo(conn, found, by.name)
        await nominee_reviews.put_back(conn, review)
        await decisions.undo(conn, review_id, by.name)
        await nominee_reviews.reopen(conn, review, by.note)
        return await _review(conn, review_id)


async def _row(conn: AsyncConnection, told: dict[str, Any]) -> int:
    """The row of the chosen person, made if there is none."""
    if told.get("person_id") is not None:
        return await nominee_decisions.row_now(conn, int(told["person_id"]))
    if told.get("tmdb_id") is not None:
        found = FoundPerson(
            told["source"],
            told["name"],
            tmdb_id=told["tmdb_id"],
            other_names=tuple(told.get("other_names", ())),
        )
        return (await nominee_saves.save_people(conn, [found]))[told["tmdb_id"]]
    return await nominee_decisions.row_with_id(conn, told["imdb_id"], told["name"])


async def _review(conn: AsyncConnection, review_id: int) -> NomineeReview:
    review = await nominee_reviews.get(conn, review_id)
    if review is None:
        raise Refused(f"there is no review {review_id}: see `cinegraph review list`")
    return review


async def _undecided(conn: AsyncConnection, review_id: int) -> NomineeReview:
    review = await _review(conn, review_id)
    refuse_decided(review)
    if not await nominee_decisions.named(conn, review):
        raise Refused(f"review {review_id}: {review.nominee} is no longer named in that entry")
    return review


def _by_id(review: NomineeReview, imdb_id: str) -> dict[str, Any]:
    if not _IMDB_ID.fullmatch(imdb_id):
        raise Refused(f"{imdb_id!r} is no IMDb id of a person: those look like nm0000123")
    return {"name": review.nominee, "imdb_id": imdb_id, "key": imdb_id}


def _identity(told: dict[str, Any]) -> Identity:
    return Identity(
        told["name"],
        source=told.get("source"),
        source_id=told["key"],
        imdb_id=told.get("imdb_id"),
        tmdb_id=told.get("tmdb_id"),
    )
