"""Lists by the words of a person, and whether a word means a list or an organization."""

import difflib

from psycopg import AsyncConnection

from cinegraph.domain.lists import FilmList
from cinegraph.pipeline.context import Refused
from cinegraph.store import lists, organizations

Found = tuple[int, FilmList]
"""A list and its number."""


async def find_list(conn: AsyncConnection, key: str) -> Found:
    """The list with that key. Raises Refused, with the nearest one."""
    found = await lists.find(conn, key)
    if found is not None:
        return found
    known = [one.key for _, one in await lists.all(conn)]
    close = difflib.get_close_matches(key.lower(), known, n=1)
    hint = f"did you mean {close[0]!r}?" if close else f"known are {', '.join(known)}"
    raise Refused(f"there is no list {key!r}: {hint}")


async def what_it_means(conn: AsyncConnection, word: str) -> str | Found:
    """What a person means who says "import `word`": the organization of that name, or the list of that key.

    An award list stands for its organization's nominations. A word that nobody knows is left to the organizations,
    unless a list is called nearly so: then Refused is raised.
    """
    if await organizations.find(conn, word) is not None:
        return word
    found = await lists.find(conn, word)
    if found is None:
        keys = [one.key for _, one in await lists.all(conn)]
        close = difflib.get_close_matches(word.lower(), [*await organizations.names(conn), *keys], n=1)
        if close and close[0] in keys:
            raise Refused(f"there is no organization and no list {word!r}: did you mean {close[0]!r}?")
        return word
    return await organization_of(conn, found[1]) if found[1].tracks_awards else found


async def organization_of(conn: AsyncConnection, one: FilmList) -> str:
    """The organization whose nominations an award list stands for, by its event. Raises Refused if there is none."""
    slug = await lists.organization_of(conn, one.source_id or "")
    if slug is None:
        raise Refused(f"{one.key} stands for event {one.source_id}, and no organization has that event")
    return slug
