"""Two rows that were joined as one person are parted again, for good."""

from dataclasses import dataclass

from cinegraph.domain.decisions import Identity
from cinegraph.pipeline.context import Context, Refused
from cinegraph.pipeline.find_person import find_person
from cinegraph.pipeline.review_movie import By
from cinegraph.store import nominee_decisions, person_merges
from cinegraph.store.collaborators import Person
from cinegraph.store.person_merges import PersonMerge


@dataclass(frozen=True, slots=True)
class Parted:
    """The person who was kept, and the merge that holds no longer."""

    kept: Person
    merge: PersonMerge


async def part_person(context: Context, words: str, by: By) -> Parted:
    """Undo the last time that another row joined this person; they are not joined again.

    Raises Refused if nobody joined that person.
    """
    async with context.database.transaction() as conn:
        person = await find_person(conn, words)
        found = await person_merges.of_person(conn, person.id)
        if not found:
            raise Refused(f"no other row has joined {person.name} (number {person.id})")
        await person_merges.undo(conn, found[0], by.name)
        kept = await find_person(conn, str(person.id))
        if found[0].dropped_imdb_id is not None:
            other = Identity(kept.name, "tmdb", f"row {kept.id}", imdb_id=kept.imdb_id, tmdb_id=kept.tmdb_id)
            await nominee_decisions.pin(conn, [found[0].dropped_imdb_id], "is_not", [other], by.name, by.note)
        return Parted(kept, found[0])
