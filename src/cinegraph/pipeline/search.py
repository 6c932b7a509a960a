"""Search: what a person types, however it is spelt, becomes the films, people and ceremonies that may be meant."""

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from psycopg import AsyncConnection
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from cinegraph.pipeline.context import Context, Refused
from cinegraph.store import search as store
from cinegraph.store.search import Doubtful, Edition, Spelling

Kind = Literal["films", "people", "ceremonies"]
KINDS: tuple[Kind, ...] = ("films", "people", "ceremonies")
LONGEST = 200
_CANDIDATES = 200
_WORDS = 8
"""So many words of a search count; a title is found by fewer."""
_SPELLINGS = 8
"""So many spellings of a word are tried at most, the nearest first."""
_YEAR = re.compile(r"(?:18|19|20)\d\d")
_NUMBER = re.compile(r"(\d{1,3})(?:st|nd|rd|th)?")
_EXACTLY = 100.0
_EQUALS = 40
"""Of equally good ones so many more are compared by how well known they are."""
_KNOWN = {"full": 0, "minimal": 1, "stub": 2}


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
        films, people = Best(text), Best(text)
        if "films" in kinds:
            begun = await store.titles_that_begin(conn, text, _CANDIDATES)
            films.weigh(begun)
            if len(begun) < _CANDIDATES:  # else those that have the words elsewhere are not needed
                await _by_words(conn, films, "film", limit)
        if "people" in kinds:
            await _by_words(conn, people, "person", 1 if films.fits_exactly else limit)
        return Search(
            await _films(conn, films, limit),
            await _people(conn, people, limit),
            await _ceremonies(conn, text, limit) if "ceremonies" in kinds else (),
        )


async def _by_words(conn: AsyncConnection, best: "Best", kind: str, enough: int) -> None:
    """Weigh what has all the words; then, if that is little and nothing fits exactly, what has words that are written
    nearly so. A word that nobody ever wrote is what is misspelt; if there is none, each may be."""
    ask = store.titles_with if kind == "film" else store.names_with
    words = best.words
    whole, begins = await store.known(conn, kind, words)
    strange = [
        word
        for place, word in enumerate(words)
        if word not in whole and not (begins and place == len(words) - 1)
    ]
    if not strange or len(words) == 1:  # one word may be a whole title without its spaces
        plain = store.query([[word] for word in words], unfinished=True)
        best.weigh(await ask(conn, plain, _CANDIDATES))
        if best.fits_exactly or len(best) >= enough:
            return
    spelt = await _spellings(conn, kind, words, strange or words)
    if any(len(group) > 1 for group in spelt):
        unfinished = words[-1] not in whole
        best.weigh(await ask(conn, store.query(spelt, unfinished=unfinished), _CANDIDATES))


async def _films(conn: AsyncConnection, best: "Best", limit: int) -> tuple[FoundFilm, ...]:
    titles = best.first(limit + _EQUALS)
    films = {one.id: one for one in await store.films(conn, [n for n, _, _ in titles])} if titles else {}
    found = [(score, films[number], written) for number, score, written in titles if number in films]
    found.sort(key=lambda f: (-f[0], -f[1].nominations, _KNOWN.get(f[1].import_type, 9), f[1].id))
    return tuple(
        FoundFilm(
            one.id, one.title, one.original_title, one.year, one.kind, one.import_type, one.imdb_id, written, score
        )
        for score, one, written in found[:limit]
    )  # fmt: skip


async def _people(conn: AsyncConnection, best: "Best", limit: int) -> tuple[FoundPerson, ...]:
    names = best.first(limit + _EQUALS)
    people = {one.id: one for one in await store.people(conn, [n for n, _, _ in names])} if names else {}
    found = [(score, people[number]) for number, score, _ in names if number in people]
    found.sort(key=lambda f: (-f[0], -f[1].credits, f[1].id))
    return tuple(
        FoundPerson(one.id, one.name, one.imdb_id, one.known_for, score) for score, one in found[:limit]
    )


class Best:
    """Each film or person once, by the title or name of theirs that fits best."""

    def __init__(self, asked: str) -> None:
        self.asked = asked
        self.words = asked.split()[:_WORDS]
        self._found: dict[int, tuple[float, str]] = {}

    def __len__(self) -> int:
        """How many were found."""
        return len(self._found)

    @property
    def fits_exactly(self) -> bool:
        """Whether one is written just so."""
        return any(score >= _EXACTLY for score, _ in self._found.values())

    def weigh(self, spellings: Iterable[Spelling]) -> None:
        """Take these into account."""
        for one in spellings:
            score = likeness(self.asked, one.folded)
            if one.id not in self._found or self._found[one.id][0] < score:
                self._found[one.id] = (score, one.written)

    def first(self, count: int) -> list[tuple[int, float, str]]:
        """So many of the best: number, how well it fits, the title or name."""
        ranked = sorted(self._found.items(), key=lambda item: (-item[1][0], item[0]))
        return [(number, score, written) for number, (score, written) in ranked[:count]]


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


async def _spellings(
    conn: AsyncConnection, kind: str, words: Sequence[str], doubted: Sequence[str]
) -> list[list[str]]:
    """For each word itself, and for those that are doubted the words nearest to it."""
    doubtful = [(place, word) for place, word in enumerate(words) if typos(word) and word in doubted]
    spelt = [[word] for word in words]
    if not doubtful:
        return spelt
    asked = [
        Doubtful(
            kind,
            pieces(word) + [grams(w) for w in _turned(word)],
            len(word) - typos(word),
            len(word) + typos(word),
        )
        for _, word in doubtful
    ]
    near: dict[int, list[tuple[int, str]]] = {}
    for number, known in await store.words_near(conn, asked):
        place, word = doubtful[number]
        if known != word and (distance := OSA.distance(word, known)) <= typos(word):
            near.setdefault(place, []).append((distance, known))
    for place, found in near.items():
        nearest = min(found)[0]
        spelt[place] += [known for distance, known in sorted(found) if distance == nearest][:_SPELLINGS]
    return spelt


def grams(word: str) -> list[str]:
    """The groups of three letters of a word, as the database makes them."""
    padded = f"^{word}$"
    return [padded[i : i + 3] for i in range(len(word))]


def _turned(word: str) -> list[str]:
    """The word with two letters in the middle having changed places: there its parts meet."""
    if typos(word) != 1:
        return []
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
