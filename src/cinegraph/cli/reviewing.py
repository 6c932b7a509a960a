"""`cinegraph review`: what a person should decide about films and nominees, and what was decided."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, Literal

from cyclopts import App, Parameter

from cinegraph.app import Cinegraph
from cinegraph.cli import nominee_reviews_shown as shown
from cinegraph.cli import review_shown, running, show, working
from cinegraph.cli.printing import print
from cinegraph.cli.reviewing_many import accept_many_
from cinegraph.cli.words import Number, login
from cinegraph.pipeline import review_movie, review_nominee
from cinegraph.pipeline.context import Context, Refused
from cinegraph.pipeline.review_movie import By, Settled
from cinegraph.store import decisions, movies, nominee_reviews, reviews, told
from cinegraph.store.decisions import Decision
from cinegraph.store.nominee_reviews import NomineeReview
from cinegraph.store.reviews import Review

State = Literal["open", "accepted", "rejected", "skipped", "decided"]
Flag = Annotated[bool, Parameter(negative="")]
Json = Annotated[bool, Parameter(name="--json", negative="")]
Name = Annotated[str | None, Parameter(name="--by")]


def register(app: App) -> None:
    """Add the commands."""
    review = App(
        name="review", help="Decide what could not be told apart; decisions hold, and can be undone."
    )
    review.command(list_, name="list")
    review.command(show_, name="show")
    for command in (accept, reject, skip, undo):
        review.command(command)
    review.command(accept_many_, name="accept-many")
    app.command(review)


def list_(
    *,
    state: Annotated[list[State] | None, Parameter(negative="")] = None,
    limit: Number = 50,
    as_json: Json = False,
) -> None:
    """List questions about films and nominees, the oldest first; the open ones unless told otherwise.

    Parameters
    ----------
    state:
        Questions in this state; may be given several times.
    limit:
        So many at most.
    as_json:
        Print one line of JSON for each.
    """
    if limit < 1:
        raise Refused(f"--limit {limit}: at least one question can be listed")

    async def verb(program: Cinegraph) -> list[Review | NomineeReview]:
        async with program.context.database.transaction() as conn:
            films = await reviews.find(conn, state or ["open"], limit)
            nominees = await nominee_reviews.find(conn, state or ["open"], limit)
            both: list[Review | NomineeReview] = [*films, *nominees]
            return sorted(both, key=lambda review: review.id)[:limit]

    found = running.run(running.settings(), "real", verb)
    if as_json:
        for review in found:
            print(show.json_line(_plain(review)))
    else:
        rows = {
            one.id: shown.row(one) if isinstance(one, NomineeReview) else review_shown.row(one)
            for one in found
        }
        show.console().print(review_shown.table(rows) if rows else "no such questions")


def _plain(review: Review | NomineeReview) -> dict[str, Any]:
    return shown.plain(review) if isinstance(review, NomineeReview) else review_shown.plain(review)


def show_(review: Number, /, *, as_json: Json = False) -> None:
    """Show one question: what we were told of the film or nominee, and its candidates side by side.

    Parameters
    ----------
    review:
        The question's number.
    as_json:
        Print one JSON object.
    """

    async def verb(program: Cinegraph) -> review_shown.Whole | tuple[NomineeReview, list[Decision]]:
        async with program.context.database.transaction() as conn:
            if (nominee := await nominee_reviews.get(conn, review)) is not None:
                return nominee, await decisions.of_review(conn, review)
            found = await reviews.get(conn, review)
            if found is None:
                raise Refused(f"there is no review {review}: see `cinegraph review list`")
            question = await movies.question(conn, found.movie_id)
            assert question is not None
            nominations = await told.nominations(conn, found.movie_id)
            return review_shown.Whole(found, question, nominations, await decisions.of_review(conn, review))

    whole = running.run(running.settings(), "real", verb)
    if isinstance(whole, tuple):
        if as_json:
            print(show.json_line(shown.plain_whole(*whole)))
        else:
            shown.show_whole(*whole, show.console())
    elif as_json:
        print(show.json_line(review_shown.plain_whole(whole)))
    else:
        review_shown.show_whole(whole, show.console())


def accept(
    review: Number,
    /,
    *,
    candidate: Number | None = None,
    imdb_id: str | None = None,
    note: str | None = None,
    by: Name = None,
    offline: Flag = False,
    detach: Flag = False,
    as_json: Json = False,
) -> int:
    """The film or nominee is this candidate: it stays decided. A film is fetched at once; in a clash, both become one.

    Parameters
    ----------
    review:
        The question's number.
    candidate:
        The candidate's number, as `review show` gives it; the only one if left out.
    imdb_id:
        Instead of a candidate: the film's IMDb id (tt…), the nominee's (nm…).
    note:
        Why.
    by:
        Who decides; the login name if left out.
    offline:
        Ask the offline world that comes along, not the real one.
    detach:
        Leave the fetching to `cinegraph worker`.
    as_json:
        Print one JSON object.
    """
    chosen = _Chosen(review, candidate, imdb_id, By(by or login(), note))
    verb = partial(_accept, chosen=chosen, detach=detach, as_json=as_json)
    return running.reach(offline, not offline and not detach, verb)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What a person says in answer to a question."""

    review: int
    candidate: int | None
    imdb_id: str | None
    by: By


async def _accept(program: Cinegraph, chosen: _Chosen, detach: bool, as_json: bool) -> int:
    if await review_nominee.is_about_nominee(program.context, chosen.review):
        done = await review_nominee.accept(
            program.context, chosen.review, chosen.candidate, chosen.imdb_id, chosen.by
        )
        _tell_nominee(done, as_json)
        return 0
    if not detach:
        await working.ready(program)
    settled = await review_movie.accept(
        program.context, chosen.review, chosen.candidate, chosen.imdb_id, chosen.by
    )
    return await _fetched(program, settled, detach, as_json)


async def _fetched(program: Cinegraph, settled: Settled, detach: bool, as_json: bool) -> int:
    """Work until the film was fetched, and say what became of it."""
    if settled.jobs and not detach:
        await working.until_done(program, tuple(settled.jobs.values()))
    now = await working.outcome(program, tuple(settled.jobs))
    _tell(settled, as_json, now)
    return 3 if now["pending"] and not detach else 0


def reject(review: Number, /, *, note: str | None = None, by: Name = None, as_json: Json = False) -> None:
    """The film or nominee is none of these candidates: they never come up again. In a clash, these are two films.

    Parameters
    ----------
    review:
        The question's number.
    note:
        Why.
    by:
        Who decides; the login name if left out.
    as_json:
        Print one JSON object.
    """
    who = By(by or login(), note)
    _decide(review, who, review_movie.reject, review_nominee.reject, as_json)


def skip(review: Number, /, *, note: str | None = None, by: Name = None, as_json: Json = False) -> None:
    """Not now: the question comes back when its candidates are others.

    Parameters
    ----------
    review:
        The question's number.
    note:
        Why.
    by:
        Who decides; the login name if left out.
    as_json:
        Print one JSON object.
    """
    who = By(by or login(), note)
    _decide(review, who, review_movie.skip, review_nominee.skip, as_json)


def undo(review: Number, /, *, note: str | None = None, by: Name = None, as_json: Json = False) -> None:
    """Take back what was decided: rows are what they were, films that were joined are parted, the question is open.

    Parameters
    ----------
    review:
        The question's number.
    note:
        Why.
    by:
        Who undoes it; the login name if left out.
    as_json:
        Print one JSON object.
    """
    who = By(by or login(), note)
    _decide(review, who, review_movie.undo, review_nominee.undo, as_json)


def _decide(
    review: int,
    by: By,
    of_film: Callable[[Context, int, By], Awaitable[Settled]],
    of_nominee: Callable[[Context, int, By], Awaitable[NomineeReview]],
    as_json: bool,
) -> None:
    async def verb(program: Cinegraph) -> Settled | NomineeReview:
        if await review_nominee.is_about_nominee(program.context, review):
            return await of_nominee(program.context, review, by)
        return await of_film(program.context, review, by)

    done = running.run(running.settings(), "real", verb)
    if isinstance(done, NomineeReview):
        _tell_nominee(done, as_json)
    else:
        _tell(done, as_json, None)


def _tell_nominee(review: NomineeReview, as_json: bool) -> None:
    if as_json:
        print(show.json_line(shown.plain(review)))
    else:
        show.console().print(f"review {review.id} ({review.nominee}) is {review.state}", markup=False)


def _tell(settled: Settled, as_json: bool, now: dict[str, int] | None) -> None:
    review = settled.review
    if as_json:
        plain = review_shown.plain(review)
        print(show.json_line(plain | ({"films": now} if now else {})))
        return
    became = [state for state, number in (now or {}).items() if number]
    after = f"; its film is now {became[0]}" if became else ""
    if became == ["stub"]:
        after = "; no catalogue has that film: it stays a stub, and is asked for again"
    if became == ["joined"]:
        after = "; its film was here already, and has joined that row"
    show.console().print(f"review {review.id} ({review.title}) is {review.state}{after}", markup=False)
