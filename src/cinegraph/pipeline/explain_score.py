"""Why a film has the score that it has: each part with its inputs, and why others are missing."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from psycopg import AsyncConnection

from cinegraph.domain.scores import (
    FEWEST_PARTS,
    MISSING,
    NO_PEOPLE,
    NO_YEAR,
    PARTS,
    TELEVISION,
    Profile,
    shares,
)
from cinegraph.pipeline.context import Context, Refused
from cinegraph.pipeline.find_film import find_film
from cinegraph.store import film_index, film_marks, score_reads
from cinegraph.store.film_index import Titled
from cinegraph.store.film_marks import SCORES
from cinegraph.store.score_reads import Known


@dataclass(frozen=True, slots=True)
class PartTold:
    """A part as it is explained: its `value`, its `weight` in the profile and its `share` of this film's score, if it
    has one; `why` it is missing, if it is."""

    part: str
    weight: Decimal
    value: Decimal | None = None
    share: Decimal | None = None
    inputs: dict[str, Any] | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Explained:
    """A film's score in a profile (None, and `why`), from all parts; `waits`: it has changed, and is not scored yet."""

    film: Titled
    profile: str
    score: Decimal | None
    why: str | None
    waits: bool
    parts: tuple[PartTold, ...]
    films: dict[int, Titled]


async def explain_score(context: Context, words: str, year: int | None, profile: str) -> Explained:
    """The film's score as it is kept, and what it was made of. Raises Refused for a film or a profile that is not clear."""
    chosen = find_profile(context.profiles, profile)
    async with context.database.transaction() as conn:
        return await explain(conn, await find_film(conn, words, year), chosen)


async def explain(conn: AsyncConnection, film: Titled, chosen: Profile) -> Explained:
    """The same of a film that is known."""
    found = await score_reads.parts_of(conn, film.id)
    known = await score_reads.known(conn, film.id)
    score = await score_reads.kept(conn, film.id, chosen.name)
    waits = await film_marks.of_film(conn, SCORES, film.id)
    later = found["influence"].inputs["foremost"] if "influence" in found else []
    films = await film_index.numbered(conn, later)
    share = {} if score is None else shares({part: one.value for part, one in found.items()}, chosen)
    told = []
    for part in PARTS:
        weight = chosen.weights.get(part, Decimal(0))
        if (one := found.get(part)) is not None:
            part_share = None if score is None else share.get(part, Decimal(0))
            told.append(PartTold(part, weight, one.value, part_share, one.inputs))
        else:
            told.append(PartTold(part, weight, why=_missing(part, known)))
    why = _no_score(film, chosen, told) if score is None else None
    return Explained(film, chosen.name, score, why, waits, tuple(told), films)


def find_profile(profiles: Sequence[Profile], name: str) -> Profile:
    """The profile of that name. Raises Refused if there is none."""
    names = [one.name for one in profiles]
    if name not in names:
        close = difflib.get_close_matches(name, names, n=1)
        hint = f"did you mean {close[0]!r}?" if close else f"there are {', '.join(names)}"
        raise Refused(f"there is no profile {name!r}: {hint}")
    return profiles[names.index(name)]


def _missing(part: str, known: Known) -> str:
    if part in ("endurance", "influence") and known.year is None:
        return NO_YEAR
    return NO_PEOPLE if part == "influence" and not known.people else MISSING[part]


def _no_score(film: Titled, profile: Profile, parts: Sequence[PartTold]) -> str:
    if film.kind in TELEVISION:
        return "it is television, and only films have a score"
    there = [one.part for one in parts if one.value is not None and one.weight > 0]
    if len(there) >= FEWEST_PARTS:
        return "it waits to be scored: `cinegraph worker` does it, or `cinegraph scores build`"
    only = f"only {there[0]}" if there else "no part"
    return f"{only} of what {profile.name!r} weighs is known, and a score needs {FEWEST_PARTS} parts"
