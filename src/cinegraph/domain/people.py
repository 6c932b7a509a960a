"""People: who a page names, what they are credited with, and whether two spellings name one person."""

from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

from cinegraph.domain.titles import fold

_SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
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
    `source_key` names this credit in the catalogue, unique within the film.
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


def same_name(one: str, other: str) -> float:
    """How surely two printed names can name one person: 1 written the same, 0 surely not.

    Knows initials ("Amit R." / "Amit Russell"), left-out parts ("Karen Hartley" / "Karen Hartley Thomas"),
    short forms ("Theo" / "Theodore", "Dave" / "David"), family names first, and one long word spelt a little
    differently ("Miyazaki" / "Miyasaki"). A family name alone says nothing ("Joel Coen" / "Ethan Coen"), and
    "Jr." against "Sr." is 0.
    """
    left, right = fold(one), fold(other)
    if left == right:
        return 1.0
    a, b = left.split(), right.split()
    suffixes_a, suffixes_b = set(a) & _SUFFIXES, set(b) & _SUFFIXES
    if suffixes_a and suffixes_b and suffixes_a != suffixes_b:
        return 0.0
    a, b = [w for w in a if w not in _SUFFIXES], [w for w in b if w not in _SUFFIXES]
    if not a or not b:
        return 0.0
    penalty = 0.05 if suffixes_a != suffixes_b else 0.0
    return max(0.0, _same_words(a, b) - penalty)


def _same_words(a: list[str], b: list[str]) -> float:
    if a == b:
        return 1.0
    if "".join(a) == "".join(b):
        return 0.98
    if sorted(a) == sorted(b):
        return 0.97
    short, long = sorted((a, b), key=len)
    if len(short) >= 2 and set(short) <= set(long):
        return 0.92
    if len(short) >= 2 and short[-1] == long[-1] and _given_names_agree(short[:-1], long[:-1]):
        return 0.9
    return 0.85 if _spelt_alike(a, b) else 0.0


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
