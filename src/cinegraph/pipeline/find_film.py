"""Which film a person means: by title, IMDb id or number; two of one title are told apart by who asks."""

import re

from psycopg import AsyncConnection

from cinegraph.domain.titles import fold
from cinegraph.pipeline.context import Refused
from cinegraph.store import film_index
from cinegraph.store.film_index import Titled

_IMDB_ID = re.compile(r"tt\d{5,}")
_LARGEST = 2**63 - 1
_LISTED = 6


async def find_film(conn: AsyncConnection, words: str, year: int | None = None) -> Titled:
    """The one film that is meant. Raises Refused, naming those that may be meant, if that is not clear."""
    films = await _meant(conn, words, year)
    if len(films) == 1:
        return films[0]
    raise Refused(f"{_named(words, films)}. Give one's IMDb id or number, or --year")


async def find_films(conn: AsyncConnection, words: str) -> list[int]:
    """The films that may be meant, all of one title: who asks tells namesakes apart. Raises Refused if there is none, or
    titles differ."""
    films = await _meant(conn, words, None)
    if len({fold(film.title) for film in films}) > 1:
        raise Refused(f"{_named(words, films)}. Write the title whole, or give an IMDb id or number")
    return [film.id for film in films]


async def _meant(conn: AsyncConnection, words: str, year: int | None) -> list[Titled]:
    """A title that is written the same wins over one that has more words. A number is a film's row, or else its title
    ("1917")."""
    text = words.strip()
    if _IMDB_ID.fullmatch(text):
        found = await film_index.by_imdb_id(conn, text)
        if found is None:
            raise Refused(f"there is no film {text}: `cinegraph lookup {text}` asks the catalogues for it")
        return [found]
    films = await film_index.titled(conn, text, year) if text else []
    same = [film for film in films if fold(text) in (fold(film.title), fold(film.original_title or ""))]
    if not same and year is None and text.isascii() and text.isdecimal() and int(text) <= _LARGEST:
        film = await film_index.by_number(conn, int(text))
        same = [film] if film else []
    if meant := same or films:
        return meant
    raise Refused(f"no film is called {text!r}" + (f" in {year}" if year else ""))


def _named(words: str, films: list[Titled]) -> str:
    told = "; ".join(_described(film) for film in films[:_LISTED])
    more = f"; and {len(films) - _LISTED} more" if len(films) > _LISTED else ""
    return f"{words.strip()!r} may be any of {len(films)}: {told}{more}"


def _described(film: Titled) -> str:
    known = [str(film.year or ""), film.imdb_id or "", film.import_type]
    if film.nominations:
        known.append(f"{film.nominations} nomination{'' if film.nominations == 1 else 's'}")
    return f"{film.id} {film.title} ({', '.join(fact for fact in known if fact)})"
