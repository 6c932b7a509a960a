"""Which film a person means: by title, IMDb id or number; of several with one title nobody guesses."""

import re
from collections.abc import Sequence

from psycopg import AsyncConnection

from cinegraph.domain.titles import fold
from cinegraph.pipeline.context import Refused
from cinegraph.store import score_reads
from cinegraph.store.score_reads import FilmTitle

_IMDB_ID = re.compile(r"tt\d{7,}")
_NUMBER = re.compile(r"#(\d{1,18})")
_LISTED = 8


async def find_film(conn: AsyncConnection, words: str, year: int | None = None) -> FilmTitle:
    """The one film that is meant. Raises Refused, listing those that may be meant, if that is not clear.

    A title that is written the same wins over one that has more words.
    """
    text = words.strip()
    if not text:
        raise Refused("which film? give its title, its IMDb id (tt0111161) or its number (#12)")
    if _IMDB_ID.fullmatch(text):
        found = await score_reads.by_imdb_id(conn, text)
    elif number := _NUMBER.fullmatch(text):
        found = list((await score_reads.films(conn, [int(number[1])])).values())
    else:
        found = await score_reads.titled(conn, text)
    in_time = [one for one in found if year is None or one.year == year]
    same = [one for one in in_time if fold(text) in (fold(one.title), fold(one.original_title or ""))]
    if len(same or in_time) == 1 and (same or _IMDB_ID.fullmatch(text) or _NUMBER.fullmatch(text)):
        return (same or in_time)[0]
    raise Refused(_unclear(text, year, found, same or in_time))


def described(film: FilmTitle) -> str:
    """What that film is, in few words: enough to tell two of one title apart."""
    facts = (str(film.year or "year unknown"), film.kind, film.imdb_id, f"#{film.id}")
    return f"{film.title} ({', '.join(fact for fact in facts if fact)})"


def _unclear(text: str, year: int | None, found: Sequence[FilmTitle], meant: Sequence[FilmTitle]) -> str:
    when = f" of {year}" if year is not None else ""
    if not found:
        return f"there is no film {text!r}: give its title as it is known here, or its IMDb id"
    if not meant:
        others = "; ".join(described(one) for one in found[:_LISTED])
        return f"there is no film {text!r}{when}: there is {others}"
    told = "; ".join(described(one) for one in meant[:_LISTED])
    more = f"; and {len(meant) - _LISTED} more" if len(meant) > _LISTED else ""
    if len(meant) == 1 or all(fold(text) != fold(one.title) for one in meant):
        return f"no film is called {text!r}{when}: did you mean {told}{more}?"
    return f"{text!r}{when} may be any of {len(meant)}: {told}{more}. Give its --year, IMDb id or number"
