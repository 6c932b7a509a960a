"""How alike a printed title and a catalogue's title are, from 1 (written the same) to 0 (unlike).

Pages print titles in more ways than catalogues keep: "La Vis (The Screw)", "Tim Burton's Corpse Bride",
"Twelve Monkeys", "The Dot and the Line". Each such way is a step below the same spelling.
"""

from functools import lru_cache

from rapidfuzz import fuzz

from cinegraph.domain.titles import fold, numerals
from cinegraph.domain.wordings import parts, readings, without_owner, words

SAME = 1.0
OTHER_FORM = 0.93
"""The same but for spacing, articles, digits or words for numbers, abbreviations."""
SHORT_OTHER_FORM = 0.88
"""The same, of a title that is one word without its article: "The Bear" need not be "Bear"."""
WITHOUT_OWNER = 0.78
"""One carries the name of its maker in front ("Tim Burton's …")."""
PART = 0.75
"""One is a part of the other, before or behind a colon or dash."""
WITHIN = 0.75
"""The words of one, two or more, stand together in the other and are much of it ("Night Train to Munich")."""
SIMILAR = 0.8
"""Spelled nearly the same; this much times how nearly."""

_NEARLY = 0.9
_SHARE = 0.4
_NUMBERING = 4
"""Words: a subtitle as short as that, with a number, tells one film of a series from another."""


def likeness(told: str, known: str) -> float:
    """The best of all readings of the told title, 0–1."""
    return max(_one(a, b) for a in readings(told) for b in (known, *readings(known)[1:2]))


@lru_cache(maxsize=65_536)
def _bare(title: str) -> str:
    return "".join(words(title))


def _one(told: str, known: str) -> float:  # noqa: PLR0911 a ladder: one step, one return
    a, b = fold(told), fold(known)
    if a == b:
        return SAME
    if a.replace(" ", "") == b.replace(" ", ""):
        return OTHER_FORM
    if _bare(told) == _bare(known):
        return OTHER_FORM if len(words(told)) > 1 else SHORT_OTHER_FORM
    if _is_part(told, known) or _is_part(known, told):
        return PART
    if numerals(told) != numerals(known):
        return 0.0
    if _bare(without_owner(told)) == _bare(without_owner(known)):
        return WITHOUT_OWNER
    nearly = fuzz.ratio(a, b) / 100
    if nearly >= _NEARLY:
        return SIMILAR * nearly
    return WITHIN if _is_within(told, known) or _is_within(known, told) else 0.0


def _is_part(short: str, whole: str) -> bool:
    """Whether it stands before or behind a colon of the whole, and the rest does not number it ("Kill Bill: Vol. 2")."""
    pieces = parts(whole)
    return any(
        _bare(short) == _bare(piece)
        and not any(numerals(rest) and len(words(rest)) <= _NUMBERING for rest in pieces if rest is not piece)
        for piece in pieces
    )


def _is_within(short: str, whole: str) -> bool:
    some, all_of_it = words(short), words(whole)
    enough = len(some) > 1 and len(some) >= _SHARE * len(all_of_it)
    return enough and f" {' '.join(some)} " in f" {' '.join(all_of_it)} "
