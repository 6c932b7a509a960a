"""A person corrects a nomination: the row says so at once, and no import undoes it."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from psycopg import AsyncConnection

from cinegraph.domain.corrections import Correction, NotOne, Right
from cinegraph.domain.festivals import Edition
from cinegraph.domain.revision import KeptNomination, Revised
from cinegraph.domain.titles import fold
from cinegraph.lookup.corrections import as_stated, corrected_row
from cinegraph.lookup.revision import settled
from cinegraph.pipeline.ask_again import ask_again
from cinegraph.pipeline.ask_for_marked import ask_for_scores
from cinegraph.pipeline.context import Context, Refused
from cinegraph.pipeline.follow_up import nominees_changed
from cinegraph.pipeline.review_movie import By
from cinegraph.store import (
    ceremonies,
    corrections,
    entries,
    import_films,
    kept_ceremonies,
    nominations,
    nominee_reviews,
)
from cinegraph.store.corrections import Made
from cinegraph.store.entries import Entry


@dataclass(frozen=True, slots=True)
class Corrected:
    """The correction, the nomination as it is now, and how many of its films wait for a lookup."""

    made: Made
    entry: Entry
    asked: int


@dataclass(frozen=True, slots=True)
class _Held:
    """A nomination whose ceremony is held: as it is, as pages state it, and its neighbours."""

    entry: Entry
    old: KeptNomination
    said: KeptNomination
    others: Sequence[KeptNomination]


async def edit(context: Context, nomination_id: int, right: Right, by: By) -> Corrected:
    """Who won, what is printed beside the entry, a film's or person's printed name or id. Raises Refused."""
    if right == Right():
        raise Refused("what is right? give --winner, --detail, --film-title … (see --help)")
    return await _correct(context, nomination_id, "edit", right, by)


async def move(context: Context, nomination_id: int, category: str, award: str | None, by: By) -> Corrected:
    """It belongs to another category, one that the organization has. Raises Refused."""
    async with context.database.transaction() as conn:
        entry = await _entry(conn, nomination_id)
        known = await entries.categories(conn, entry.organization_id, entry.ceremony_id)
    found = [
        p for p in known if fold(p[1]) == fold(category) and (award is None or fold(p[0]) == fold(award))
    ]
    for likelier in (  # several are called so: in the entry's own group, spelled so, of its own ceremony
        [p for p in found if award is None and p[0] == entry.award],
        [p for p in found if p[1] == category and award in (None, p[0])],
        [p for p in found if p[2]],
    ):
        found = likelier if len(found) > 1 and likelier else found
    if len(found) > 1:
        places = "; ".join(f"{p[0]} / {p[1]}" for p in found)
        raise Refused(f"{category!r} may be {places}: spell it and its --award as one of these")
    if not found:
        close = difflib.get_close_matches(category, [name for _, name, _ in known], n=1)
        hint = f": did you mean {close[0]!r}?" if close else ""
        raise Refused(f"{entry.organization} has no category {category!r}{hint}")
    right = Right(category=found[0][1], award=found[0][0])
    return await _correct(context, nomination_id, "move", right, by)


async def withdraw(context: Context, nomination_id: int, by: By) -> Corrected:
    """It was never nominated. Raises Refused."""
    return await _correct(context, nomination_id, "withdraw", Right(withdrawn=True), by)


async def restore(context: Context, nomination_id: int, by: By) -> Corrected:
    """It was nominated after all: what a person withdrew is taken back; what the pages dropped stays. Raises Refused."""
    async with context.database.transaction() as conn:
        held = await _hold(conn, nomination_id)
        if held.entry.state == "active":
            raise Refused(f"nomination {nomination_id} is not withdrawn")
        mine = [k for k in await corrections.of_nomination(conn, nomination_id) if k.kind == "withdraw"]
        for made in mine:
            await corrections.undo(conn, made.id, by.name, by.note)
        if held.said.withdrawn or not mine:
            right = Right(withdrawn=False)
            last = await corrections.add(conn, nomination_id, "restore", right, by.name, by.note)
        else:
            last = mine[-1]
        return await _write(conn, context, held, last.id)


async def undo(context: Context, correction_id: int, by: By) -> Corrected:
    """The correction holds no longer: the nomination is what the pages say, and what other corrections make of that.

    Raises Refused.
    """
    async with context.database.transaction() as conn:
        made = await corrections.get(conn, correction_id)
        if made is None:
            raise Refused(f"there is no correction {correction_id}: see `cinegraph nominations show`")
        held = await _hold(conn, made.nomination_id)
        made = await corrections.get(conn, correction_id)
        if made is None or made.undone_at is not None:
            raise Refused(f"correction {correction_id} was undone already")
        await corrections.undo(conn, correction_id, by.name, by.note)
        return await _write(conn, context, held, correction_id)


async def _correct(context: Context, nomination_id: int, kind: str, right: Right, by: By) -> Corrected:
    async with context.database.transaction() as conn:
        held = await _hold(conn, nomination_id)
        made = await corrections.add(conn, nomination_id, kind, right, by.name, by.note)
        return await _write(conn, context, held, made.id, refuse_same=True)


async def _entry(conn: AsyncConnection, nomination_id: int) -> Entry:
    entry = await entries.get(conn, nomination_id)
    if entry is None:
        raise Refused(f"there is no nomination {nomination_id}: see `cinegraph nominations list`")
    return entry


async def _hold(conn: AsyncConnection, nomination_id: int) -> _Held:
    """The nomination, its ceremony held: no import saves it meanwhile."""
    entry = await _entry(conn, nomination_id)
    edition = Edition(entry.year, entry.instance)
    await ceremonies.lock(conn, entry.organization_id, edition)
    entry = await _entry(conn, nomination_id)
    kept = await kept_ceremonies.find(conn, entry.organization_id, edition)
    assert kept is not None
    pages = as_stated(kept, await corrections.stated(conn, kept.id))
    old, said = (next(n for n in k.nominations if n.id == nomination_id) for k in (kept, pages))
    return _Held(entry, old, said, [n for n in kept.nominations if n.id != nomination_id])


async def _write(
    conn: AsyncConnection, context: Context, held: _Held, correction_id: int, refuse_same: bool = False
) -> Corrected:
    """The row says what the pages say, with everything laid over it that holds now."""
    entry = held.entry
    edition = Edition(entry.year, entry.instance)
    by_hand = await corrections.of_ceremony(conn, entry.ceremony_id)
    ones = [o.correction for o in context.overrides if o.concerns(entry.organization, edition)]
    ones = [o for o in ones if o.selector and o.selector.names(held.said.told)]
    ones += [one for one in by_hand if one.nomination_id == entry.id]
    final = _laid(held, ones, f"correction {correction_id} by ")
    if refuse_same and not final.touched:
        raise Refused(f"nomination {entry.id} says so already")
    written = await nominations.write(conn, entry.organization_id, entry.ceremony_id, [final])
    await corrections.state(conn, [final], written.numbers, [])
    new = sorted(set(written.movie_ids[0]) - set(held.old.movie_ids))
    due = await import_films.due(conn, new)
    asked = await ask_again(conn, context.queue, due) if due else {}
    await nominee_reviews.close_gone(conn, entry.ceremony_id)
    await nominees_changed(conn, context.queue, written.movie_ids[0])
    await ask_for_scores(conn, context.queue)
    made = await corrections.get(conn, correction_id)
    assert made is not None
    return Corrected(made, await _entry(conn, entry.id), len(asked))


def _laid(held: _Held, ones: Sequence[Correction], mine: str) -> Revised:
    try:
        final = corrected_row(held.old, held.said, ones)
    except NotOne as wrong:
        said = str(wrong)
        raise Refused(said.partition(": ")[2] if said.startswith(mine) else said) from None
    taken = {(other.category, other.fingerprint): other.id for other in held.others}
    if (final.place, final.fingerprint) in taken and held.old.category == final.place:
        return settled(replace(final, fingerprint=held.old.fingerprint), held.old)
    if (number := taken.get((final.place, final.fingerprint))) is not None:
        raise Refused(f"{final.place[1]!r} has an entry of the same nominees already: nomination {number}")
    return final
