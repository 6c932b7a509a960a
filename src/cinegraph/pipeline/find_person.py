"""Whom a person means: by name, IMDb id or number; two of one name are told apart by who asks."""

import re

from psycopg import AsyncConnection

from cinegraph.domain.titles import fold
from cinegraph.pipeline.context import Refused
from cinegraph.store import collaborators
from cinegraph.store.collaborators import Person

_IMDB_ID = re.compile(r"nm\d{5,}")
_LARGEST = 2**63 - 1
_LISTED = 6


async def find_person(conn: AsyncConnection, words: str) -> Person:
    """The one person who is meant. Raises Refused, naming those who may be meant, if that is not clear."""
    text = words.strip()
    found = await who_is_meant(conn, text)
    if len(found) == 1:
        return found[0]
    if _names_one(text):
        raise Refused(f"there is no person {text}: `cinegraph people search` finds them by name")
    if not found:
        raise Refused(f"nobody is called {text!r}: `cinegraph people search` finds parts of names")
    told = "; ".join(described(person) for person in found[:_LISTED])
    more = f"; and {len(found) - _LISTED} more" if len(found) > _LISTED else ""
    raise Refused(f"{text!r} may be any of {len(found)}: {told}{more}. Give one's IMDb id or number")


async def who_is_meant(conn: AsyncConnection, words: str) -> list[Person]:
    """Those who may be meant; one, if that is clear.

    A name that is written the same wins over one that has more words. Of several people of one name, one who
    worked with somebody wins over those of whom only the name is known.
    """
    text = words.strip()
    if _IMDB_ID.fullmatch(text):
        one = await collaborators.by_imdb_id(conn, text)
        return [one] if one else []
    if _names_one(text):
        one = await collaborators.by_number(conn, int(text)) if int(text) <= _LARGEST else None
        return [one] if one else []
    found = await collaborators.named(conn, text) if text else []
    same = [person for person in found if fold(person.name) == fold(text)] or found
    connected = [person for person in same if person.collaborators]
    return connected if len(connected) == 1 else same


def _names_one(text: str) -> bool:
    return _IMDB_ID.fullmatch(text) is not None or (text.isascii() and text.isdecimal())


def described(person: Person) -> str:
    """Who that is, in few words: enough to tell two of one name apart."""
    years = f"{person.first_year}–{person.latest_year}" if person.first_year else ""
    films = f"{person.films} film{'' if person.films == 1 else 's'} {years}".strip()
    known = [person.imdb_id, person.known_for, films if person.films else None, person.best_known]
    if person.nominations:
        known.append(f"{person.nominations} nomination{'' if person.nominations == 1 else 's'}")
    return f"{person.id} {person.name} ({', '.join(fact for fact in known if fact) or 'a name only'})"
