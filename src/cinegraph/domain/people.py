"""People: who a page names, what they are credited with, and whether two spellings name one person."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from anyascii import anyascii
from rapidfuzz import fuzz

from cinegraph.domain.titles import fold

_SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
_STYLES = {
    *(
        "sir",
        "dame",
        "lord",
        "lady",
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "prof",
        "professor",
        "rev",
        "col",
        "colonel",
    ),
    *(
        "capt",
        "captain",
        "maj",
        "major",
        "lt",
        "lieutenant",
        "cmdr",
        "commander",
        "sgt",
        "sergeant",
        "gen",
        "general",
    ),
}
"""What may stand before a name and is no part of it."""

_SOUNDS = (
    *(
        ("sch", "sh"),
        ("tch", "ch"),
        ("dzh", "j"),
        ("kh", "h"),
        ("ph", "f"),
        ("ck", "k"),
        ("q", "k"),
        ("x", "ks"),
    ),
    *(("ts", "z"), ("tz", "z"), ("oo", "u"), ("ou", "u"), ("ee", "i"), ("ie", "i"), ("ij", "i"), ("iy", "i")),
    *(("ei", "e"), ("ey", "e"), ("y", "i"), ("j", "i"), ("w", "v")),
)
"""How one sound is written in different ways when a name is put into Latin letters."""
_KOREAN = str.maketrans("gdbr", "ktpl")
"""Korean hears no difference between these, and writes them either way."""
_KOREAN_VOWELS = (("eo", "o"), ("eu", "u"))
_LETTER_PAIRS = (
    *(
        ("ου", "u"),
        ("γγ", "ng"),
        ("γκ", "g"),
        ("μπ", "b"),
        ("ντ", "nt"),
        ("αι", "e"),
        ("ει", "i"),
        ("οι", "i"),
    ),
    *(("ού", "u"), ("αί", "e"), ("εί", "i"), ("οί", "i")),
)
"""Greek letters that are one sound together."""
_SUFFIXES_ELSEWHERE = {"мл": "jr", "младший": "jr", "ст": "sr", "старший": "sr"}
_TWICE = re.compile(r"(.)\1+")
_ALIKE_IN_LATIN, _WORD_ALIKE, _HEARD = 86, 72, 6
"""rapidfuzz's ratios from which two names, and each of their words, are spellings of one sound; and how many letters
that takes. "Sergei Bondarchuk" in five transliterations has 93 and more."""
_SHORT_FORMS = {
    "al": ("alan", "albert", "alfred", "alfredo", "allen"),
    "andy": ("andrew",),
    "bill": ("william",),
    "billy": ("william",),
    "bob": ("robert",),
    "bobby": ("robert",),
    "charlie": ("charles",),
    "chuck": ("charles",),
    "dave": ("david",),
    "dick": ("richard",),
    "ed": ("edgar", "edmund", "edward", "edwin"),
    "gene": ("eugene",),
    "hank": ("henry",),
    "harry": ("harold", "henry"),
    "jack": ("john",),
    "jerry": ("gerald", "jerome"),
    "jim": ("james",),
    "jimmy": ("james",),
    "joe": ("joseph",),
    "johnny": ("john",),
    "kate": ("katherine", "kathryn"),
    "larry": ("laurence", "lawrence"),
    "liz": ("elizabeth",),
    "mike": ("michael",),
    "nick": ("nicholas", "nicolas"),
    "peggy": ("margaret",),
    "rick": ("richard",),
    "steve": ("stephen", "steven"),
    "ted": ("edward", "theodore"),
    "tom": ("thomas",),
    "tommy": ("thomas",),
    "tony": ("anthony", "antonio"),
    "vic": ("victor",),
    "walt": ("walter",),
    "will": ("william",),
}
"""Short forms of given names that are not, or not long enough, the beginning of the name."""


@dataclass(frozen=True, slots=True)
class PersonRef:
    """A person as a page names them: `name` as printed, `imdb_id` ("nm…") where the page gives one."""

    name: str
    imdb_id: str | None = None


@dataclass(frozen=True, slots=True)
class Credit:
    """What one person did in one film, as a catalogue states it.

    `kind` is "cast" or "crew"; `job` is the catalogue's word ("Director"), empty for the cast;
    `character` is empty for the crew; `billing` is the place in the cast (0 = first), None for the crew.
    `source_key` names this credit in the catalogue, unique within the film. `other_names` are what the person is called
    beside (in their own script).
    """

    name: str
    kind: Literal["cast", "crew"]
    source_key: str
    tmdb_id: int | None = None
    imdb_id: str | None = None
    department: str = ""
    job: str = ""
    character: str = ""
    billing: int | None = None
    known_for: str = ""
    profile_path: str = ""
    other_names: tuple[str, ...] = ()


def same_name(one: str, other: str) -> float:
    """How surely two printed names can name one person: 1 written the same, 0 surely not.

    Knows initials ("Amit R." / "Amit Russell"), left-out parts ("Karen Hartley" / "Karen Hartley Thomas"),
    short forms ("Theo" / "Theodore", "Dave" / "David"), family names first, titles ("Sir"), one long word spelt a
    little differently ("Miyazaki" / "Miyasaki"), and another script ("Сергей" / "Sergei"). A family name alone says
    nothing ("Joel Coen" / "Ethan Coen"), and "Jr." against "Sr." is 0.
    """
    left, right = fold(one), fold(other)
    if left == right:
        return 1.0
    if left.isascii() != right.isascii():
        return _in_latin(left, right)
    (these, many), (those, as_many) = _words(left), _words(right)
    if these.isdisjoint(those) and many != as_many:
        return 0.0
    a, b = _bare(left.split()), _bare(right.split())
    suffixes_a, suffixes_b = set(a) & _SUFFIXES, set(b) & _SUFFIXES
    if suffixes_a and suffixes_b and suffixes_a != suffixes_b:
        return 0.0
    a, b = [w for w in a if w not in _SUFFIXES], [w for w in b if w not in _SUFFIXES]
    if not a or not b:
        return 0.0
    penalty = 0.05 if suffixes_a != suffixes_b else 0.0
    return max(0.0, _same_words(a, b) - penalty)


@lru_cache(maxsize=65_536)
def _words(folded: str) -> tuple[frozenset[str], int]:
    """The words of a folded name, and how many letters they have: names that share neither are two people's."""
    words = _bare(folded.split())
    return frozenset(words), sum(map(len, words))


def _same_words(a: list[str], b: list[str]) -> float:
    if a == b:
        return 1.0
    if "".join(a) == "".join(b):
        return 0.98
    if sorted(a) == sorted(b) or _turned(a, b):
        return 0.97
    short, long = sorted((a, b), key=len)
    if len(short) >= 2 and set(short) <= set(long):
        return 0.92
    if len(short) >= 2 and short[-1] == long[-1] and _given_names_agree(short[:-1], long[:-1]):
        return 0.9
    return 0.85 if _spelt_alike(a, b) else 0.0


def _bare(words: list[str]) -> list[str]:
    """The words without titles before them; a name that is nothing else keeps its own."""
    for place, word in enumerate(words):
        if word not in _STYLES:
            return words[place:] if len(words) - place >= 2 else words
    return words


def _turned(a: Sequence[str], b: Sequence[str]) -> bool:
    """Family name first or last, and a given name in one word or two ("Bong Joon-ho" / "Joonho Bong")."""
    whole = "".join(a)
    if len(whole) != sum(map(len, b)):
        return False
    return any("".join((*b[place:], *b[:place])) == whole for place in range(1, len(b)))


def _in_latin(one: str, other: str) -> float:
    """How alike two names sound of which one is in another script; that alone is never as sure as the same letters.

    Whoever reads signs by their meaning ("駿" as "Hayao") is not heard here: only other names tell that.
    """
    a, b = _sounds(one), _sounds(other)
    if {word for word in a if word in _SUFFIXES} != {word for word in b if word in _SUFFIXES}:
        return 0.0
    a, b = ([word for word in words if word not in _SUFFIXES] for words in (a, b))
    if any("\uac00" <= letter <= "\ud7a3" for letter in one + other):
        a, b = ([_in_korean(word) for word in words] for words in (a, b))
    if len(a) > 1 and len(b) > 1 and len(a) != len(b):
        return 0.0
    return 0.86 if any(_heard_alike(a, [*b[n:], *b[:n]]) for n in range(len(b))) else 0.0


def _in_korean(word: str) -> str:
    for written, heard in _KOREAN_VOWELS:
        word = word.replace(written, heard)
    return word.translate(_KOREAN)


def _heard_alike(a: Sequence[str], b: Sequence[str]) -> bool:
    """Letter by letter, over the gaps between words; a woman's form of a man's name is another name."""
    whole, other = "".join(a), "".join(b)
    if min(len(whole), len(other)) < _HEARD or fuzz.ratio(whole, other) < _ALIKE_IN_LATIN:
        return False
    if len(a) != len(b):
        return True
    alike = all(fuzz.ratio(x, y) >= _WORD_ALIKE for x, y in zip(a, b, strict=True))
    return alike and not any(x + "a" == y or y + "a" == x for x, y in zip(a, b, strict=True))


@lru_cache(maxsize=16_384)
def _sounds(folded: str) -> list[str]:
    """The words of a folded name as they sound, roughly: for comparing only."""
    for written, heard in _LETTER_PAIRS:
        folded = folded.replace(written, heard)
    words = [_SUFFIXES_ELSEWHERE.get(word, word) for word in folded.split()]
    return [w if w in _SUFFIXES else _sound(anyascii(w).casefold()) for w in words]


def _sound(word: str) -> str:
    plain = "".join(letter for letter in word if letter.isalnum())
    for written, heard in _SOUNDS:
        plain = plain.replace(written, heard)
    return _TWICE.sub(r"\1", plain)


def _given_names_agree(short: list[str], long: list[str]) -> bool:
    """Every given name of the shorter form stands for one of the longer form, in order."""
    rest = iter(long)
    return all(any(_stands_for(name, other) for other in rest) for name in short)


def _stands_for(name: str, other: str) -> bool:
    """The same, an initial, a beginning that is no other name ("Paul" / "Paula"), or a short form that is known."""
    brief, full = sorted((name, other), key=len)
    if name == other or len(brief) == 1:
        return full.startswith(brief)
    begins = len(brief) >= 3 and len(full) - len(brief) >= 2 and full.startswith(brief)
    return begins or full in _SHORT_FORMS.get(brief, ()) or brief in _SHORT_FORMS.get(full, ())


def _spelt_alike(a: list[str], b: list[str]) -> bool:
    """Word by word the same but for one, which is long and differs by a letter or two."""
    if len(a) != len(b):
        return False
    differing = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    return len(a) >= 2 and len(differing) == 1 and all(_misspelt(x, y) for x, y in differing)


def _misspelt(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= 6 and fuzz.ratio(one, other) >= 80
