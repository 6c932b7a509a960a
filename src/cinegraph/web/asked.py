"""What people type into forms and addresses, read with care: a film to look for, years, one word of some."""

import re
from collections.abc import Sequence
from typing import Annotated

from fastapi import Form, HTTPException

from cinegraph.domain.movies import MovieRef
from cinegraph.pipeline.context import Refused

_IMDB_ID = re.compile(r"tt\d{7,}")
_YEARS = range(1870, 2101)


async def film_asked(
    film: Annotated[str, Form(max_length=300)] = "",
    year: Annotated[str, Form(max_length=10)] = "",
    director: Annotated[str, Form(max_length=200)] = "",
) -> MovieRef:
    """The film to look for: a title or an IMDb id, with the year and the director if they were given. Raises Refused."""
    title = film.strip()
    if not title or "\0" in title:
        raise Refused("what is looked for? give a title, or an IMDb id (tt…)")
    if re.fullmatch(r"tt\d{0,6}", title):
        raise Refused(f"{title!r} is no IMDb id: those look like tt0111161")
    chosen = year_asked(year)
    return MovieRef(
        title=title,
        imdb_id=title if _IMDB_ID.fullmatch(title) else None,
        year=chosen,
        years=(chosen,) if chosen else (),
        directors=(director.strip(),) if director.strip() else (),
    )


def year_asked(told: str) -> int | None:
    """A year, or none. Raises Refused for what is no year of a film."""
    if not (text := told.strip()):
        return None
    if not (text.isascii() and text.isdecimal()) or int(text) not in _YEARS:
        raise Refused(f"{text!r} is no year in which films came out")
    return int(text)


def known(what: str, word: str, words: Sequence[str]) -> None:
    """Raises HTTPException 422 for a word that is none of these; no word is fine."""
    if word and word not in words:
        raise HTTPException(422, f"{what}: {word[:40]!r} is none of: {', '.join(words)}.")
