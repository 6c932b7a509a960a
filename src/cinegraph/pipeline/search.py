"""Search: what a person types, however it is spelt, becomes the films, people and ceremonies that may be meant."""

import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from psycopg import AsyncConnection
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from cinegraph.pipeline.context import Context, Refused
from cinegraph.store import search as store
from cinegraph.store.search import Edition, Name, Title

Kind = Literal["films", "people", "ceremonies"]
KINDS: tuple[Kind, ...] = ("films", "people", "ceremonies")
LONGEST = 200
_CANDIDATES = 200
_WORDS = 8
"""So many words of a search count; a title is found by fewer."""
_SPELLINGS = 12
"""So many spellings of a word are tried at most, the nearest first."""
_YEAR = re.compile(r"(?:18|19|20)\d\d")
_NUMBER = re.compile(r"(\d{1,3})(?:st|nd|rd|th)?")
_Row = TypeVar("_Row", Title, Name)


@dataclass(frozen=True, slots=True)
class FoundFilm:
    """A film, the title it was found by, and how well that fits (100: exactly)."""

    id: int
    title: str
    original_title: str | None
    year: int | None
    kind: str | None
    import_type: str
    imdb_id: str | None
    found_by: str
    score: float


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """Someone, and how well their name fits."""

    id: int
    name: str
    imdb_id: str | None
    known_for: str | None
    score: float


@dataclass(frozen=True, slots=True)
class FoundCeremony:
    """A stored ceremony."""

    organization: str
    year: int
    instance: int
    number: int | None
    name: str


@dataclass(frozen=True, slots=True)
class Search:
    """What may be meant, of each kind the likeliest first."""

    films: tuple[FoundFilm, ...]
    people: tuple[FoundPerson, ...]
    ceremonies: tuple[FoundCeremony, ...]


async def search(context: Context, words: str, kinds: Sequence[Kind] = KINDS, limit: int = 10) -> Search:
    """Films by any of their titles in any script, people by their names, ceremonies by organization and year.

    One wrong letter is forgiven in a word of four, two in one of eight. The last word may be unfinished.
    Raises Refused for words that are none.
    """
    if len(words) > LONGEST:
        raise Refused(f"a search has at most {LONGEST} letters")
    if "\0" in words or not words.strip():
        raise Refused("what is searched for? give a title, a name, or an organization and a year")
    async with context.database.statement() as conn:
        text = await store.folded(conn, words)
        if not text:
            return Search((), (), ())
        films = await _films(conn, text, limit) if "films" in kinds else ()
        people = await _people(conn, text, limit) if "people" in kinds else ()
        held = await _ceremonies(conn, text, limit) if "ceremonies" in kinds else ()
    return Search(films, people, held)


async def _films(conn: AsyncConnection, text: str, limit: int) -> tuple[FoundFilm, ...]:
    words = _words(text)
    found = await store.titles_that_begin(conn, text, _CANDIDATES)
    if len(found) < _CANDIDATES:
        found += await store.titles_with(conn, store.query([[w] for w in words]), _CANDIDATES)
    if len({one.movie_id for one in found}) < limit:
        spelt = await _spellings(conn, "film", words)
        if spelt != [[w] for w in words]:
            found += await store.titles_with(conn, store.query(spelt), _CANDIDATES)
    best = _best(text, found, lambda one: one.movie_id, _film_weight)
    return tuple(
        FoundFilm(
            one.movie_id, one.title, one.original_title, one.year, one.kind, one.import_type, one.imdb_id,
            one.written, score,
        )
        for score, one in best[:limit]
    )  # fmt: skip


async def _people(conn: AsyncConnection, text: str, limit: int) -> tuple[FoundPerson, ...]:
    words = _words(text)
    found = await store.names_with(conn, store.query([[w] for w in words]), _CANDIDATES)
    if len(found) < limit:
        spelt = await _spellings(conn, "person", words)
        if spelt != [[w] for w in words]:
            found += await store.names_with(conn, store.query(spelt), _CANDIDATES)
    best = _best(text, found, lambda one: one.id, lambda one: one.credits)
    return tuple(
        FoundPerson(one.id, one.name, one.imdb_id, one.known_for, score) for score, one in best[:limit]
    )


async def _ceremonies(conn: AsyncConnection, text: str, limit: int) -> tuple[FoundCeremony, ...]:
    """Of the organizations that have all the other words, those of the years that are named. A number that is in no
    name is the ceremony's."""
    words = text.split()
    years = [int(w) for w in words if _YEAR.fullmatch(w)]
    rest = [w for w in words if not _YEAR.fullmatch(w)]
    numbered = [m for w in rest if (m := _NUMBER.fullmatch(w))]
    organizations = await store.names_of_organizations(conn)
    whose = [n for n, called in organizations if rest and _calls(called, rest)]
    number = None
    if not whose and numbered:
        number, rest = int(numbered[0][1]), [w for w in rest if not _NUMBER.fullmatch(w)]
        whose = [n for n, called in organizations if rest and _calls(called, rest)]
    if not whose:
        return ()
    found: list[Edition] = await store.ceremonies_of(conn, whose, years, number, limit)
    return tuple(FoundCeremony(e.organization, e.year, e.instance, e.number, e.name) for e in found)


def _calls(called: str, words: Sequence[str]) -> bool:
    """Whether each of the words begins one of those, or is one of them misspelt."""
    known = called.split()
    return all(any(k.startswith(w) or OSA.distance(k, w) <= typos(w) for k in known) for w in words)


def _words(text: str) -> list[str]:
    return text.split()[:_WORDS]


def typos(word: str) -> int:
    """How many wrong letters a word may have."""
    return 2 if len(word) >= 8 else 1 if len(word) >= 4 else 0


def pieces(word: str) -> list[list[str]]:
    """The word in one part more than it may have typos, each as its groups of three letters: one part is right.

    Two neighbours that changed places may spoil two parts: of a short word such spellings are tried one by one.
    """
    parts = typos(word) + 1
    padded = f"^{word}$"
    ends = [round(place * len(padded) / parts) for place in range(parts + 1)]
    cut = [padded[a:b] for a, b in itertools.pairwise(ends)]
    return [[part[i : i + 3] for i in range(len(part) - 2)] for part in cut]


async def _spellings(conn: AsyncConnection, kind: str, words: Sequence[str]) -> list[list[str]]:
    """For each word itself, and the words nearest to it."""
    found = []
    for word in words:
        allowed = typos(word)
        if not allowed:
            found.append([word])
            continue
        turned = _turned(word) if allowed == 1 else []
        asked = pieces(word) + [grams(other) for other in turned]
        known = await store.words_near(conn, kind, asked, (len(word) - allowed, len(word) + allowed))
        near = sorted((d, k) for k in known if k != word and (d := OSA.distance(word, k)) <= allowed)
        found.append([word, *(k for _, k in near[:_SPELLINGS])])
    return found


def grams(word: str) -> list[str]:
    """The groups of three letters of a word, as the database makes them."""
    padded = f"^{word}$"
    return [padded[i : i + 3] for i in range(len(word))]


def _turned(word: str) -> list[str]:
    """The word with two letters in the middle having changed places: there its parts meet."""
    middle = (len(word) + 2) // 2 - 1
    return [
        word[:i] + word[i + 1] + word[i] + word[i + 2 :]
        for i in (middle - 1, middle)
        if 0 <= i < len(word) - 1 and word[i] != word[i + 1]
    ]


def likeness(asked: str, folded: str) -> float:
    """How well a title or name fits what was typed, 0–100."""
    if folded == asked:
        return 100.0
    whole = fuzz.ratio(asked, folded)
    sorted_words = fuzz.token_sort_ratio(asked, folded)
    begun = 90.0 * len(asked) / len(folded) + 9.0 if folded.startswith(asked) else 0.0
    inside = 60.0 if f" {asked} " in f" {folded} " else 0.0
    return round(max(whole, sorted_words * 0.97, min(begun, 99.0), inside + whole * 0.3), 1)


def _film_weight(one: Title) -> int:
    return one.nominations + {"full": 2, "minimal": 1}.get(one.import_type, 0)


def _best(
    asked: str, found: Iterable[_Row], number: Callable[[_Row], int], weight: Callable[[_Row], int]
) -> list[tuple[float, _Row]]:
    """Each film or person once, by its best title; of equally good ones the better known first."""
    best: dict[int, tuple[float, _Row]] = {}
    for one in found:
        score = likeness(asked, one.folded)
        key = number(one)
        if key not in best or best[key][0] < score:
            best[key] = (score, one)
    return sorted(best.values(), key=lambda pair: (-pair[0], -weight(pair[1]), number(pair[1])))
