"""What a selection means here: names become numbers, and what is not there is refused with what may be meant."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from psycopg import AsyncConnection

from cinegraph.domain.exporting import Selection
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.find_list import find_list
from cinegraph.pipeline.name_ceremonies import find_organization
from cinegraph.store import categories, imports
from cinegraph.store.exports.selecting import Chosen

IMPORT_TYPES = ("full", "minimal", "stub")
_FIRST_DECADE, _LAST_DECADE = 1870, 2100
_DIGITS = 19
"""A number of so many digits may be larger than PostgreSQL counts."""
_EVENT = re.compile(r"ev\d{7,}")
_COUNTRY = re.compile(r"[^\W\d_][\w .'-]+")


async def choose_rows(conn: AsyncConnection, selection: Selection) -> tuple[Chosen, Selection]:
    """The selection with everything in it looked up, and itself under the names that are kept.

    Raises Refused, in one line, for whatever is not there.
    """
    organization = list_id = None
    if selection.festival is not None:
        name = f"imdb:{selection.festival}" if _EVENT.fullmatch(selection.festival) else selection.festival
        organization, festival = await find_organization(conn, name)
        selection = replace(selection, festival=festival.slug)
    if selection.list is not None:
        list_id, followed = await find_list(conn, selection.list)
        selection = replace(selection, list=followed.key)
    if selection.category is not None:
        one_of(selection.category, await categories.keys(conn), "canonical category")
    if selection.import_type is not None:
        one_of(selection.import_type, IMPORT_TYPES, "import type")
    _decade(selection.decade)
    if selection.country is not None and not _COUNTRY.fullmatch(selection.country):
        raise Refused(f"{selection.country!r} is no country: give its code (FR), or its name (France)")
    chosen = Chosen(
        organization=organization,
        years=list(selection.years) or None,
        instance=selection.instance,
        category=selection.category,
        winners=selection.winners,
        list=list_id,
        decade=selection.decade,
        import_type=selection.import_type,
        country=selection.country,
        since=None if selection.since is None else await _since(conn, selection.since),
    )
    return chosen, selection


def one_of(word: str, known: Iterable[str], what: str) -> None:
    """Raises Refused, with the nearest one that there is, if the word is none of them."""
    words = list(known)
    if word not in words:
        close = difflib.get_close_matches(word.lower(), words, n=1)
        hint = f"did you mean {close[0]!r}?" if close else f"known are {', '.join(words)}"
        raise Refused(f"there is no {what} {word!r}: {hint}")


def _decade(decade: int | None) -> None:
    if decade is not None and (decade % 10 or not _FIRST_DECADE <= decade <= _LAST_DECADE):
        raise Refused(f"{decade} is no decade: give its first year (1990)")


async def _since(conn: AsyncConnection, text: str) -> datetime:
    """A date, a time (of UTC if it names no zone), or when an import began."""
    if text.isascii() and text.isdecimal():
        number = int(text) if len(text) < _DIGITS else None
        found = await imports.run(conn, number) if number is not None else None
        if found is None:
            raise Refused(f"there is no import {text}: give its number, a date (2026-01-31) or a time")
        return found.asked_at
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):  # the second: a zone that leads out of the years that there are
        raise Refused(
            f"{text!r} is no moment: give a date (2026-01-31), a time (2026-01-31T12:00:00Z) or an import's number"
        ) from None
