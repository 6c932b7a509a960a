"""The film that somebody means by a title, an IMDb id or a number."""

from psycopg import AsyncConnection

from cinegraph.domain.titles import fold
from cinegraph.pipeline.context import Refused
from cinegraph.store import known_titles

_NAMED = 4


async def find_film(conn: AsyncConnection, words: str) -> list[int]:
    """The films of that very title, if any has it, else those whose title begins so: all of one title, for namesakes
    are told apart in the list. Raises Refused if there is none, or titles differ."""
    found = await known_titles.films_called(conn, words)
    exact = [one for one in found if words in (str(one[0]), one[3]) or fold(one[1]) == fold(words)]
    meant = exact or found
    titles = list(dict.fromkeys(one[1] for one in meant))
    if not meant:
        raise Refused(f"no film is called {words!r}, and none has it for an id or a number")
    if len(titles) > 1:
        named = ", ".join(repr(title) for title in titles[:_NAMED])
        raise Refused(
            f"{words!r} may be {named}{' and others' if len(titles) > _NAMED else ''}: write it whole"
        )
    return [one[0] for one in meant]
