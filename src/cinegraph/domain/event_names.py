"""Whether two names are of one event: generous about wording, strict about what tells events apart."""

from collections.abc import Iterable

from cinegraph.domain.titles import fold

_FESTIVAL = frozenset({"festival", "festiwal", "filmfest", "filmfestspiele", "mostra", "biennale"})
_AWARD = frozenset({"award", "prize", "preis", "prix", "trophy"})
_FILLERS = frozenset(
    {
        "the",
        "of",
        "for",
        "and",
        "in",
        "at",
        "annual",
        "international",
        "internazionale",
        "internationale",
        "film",
        "movie",
        "cinema",
        "cinematographic",
        "cinematografica",
        "de",
        "du",
        "des",
        "di",
        "del",
        "della",
        "d",
        "le",
        "la",
        "les",
        "l",
        "el",
    }
)
"""Words that a name has in one wording and lacks in the next."""


def same_event(one: str, other: str) -> bool:
    """Whether both may be names of one event: "Toronto International Film Festival", "The Toronto Film Festival".

    Words like "the", "film" and "international", plurals, and a country behind a comma may be missing; every other
    word must be in both. A festival is no award, and two different countries are two events.
    """
    (words, kinds, country), (others, other_kinds, other_country) = _parts(one), _parts(other)
    if words != others:
        return False
    if kinds and other_kinds and not kinds & other_kinds:
        return False
    return not (country and other_country and country != other_country)


def known_by(names: Iterable[str], said: Iterable[str]) -> bool:
    """Whether any of the names that a page said is any of these."""
    known = tuple(names)
    return any(same_event(name, one) for one in said for name in known)


def _parts(name: str) -> tuple[frozenset[str], frozenset[str], str]:
    """The words that tell an event from others, whether it calls itself festival or award, and its country."""
    head, comma, country = name.rpartition(",")
    if not comma or len(fold(country).split()) > 2:
        head, country = name, ""
    words = [_singular(word) for word in fold(head).split()]
    kinds = {"festival" for w in words if w in _FESTIVAL} | {"award" for w in words if w in _AWARD}
    telling = frozenset(words) - _FILLERS - _FESTIVAL - _AWARD
    return telling or frozenset(words), frozenset(kinds), fold(country)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
