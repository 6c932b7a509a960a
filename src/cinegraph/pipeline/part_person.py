"""Two rows that were joined as one person are parted again, for good."""

from dataclasses import dataclass

from psycopg import AsyncConnection

from cinegraph.pipeline.ask_for_marked import ask_for_scores
from cinegraph.pipeline.context import Context, Refused, Stale
from cinegraph.pipeline.find_person import find_person
from cinegraph.pipeline.join_people import identity_of
from cinegraph.pipeline.review_movie import By
from cinegraph.store import nominee_decisions, nominee_questions, person_joins, person_merges
from cinegraph.store.collaborators import Person
from cinegraph.store.person_merges import PersonMerge


@dataclass(frozen=True, slots=True)
class Parted:
    """The person who was kept, and the merge that holds no longer."""

    kept: Person
    merge: PersonMerge


async def part_person(context: Context, words: str, by: By, merge_id: int | None = None) -> Parted:
    """Undo the last time that another row joined this person, whoever said so; they are not joined again by themselves, and their
    nominations are linked anew.

    Raises Refused if nobody joined that person, Stale if the last time is not (any more) the one with that number.
    """
    async with context.database.transaction() as conn:
        person = await find_person(conn, words)
        found = await person_merges.of_person(conn, person.id)
        if not found:
            raise Refused(f"no other row has joined {person.name} (number {person.id})")
        if merge_id not in (None, found[0].id):
            raise Stale(f"{found[0].dropped_name} has joined {person.name} since: look again")
        await person_merges.undo(conn, found[0], by.name)
        places = await person_joins.take_back(conn, found[0].id, by.name)
        kept = await find_person(conn, str(person.id))
        await _keep_apart(conn, kept, found[0], places, by)
        films = await person_joins.films(conn, kept.id, found[0].dropped_id)
        await context.queue.link_people(conn, await nominee_questions.nominated(conn, films))
        await ask_for_scores(conn, context.queue)
        return Parted(kept, found[0])


async def _keep_apart(
    conn: AsyncConnection, kept: Person, merge: PersonMerge, places: dict[int, list[str]], by: By
) -> None:
    """Who is known as the one by a page's id, or was a name only, is not the other."""
    dropped = await find_person(conn, str(merge.dropped_id))
    for one, other in ((kept, dropped), (dropped, kept)):
        where = [*([one.imdb_id] if one.imdb_id is not None else []), *places.get(one.id, [])]
        if where and (other.imdb_id is not None or other.tmdb_id is not None):
            await nominee_decisions.pin(conn, where, "is_not", [identity_of(other)], by.name, by.note)
