"""`cinegraph review`: what a person should decide about films, and what was decided."""

import getpass
import json
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Literal

from cyclopts import App, Parameter

from cinegraph.app import Cinegraph
from cinegraph.cli import review_shown, running, show, working
from cinegraph.cli.words import Number
from cinegraph.pipeline import review_movie
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.review_movie import By, Settled
from cinegraph.store import decisions, movies, reviews, told
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
    app.command(review)


def list_(
    *,
    state: Annotated[list[State] | None, Parameter(negative="")] = None,
    limit: Number = 50,
    as_json: Json = False,
) -> None:
    """List questions about films, the oldest first; the open ones unless told otherwise.

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

    async def verb(program: Cinegraph) -> list[Review]:
        async with program.context.database.transaction() as conn:
            return await reviews.find(conn, state or ["open"], limit)

    found = running.run(running.settings(), "real", verb)
    if as_json:
        for review in found:
            print(json.dumps(review_shown.plain(review), ensure_ascii=False))
    else:
        show.console().print(review_shown.table(found) if found else "no such questions")


def show_(review: Number, /, *, as_json: Json = False) -> None:
    """Show one question: what we were told of the film, and its candidates side by side.

    Parameters
    ----------
    review:
        The question's number.
    as_json:
        Print one JSON object.
    """

    async def verb(program: Cinegraph) -> review_shown.Whole:
        async with program.context.database.transaction() as conn:
            found = await reviews.get(conn, review)
            if found is None:
                raise Refused(f"there is no review {review}: see `cinegraph review list`")
            question = await movies.question(conn, found.movie_id)
            assert question is not None
            nominations = await told.nominations(conn, found.movie_id)
            return review_shown.Whole(found, question, nominations, await decisions.of_review(conn, review))

    whole = running.run(running.settings(), "real", verb)
    if as_json:
        print(json.dumps(review_shown.plain_whole(whole), ensure_ascii=False))
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
    """The film is this candidate: it is fetched at once, and stays decided. In a clash, both films become one.

    Parameters
    ----------
    review:
        The question's number.
    candidate:
        The candidate's number, as `review show` gives it; the only one if left out.
    imdb_id:
        Instead of a candidate: the film's IMDb id (tt…).
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
    chosen = _Chosen(review, candidate, imdb_id, By(by or _login(), note))
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
    """The film is none of these candidates: they never come up again. In a clash, these are two films.

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
    who = By(by or _login(), note)
    _decide(lambda program: review_movie.reject(program.context, review, who), as_json)


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
    who = By(by or _login(), note)
    _decide(lambda program: review_movie.skip(program.context, review, who), as_json)


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
    who = By(by or _login(), note)
    _decide(lambda program: review_movie.undo(program.context, review, who), as_json)


def _decide(verb: "running.Verb[Settled]", as_json: bool) -> None:
    _tell(running.run(running.settings(), "real", verb), as_json, None)


def _tell(settled: Settled, as_json: bool, now: dict[str, int] | None) -> None:
    review = settled.review
    if as_json:
        plain = review_shown.plain(review)
        print(json.dumps(plain | ({"films": now} if now else {}), ensure_ascii=False))
        return
    became = [state for state, number in (now or {}).items() if number]
    after = f"; its film is now {became[0]}" if became else ""
    if became == ["stub"]:
        after = "; no catalogue has that film: it stays a stub, and is asked for again"
    if became == ["joined"]:
        after = "; its film was here already, and has joined that row"
    show.console().print(f"review {review.id} ({review.title}) is {review.state}{after}", markup=False)


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "somebody"
