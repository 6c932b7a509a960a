"""One film: ask the catalogues, and let the row say what they answered."""

from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from uuid import UUID

from psycopg import AsyncConnection

from cinegraph.domain.decisions import Decided
from cinegraph.domain.movies import ImportType
from cinegraph.fetch.http import about
from cinegraph.lookup.chain import Ambiguous, Found, NotFound, Outcome, Unanswered
from cinegraph.lookup.decided import resolve_decided
from cinegraph.lookup.matching import Match
from cinegraph.lookup.memory import anew, jittered
from cinegraph.pipeline import candidates
from cinegraph.pipeline.context import Context, PutOff, Refused
from cinegraph.pipeline.finish_import import settle
from cinegraph.pipeline.follow_up import For, before, follow_up
from cinegraph.pipeline.merge_movies import merge_movies
from cinegraph.sources.base import Source
from cinegraph.store import decisions, import_films, imports, lookups, movies, reviews
from cinegraph.store.movies import Question

Facts = dict[str, object]

LIKELY = 0.6
"""Below this confidence a candidate does not keep a film from being asked for again: it is reviewed, as a stub."""


async def resolve_movie(
    context: Context,
    movie_id: int,
    import_id: int | None,
    afresh: datetime | None = None,
    urgent: bool = True,
) -> None:
    """Look for the film and save what was found, with everything that waited for it. Safe to run twice. What follows
    from it is as `urgent` as it is itself.

    What a person has decided of the film comes before matching. What the catalogues' memory holds is good enough,
    unless a person asked `afresh` (a retry, an import with `--refresh`): then only what was answered since; when the
    film's time to be asked for again has come, what they did not have, and what they listed, is asked anew, once.
    A film that is whole is looked for only if a person asked `afresh`, and stays what it is if it is not found.
    Raises PutOff if nobody answered (the film stays what it was), Refused if a person must act first.
    """
    async with context.database.transaction() as conn:
        question = await _due(conn, context, movie_id, afresh is not None)
        if question is None:
            return
        decided = await decisions.of_movie(conn, movie_id)
        if import_id is not None and (waiting := await imports.run(conn, import_id)) is not None:
            afresh = max(filter(None, (afresh, waiting.asked_at if waiting.refresh else None)), default=None)
    facts: Facts = {"movie_id": movie_id, "festival": next(iter(question.festivals), None)}
    if import_id is not None:
        facts["import_id"] = import_id
    with about(**facts) as calls, _anew(question, afresh):
        outcome = await resolve_decided(question.ref, _sources_for(question, context), decided)
    async with context.database.transaction() as conn:
        if await _is_still_asked(conn, context, question, decided):
            await _save(conn, context, question, outcome, decided, calls, For(import_id, urgent))
    if isinstance(outcome, Unanswered):
        if outcome.broken:
            raise Refused("; ".join(outcome.reasons))
        raise PutOff("; ".join(outcome.reasons), outcome.after, outcome.until)


async def _is_still_asked(
    conn: AsyncConnection, context: Context, question: Question, decided: Decided
) -> bool:
    """Whether the answer is still wanted: False if another answered it, or it joined another row, while we asked. The
    film is held. Raises PutOff if the question is another one by now."""
    await movies.hold(conn, [question.movie_id], alone=True)
    now = await _due(conn, context, question.movie_id, question.import_type is ImportType.FULL)
    if now is None:
        return False
    if now.ref.imdb_id != question.ref.imdb_id:
        raise PutOff("a page has told the film's id while it was asked for", until=context.now())
    if await decisions.of_movie(conn, question.movie_id) != decided:
        raise PutOff("a person has decided about the film while it was asked for", until=context.now())
    return True


def _anew(question: Question, afresh: datetime | None) -> AbstractContextManager[None]:
    """What of the catalogues' memory is too old for this question: nothing that an earlier attempt of it has learnt."""
    if afresh is not None:
        return anew("all", afresh)
    return nullcontext() if question.again is None else anew("absences", question.again)


async def _due(conn: AsyncConnection, context: Context, movie_id: int, whole: bool) -> Question | None:
    """The film's question; None if it is not to be asked (any more): then nobody waits for it. `whole`: a film that is
    whole is asked for, too."""
    question = await movies.question(conn, movie_id)
    if question is None or not (question.due or (whole and question.import_type is ImportType.FULL)):
        await _settle_all(conn, context, movie_id)
        return None
    return question


def _sources_for(question: Question, context: Context) -> list[Source]:
    """Those that may be asked about this film: some are kept for films that are marked critical."""
    return [s for s in context.sources if question.critical or s.name not in context.critical_only]


async def _save(
    conn: AsyncConnection,
    context: Context,
    question: Question,
    outcome: Outcome,
    decided: Decided,
    calls: list[UUID],
    whom: For,
) -> None:
    """The one place where an outcome becomes rows."""
    movie_id, again_at = question.movie_id, _again_at(context, question)
    match outcome:
        case Found() if other := await movies.clash(conn, movie_id, outcome.candidate):
            await movies.ask_later(conn, movie_id, again_at)
            facts = await _clash(conn, question, outcome, other)
        case Found():
            movie_id = await _found(conn, context, question, outcome, decided, again_at, whom)
            facts = _found_facts(question, outcome)
        case Ambiguous() | NotFound() if question.import_type is ImportType.FULL:
            facts = _not_found_facts(question)
        case Ambiguous():
            await movies.mark_not_found(conn, movie_id, outcome.asked, again_at)
            facts = await _ask_a_person(conn, question, list(outcome.matches))
        case NotFound():
            await movies.mark_not_found(conn, movie_id, outcome.asked, again_at)
            await reviews.settle(
                conn, movie_id, ["doubtful", "unanswered"], "every catalogue answered: none has it"
            )
            facts = _not_found_facts(question)
        case Unanswered():
            facts = await _unanswered(conn, context, question, outcome, whom)
    await lookups.add_outcome(conn, calls, facts | {"source_hierarchy": list(outcome.asked)})
    if not isinstance(outcome, Unanswered):
        await _settle_all(conn, context, movie_id)


async def _found(
    conn: AsyncConnection,
    context: Context,
    question: Question,
    found: Found,
    decided: Decided,
    again_at: datetime,
    whom: For,
) -> int:
    """The film's row says what was found; the answer is its row, another one if the two were one film."""
    film, movie_id = found.candidate, question.movie_id
    keep = await movies.row_of(conn, movie_id, film)
    chosen = decided.chosen is not None
    why = f"both are {film.source} {film.source_id}" + (f", {film.imdb_id}" if film.imdb_id else "")
    await merge_movies(
        conn, context.queue, keep, movie_id, "cinegraph", why, review_id=decided.review_id if chosen else None
    )
    await _improve(conn, context, keep, found, whom)
    if not await movies.is_full(conn, keep):
        await movies.ask_later(conn, keep, again_at)
    await reviews.settle(conn, keep, ["choice", "doubtful", "unanswered", "stub"], "it was found meanwhile")
    return keep


async def _improve(conn: AsyncConnection, context: Context, movie_id: int, found: Found, whom: For) -> None:
    """The film's record becomes what was found, and what depends on it follows."""
    was = await before(conn, movie_id)
    await movies.save_found(conn, movie_id, found.candidate, found.asked)
    await follow_up(conn, context, movie_id, was, whom)


async def _clash(conn: AsyncConnection, question: Question, found: Found, other: tuple[int, str]) -> Facts:
    """Another film has its TMDb number under another IMDb id: a person says whether both are one."""
    why = f"{found.candidate.source} {found.candidate.tmdb_id} is already film {other[0]}, {other[1]!r}"
    candidate = candidates.told(found.match) | {"movie_id": other[0]}
    await reviews.ask_about_movie(conn, question.movie_id, why, [candidate], "clash")
    return {
        "movie_found": True,
        "found_by": found.candidate.source,
        "reason_for_fallback": "two ids of one film",
    }


async def _ask_a_person(conn: AsyncConnection, question: Question, matches: list[Match]) -> Facts:
    """Which of these is it? Candidates that are all unlikely leave the film a stub, to be asked for again."""
    best = max(m.score for m in matches)
    kind, why = "choice", "no candidate is sure enough"
    if question.ref.imdb_id:
        why = "another film has this id"
    elif best < LIKELY:
        kind, why = "doubtful", f"no candidate is likely (at best {best:.2f})"
    await reviews.ask_about_movie(conn, question.movie_id, why, [candidates.told(m) for m in matches], kind)
    return {"movie_found": False, "confidence": best, "reason_for_fallback": "ambiguous"}


async def _unanswered(
    conn: AsyncConnection, context: Context, question: Question, outcome: Unanswered, whom: For
) -> Facts:
    """Nothing may be concluded: the film stays what it was, or gets the basics while it waits for more. If all that
    are silent need a person, one is told."""
    reasons = "; ".join(outcome.reasons)
    if outcome.meanwhile is not None:
        film = outcome.meanwhile.candidate
        alone = await movies.row_of(conn, question.movie_id, film) == question.movie_id
        if alone and await movies.clash(conn, question.movie_id, film) is None:
            await _improve(conn, context, question.movie_id, outcome.meanwhile, whom)
    await movies.mark_attempt(conn, question.movie_id)
    await import_films.put_off(conn, question.movie_id, reasons)
    if outcome.broken:
        await reviews.tell_unanswered(conn, question.movie_id, reasons)
    return {"movie_found": False, "reason_for_fallback": "no answer"}


def _again_at(context: Context, question: Question) -> datetime:
    """When a film that was not found, or not fully, is asked for again: later each time, up to a limit."""
    wait = context.not_found_for * 2.0 ** min(question.attempts, 16)
    return context.now() + jittered(min(wait, max(context.not_found_longest, context.not_found_for)))


async def _settle_all(conn: AsyncConnection, context: Context, movie_id: int) -> None:
    """The film's question is closed for every import that waited for it."""
    for waiting in sorted(await import_films.answered(conn, [movie_id])):
        await settle(conn, context.queue, waiting)


def _not_found_facts(question: Question) -> Facts:
    return {"movie_found": False, "import_type": question.import_type, "reason_for_fallback": "not found"}


def _found_facts(question: Question, found: Found) -> Facts:
    return {
        "movie_found": True,
        "movie_created": question.import_type == "stub",
        "import_type": "full" if found.candidate.complete else "minimal",
        "confidence": found.match.score,
        "fallback_level": found.level + 1,
        "found_by": found.candidate.source,
    }
