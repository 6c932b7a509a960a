"""One film: ask the catalogues, and let the row say what they answered."""

from dataclasses import asdict
from uuid import UUID

from psycopg import AsyncConnection

from cinegraph.fetch.http import about
from cinegraph.lookup.chain import Ambiguous, Found, NotFound, Outcome, Unanswered, resolve
from cinegraph.lookup.matching import Match
from cinegraph.lookup.memory import anew, jittered
from cinegraph.pipeline.context import Context, PutOff, Refused
from cinegraph.pipeline.finish_import import settle
from cinegraph.sources.base import Source
from cinegraph.store import import_films, imports, lookups, movies, reviews
from cinegraph.store.movies import Question


async def resolve_movie(context: Context, movie_id: int, import_id: int | None, afresh: bool = False) -> None:
    """Look for the film and save what was found, with everything that waited for it. Safe to run twice.

    What the catalogues' memory holds is good enough, unless a person asks `afresh` (a retry, an import with
    `--refresh`); that they had nothing is asked anew when the film's time to be asked for again has come.

    Raises PutOff if nobody answered (the film stays what it was), Refused if a person must act first.
    """
    async with context.database.transaction() as conn:
        question = await movies.question(conn, movie_id)
        if question is None or not question.due:
            await _settle_all(conn, context, movie_id)
            return
        if import_id is not None and (waiting := await imports.get(conn, import_id)) is not None:
            afresh = afresh or waiting.refresh
    facts: dict[str, object] = {"movie_id": movie_id, "festival": next(iter(question.festivals), None)}
    if import_id is not None:
        facts["import_id"] = import_id
    with about(**facts) as calls, anew("all" if afresh else "absences" if question.again else "no"):
        outcome = await resolve(question.ref, _sources_for(question, context))
    async with context.database.transaction() as conn:
        await _save(conn, context, question, outcome, calls)
    if isinstance(outcome, Unanswered):
        if outcome.broken:
            raise Refused("; ".join(outcome.reasons))
        raise PutOff("; ".join(outcome.reasons), outcome.after, outcome.until)


def _sources_for(question: Question, context: Context) -> list[Source]:
    """Those that may be asked about this film: some are kept for films that are marked critical."""
    return [s for s in context.sources if question.critical or s.name not in context.critical_only]


async def _save(
    conn: AsyncConnection, context: Context, question: Question, outcome: Outcome, calls: list[UUID]
) -> None:
    """The one place where an outcome becomes rows."""
    movie_id = question.movie_id
    match outcome:
        case Found() if other := await movies.clash(conn, movie_id, outcome.candidate):
            told = f"{outcome.candidate.source} {outcome.candidate.tmdb_id} is already film {other[0]}, {other[1]!r}"
            await reviews.ask_about_movie(conn, movie_id, told, [_told(outcome.match)])
            facts: dict[str, object] = {"movie_found": True, "reason_for_fallback": "two ids of one film"}
        case Found():
            movie_id = await movies.save_found(conn, movie_id, outcome.candidate, outcome.asked)
            facts = _found_facts(question, outcome)
        case Ambiguous():
            why = "another film has this id" if question.ref.imdb_id else "no candidate is sure enough"
            await reviews.ask_about_movie(conn, movie_id, why, [_told(m) for m in outcome.matches])
            facts = {
                "movie_found": False,
                "confidence": outcome.matches[0].score,
                "reason_for_fallback": "ambiguous",
            }
        case NotFound():
            await movies.mark_not_found(
                conn, movie_id, outcome.asked, context.now() + jittered(context.not_found_for)
            )
            facts = {
                "movie_found": False,
                "import_type": question.import_type,
                "reason_for_fallback": "not found",
            }
        case Unanswered():
            await movies.mark_attempt(conn, movie_id)
            await import_films.put_off(conn, movie_id, "; ".join(outcome.reasons))
            facts = {"movie_found": False, "reason_for_fallback": "no answer"}
    await lookups.add_outcome(conn, calls, facts | {"source_hierarchy": list(outcome.asked)})
    if not isinstance(outcome, Unanswered):
        await _settle_all(conn, context, movie_id)


async def _settle_all(conn: AsyncConnection, context: Context, movie_id: int) -> None:
    """The film's question is closed for every import that waited for it."""
    for waiting in sorted(await import_films.answered(conn, movie_id)):
        await settle(conn, context.queue, waiting)


def _found_facts(question: Question, found: Found) -> dict[str, object]:
    return {
        "movie_found": True,
        "movie_created": question.import_type == "stub",
        "import_type": "full" if found.candidate.complete else "minimal",
        "confidence": found.match.score,
        "fallback_level": found.level + 1,
    }


def _told(candidate: Match) -> dict[str, object]:
    """A candidate and its evidence, as a person will see them."""
    film = candidate.candidate
    return {
        "source": film.source,
        "source_id": film.source_id,
        "title": film.title,
        "original_title": film.original_title,
        "year": film.year,
        "imdb_id": film.imdb_id,
        "directors": list(film.directors),
        "score": candidate.score,
        "evidence": [asdict(e) for e in candidate.evidence],
    }
