"""The ways in which pages print one title, and the words that tell it from others."""

import re
from functools import lru_cache

from cinegraph.domain.titles import NUMBER_WORDS, fold, in_digits

_BRACKETS = re.compile(r"(?:^|(?<=\s))[(\[](.+?)[)\]](?=\s|$)")
_AKA = re.compile(r"^(?:aka|a\.k\.a\.|or)\s+", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*(?::|--|–|—|,?\s-\s|,?\sor,?\s|;\s)\s*")
_OWNER = re.compile(r"^(?!The\s|An?\s)(?:[A-Z][^\s]*\.?\s)+[A-Z][^\s'’]*['’]s?\s+(?=\S)")
_INVERTED = re.compile(r"^(.+?)[,;]\s*(the|a|an|le|la|les|l'|el|los|las|il|der|die|das)$", re.IGNORECASE)
_JOINED = re.compile(r"(?<=\w)[-.](?=\s?\w)")
_ELIDED = re.compile(r"^[LlDd]['’](?=\w)")
_ARTICLES = frozenset(
    [
        "the",
        "a",
        "an",
        "le",
        "la",
        "les",
        "l",
        "un",
        "une",
        "el",
        "los",
        "las",
        "una",
        "il",
        "lo",
        "gli",
        "i",
        "der",
        "die",
        "das",
        "ein",
        "eine",
        "o",
        "os",
        "as",
        "um",
        "uma",
        "de",
        "het",
        "een",
        "den",
        "det",
        "en",
        "ett",
    ]
)
_LITTLE = _ARTICLES | frozenset(["in", "of", "and", "to", "on", "at", "for", "with", "from", "by"])
_NUMBERS = {number: word for word, number in NUMBER_WORDS.items()} | {100: "hundred"}
_FORMS = {
    "mr": "mister",
    "monsieur": "mister",
    "dr": "doctor",
    "st": "saint",
    "mt": "mount",
    "vs": "versus",
    "vol": "volume",
    "pt": "part",
    "et": "and",
    "und": "and",
    **{word: str(number) for number, word in _NUMBERS.items()},
}
_ROMANS = {
    str(number): word
    for number, word in enumerate(("ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"), start=2)
}
_TELLING_WORDS = 3


@lru_cache(maxsize=65_536)
def readings(title: str) -> tuple[str, ...]:
    """The titles that a printed one may stand for, itself first: each half of "La Vis (The Screw)"."""
    told = [title]
    if turned := _INVERTED.match(title):
        told.append(f"{turned[2]} {turned[1]}")
    if inside := _BRACKETS.findall(title):
        told.append(_BRACKETS.sub(" ", title).strip())
        told += [_AKA.sub("", part).strip(" '\"‘’“”") for part in inside]
    halves = [half.strip() for half in title.split("/")]
    if len(halves) == 2 and all(len(fold(half)) > 3 for half in halves):
        told += halves
    return tuple(dict.fromkeys(t for t in told if fold(t)))


@lru_cache(maxsize=65_536)
def parts(title: str) -> tuple[str, ...]:
    """What stands before and behind a colon or dash: ("The Dot and the Line", "A Romance …"); none without one."""
    pieces = [piece for piece in _SEPARATOR.split(title) if piece]
    return tuple(pieces) if len(pieces) > 1 else ()


def without_owner(title: str) -> str:
    """The title without the full name of its maker: "Federico Fellini's 8-1/2" → "8-1/2"."""
    return _OWNER.sub("", title)


@lru_cache(maxsize=65_536)
def words(title: str) -> tuple[str, ...]:
    """The words that tell a title from others, in one form: no articles, digits for numbers."""
    folded = in_digits(fold(_ELIDED.sub("", title)).split())
    content = [w for w in folded if w not in _ARTICLES] or folded
    return tuple(_FORMS.get(w, w) for w in content)


def queries(title: str) -> tuple[str, ...]:
    """What else to search for where the printed title finds nothing, the likeliest first; not the title itself."""
    told = list(readings(title)[1:])
    if (bare := without_owner(title)) != title:
        told.append(bare)
    told += [*parts(title), *(piece for piece in title.split(", ") if piece != title and " " in piece)]
    told += [_JOINED.sub("", title), _ELIDED.sub("", title), _other_numbers(title), _other_numerals(title)]
    content = [w for w in fold(title).split() if w not in _LITTLE]
    if len(content) >= _TELLING_WORDS:
        told.append(" ".join(sorted(content, key=len, reverse=True)[: min(_TELLING_WORDS, len(content) - 1)]))
    others = {fold(text): text for text in reversed(told)}  # of one folding, the first
    others.pop(fold(title), None)
    return tuple(reversed(others.values()))


def longest_word(title: str) -> str:
    """The word of the title that tells most: what is left to search for where no wording finds anything."""
    return max(fold(title).split(), key=len, default=title)


def _other_numerals(title: str) -> str:
    """Roman numerals for the digits that end a title, and the other way round: "Rocky 2" → "rocky ii"."""
    folded = fold(title).split()
    turned = in_digits(folded)
    if turned != folded or not folded[1:] or folded[-1] not in _ROMANS:
        return " ".join(turned)
    return " ".join([*folded[:-1], _ROMANS[folded[-1]]])


def _other_numbers(title: str) -> str:
    """Digits for number words, and the other way round: "12 Monkeys" → "twelve monkeys"."""
    numbers = {word: str(number) for number, word in _NUMBERS.items()}
    return " ".join(
        numbers.get(word) or (_NUMBERS.get(int(word), word) if word.isascii() and word.isdecimal() else word)
        for word in fold(title).split()
        if word not in _ARTICLES
    )
