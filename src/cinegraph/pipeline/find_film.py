"""Which film a person means: by title, IMDb id or number; of several with one title nobody guesses."""

import re
from collections.abc import Sequence

from psycopg import AsyncConnection

from cinegraph.domain.titles import fold
from cinegraph.pipeline.context import Refused
from cinegraph.store import film_index
from cinegraph.store.film_index import Titled

_IMDB_ID = re.compile(r"tt\d{5,}")
_NUMBER = re.compile(r"#?(\d{1,18})")
_LISTED = 6


async def find_film(conn: AsyncConnection, words: str, year: int | None = None) -> Titled:
    """The one film that is meant. Raises Refused, naming those that may be meant, if that is not clear."""
    films = await _meant(conn, words, year)
    if len(films) == 1:
        return films[0]
    raise Refused(f"{_ambiguous(words, films)}. Give one's IMDb id or number, or --year")


async def find_films(conn: AsyncConnection, words: str) -> list[int]:
    """The films that may be meant, all of one title: who asks tells namesakes apart. Raises Refused if there is none, or
    titles differ."""
    films = await _meant(conn, words, None)
    if len({fold(film.title) for film in films}) > 1:
        raise Refused(f"{_ambiguous(words, films)}. Give one's IMDb id or number")
    return [film.id for film in films]


async def _meant(conn: AsyncConnection, words: str, year: int | None) -> list[Titled]:
    """Films whose title is written the same. A number is a title first ("1917"), else a film's row."""
    text = words.strip()
    if not text:
        raise Refused("which film? give its title, its IMDb id (tt0111161) or its number (#12)")
    if _IMDB_ID.fullmatch(text):
        if found := await film_index.by_imdb_id(conn, text):
            return [found]
        raise Refused(f"there is no film {text}: `cinegraph lookup {text}` asks the catalogues for it")
    films = await film_index.titled(conn, text)
    same = [film for film in films if fold(text) in (fold(film.title), fold(film.original_title or ""))]
    meant = [film for film in same if year in (None, film.year)]
    if not same and (number := _NUMBER.fullmatch(text)):
        film = await film_index.by_number(conn, int(number[1]))
        meant = [film] if film else []
    if meant:
        return meant
    raise Refused(_unknown(text, year, same, films))


def _unknown(text: str, year: int | None, same: Sequence[Titled], films: Sequence[Titled]) -> str:
    when = f" of {year}" if year is not None else ""
    if same:
        return f"there is no film {text!r}{when}: there is {_listed(same)}"
    if films:
        return f"no film is called {text!r}{when}: did you mean {_listed(films)}?"
    return f"no film is called {text!r}{when}: `cinegraph search` forgives how a title is spelt"


def _ambiguous(words: str, films: Sequence[Titled]) -> str:
    return f"{words.strip()!r} may be any of {len(films)}: {_listed(films)}"


def _listed(films: Sequence[Titled]) -> str:
    told = "; ".join(described(film) for film in films[:_LISTED])
    return told + (f"; and {len(films) - _LISTED} more" if len(films) > _LISTED else "")


def described(film: Titled) -> str:
    """What that film is, in few words: enough to tell two of one title apart."""
    nominations = f"{film.nominations} nomination{'' if film.nominations == 1 else 's'}"
    facts = (
        str(film.year or "year unknown"),
        film.kind,
        film.imdb_id,
        film.import_type,
        nominations if film.nominations else None,
        f"#{film.id}",
    )
    return f"{film.title} ({', '.join(fact for fact in facts if fact)})"
