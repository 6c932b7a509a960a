"""What waits for a person, and what people decide."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response
from pydantic import Field

from cinegraph.pipeline import review_either
from cinegraph.pipeline.accept_many import MOST, Accepted, Choice, accept_many
from cinegraph.pipeline.review_movie import By
from cinegraph.store.browse import reviews as store
from cinegraph.store.screens import reviews as screens
from cinegraph.web.access import Visitor, require
from cinegraph.web.api.answering import Ask, Asking, Number, Paging, Parameters, Word
from cinegraph.web.api.described import answers, listed
from cinegraph.web.api.naming import organization_slug
from cinegraph.web.api.problems import Unknown
from cinegraph.web.api.shapes import NO_WORD, Acceptance, AllSure, Choices, Decision, Settled, Sure

router = APIRouter(tags=["reviews"])

Who = Annotated[Visitor, Depends(require("write"))]


class Reviews(Paging):
    """Which questions."""

    state: Literal["open", "accepted", "rejected", "skipped", "decided"] | None = None
    kind: Literal["choice", "clash", "doubtful", "nominee", "unanswered", "stub"] | None = None
    film: Number | None = None
    nomination: Number | None = None
    decided_by: Word | None = None
    sort: Literal["id", "-id"] = "id"


class Decisions(Paging):
    """Which decisions."""

    film: Number | None = None
    review: Number | None = None
    decided_by: Word | None = None


class Likely(Parameters):
    """Which questions: with a candidate that is at least as sure as that."""

    least: Annotated[float, Field(ge=0, le=1)] = 0.9
    kind: Literal["choice", "doubtful", "nominee"] | None = None
    organization: Word | None = None


@listed(router, "/reviews", store.ReviewRow, "Questions for a person")
async def reviews(ask: Ask, asked: Annotated[Reviews, Query()]) -> Response:
    """Questions about films and nominees, the oldest first, each candidate with its reasons for and against."""
    return await ask.rows(store.REVIEWS, asked, sort=asked.sort)


@router.get("/reviews/likely", summary="Questions that many can be accepted of", **answers(AllSure))
async def likely(ask: Ask, asked: Annotated[Likely, Query()]) -> Response:
    """Open questions about films and nominees whose best candidate is sure enough, the surest first: to be looked over, and sent
    back to `POST /reviews/accept` as `review`, `candidate` and `seen`. Whether two films are one is never among them."""
    slug = None if asked.organization is None else await organization_slug(ask, asked.organization)
    async with ask.reading() as conn:
        found = await screens.likely(conn, screens.Which(asked.kind, slug), asked.least, MOST)
    return ask.answer(AllSure([_sure(one) for one in found]))


def _sure(one: screens.Likely) -> Sure:
    return Sure(
        review=one.id,
        kind=one.kind,
        about=one.title,
        told=one.told,
        film=one.movie_id,
        nomination=one.nomination_id,
        candidate=one.number,
        seen=one.seen,
        score=one.score,
        ahead_by=one.gap,
        clear=one.clear,
        chosen=one.candidate,
    )


@router.post("/reviews/accept", summary="Accept many candidates", **answers(Accepted))
async def accept_all(ask: Ask, body: Choices, who: Who) -> Response:
    """Each is a decision of its own, to be undone alone. What somebody decided meanwhile, or what has other candidates by now, is
    left, with the reason."""
    choices = [Choice(one.review, one.candidate, one.seen) for one in body.choices]
    done = await accept_many(ask.program.context, choices, By(who.name, body.note))
    return ask.answer(done)


@router.get("/reviews/{review}", summary="A question", **answers(store.ReviewRow))
async def review(ask: Ask, review: Number) -> Response:
    """One question."""
    return ask.answer(await _review(ask, review))


@listed(router, "/decisions", store.DecisionRow, "Decisions")
async def decisions(ask: Ask, asked: Annotated[Decisions, Query()]) -> Response:
    """What people decided, the newest first; what was undone stays, with its mark."""
    return await ask.rows(store.DECISIONS, asked)


@router.post("/reviews/{review}/accept", summary="Accept a candidate", **answers(Settled))
async def accept(ask: Ask, review: Number, body: Acceptance, who: Who) -> Response:
    """The film or nominee is that candidate, or who has that IMDb id (tt… or nm…). 409 if it was decided already: undo that first."""
    await _review(ask, review)
    by = By(who.name, body.note)
    settled = await review_either.accept(ask.program.context, review, body.candidate, body.imdb_id, by)
    return await _settled(ask, review, settled.jobs)


@router.post("/reviews/{review}/reject", summary="Reject all candidates", **answers(Settled))
async def reject(ask: Ask, review: Number, who: Who, body: Decision = NO_WORD) -> Response:
    """It is none of these: they never come up again for this film or nominee."""
    await _review(ask, review)
    settled = await review_either.reject(ask.program.context, review, By(who.name, body.note))
    return await _settled(ask, review, settled.jobs)


@router.post("/reviews/{review}/skip", summary="Skip a question", **answers(Settled))
async def skip(ask: Ask, review: Number, who: Who, body: Decision = NO_WORD) -> Response:
    """Not now; it comes back with other candidates. Skipped already: nothing is done."""
    await _review(ask, review)
    settled = await review_either.skip(ask.program.context, review, By(who.name, body.note))
    return await _settled(ask, review, settled.jobs)


@router.post("/reviews/{review}/undo", summary="Undo a decision", **answers(Settled))
async def undo(ask: Ask, review: Number, who: Who, body: Decision = NO_WORD) -> Response:
    """Its rows are as they were, and the question is open again, unless nobody had asked (two films that a person joined). Open already: nothing is done."""
    if (await _review(ask, review)).state == "open":
        return await _settled(ask, review, {})
    settled = await review_either.undo(ask.program.context, review, By(who.name, body.note))
    return await _settled(ask, review, settled.jobs)


async def _settled(ask: Asking, number: int, jobs: dict[int, int]) -> Response:
    return ask.answer(Settled(await _review(ask, number), {str(film): job for film, job in jobs.items()}))


async def _review(ask: Asking, number: int) -> store.ReviewRow:
    async with ask.reading() as conn:
        found = await store.review(conn, number)
    if found is None:
        raise Unknown(f"there is no review {number}")
    return found
