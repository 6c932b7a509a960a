"""Review: the queue of questions about films and nominees. The next one fills the page; keys, or buttons, answer it."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Form, HTTPException, Query, Request, Response
from psycopg import AsyncConnection

from cinegraph.domain.movies import MovieRef
from cinegraph.pipeline import review_either
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.review_either import Answered
from cinegraph.pipeline.review_movie import By
from cinegraph.pipeline.search_again import search_again
from cinegraph.store import decisions, movies, nominee_reviews, reviews, told
from cinegraph.store.reviews import Review
from cinegraph.store.screens import reviews as screens
from cinegraph.store.screens.reviews import Which
from cinegraph.web.access import Visitor, require
from cinegraph.web.asked import film_asked
from cinegraph.web.pictures import poster
from cinegraph.web.reading import Program, Reading
from cinegraph.web.shown import back, page, query

router = APIRouter(prefix="/review")
Writer = Annotated[Visitor, Depends(require("write"))]
Kind = Literal["choice", "clash", "doubtful", "nominee", "unanswered", "stub"]
Note = Annotated[str, Form(max_length=500)]


@dataclass(frozen=True, slots=True)
class Queue:
    """Which part of the queue somebody works through."""

    which: Which

    @property
    def address(self) -> str:
        """Where it goes on."""
        return f"/review{query({'kind': self.which.kind, 'festival': self.which.festival})}".rstrip("?")


async def asked_queue(
    kind: Annotated[Kind | Literal[""], Query()] = "",
    festival: Annotated[str, Query(max_length=60)] = "",
) -> Queue:
    """The part that the address names; forms have it in theirs."""
    return Queue(Which(kind or None, festival or None))


OfQueue = Annotated[Queue, Depends(asked_queue)]


@router.get("")
async def queue(
    request: Request,
    conn: Reading,
    chosen: OfQueue,
    after: Annotated[int | None, Query(ge=0, lt=2**63)] = None,
) -> Response:
    """The question that comes next."""
    number = await screens.next_open(conn, chosen.which, after)
    if number is None and after is not None:
        number = await screens.next_open(conn, chosen.which)
    return await _shown(request, conn, chosen, number)


@router.get("/{review_id:int}")
async def one(request: Request, conn: Reading, chosen: OfQueue, review_id: int) -> Response:
    """That question, decided or not."""
    return await _shown(request, conn, chosen, review_id)


async def _shown(request: Request, conn: AsyncConnection, chosen: Queue, number: int | None) -> Response:
    visitor = request.state.visitor
    values: dict[str, Any] = {
        "queue": chosen,
        "waiting": await screens.waiting(conn),
        "last": await screens.last_by(conn, visitor.name),
        "review": None,
    }
    if number is not None:
        if (nominee := await nominee_reviews.look(conn, number)) is not None:
            values |= {"review": nominee, "kind": "nominee", "title": nominee.nominee}
        else:
            values |= await _about_film(request, conn, number)
        review = values["review"]
        values |= {
            "mark": reviews.mark(review.candidates),
            "decisions": await decisions.of_review(conn, number),
        }
    return page(request, "review.html", **values)


async def _about_film(request: Request, conn: AsyncConnection, number: int) -> dict[str, Any]:
    review = await reviews.look(conn, number)
    if review is None:
        raise HTTPException(404, f"There is no review {number}.")
    question = await movies.question(conn, review.movie_id)
    assert question is not None
    return {
        "review": review,
        "kind": review.kind,
        "title": review.title,
        "question": question,
        "nominations": await told.nominations(conn, review.movie_id),
        "pictures": [poster(request, one.get("poster")) for one in review.candidates],
        "here": _beside(review, await screens.here(conn, review.candidates)),
    }


def _beside(review: Review, films: list[screens.Here]) -> list[screens.Here | None]:
    """For each candidate the film that is here under its id, unless that is the film in question."""
    others = [film for film in films if film.id != review.movie_id]

    def of(told: dict[str, Any]) -> screens.Here | None:
        for film in others:
            if film.id == told.get("movie_id"):
                return film
            if any(told.get(name) and told[name] == getattr(film, name) for name in ("imdb_id", "tmdb_id")):
                return film
        return None

    return [of(told) for told in review.candidates]


@router.post("/{review_id:int}/accept")
async def accept(
    request: Request,
    program: Program,
    visitor: Writer,
    chosen: OfQueue,
    review_id: int,
    number: Annotated[int | None, Form()] = None,
    imdb_id: Annotated[str, Form(max_length=40)] = "",
    seen: Annotated[str | None, Form()] = None,
    note: Note = "",
) -> Response:
    """The film or nominee is that candidate, or the one with that id."""
    settling = review_either.accept(
        program.context,
        review_id,
        number,
        imdb_id.strip() or None,
        By(visitor.name, note.strip() or None),
        seen,
    )
    return await _decided(request, chosen, settling, review_id)


@router.post("/{review_id:int}/reject")
async def reject(
    request: Request, program: Program, visitor: Writer, chosen: OfQueue, review_id: int, note: Note = ""
) -> Response:
    """It is none of them."""
    by = By(visitor.name, note.strip() or None)
    return await _decided(request, chosen, review_either.reject(program.context, review_id, by), review_id)


@router.post("/{review_id:int}/skip")
async def skip(
    request: Request, program: Program, visitor: Writer, chosen: OfQueue, review_id: int, note: Note = ""
) -> Response:
    """Not now."""
    by = By(visitor.name, note.strip() or None)
    return await _decided(request, chosen, review_either.skip(program.context, review_id, by), review_id)


@router.post("/{review_id:int}/undo")
async def undo(
    request: Request, program: Program, visitor: Writer, chosen: OfQueue, review_id: int
) -> Response:
    """What was decided holds no longer; the question is shown again."""
    settled = await review_either.undo(program.context, review_id, By(visitor.name))
    return back(
        request,
        f"/review/{review_id}{query(chosen.which.values)}".rstrip("?"),
        f"“{settled.about}” is open again.",
    )


@router.post("/{review_id:int}/search")
async def search(
    request: Request,
    program: Program,
    visitor: Writer,  # noqa: ARG001 who may change nothing may not spend calls either
    chosen: OfQueue,
    review_id: int,
    asked: Annotated[MovieRef, Depends(film_asked)],
) -> Response:
    """Ask the catalogues by hand; what they list joins the candidates."""
    added = await search_again(program.context, review_id, asked)
    more = "one more candidate" if added == 1 else f"{added} more candidates"
    return back(
        request,
        f"/review/{review_id}{query(chosen.which.values)}".rstrip("?"),
        f"“{asked.title}”: {more}." if added else f"“{asked.title}”: nothing that is not here already.",
    )


_SAID = {"accepted": "accepted", "rejected": "none of these", "skipped": "skipped"}


async def _decided(request: Request, chosen: Queue, settling: Any, review_id: int) -> Response:
    """To the next question; what somebody else decided meanwhile is told there, and stays."""
    try:
        settled: Answered = await settling
    except Refused as why:
        return back(request, chosen.address, f"Review {review_id} was not changed: {why}")
    return back(request, chosen.address, f"“{settled.about}”: {_SAID[settled.state]}.")
