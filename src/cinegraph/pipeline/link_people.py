"""The nominees of one film: who they are, by the page's id, by the film's credits, by a catalogue of people."""

from collections.abc import Mapping, Sequence

from psycopg import AsyncConnection

from cinegraph.data.honours import honours
from cinegraph.domain.nominees import FoundPerson, Nominated, NominatedEntry, PersonQuestion, Someone
from cinegraph.domain.titles import fold
from cinegraph.fetch.http import about
from cinegraph.lookup.nominee_chain import Findings, Place, Question, ask, judge, questions
from cinegraph.lookup.nominee_matching import Linked, Verdict
from cinegraph.pipeline.context import Context, PutOff, Refused
from cinegraph.pipeline.nominee_plan import directors, plan
from cinegraph.sources.base import OutOfQuota, SourceError, TryLater, Unusable
from cinegraph.store import movies, nominee_questions, nominee_reviews, nominee_saves
from cinegraph.store.nominee_questions import FilmQuestion, KeptEntry, KeptNominee
from cinegraph.telemetry import span


async def link_people(context: Context, movie_id: int, import_id: int | None = None) -> None:
    """Join the film's nominees to people, and infer whom a prize is for that names nobody. Safe to run twice.

    What the credits say is enough for most; only for the rest a catalogue of people is asked, while nothing is held.
    What a person decided stays. Raises PutOff if nobody answered (what the credits say is saved all the same), Refused
    if a person must act first.
    """
    with span("people.link", movie_id=movie_id):
        async with context.database.transaction() as conn:
            asked = await nominee_questions.of_film(conn, movie_id)
            if asked is None:
                return
            entries = entries_of(asked)
            first = judge(entries)
            open_questions = questions(entries, first) if context.people is not None else []
            if not open_questions:
                await _write(conn, asked, first, {}, frozenset())
                return
        facts = {"movie_id": movie_id, "festival": asked.entries[0].festival}
        with about(**facts, **({} if import_id is None else {"import_id": import_id})):
            found, failures = await _ask(context, open_questions)
        async with context.database.transaction() as conn:
            await movies.hold(conn, [movie_id])
            if (asked := await nominee_questions.of_film(conn, movie_id)) is not None:
                await _write(conn, asked, judge(entries_of(asked)), found, frozenset(failures))
    if failures:
        _raise(list(failures.values()))


async def _ask(
    context: Context, open_questions: Sequence[Question]
) -> tuple[Findings, dict[PersonQuestion, SourceError]]:
    """What the catalogue of people says, and which questions it left unanswered. After a refusal it is asked no more."""
    assert context.people is not None
    found: dict[PersonQuestion, tuple[FoundPerson, ...]] = {}
    failures: dict[PersonQuestion, SourceError] = {}
    given_up: SourceError | None = None
    for question in open_questions:
        try:
            if given_up is not None:
                raise given_up
            found[question.ask] = await ask(context.people, question)
        except SourceError as failure:
            failures[question.ask] = failure
            given_up = failure
    return found, failures


def _raise(failures: Sequence[SourceError]) -> None:
    match failures[0]:
        case Unusable() as reason:
            raise Refused(str(reason))
        case OutOfQuota() as reason:
            raise PutOff(str(reason), until=reason.until)
        case TryLater() as reason:
            raise PutOff(str(reason), after=reason.after)
        case reason:
            raise PutOff(str(reason))


def entries_of(asked: FilmQuestion) -> list[NominatedEntry]:
    """The film's nominations as values: the stated nominees only, each with what its category honours."""
    return [_entry(asked, entry) for entry in asked.entries]


def _entry(asked: FilmQuestion, entry: KeptEntry) -> NominatedEntry:
    roles = honours().of(entry.key, entry.role, entry.award, entry.category)
    stated = [one for one in asked.nominees[entry.id] if not one.inferred]
    return NominatedEntry(
        entry.id,
        tuple(asked.films[number] for number in entry.film_ids),
        tuple(
            (
                one.position,
                Nominated(one.name, one.role, *_ids(one), detail=entry.detail, roles=roles),
            )
            for one in stated
        ),
        tuple(
            (one.position, out)
            for one in stated
            for out in asked.ruled_out.get((entry.id, fold(one.name)), ())
        ),
    )


def _ids(one: KeptNominee) -> tuple[str | None, int | None]:
    """The page's id, and what its row is known by where that is sure: by the page's id, or because a person said so."""
    if one.link == "decided":
        return one.person_imdb_id, one.person_tmdb_id
    return one.imdb_id, one.person_tmdb_id if one.imdb_id is not None else None


async def _write(
    conn: AsyncConnection,
    asked: FilmQuestion,
    first: Mapping[Place, Verdict],
    found: Findings,
    unanswered: frozenset[PersonQuestion],
) -> None:
    """The one place where verdicts become rows."""
    said = judge(entries_of(asked), found) if found else dict(first)
    outside = [one.someone for one in (v.match for v in said.values() if isinstance(v, Linked))]
    numbers = await nominee_saves.save_people(conn, _without_row(outside, found))
    made = plan(asked, first, said, numbers, unanswered)
    await nominee_saves.join(
        conn, made.joins, "both are the nominee of one film by their name and part in it"
    )
    await nominee_saves.save(conn, made.links)
    await nominee_reviews.settle(conn, made.settled, "its nominee was linked meanwhile")
    await nominee_reviews.ask(conn, made.doubts)
    await nominee_saves.infer(conn, directors(asked))


def _without_row(linked: Sequence[Someone], found: Findings) -> list[FoundPerson]:
    """Of what was found outside: those who are a nominee, and so get a row, or tell their row's other names."""
    numbers = {
        one.tmdb_id for one in linked if one.tmdb_id is not None and (one.source != "credits" or one.found_by)
    }
    return [one for told in found.values() for one in told if one.tmdb_id in numbers]
