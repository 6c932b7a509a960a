"""A person says that two rows are one person: what that would do is told first, and it can be undone by parting them."""

from dataclasses import dataclass

from psycopg import AsyncConnection

from cinegraph.domain.decisions import Identity
from cinegraph.domain.titles import fold
from cinegraph.pipeline.ask_for_marked import ask_for_scores
from cinegraph.pipeline.context import Context, Refused
from cinegraph.pipeline.find_person import find_person
from cinegraph.pipeline.review_movie import By
from cinegraph.store import collaborators, nominee_questions, person_joins, person_merges
from cinegraph.store.collaborators import Person
from cinegraph.store.person_joins import Moves
from cinegraph.store.person_merges import PersonMerge


@dataclass(frozen=True, slots=True)
class JoinPlan:
    """What joining two people would do: who stays and who goes, what speaks of the one that goes and would move, what the one
    that stays gets, and why which of them stays."""

    keep: Person
    drop: Person
    moves: Moves
    gets: tuple[str, ...]
    why: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JoinedPeople:
    """The person that both are now, the merge that says so, and what it did."""

    kept: Person
    joined: PersonMerge
    plan: JoinPlan


async def plan_join(context: Context, keep: str, drop: str) -> JoinPlan:
    """What `join_people` would do; nothing is changed. Raises Refused as that does."""
    async with context.database.transaction() as conn:
        return await _planned(conn, *(await _both(conn, keep, drop)))


async def join_people(context: Context, keep: str, drop: str, by: By) -> JoinedPeople:
    """Person `drop` joins `keep`, with everything that speaks of them: nominations, credits, pairs, ids and names. It is kept
    as a decision, and `part_person` undoes it.

    Each is a name, an IMDb id or a number. Raises Refused if one is not there or not clear, if both are one row (already), if
    their ids contradict each other, or if an entry states both.
    """
    async with context.database.transaction() as conn:
        one, other = await _both(conn, keep, drop)
        if not await person_joins.hold(conn, one.id, other.id):
            raise Refused(f"{one.name} or {other.name} has joined another meanwhile: look again")
        plan = await _planned(conn, await _now(conn, one), await _now(conn, other))
        films = await person_joins.films(conn, one.id, other.id)
        reason = by.note or f"{by.name} says that both are one"
        await person_merges.join(conn, [(one.id, other.id)], by.name, reason)
        (merge, *_) = await person_merges.of_person(conn, one.id)
        kept = await _now(conn, plan.keep)
        await person_joins.say(conn, merge.id, identity_of(kept), other.id, one.id, by.name, by.note)
        await context.queue.link_people(conn, await nominee_questions.nominated(conn, films))
        await ask_for_scores(conn, context.queue)
        return JoinedPeople(kept, merge, plan)


def identity_of(person: Person) -> Identity:
    """By what a decision about nominees knows a person."""
    return Identity(person.name, "tmdb", f"row {person.id}", imdb_id=person.imdb_id, tmdb_id=person.tmdb_id)


def stays(one: Person, other: Person) -> tuple[Person, str]:
    """Of two that are one person the one of whom more is known, and why it is taken to be so."""
    for why, told in (
        ("TMDb knows it", [one.tmdb_id is not None, other.tmdb_id is not None]),
        ("it has an IMDb id", [one.imdb_id is not None, other.imdb_id is not None]),
        ("it is credited in more films", [one.films, other.films]),
        ("it has more nominations", [one.nominations, other.nominations]),
        ("it was here first", [-one.id, -other.id]),
    ):
        if told[0] != told[1]:
            return (one if told[0] > told[1] else other), why
    return one, "both are one"


async def _both(conn: AsyncConnection, keep: str, drop: str) -> tuple[Person, Person]:
    one, other = await _meant(conn, keep), await _meant(conn, drop)
    if one.id == other.id:
        raise Refused(
            f"both are person {one.id} ({one.name}): a person cannot join themselves, name another one"
        )
    return one, other


async def _meant(conn: AsyncConnection, words: str) -> Person:
    """As `find_person`; of a row that has joined another it is said which."""
    text = words.strip()
    if text.isascii() and text.isdecimal() and len(text) < len(str(2**63)):
        gone = await person_merges.that_dropped(conn, int(text))
        if gone is not None and await collaborators.by_number(conn, int(text)) is None:
            raise Refused(
                f"person {int(text)} ({gone.dropped_name}) has joined person {gone.keep_id} already"
            )
    return await find_person(conn, text)


async def _now(conn: AsyncConnection, person: Person) -> Person:
    found = await collaborators.by_number(conn, person.id)
    assert found is not None
    return found


async def _planned(conn: AsyncConnection, keep: Person, drop: Person) -> JoinPlan:
    _refuse_contradiction(keep, drop)
    if entry := await person_joins.entry_of_both(conn, keep.id, drop.id):
        raise Refused(
            f"{entry} names both: nobody is named twice in one entry, so {keep.name} and {drop.name} are two"
        )
    better, why = stays(keep, drop)
    if better != keep:
        why = f"you chose it; of person {better.id} more is known ({why}), and that moves too"
    notes = []
    if fold(keep.name) != fold(drop.name):
        notes.append(f"they are called differently: {keep.name}, {drop.name}")
    return JoinPlan(keep, drop, await person_joins.moves(conn, drop.id), _gets(keep, drop), why, tuple(notes))


def _refuse_contradiction(keep: Person, drop: Person) -> None:
    for what, one, other in (
        ("IMDb ids", keep.imdb_id, drop.imdb_id),
        ("TMDb numbers", keep.tmdb_id, drop.tmdb_id),
    ):
        if one is not None and other is not None and one != other:
            raise Refused(
                f"{keep.name} (person {keep.id}) and {drop.name} (person {drop.id}) have different {what},"
                f" {one} and {other}: they are two people there, and the next record would part them again"
            )


def _gets(keep: Person, drop: Person) -> tuple[str, ...]:
    told = []
    if keep.imdb_id is None and drop.imdb_id is not None:
        told.append(f"the IMDb id {drop.imdb_id}")
    if keep.tmdb_id is None and drop.tmdb_id is not None:
        told.append(f"the TMDb number {drop.tmdb_id}")
    if keep.name != drop.name:
        told.append(f"the name {drop.name} beside its own")
    return tuple(told)
